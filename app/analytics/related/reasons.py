"""Reasons for which parties are related, gathered as they are found."""

from collections.abc import Callable

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import fractions
from app.analytics.control.stated_chains import Chains, StatedChain
from app.analytics.structure.network import Form
from models.answers.control import Certainty
from models.answers.related import Reason, RelatedParty, RelationKind
from models.catalogue import UNWRITTEN

_NOTHING = StatedChain(())
_ORDER = {kind: place for place, kind in enumerate(RelationKind)}


Chained = Callable[[Chains], StatedChain]
"""How a chain is given; only those of the parties shown are."""


class Reasons:
    """The reasons found so far for the related parties of one enterprise."""

    def __init__(self, controls: Controls, of: str) -> None:
        self._controls = controls
        self._of = of
        self._found: dict[str, dict[tuple[RelationKind, str | None], tuple[Reason, Chained | None]]] = {}

    def has(self, party: str) -> bool:
        """Whether the party is the enterprise itself, or related already."""
        return party == self._of or party in self._found

    def add(
        self,
        party: str,
        kind: RelationKind,
        *,
        through: str | None = None,
        votes: tuple[int, int] | None = None,
        chain: Chained | None = None,
        certainty: Certainty = Certainty.CERTAIN,
        by_name: bool = False,
        facts: tuple[str, ...] = (),
        post: str | None = None,
    ) -> bool:
        """Add a reason; one of the same kind through the same party is kept once. False for what relates to nobody."""
        controls = self._controls
        if party == self._of or controls.form(party) is Form.NOMINEE or controls.is_state(party):
            return False
        reason = Reason(
            kind=kind,
            article=UNWRITTEN,
            certainty=certainty,
            through=controls.ref(through) if through else None,
            votes=fractions(*votes) if votes else None,
            rests_on_names=by_name,
            facts=facts,
            post=post,
            text=UNWRITTEN,
        )
        self._found.setdefault(party, {}).setdefault((kind, through), (reason, chain))
        return True

    def add_remote(
        self,
        party: str,
        kind: RelationKind,
        *,
        through: str,
        votes: tuple[int, int] | None = None,
        chain: Chained | None = None,
        certainty: Certainty = Certainty.CERTAIN,
    ) -> None:
        """Add a reason unless the party is related already for something nearer; the same kind may come through several."""
        found = self._found.get(party)
        if found is None or all(_ORDER[known] >= _ORDER[kind] for known, _ in found):
            self.add(party, kind, through=through, votes=votes, chain=chain, certainty=certainty)

    def __len__(self) -> int:
        return len(self._found)

    def parties(self, limit: int) -> tuple[RelatedParty, ...]:
        """The first of the related parties, by their nearest reason, then id."""
        nearest = {party: min(_ORDER[kind] for kind, _ in reasons) for party, reasons in self._found.items()}
        chains = Chains(self._controls)
        listed = []
        for party in sorted(nearest, key=lambda one: (nearest[one], one))[:limit]:
            known = self._controls.party(party)
            ordered = sorted(self._found[party].values(), key=lambda one: _ORDER[one[0].kind])
            reasons = tuple(_chained(reason, chain(chains) if chain else _NOTHING) for reason, chain in ordered)
            listed.append(
                RelatedParty(
                    id=party, name=known.name, kind=known.kind, form=known.form.value, reasons=reasons, state=known.state
                )
            )
        return tuple(listed)


def _chained(reason: Reason, stated: StatedChain) -> Reason:
    return reason.model_copy(
        update={
            "because": stated.because,
            "left_out": stated.left_out,
            "shown_at": stated.shown_at,
            "rests_on_names": reason.rests_on_names or stated.rests_on_names,
        }
    )
