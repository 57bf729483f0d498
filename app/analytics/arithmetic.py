"""The chains of holdings behind a person's final share, largest first, each with its product."""

import heapq
from collections.abc import Mapping

from app.analytics.control import Controls
from app.analytics.integrated import upstream
from app.analytics.network import Bounds, Structure
from models.beneficial import Product
from models.control import Range

_MOST_STEPS = 5_000


def products(
    owned: Structure, target: str, person: str, most: int = 5
) -> tuple[tuple[tuple[str, ...], tuple[Bounds, ...]], ...]:
    """The `most` chains from a person down to the target with the largest products, none through a party twice.

    Each is its parties, the person first, and the share of each step. The search goes up from the target, the largest
    product first, and gives up after a fixed number of steps: what it leaves out is smaller than what it found.
    """
    found: list[tuple[tuple[str, ...], tuple[Bounds, ...]]] = []
    number = 0
    waiting: list[tuple[float, int, tuple[str, ...], tuple[Bounds, ...]]] = [(-1.0, 0, (target,), ())]
    steps = 0
    while waiting and len(found) < most and steps < _MOST_STEPS:
        negative, _, parties, shares = heapq.heappop(waiting)
        steps += 1
        if parties[0] == person:
            found.append((parties, shares))
            continue
        counted = owned.lists.get(parties[0])
        for stake in counted.stakes if counted else ():
            product = -negative * stake.bounds.high
            if stake.holder not in parties and product > 0:
                number += 1
                heapq.heappush(waiting, (-product, number, (stake.holder, *parties), (stake.bounds, *shares)))
    return tuple(found)


def arithmetic(controls: Controls, owned: Structure, target: str, person: str) -> tuple[Product, ...]:
    """The largest chains behind a person's final share in the target, as an answer shows them."""
    told = []
    for parties, shares in products(owned, target, person):
        low = high = 1.0
        for share in shares:
            low, high = low * share.low, high * share.high
        told.append(
            Product(
                parties=controls.refs(parties),
                shares=tuple(Range(low=share.low, high=share.high) for share in shares),
                product=Range(low=low, high=high),
            )
        )
    return tuple(told)


Final = Mapping[str, Mapping[str, Bounds]]
"""Final (integrated) shares: held party → holder → share."""


def final_shares(structure: Structure, target: str) -> Final:
    """What every party above the target finally has of it, on the basis of the structure; none within a closed loop."""
    shares = upstream(structure, target).shares
    return {target: {party: found.bounds for party, found in shares.items() if found.bounds is not None}}


def final(shares: Final | None, target: str, party: str) -> Bounds:
    """A party's final share in the target; nothing where it has none."""
    return shares.get(target, {}).get(party, Bounds(0.0, 0.0)) if shares else Bounds(0.0, 0.0)
