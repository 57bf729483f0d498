"""From seeds to parties that are linked with them, by the best path to each, ranked by bits."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.analytics.clues.bits import group_bits, path_bits
from models.clues.parts import GROUPS, ClueKind, SignalGroup


@dataclass(frozen=True, slots=True)
class ClueStep:
    """A step from a seed or a party to another party, over a value that both have.

    `fan` is how many others the step reaches; `bearers` how many have the value in all; `facts` state it at either end.
    """

    source: str
    target: str
    kind: ClueKind
    value: str
    fan: int
    bearers: int
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedParty:
    """A party that is linked with a seed: by the best path, and by signals of one step, whose groups add up.

    `bits` is the larger of what the path says and what the signals say together; `fans` the product of its fans: how many
    would be linked so by chance.
    """

    party: str
    bits: float
    fans: int
    path: tuple[ClueStep, ...]
    signals: tuple[tuple[SignalGroup, float], ...]

    @property
    def hops(self) -> int:
        """How many steps its path has."""
        return len(self.path)


def linked_parties(
    seeds: Collection[str], steps: Iterable[ClueStep], populations: Mapping[ClueKind, int], hops: int
) -> tuple[LinkedParty, ...]:
    """The parties that so many steps lead to from any of the seeds, those linked by most bits first; seeds are not among them.

    `populations`: how many parties state anything of each kind; over a path of several kinds the least of them counts.
    """
    leading: dict[str, list[ClueStep]] = defaultdict(list)
    for step in steps:
        leading[step.source].append(step)
    best = _best_paths(frozenset(seeds), leading, hops)
    direct: dict[str, list[tuple[SignalGroup, float]]] = defaultdict(list)
    for seed in seeds:
        for step in leading[seed]:
            direct[step.target].append((GROUPS[step.kind], path_bits(populations[step.kind], (step.fan,))))
    found = [_linked(party, path, direct.get(party, ()), populations) for party, path in best.items()]
    return tuple(sorted(found, key=lambda one: (-one.bits, one.hops, one.party)))


def _best_paths(seeds: frozenset[str], leading: Mapping[str, Sequence[ClueStep]], hops: int) -> dict[str, tuple[ClueStep, ...]]:
    """To each party the path of the least product of fans, then of fewest steps, then by values and parties."""
    best: dict[str, tuple[ClueStep, ...]] = {}
    frontier: dict[str, tuple[ClueStep, ...]] = dict.fromkeys(seeds, ())
    for _ in range(hops):
        reached: dict[str, tuple[ClueStep, ...]] = {}
        for source, before in frontier.items():
            for step in leading.get(source, ()):
                path = (*before, step)
                if step.target not in seeds and (step.target not in reached or _order(path) < _order(reached[step.target])):
                    reached[step.target] = path
        for party, path in reached.items():
            if party not in best or _order(path) < _order(best[party]):
                best[party] = path
        frontier = reached
    return best


def _order(path: tuple[ClueStep, ...]) -> tuple[int, int, tuple[tuple[str, str, str], ...]]:
    return fans_of(path), len(path), tuple((step.kind, step.value, step.source) for step in path)


def fans_of(path: Iterable[ClueStep]) -> int:
    """The product of the fans of a path."""
    return math.prod(step.fan for step in path)


def _linked(
    party: str,
    path: tuple[ClueStep, ...],
    direct: Iterable[tuple[SignalGroup, float]],
    populations: Mapping[ClueKind, int],
) -> LinkedParty:
    signals = group_bits(direct)
    alone = path_bits(min(populations[step.kind] for step in path), (step.fan for step in path))
    bits = max(alone, math.fsum(signals.values()))
    return LinkedParty(party, bits, fans_of(path), path, tuple(sorted(signals.items())))
