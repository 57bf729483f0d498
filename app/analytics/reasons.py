"""Reasons for which parties are related, gathered as they are found and put into words from rules/related.yml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.analytics.control import Controls
from app.analytics.evidence import called, fractions, percent
from app.analytics.groups import is_state
from app.analytics.network import Form
from models.catalogue import Title
from models.control import Certainty, Link
from models.related import Reason, RelatedParty, RelationKind

_FILE = Path(__file__).parent / "rules" / "related.yml"
_ORDER = {kind: place for place, kind in enumerate(RelationKind)}


@cache
def _words() -> dict[RelationKind, tuple[Title, Title]]:
    """Of each kind, its article and its sentence."""
    stated: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        RelationKind(name): (Title.model_validate(one["article"]), Title.model_validate(one["text"]))
        for name, one in stated.items()
    }


class Reasons:
    """The reasons found so far for the related parties of one enterprise."""

    def __init__(self, controls: Controls, of: str) -> None:
        self._controls = controls
        self._of = of
        self._found: dict[str, dict[tuple[RelationKind, str | None], Reason]] = {}

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
        because: tuple[Link, ...] = (),
        certainty: Certainty = Certainty.CERTAIN,
        facts: tuple[str, ...] = (),
        words: Mapping[str, str] | None = None,
    ) -> bool:
        """Add a reason; one of the same kind through the same party is kept once. False for what relates to nobody."""
        controls = self._controls
        if party == self._of or controls.form(party) is Form.NOMINEE or is_state(controls, party):
            return False
        article, sentence = _words()[kind]
        share = fractions(*votes) if votes else None
        named = {
            "party": called(controls.ref(party)),
            "of": called(controls.ref(self._of)),
            "through": called(controls.ref(through)) if through else "",
            "votes": percent(share) if share else "",
            **(words or {}),
        }
        reason = Reason(
            kind=kind,
            article=article,
            certainty=certainty,
            through=controls.ref(through) if through else None,
            votes=share,
            because=because,
            facts=facts,
            text=Title(zh=sentence.zh.format(**named), en=sentence.en.format(**named)),
        )
        self._found.setdefault(party, {}).setdefault((kind, through), reason)
        return True

    def add_remote(
        self,
        party: str,
        kind: RelationKind,
        *,
        through: str,
        votes: tuple[int, int] | None = None,
        because: tuple[Link, ...] = (),
        certainty: Certainty = Certainty.CERTAIN,
    ) -> None:
        """Add a reason unless the party is related already for something nearer; the same kind may come through several."""
        found = self._found.get(party)
        if found is None or all(_ORDER[known] >= _ORDER[kind] for known, _ in found):
            self.add(party, kind, through=through, votes=votes, because=because, certainty=certainty)

    def parties(self) -> tuple[RelatedParty, ...]:
        """The related parties, by their nearest reason, then id."""
        told = []
        for party, reasons in self._found.items():
            known = self._controls.party(party)
            ordered = tuple(sorted(reasons.values(), key=lambda one: _ORDER[one.kind]))
            told.append(RelatedParty(id=party, name=known.name, kind=known.kind, form=known.form.value, reasons=ordered))
        return tuple(sorted(told, key=lambda one: (_ORDER[one.reasons[0].kind], one.id)))
