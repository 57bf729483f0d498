"""Puts what clues were worked out from into the form of answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.analytics.clues.arriving import HeldRecord
from app.answers.clues.reading import Bearings, kind_of_value
from app.rules.clues import ClueRules
from models.clues.meeting import ClueValue, DepartmentClues, HeldClue, ValueBearer
from models.clues.parts import ClueKind

OF_PARTIES = frozenset({ClueKind.PERSON, ClueKind.LINK})
MOST_BEARERS = 20
"""How many bearers of a value are shown with their facts."""


def departments_of(
    records: Iterable[HeldRecord],
    rules: ClueRules,
    days: Mapping[int, str],
    bits: Mapping[str, float | None] | None = None,
    most: int | None = None,
) -> tuple[DepartmentClues, ...]:
    """Records by family of departments: first those that hold on who is linked by most bits; in each, adverse and newest first.

    Without `bits` of parties, the family with the newest record is first.
    """
    linked = bits or {}
    families: dict[int, list[HeldRecord]] = defaultdict(list)
    for one in records:
        families[one.family].append(one)
    made = []
    for family, held in families.items():
        held.sort(key=lambda r: (r.fact, r.party))
        held.sort(key=lambda r: r.day, reverse=True)
        held.sort(key=lambda r: (not r.adverse, -_bits(linked, r.party)))
        of_rule = rules.families[family]
        best = max(_bits(linked, one.party) for one in held)
        shown = tuple(_clue(one, days, linked) for one in held[:most])
        department = DepartmentClues(
            family=of_rule.name,
            title=of_rule.title,
            departments=tuple(sorted({one.department for one in held if one.department})),
            total=len(held),
            shown=len(shown),
            adverse=sum(one.adverse for one in held),
            records=shown,
        )
        newest = max(one.day for one in held)
        made.append((best, sum(one.adverse for one in held), newest, of_rule.name, department))
    made.sort(key=lambda one: one[3])
    made.sort(key=lambda one: one[:3], reverse=True)
    return tuple(one[4] for one in made)


def _bits(linked: Mapping[str, float | None], party: str) -> float:
    """The bits of a party; a seed itself is before all that it leads to."""
    known = linked.get(party, 0.0)
    return float("inf") if known is None else known


def _clue(one: HeldRecord, days: Mapping[int, str], linked: Mapping[str, float | None]) -> HeldClue:
    return HeldClue(
        party=one.party,
        category=one.category,
        fact=one.fact,
        statement=one.statement,
        day=one.day,
        department=one.department,
        adverse=one.adverse,
        came_on=days.get(one.arrived),
        bits=linked.get(one.party),
    )


def value_of(value: str, count: int, found: Bearings, of: Sequence[str] | None = None) -> ClueValue:
    """A value as it is shown, with the facts that state it of these parties, or of the first that have it."""
    kind = kind_of_value(value)
    bearers = found.facts.get(value, {})
    chosen = [one for one in (sorted(bearers) if of is None else of) if one in bearers][:MOST_BEARERS]
    return ClueValue(
        kind=kind,
        value=None if kind in OF_PARTIES else found.shown.get(value),
        party=value if kind in OF_PARTIES else None,
        count=count,
        bearers=tuple(ValueBearer(party=one, facts=tuple(sorted(bearers[one]))) for one in chosen),
    )
