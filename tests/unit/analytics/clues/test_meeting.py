"""Departments meeting over shared values: the stratum, values that are followed, one entry for one coincidence, since when."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from app.analytics.clues.arriving import HeldRecord, brought_by
from app.analytics.clues.meeting import CluePopulation, SharedValues, StratumLevel, ValuesLookedAt, departments_meeting
from app.analytics.clues.null import DepartmentsNull

M, T, C = 1, 2, 4
SIZE = 6_000


def population(known: dict[int, int], size: int = SIZE, places: Sequence[int] | None = None) -> CluePopulation:
    """Parties of which a few are known to departments; half of them in each of two places of one province."""
    sets = np.zeros(size, np.int64)
    for party, mask in known.items():
        sets[party] = mask
    where = np.asarray(places if places is not None else [party % 2 for party in range(size)])
    return CluePopulation(sets, where, np.where(where < 0, -1, 33))


def found(
    people: CluePopulation, values: Sequence[Sequence[int]], limits: Sequence[int] | None = None, least: int = 3
) -> ValuesLookedAt:
    pairs = [(value, party) for value, who in enumerate(values) for party in who]
    random.Random(7).shuffle(pairs)
    shared = SharedValues(
        np.asarray([value for value, _ in pairs], np.int64),
        np.asarray([party for _, party in pairs], np.int64),
        np.asarray(limits or [20] * len(values), np.int64),
    )
    return departments_meeting(people, shared, least, 2_000)


def test_three_departments_meet_over_a_value() -> None:
    people = population({0: M, 2: T, 4: C})
    looked = found(people, [[0, 2, 4, 6], [1, 3]])
    (meeting,) = looked.meetings
    assert (meeting.parties, meeting.values, meeting.departments) == ((0, 2, 4, 6), (0,), M | T | C)
    assert (meeting.level, meeting.stratum, meeting.population) == (StratumLevel.PLACE, 0, 3_000)
    assert meeting.chance == DepartmentsNull({0: 2_997, M: 1, T: 1, C: 1}).at_least(4, 3)
    assert looked.looked_at == 2
    assert looked.expected(meeting) == 2 * meeting.chance


@pytest.mark.parametrize(
    ("known", "why"),
    [({0: M, 2: T}, "two departments only"), ({0: M | T | C, 2: T}, "one party is known to all that meet")],
)
def test_what_is_no_meeting(known: dict[int, int], why: str) -> None:
    assert found(population(known), [[0, 2, 4, 6]]).meetings == (), why


def test_a_common_value_is_named_and_not_followed() -> None:
    people = population({0: M, 2: T, 4: C})
    looked = found(people, [[0, 2, 4, 6, 8], [0, 2, 4]], [4, 20])
    assert [one.values for one in looked.meetings] == [(1,)]
    assert looked.common == ((0, 5),)
    assert looked.looked_at == 1


def test_the_same_parties_by_two_values_are_one_entry() -> None:
    people = population({0: M, 2: T, 4: C})
    looked = found(people, [[0, 2, 4], [4, 2, 0], [0, 2, 4, 6]])
    assert [(one.parties, one.values) for one in looked.meetings] == [((0, 2, 4), (0, 1)), ((0, 2, 4, 6), (2,))]
    assert looked.looked_at == 3


def test_the_smallest_stratum_that_has_all_and_enough_others() -> None:
    known = {0: M, 2: T, 4: C, 1: C, 5_999: C}
    assert found(population(known), [[0, 2, 1]]).meetings[0].level is StratumLevel.PROVINCE
    few = [0] * 100 + [1] * 5_900
    assert found(population(known, places=few), [[0, 2, 4]]).meetings[0].level is StratumLevel.PROVINCE
    unknown = [-1, *([1] * 5_999)]
    (meeting,) = found(population(known, places=unknown), [[0, 2, 4]]).meetings
    assert (meeting.level, meeting.population) == (StratumLevel.ALL, SIZE)


def test_a_pair_given_twice_counts_once() -> None:
    people = population({0: M, 2: T, 4: C})
    assert found(people, [[0, 2, 4, 0, 2]]) == found(people, [[4, 0, 2]])


def test_nothing_shared_is_nothing_found() -> None:
    assert found(population({}), []) == ValuesLookedAt((), 0, ())
    assert found(population({0: M}), [[0], [1]]) == ValuesLookedAt((), 0, ())


def test_by_which_record_they_met() -> None:
    def record(party: str, family: int, arrived: int, fact: str = "f", *, adverse: bool = True) -> HeldRecord:
        return HeldRecord(party, "penalty", fact, "2024-05-01", "某局", family, arrived, adverse)

    records = [record("a", 0, 3), record("a", 1, 4), record("b", 0, 5, "again"), record("b", 2, 6, "third")]
    linked = {"a": 1, "b": 2}
    assert brought_by(records, linked, 3) == (6, records[3])
    assert brought_by(records[::-1], linked, 3) == (6, records[3])
    # That a party shares the value may be known last.
    assert brought_by(records, {"a": 1, "b": 9}, 3) == (9, records[3])
    assert brought_by(records, {"a": 1}, 3) is None
    assert brought_by([*records[:3], record("b", 2, 6, adverse=False)], linked, 3) is None
