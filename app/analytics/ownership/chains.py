"""The chains of direct shares between two parties, those with the largest product first."""

import heapq
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from app.analytics.structure.network import Bounds

STEPS = 5_000
"""The most steps of a search; what it leaves out is smaller than what it found."""


class Chain(NamedTuple):
    """Parties in the order they were come to, no party twice, and the product of the shares between them."""

    parties: tuple[str, ...]
    share: Bounds


class BestChains(NamedTuple):
    """The best chains to each party that was wanted, and whether the search was cut."""

    chains: dict[str, list[Chain]]
    cut: bool


Steps = Callable[[str], Iterable[tuple[str, Bounds]]]


def best_chains(start: str, steps: Steps, wanted: Collection[str], most: int) -> BestChains:
    """The `most` chains with the largest product from `start` to each of `wanted`; ranges count by their high ends.

    Without loops these are the largest there are. In loops each party is gone on from by its best `most` chains only, so that a
    chain may be missed that is smaller than these, but avoids a party that they pass.
    """
    found: dict[str, list[Chain]] = {}
    open_, taken = len(wanted), 0
    reached: dict[str, int] = {}
    waiting: list[tuple[float, int, tuple[str, ...], float]] = [(-1.0, 1, (start,), 1.0)]
    while waiting and open_ and most > 0:
        if taken >= STEPS:
            return BestChains(found, True)
        negative, length, parties, low = heapq.heappop(waiting)
        last = parties[-1]
        count = reached.get(last, 0)
        if count >= most:
            continue
        reached[last] = count + 1
        taken += 1
        if last in wanted and last != start:
            found.setdefault(last, []).append(Chain(parties, Bounds(low, -negative)))
            open_ -= count + 1 == most
        for other, share in steps(last):
            if reached.get(other, 0) < most and other not in parties:
                heapq.heappush(waiting, (negative * share.high, length + 1, (*parties, other), low * share.low))
    return BestChains(found, False)
