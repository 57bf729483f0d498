"""Departments that meet over values that parties share, against the exact null, in whole arrays; without a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.analytics.clues.null import DepartmentsNull, surprise

Ints = NDArray[np.int64]
NOWHERE = -1
"""The place of a party that is not known."""


class StratumLevel(StrEnum):
    """From whom parties are drawn: those of one city and section of industry, of one province, or all."""

    PLACE = "place"
    PROVINCE = "province"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CluePopulation:
    """All parties by their number: `sets` are the departments that know each as a mask, `places` and `provinces` where it is.

    A place is a city with a section of industry; both are numbers, below 0 where they are not known.
    """

    sets: Ints
    places: Ints
    provinces: Ints


@dataclass(frozen=True, slots=True)
class SharedValues:
    """Pairs of a value and a party that has it, as numbers, in any order; and from how many parties on each value is common.

    `common_above` has an entry for each value.
    """

    values: Ints
    parties: Ints
    common_above: Ints


@dataclass(frozen=True, slots=True)
class ValueMeeting:
    """Departments that meet over parties who share one or several values.

    `parties` and `values` are numbers in order, `departments` a mask. `chance` is P(D >= d) for as many parties drawn from the
    `population` of the stratum; it is an upper bound, since meetings count only where no one party is known to all of them.
    """

    values: tuple[int, ...]
    parties: tuple[int, ...]
    departments: int
    chance: float
    level: StratumLevel
    stratum: int
    population: int

    @property
    def surprise(self) -> float:
        """The chance in bits."""
        return surprise(self.chance)


@dataclass(frozen=True, slots=True)
class ValuesLookedAt:
    """The meetings found, how many values were looked at (those of at least two parties that are not common), and common ones.

    `common` are pairs of a value and the number of its parties.
    """

    meetings: tuple[ValueMeeting, ...]
    looked_at: int
    common: tuple[tuple[int, int], ...]

    def expected(self, meeting: ValueMeeting) -> float:
        """E = V * P: how many such meetings chance alone would show among the values looked at."""
        return self.looked_at * meeting.chance


def departments_meeting(population: CluePopulation, shared: SharedValues, least: int, least_stratum: int) -> ValuesLookedAt:
    """Where at least `least` departments meet over parties that share a value, none of which is known to all of them.

    One entry for the same parties, by however many values. Nothing hangs on the order of the pairs.
    """
    parties, values, starts, counts = _sorted_pairs(shared, len(population.sets))
    if not len(values):
        return ValuesLookedAt((), 0, ())
    sets = population.sets[parties]
    unions = np.bitwise_or.reduceat(sets, starts)
    alone = np.maximum.reduceat((sets == np.repeat(unions, counts)).astype(np.int8), starts) > 0
    common = counts > shared.common_above[values]
    looked_at = (counts >= 2) & ~common
    chosen = np.flatnonzero(looked_at & (np.bitwise_count(unions) >= least) & ~alone)
    together: dict[tuple[int, ...], list[int]] = {}
    union_of: dict[tuple[int, ...], int] = {}
    for at in chosen:
        who = tuple(parties[starts[at] : starts[at] + counts[at]].tolist())
        together.setdefault(who, []).append(int(values[at]))
        union_of[who] = int(unions[at])
    strata = _Strata(population, least_stratum)
    meetings = tuple(_meeting(strata, who, tuple(by), union_of[who]) for who, by in sorted(together.items()))
    named = tuple((int(values[at]), int(counts[at])) for at in np.flatnonzero(common))
    return ValuesLookedAt(meetings, int(looked_at.sum()), named)


def _sorted_pairs(shared: SharedValues, parties: int) -> tuple[Ints, Ints, Ints, Ints]:
    """The parties of each value in order, each pair once; the values, where each begins, and how many parties it has."""
    keys = np.unique(shared.values * max(parties, 1) + shared.parties)
    of_pair, who = np.divmod(keys, max(parties, 1))
    values, starts, counts = np.unique(of_pair, return_index=True, return_counts=True)
    return who, values, starts, counts


class _Strata:
    """The distributions of the strata that are asked for, each made once."""

    def __init__(self, population: CluePopulation, least: int) -> None:
        self._population = population
        self._levels = ((StratumLevel.PLACE, population.places), (StratumLevel.PROVINCE, population.provinces))
        self._sizes = {level: _sizes(of) for level, of in self._levels}
        self._least = least
        self._known: dict[tuple[StratumLevel, int], DepartmentsNull] = {}

    def of(self, parties: Sequence[int]) -> tuple[StratumLevel, int, DepartmentsNull]:
        """The smallest stratum that has all these parties and enough others."""
        who = np.asarray(parties)
        for level, where in self._levels:
            mine = where[who]
            first = int(mine[0])
            if first >= 0 and bool((mine == first).all()) and self._sizes[level][first] >= self._least:
                return level, first, self._null(level, first, where == first)
        return StratumLevel.ALL, NOWHERE, self._null(StratumLevel.ALL, NOWHERE, None)

    def _null(self, level: StratumLevel, stratum: int, those: NDArray[np.bool_] | None) -> DepartmentsNull:
        if (level, stratum) not in self._known:
            sets = self._population.sets if those is None else self._population.sets[those]
            masks, counts = np.unique(sets, return_counts=True)
            self._known[level, stratum] = DepartmentsNull(dict(zip(masks.tolist(), counts.tolist(), strict=True)))
        return self._known[level, stratum]


def _sizes(where: Ints) -> Ints:
    known = where[where >= 0]
    return np.bincount(known) if len(known) else np.zeros(1, np.int64)


def _meeting(strata: _Strata, who: tuple[int, ...], by: tuple[int, ...], departments: int) -> ValueMeeting:
    level, stratum, null = strata.of(who)
    chance = null.at_least(len(who), departments.bit_count())
    return ValueMeeting(by, who, departments, chance, level, stratum, null.parties)
