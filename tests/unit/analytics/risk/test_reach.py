"""Whoever is not looked at because too little can arrive changes no exposure that no edge is shared in, and is in the bound."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.risk.exposure import exposure
from app.analytics.risk.nats import of_points
from app.analytics.risk.network import HOPS, RiskEdge, RiskGraph, surroundings
from app.analytics.risk.reach import RiskInputs, RiskReach, reach
from tests.unit.analytics.risk.building import PARTIES, graph, graphs

EXAMPLES = settings(max_examples=150, deadline=None)
ROUNDING = 64


def _reach(found: RiskGraph, party: str, *, whole: bool = False) -> RiskReach:
    return reach(RiskInputs(found.edges), found.conduct, party, whole=whole)


def _as_read(found: RiskGraph, party: str) -> RiskGraph:
    """The part of a graph that a reading takes in: edges into those through whom something may come, own risk of those near."""
    within = _reach(found, party)
    own = {one: units for one, units in found.own.items() if one in within.costs}
    edges = tuple(edge for edge in found.edges if edge.target in within.through)
    read = RiskGraph(own, edges, found.conduct)
    away = surroundings(read, party).away
    looked_at = {
        one
        for one, hops in away.items()
        if one in within.costs and (one in within.through or not found.passes(one) or hops == HOPS)
    }
    return replace(read, unread=away.keys() - looked_at)


@EXAMPLES
@given(graphs(), st.sampled_from(PARTIES))
def test_what_is_read_gives_the_whole_where_no_edge_is_shared(found: RiskGraph, party: str) -> None:
    whole, read = exposure(found, party), exposure(_as_read(found, party), party)
    assert [one.path for one in read.contributors] == [one.path for one in whole.contributors]
    assert read.by_paths == whole.by_paths
    assert read.exposed <= whole.exposed
    if read.exposed == read.by_paths:
        assert read.exposed == whole.exposed
    assert read.bound >= whole.bound - ROUNDING


@EXAMPLES
@given(graphs(), st.sampled_from(PARTIES), st.sets(st.sampled_from(PARTIES), max_size=3))
def test_what_is_not_read_counts_as_certain_in_the_bound_alone(found: RiskGraph, party: str, unread: set[str]) -> None:
    whole, less = exposure(found, party), exposure(replace(found, unread=frozenset(unread)), party)
    assert (less.own, less.exposed, less.contributors) == (whole.own, whole.exposed, whole.contributors)
    assert less.bound >= whole.bound


def test_a_path_too_weak_is_not_followed_and_one_that_is_just_strong_enough_is() -> None:
    found = graph({"d": 60, "c": 60}, {"d>c": 0.1, "c>b": 0.1, "b>a": 0.95, "x>a": 0.1, "y>x": 0.1})
    within = _reach(found, "a")
    assert set(within.costs) == {"a", "b", "c", "x", "y"}
    assert within.through == {"a", "b", "c", "x", "y"}
    assert set(_reach(found, "a", whole=True).costs) == {"a", "b", "c", "d", "x", "y"}


def test_four_edges_are_followed_and_whoever_sends_only_their_own_is_not_passed() -> None:
    names = "abcdef"
    chain = tuple(RiskEdge(two, one, 0.9, "guarantee", two) for one, two in pairwise(names))
    found = RiskGraph({"f": of_points(100), "e": of_points(100)}, chain)
    within = _reach(found, "a", whole=True)
    assert set(within.costs) == set("abcde")
    assert within.through == set("abcd")
