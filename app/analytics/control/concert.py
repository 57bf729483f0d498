"""Who is presumed to act in concert among the holders of one enterprise (Takeover Measures art. 83).

The article lists twelve rebuttable presumptions. Those that records can show are found here, as suggestions: evidence that a
caller may take up as a given group of `control`, never a fact of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import fractions
from app.analytics.errors import UnknownParty
from app.analytics.structure.network import Form
from app.analytics.structure.officers import Office, holds_office
from app.rules.files import read
from app.rules.rule_sets import TOLERANCE, units
from models.answers.related import Concert, ConcertSuggestions, Presumption
from models.catalogue import UNWRITTEN

_OFFICES = (Office.DIRECTOR, Office.SUPERVISOR, Office.SENIOR_MANAGER)
_SLACK = units(TOLERANCE)
MOST_HOLDERS = 200
"""So many holders of an enterprise are judged, each with each other."""


@cache
def _thresholds() -> dict[str, float]:
    stated: dict[str, float] = read("concert.yml")
    return stated


def presumed_in_concert(controls: Controls, enterprise: str, limit: int = 100) -> ConcertSuggestions:
    """Pairs of an enterprise's holders presumed to act in concert, those with the most votes together first; at most `limit`.

    The holders with the most votes are judged, 200 at most. Controls by company_law_265 judge items 1, 2 and 10. Raises
    UnknownParty where the structure does not have the enterprise.
    """
    if enterprise not in controls.structure.parties:
        raise UnknownParty(enterprise)
    judge = _Judge(controls, enterprise)
    found = []
    for one, other in combinations(judge.holders, 2):
        presumptions = (*judge.of(one, other), *judge.of(other, one), *judge.of_both(one, other))
        if presumptions:
            found.append(
                Concert(
                    enterprise=controls.ref(enterprise),
                    parties=(controls.ref(one), controls.ref(other)),
                    votes=fractions(*controls.joint_votes((one, other), enterprise)),
                    presumptions=tuple(sorted(presumptions, key=lambda presumption: presumption.item)),
                )
            )
    found.sort(key=lambda pair: (-pair.votes.high, *(party.id or "" for party in pair.parties)))
    return ConcertSuggestions(
        enterprise=controls.ref(enterprise),
        pairs=tuple(found[:limit]),
        shown=min(limit, len(found)),
        total=len(found),
        judged=len(judge.holders),
        holders=judge.total,
        not_computed=(),
    )


class _Judge:
    """What is needed to judge the holders of one enterprise."""

    def __init__(self, controls: Controls, enterprise: str) -> None:
        self.controls, self.enterprise = controls, enterprise
        ballot = controls.votes.ballots.get(enterprise)
        votes = {h: most for h, (_, most) in ballot.votes.items() if h not in controls.votes.silent} if ballot else {}
        self.total = len(votes)
        self.holders = sorted(sorted(votes, key=lambda holder: (-votes[holder], holder))[:MOST_HOLDERS])
        self.posts: dict[str, dict[str, str]] = defaultdict(dict)
        for row in controls.structure.roles:
            if holds_office(row, _OFFICES):
                self.posts[row.enterprise].setdefault(row.party, row.fact)
        self.partners: dict[str, set[str]] = defaultdict(set)
        for firm, counted in controls.structure.lists.items():
            if firm != enterprise and controls.form(firm) is Form.PARTNERSHIP:
                for stake in counted.stakes:
                    self.partners[stake.holder].add(firm)

    def of(self, one: str, other: str) -> Iterator[Presumption]:
        """What is presumed of one holder towards another."""
        controls = self.controls
        person = controls.form(one) is Form.PERSON
        holds_control = controls.controls(one, other)
        if holds_control:
            yield self._presumed(1, one, other)
            if person and one in self.posts[self.enterprise]:
                yield self._presumed(10, one, other, self.enterprise, [self.posts[self.enterprise][one]])
        ballot = controls.votes.ballots.get(other)
        low, high = ballot.votes.get(one, (0, 0)) if ballot else (0, 0)
        if not holds_control and low >= units(_thresholds()["influence"]) - _SLACK:
            yield self._presumed(4, one, other, votes=(low, high))
        if person and low >= units(_thresholds()["holding"]) - _SLACK:
            yield self._presumed(7, one, other, votes=(low, high))
        if person and one in self.posts[other]:
            yield self._presumed(8, one, other, facts=[self.posts[other][one]])

    def of_both(self, one: str, other: str) -> Iterator[Presumption]:
        """What is presumed of two holders alike."""
        controls = self.controls
        others = controls.steps(other)
        common = [up for up in controls.controllers(one) if up in others and up != one and not controls.is_state(up)]
        if common:
            yield self._presumed(2, one, other, common[0])
        for person in sorted(self.posts[one].keys() & self.posts[other].keys()):
            yield self._presumed(3, one, other, person, [self.posts[one][person], self.posts[other][person]])
        for firm in sorted(self.partners[one] & self.partners[other]):
            yield self._presumed(6, one, other, firm)

    def _presumed(
        self,
        item: int,
        one: str,
        other: str,
        through: str | None = None,
        facts: Iterable[str] = (),
        votes: tuple[int, int] | None = None,
    ) -> Presumption:
        ref = self.controls.ref
        return Presumption(
            item=item,
            rule=UNWRITTEN,
            holder=ref(one),
            other=ref(other),
            votes=fractions(*votes) if votes else None,
            facts=tuple(facts),
            through=ref(through) if through else None,
            text=UNWRITTEN,
        )
