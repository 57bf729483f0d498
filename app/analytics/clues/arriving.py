"""When departments came to meet: the record by which so many of them did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record that a department holds about a party.

    `family` is the place of the department's family among all, `day` that of the event, `arrived` the tick at which the record
    came, `adverse` whether it counts for meetings, `statement` what states it.
    """

    party: str
    category: str
    fact: str
    day: str
    department: str
    family: int
    arrived: int
    adverse: bool = True
    statement: str = ""


def brought_by(records: Iterable[HeldRecord], linked: Mapping[str, int], least: int) -> tuple[int, HeldRecord] | None:
    """The tick at which so many departments met, and the record that brought them together; None where fewer do.

    `linked`: of each party that shares the value, when it came to be known that it does. A record counts from when both it and
    that are known; records of other parties do not count.
    """
    counting = (one for one in records if one.adverse and one.party in linked)
    met: set[int] = set()
    for one in sorted(counting, key=lambda r: (max(r.arrived, linked[r.party]), r.day, r.fact)):
        met.add(one.family)
        if len(met) >= least:
            return max(one.arrived, linked[one.party]), one
    return None
