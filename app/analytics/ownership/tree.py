"""The tree that is looked through: how far each party is from the one asked about, and the direct shares between them."""

from collections.abc import Callable, Iterable, Mapping

from app.analytics.structure.bounds import DIGITS
from app.analytics.structure.network import Stake
from models.answers.ownership import OwnershipLink

MOST = 2_000
"""The most direct shares of one answer."""

Edge = tuple[int, str, Stake]
"""A direct share: its level, the enterprise and the holder's stake in it."""


def levels(start: str, steps: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """The fewest steps from `start` to everything that is come to, the nearest first."""
    found = {start: 0}
    ring = [start]
    level = 0
    while ring:
        level += 1
        following = []
        for party in ring:
            for other in steps(party):
                if other not in found:
                    found[other] = level
                    following.append(other)
        ring = following
    return found


def direct_links(edges: Iterable[Edge]) -> tuple[tuple[OwnershipLink, ...], bool]:
    """The direct shares as an answer shows them, the nearest and largest first, and whether any were cut."""
    ordered = sorted(edges, key=lambda edge: (edge[0], edge[1], -edge[2].bounds.high, edge[2].holder))
    return tuple(_link(*edge) for edge in ordered[:MOST]), len(ordered) > MOST


def upward(from_target: Mapping[str, int], stakes: Callable[[str], Iterable[Stake]], depth: int | None) -> Iterable[Edge]:
    """The direct shares above a target, by the level of their holder."""
    for party, level in from_target.items():
        if depth is None or level < depth:
            for stake in stakes(party):
                if stake.bounds.high > 0:
                    yield level + 1, party, stake


def downward(from_holder: Mapping[str, int], held: Mapping[str, Mapping[str, Stake]], depth: int | None) -> Iterable[Edge]:
    """The direct shares below a holder, by the level of the enterprise."""
    for party, level in from_holder.items():
        if depth is None or level < depth:
            for enterprise, stake in held.get(party, {}).items():
                yield level + 1, enterprise, stake


def _link(level: int, enterprise: str, stake: Stake) -> OwnershipLink:
    low = round(stake.bounds.low, DIGITS)
    high = low if stake.bounds.low == stake.bounds.high else round(stake.bounds.high, DIGITS)
    return OwnershipLink(
        holder=stake.holder,
        enterprise=enterprise,
        level=level,
        share=low if stake.known and low == high else None,
        share_min=low,
        share_max=high,
        facts=stake.facts,
        by_name=stake.by_name,
    )
