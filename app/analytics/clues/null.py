"""How likely it is that parties drawn at random are known to so many departments together: exactly, by counting."""

import math
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MOST_FAMILIES = 16
"""Families of departments that one table knows: it counts over all sets of them."""


class DepartmentsNull:
    """The distribution of D, the number of departments that know any of n parties drawn without replacement from N.

    Each party is drawn with its whole set of departments, so that one party known to three of them is no surprise. With N_K the
    number of parties whose set is within K, P(union within K) = C(N_K, n) / C(N, n), and P(D = d) follows by Moebius inversion
    over the sets K; of all sets of one size only the sum is needed. All sums are of whole numbers: nothing is rounded away.
    """

    def __init__(self, sets: Mapping[int, int]) -> None:
        """`sets`: how many parties have each set of departments, a set as a mask of bits; those known to none under 0.

        Of departments there are MOST_FAMILIES at most.
        """
        assert all(count >= 0 and mask >= 0 for mask, count in sets.items())
        occurring = 0
        for mask in sets:
            occurring |= mask
        self._bits = [bit for bit in range(occurring.bit_length()) if occurring >> bit & 1]
        assert len(self._bits) <= MOST_FAMILIES, self._bits
        self.parties = sum(sets.values())
        self._sets = sets
        self._tails: dict[int, tuple[int, ...]] = {}

    @property
    def departments(self) -> int:
        """How many departments know any party of the population."""
        return len(self._bits)

    def at_least(self, drawn: int, departments: int) -> float:
        """P(D >= d) for so many parties drawn, of which there are not more than parties."""
        if departments <= 0:
            return 1.0
        if departments > self.departments:
            return 0.0
        return self._tail(drawn)[departments] / math.comb(self.parties, drawn)

    def exactly(self, drawn: int) -> tuple[float, ...]:
        """P(D = d) for d from 0 to the number of departments; they add up to 1."""
        tail, total = (*self._tail(drawn), 0), math.comb(self.parties, drawn)
        return tuple((one - more) / total for one, more in pairwise(tail))

    def _tail(self, drawn: int) -> tuple[int, ...]:
        """Draws with D >= d, for each d."""
        assert 0 <= drawn <= self.parties, (drawn, self.parties)
        known = self._tails.get(drawn)
        if known is None:
            sums, size = self._draws_within(drawn), self.departments
            exact = [sum((-1) ** (d - k) * math.comb(size - k, d - k) * sums[k] for k in range(d + 1)) for d in range(size + 1)]
            known = self._tails[drawn] = tuple(sum(exact[d:]) for d in range(size + 1))
        return known

    def _draws_within(self, drawn: int) -> list[int]:
        """For each size, over all sets K of that size, the number of draws whose union is within K."""
        return [
            sum(int(times) * math.comb(int(within), drawn) for within, times in zip(*of_size, strict=True))
            for of_size in self._within
        ]

    @cached_property
    def _within(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """For each size, the different N_K over all sets K of that size, and how often each occurs."""
        size = self.departments
        counts = np.zeros(1 << size, np.int64)
        for mask, count in self._sets.items():
            counts[sum(1 << at for at, bit in enumerate(self._bits) if mask >> bit & 1)] += count
        for at in range(size):
            halves = counts.reshape(-1, 2, 1 << at)
            halves[:, 1] += halves[:, 0]
        sizes = np.bitwise_count(np.arange(1 << size))
        return [np.unique(counts[sizes == k], return_counts=True) for k in range(size + 1)]


def surprise(chance: float) -> float:
    """A chance in bits: -log2 P; infinite where it is 0."""
    return -math.log2(chance) if chance else math.inf
