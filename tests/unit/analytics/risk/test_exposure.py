"""Exposure is what the listing of all paths gives, grows with what it is made of, and hangs on no order."""

from dataclasses import replace
from math import log1p

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.errors import RiskOutOfRange
from app.analytics.risk.exposure import exposure
from app.analytics.risk.nats import ONE, amount, contribution
from app.analytics.risk.network import Conduct, RiskEdge, RiskGraph
from tests.unit.analytics.risk.building import PARTIES, edges, graph, graphs
from tests.unit.analytics.risk.oracle import Oracle

EXAMPLES = settings(max_examples=80, deadline=None)
CLOSE = 1e-11
UNITS = 64
"""Units by which rounding may move a sum over seven parties and four levels."""


@EXAMPLES
@given(graphs())
def test_it_is_what_the_listing_of_all_paths_gives(found: RiskGraph) -> None:
    oracle = Oracle(found)
    exposed, bound = oracle.exposed(), oracle.bound()
    for party in oracle.parties:
        answer = exposure(found, party)
        wanted = oracle.contributors(party)
        assert amount(answer.exposed) == pytest.approx(exposed[party], abs=CLOSE)
        assert amount(answer.bound) == pytest.approx(bound[party], abs=CLOSE)
        assert {one.path.source: one.path.edges for one in answer.contributors} == {u: way.edges for u, way in wanted.items()}
        for one in answer.contributors:
            assert amount(one.path.arrives) == pytest.approx(wanted[one.path.source].arrives, abs=CLOSE)
        assert answer.by_paths == sum(one.path.arrives for one in answer.contributors)


@EXAMPLES
@given(graphs())
def test_own_risk_and_shares_are_the_whole(found: RiskGraph) -> None:
    for party in PARTIES:
        answer = exposure(found, party)
        whole = answer.own + sum(one.share for one in answer.contributors)
        assert whole == answer.own + answer.exposed
        assert 0 <= answer.s <= answer.p < 1
        assert answer.p <= answer.p_at_most + CLOSE
        assert -log1p(-answer.p) == pytest.approx(amount(whole), abs=1e-12 / (1 - answer.p))
        for one in answer.contributors:
            assert abs(one.share * answer.by_paths - one.path.arrives * answer.exposed) <= answer.by_paths


@EXAMPLES
@given(graphs(), st.sampled_from(PARTIES), st.sampled_from(PARTIES), st.floats(0.001, 0.95))
def test_a_further_edge_lowers_nobody(found: RiskGraph, source: str, target: str, q: float) -> None:
    more = replace(found, edges=(*found.edges, RiskEdge(source, target, q, "guarantee", "new")))
    _risen(found, more)


@EXAMPLES
@given(graphs(), st.sampled_from(PARTIES), st.integers(0, ONE))
def test_more_own_risk_lowers_nobody(found: RiskGraph, party: str, nats: int) -> None:
    _risen(found, replace(found, own={**found.own, party: found.own.get(party, 0) + nats}))


@EXAMPLES
@given(graphs(), st.integers(0, 17), st.floats(1, 20))
def test_a_stronger_edge_lowers_nobody(found: RiskGraph, at: int, factor: float) -> None:
    changed = tuple(
        replace(edge, q=min(0.95, edge.q * factor)) if number == at else edge for number, edge in enumerate(found.edges)
    )
    _risen(found, replace(found, edges=changed))


def _risen(before: RiskGraph, after: RiskGraph) -> None:
    for party in PARTIES:
        one, other = exposure(before, party), exposure(after, party)
        assert other.own + other.exposed >= one.own + one.exposed - UNITS
        assert other.bound >= one.bound - UNITS


@EXAMPLES
@given(graphs(), st.randoms(use_true_random=False))
def test_no_order_matters(found: RiskGraph, dice: object) -> None:
    links, own = list(found.edges), list(found.own.items())
    dice.shuffle(links)  # type: ignore[attr-defined]
    dice.shuffle(own)  # type: ignore[attr-defined]
    shuffled = RiskGraph(dict(own), tuple(links), dict(reversed(list(found.conduct.items()))))
    for party in PARTIES:
        assert exposure(shuffled, party) == exposure(found, party)


@EXAMPLES
@given(graphs(), st.sampled_from(PARTIES))
def test_of_one_source_nothing_comes_back(found: RiskGraph, source: str) -> None:
    alone = replace(found, own={source: found.own.get(source, 0)})
    answer = exposure(alone, source)
    assert (answer.exposed, answer.contributors, answer.p) == (0, (), answer.s)


@EXAMPLES
@given(st.integers(20, 250), st.lists(st.floats(0.4, 0.95), min_size=1, max_size=4))
def test_along_a_chain_one_source_arrives_times_its_strengths(points: int, strengths: list[float]) -> None:
    chain = graph({"p0": points}, {f"p{n}>p{n + 1}": q for n, q in enumerate(strengths)})
    c = exposure(chain, "p0").s
    for n, q in enumerate(strengths, 1):
        c *= q
        answer = exposure(chain, f"p{n}")
        assert answer.p == pytest.approx(c if c >= 0.01 else 0, abs=CLOSE)
        assert answer.shared == ()


@EXAMPLES
@given(graphs(), st.data())
def test_without_a_fact_is_the_graph_that_never_had_it(found: RiskGraph, data: st.DataObject) -> None:
    facts = data.draw(st.sets(st.sampled_from([edge.fact for edge in found.edges]))) if found.edges else set()
    never = RiskGraph(found.own, tuple(edge for edge in found.edges if edge.fact not in facts), found.conduct)
    for party in PARTIES:
        assert exposure(found.without(facts), party) == exposure(never, party)


def test_of_parallel_edges_the_best_counts_and_the_next_is_behind_it() -> None:
    both = RiskGraph(
        {"a": ONE},
        (
            RiskEdge("a", "b", 0.5, "INVESTS_IN", "f2"),
            RiskEdge("a", "b", 0.5, "guarantee", "f1"),
            RiskEdge("a", "b", 0.3, "REPRESENTS", "f3"),
        ),
    )
    ways = [exposure(both.without(gone), "b").contributors[0].path.edges[0].fact for gone in (set(), {"f1"}, {"f1", "f2"})]
    assert ways == ["f1", "f2", "f3"]


def test_of_equal_ways_the_shorter_then_the_smaller_id_seen_from_the_exposed_party() -> None:
    squares = {"u>z": 0.5, "z>a": 0.5, "a>v": 0.5, "u>y": 0.5, "y>b": 0.5, "b>v": 0.5}
    assert [e.fact for e in exposure(graph({"u": 100}, squares), "v").contributors[0].path.edges] == ["u>z", "z>a", "a>v"]
    short = {**squares, "u>c": 0.25, "c>v": 0.5}
    assert [e.fact for e in exposure(graph({"u": 100}, short), "v").contributors[0].path.edges] == ["u>c", "c>v"]


def test_who_sends_only_its_own_is_no_way_through() -> None:
    strengths = {"a>hub": 0.9, "hub>b": 0.9}
    found = graph({"a": 80, "hub": 20}, strengths, {"hub": Conduct.OWN})
    assert [one.path.source for one in exposure(found, "hub").contributors] == ["a"]
    (only,) = exposure(found, "b").contributors
    assert only.path.source == "hub"
    assert exposure(found, "b") == exposure(graph({"hub": 20}, strengths), "b")


def test_who_sends_only_its_own_opens_no_channel_to_whom_it_receives_from() -> None:
    """Ten sources reach the hub over one thin edge, to whose tail the hub itself leads back."""
    strengths = {f"s{n}>y": 0.9 for n in range(10)} | {"y>x": 0.3, "x>hub": 0.5, "hub>x": 0.9, "d>hub": 0.9}
    found = graph({"d": 100, "hub": 5} | {f"s{n}": 100 for n in range(10)}, strengths, {"hub": Conduct.OWN})
    answer = exposure(found, "hub")
    assert amount(answer.exposed) == pytest.approx(Oracle(found).exposed()["hub"], abs=CLOSE)
    assert [(one.edge.fact, one.hops) for one in answer.shared] == [("x>hub", 1), ("y>x", 2)]


def test_who_conducts_nothing_neither_receives_nor_sends() -> None:
    found = graph({"a": 80, "hub": 20}, {"a>hub": 0.9, "hub>b": 0.9}, {"hub": Conduct.NEITHER})
    assert exposure(found, "b").p == 0
    assert exposure(found, "hub").p == exposure(found, "hub").s > 0


@pytest.mark.parametrize("q", [0, -0.1, 0.951, 1.2, float("nan"), float("inf")])
def test_a_strength_out_of_range_is_refused(q: float) -> None:
    with pytest.raises(RiskOutOfRange) as wrong:
        RiskGraph({}, edges({"a>b": q}))
    assert (wrong.value.name, wrong.value.of) == ("strength", "a>b")


def test_no_more_is_taken_off_than_there_is() -> None:
    with pytest.raises(RiskOutOfRange) as wrong:
        graph({"a": 10}, {}).without(own={"a": 2 * ONE})
    assert (wrong.value.name, wrong.value.of) == ("own", "a")


@pytest.mark.parametrize("strengths", [(0.5, 0.2), (0.8, 0.5, 0.25), (0.25, 0.625, 0.64)])
def test_exactly_the_least_that_is_followed_arrives(strengths: tuple[float, ...]) -> None:
    """A tenth of each is 0.01, however its factors are rounded."""
    links = {f"p{n}>p{n + 1}": q for n, q in enumerate(strengths)}
    weaker = {**links, "p0>p1": strengths[0] - 1e-9}
    last, tenth = f"p{len(strengths)}", {"p0": contribution(0.1)}
    assert exposure(RiskGraph(tenth, edges(links)), last).p == pytest.approx(0.01, abs=1e-12)
    assert exposure(RiskGraph(tenth, edges(weaker)), last).p == 0
