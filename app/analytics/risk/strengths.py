"""The directed edges of risk that follow from a link between two parties, with their strengths."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from app.analytics.errors import RiskOutOfRange
from app.analytics.risk.network import RiskEdge
from app.rules.risk_edges import CaseStrength, RiskEdgeRules, RiskLinkKind, Strength


@dataclass(frozen=True, slots=True)
class RiskLink:
    """A fact that joins two parties, `first` and `second` in the order of the `ends` of its kind in the rules.

    `part` is the part of a whole that its strength is multiplied by, where the kind has one: the least share stated, the amount
    of the net assets (`part_of`), a probability; None where it is not known. `cases` are the special cases that it is. A stake
    may rest on further facts, `others`.
    """

    kind: RiskLinkKind
    first: str
    second: str
    fact: str
    part: float | None = None
    cases: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @property
    def facts(self) -> frozenset[str]:
        """All facts that it rests on."""
        return self.others | {self.fact}


def neighbours(links: Iterable[RiskLink]) -> Mapping[str, set[str]]:
    """Whom links join to each party, in either direction, whatever their strength."""
    joined: dict[str, set[str]] = defaultdict(set)
    for link in links:
        joined[link.first].add(link.second)
        joined[link.second].add(link.first)
    return joined


def part_of(amount: float | None, net_assets: float | None) -> float | None:
    """An amount as a part of somebody's net assets, at most all of them; None where one of the two is not known.

    Where there are no net assets, any amount is all of them. Both in one currency. Raises RiskOutOfRange for what is no number.
    """
    if amount is None or net_assets is None:
        return None
    if not (isfinite(amount) and isfinite(net_assets)):
        raise RiskOutOfRange("part", "")
    if amount <= 0:
        return 0.0
    return min(1.0, amount / net_assets) if net_assets > 0 else 1.0


def risk_edges(rules: RiskEdgeRules, link: RiskLink) -> tuple[RiskEdge, ...]:
    """The edges of a link, forward and back; none in a direction in which nothing passes.

    Raises RiskOutOfRange for a part that is below 0 or no number. A part above the whole is the whole.
    """
    if link.part is not None and not (isfinite(link.part) and link.part >= 0):
        raise RiskOutOfRange("part", link.fact)
    rule = rules.edges[link.kind]
    cases = [rule.cases[name] for name in sorted(link.cases & rule.cases.keys())]
    found = []
    for source, target, usual, special in (
        (link.first, link.second, rule.forward, [case.forward for case in cases]),
        (link.second, link.first, rule.back, [case.back for case in cases]),
    ):
        q = _strength(usual, [case for case in special if case is not None], link.part) if usual is not None else 0.0
        if q > 0:
            found.append(RiskEdge(source, target, q, link.kind.value, link.fact))
    return tuple(found)


def _strength(usual: Strength, cases: list[CaseStrength], part: float | None) -> float:
    """q of one direction: of cases that take the place of the usual strength the strongest, and at least what others say."""
    instead = [_times(case, part) for case in cases if not case.least]
    return max([max(instead) if instead else _times(usual, part), *(_times(case, part) for case in cases if case.least)])


def _times(strength: Strength, part: float | None) -> float:
    if strength.times is None:
        return strength.q
    known = strength.unknown if part is None else min(1.0, part)
    return strength.q * (known or 0.0)
