"""How much a link says, in bits: how few others would be linked so by chance."""

import math
from collections.abc import Iterable, Mapping

from models.clues.parts import SignalGroup


def link_bits(population: int, bearers: int) -> float:
    """The bits of a value that `bearers` of a population state, between two of them: log2((N - 1) / (n - 1)).

    `population` is how many parties state anything of the kind; two at least bear the value.
    """
    assert bearers >= 2, bearers
    return path_bits(population, (bearers - 1,))


def path_bits(population: int, fans: Iterable[int]) -> float:
    """The bits of a path: log2((N - 1) / product of its fans), of which each is how many others a step of it reaches."""
    return max(0.0, math.log2(max(population - 1, 1)) - math.log2(math.prod(fans)))


def group_bits(signals: Iterable[tuple[SignalGroup, float]]) -> Mapping[SignalGroup, float]:
    """The bits that count of each group of signals: those of its strongest, since signals of one group say one thing."""
    best: dict[SignalGroup, float] = {}
    for group, bits in signals:
        best[group] = max(bits, best.get(group, bits))
    return best


def together(signals: Iterable[tuple[SignalGroup, float]]) -> float:
    """The bits of several signals between two parties: of each group the strongest, and the groups added."""
    return math.fsum(group_bits(signals).values())
