"""Exposure beside the chance of the independent cascade, worked out exactly over every set of edges that may be live.

The cascade is what the index stands in for; it cannot be had on large graphs (counting live sets is #P-hard).
"""

import random
from collections.abc import Iterator, Sequence
from itertools import product
from math import exp

import pytest

from app.analytics.risk.exposure import exposure
from app.analytics.risk.nats import amount, chance, of_points
from app.analytics.risk.network import RiskEdge, RiskGraph

GRAPHS = 300
MOST_EDGES = 9


def worlds(graph: RiskGraph) -> Iterator[tuple[float, Sequence[RiskEdge]]]:
    """Every set of live edges with its chance."""
    for live in product((False, True), repeat=len(graph.edges)):
        weight = 1.0
        for edge, on in zip(graph.edges, live, strict=True):
            weight *= edge.q if on else 1 - edge.q
        yield weight, [edge for edge, on in zip(graph.edges, live, strict=True) if on]


def cascade(graph: RiskGraph, party: str) -> float:
    """The chance that the party, or somebody who reaches it over live edges, is in trouble of its own."""
    spared = 0.0
    for weight, live in worlds(graph):
        reaching = {party}
        while more := {edge.source for edge in live if edge.target in reaching} - reaching:
            reaching |= more
        spared += weight * exp(-sum(amount(graph.own.get(one, 0)) for one in reaching))
    return 1 - spared


def drawn(dice: random.Random) -> RiskGraph:
    """A small graph with rings and parallel paths, half of its parties in some trouble."""
    parties = [f"p{n}" for n in range(dice.randint(3, 7))]
    pairs = sorted({tuple(dice.sample(parties, 2)) for _ in range(MOST_EDGES)})
    edges = tuple(RiskEdge(a, b, dice.choice((0.1, 0.3, 0.5, 0.8)), "guarantee", f"{a}>{b}") for a, b in pairs)
    return RiskGraph({one: of_points(dice.choice((0, 0, 10, 25, 60, 80))) for one in parties}, edges)


@pytest.fixture(scope="module")
def differences() -> list[tuple[float, float]]:
    """Of each party of each graph, by how much the index is above the cascade, and the sum of its paths alone."""
    dice = random.Random(2026)
    found = []
    for _ in range(GRAPHS):
        graph = drawn(dice)
        for party in graph.own:
            answer, exact = exposure(graph, party), cascade(graph, party)
            found.append((answer.p - exact, chance(answer.own + answer.by_paths) - exact))
    return found


def test_it_is_near_the_cascade_and_nearer_than_the_sum_of_paths(differences: list[tuple[float, float]]) -> None:
    capped, flat = (sorted(found) for found in zip(*differences, strict=True))
    assert sum(map(abs, capped)) / len(capped) < 0.0065 < sum(map(abs, flat)) / len(flat)
    assert capped[-1] < 0.05 < flat[-1]
    assert capped[0] > -0.15


def test_what_paths_side_by_side_bring_is_understated() -> None:
    """The diamond: u reaches v by two ways that do not hang on each other, and only the better counts."""
    links = {"u>a": 0.8, "a>v": 0.5, "u>b": 0.6, "b>v": 0.6, "w>a": 0.9}
    edges = tuple(RiskEdge(name[0], name[2], q, "guarantee", name) for name, q in links.items())
    diamond = RiskGraph({"u": of_points(70), "w": of_points(30)}, edges)
    assert cascade(diamond, "v") == pytest.approx(0.375536503845, abs=1e-12)
    assert exposure(diamond, "v").p == pytest.approx(0.294512014171, abs=1e-12)


def test_in_the_chain_it_is_the_cascade() -> None:
    links = {"A>B": 0.8, "B>C": 0.36, "C>D": 0.5}
    edges = tuple(RiskEdge(name[0], name[2], q, "guarantee", name) for name, q in links.items())
    chain = RiskGraph({"A": of_points(75), "B": of_points(10)}, edges)
    for party in "ABCD":
        assert exposure(chain, party).p == pytest.approx(cascade(chain, party), abs=1e-12)
