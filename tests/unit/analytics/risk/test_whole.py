"""What reaches every party of a graph at once is what the question of one party and the listing of all paths give of each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.risk.exposure import exposure
from app.analytics.risk.nats import amount, chance, of_points
from app.analytics.risk.network import RiskGraph
from app.analytics.risk.whole import WholeExposure, arrays_of, whole_exposure
from tests.unit.analytics.risk.building import PARTIES, graph, graphs
from tests.unit.analytics.risk.oracle import Oracle

EXAMPLES = settings(max_examples=80, deadline=None)
CLOSE = 1e-12
NUMBER = {party: at for at, party in enumerate(PARTIES)}


def whole(found: RiskGraph, block: int = 3) -> WholeExposure:
    number = NUMBER if found.own.keys() <= NUMBER.keys() else {party: at for at, party in enumerate(Oracle(found).parties)}
    return whole_exposure(arrays_of(found.own, found.edges, found.conduct, number), block)


@EXAMPLES
@given(graphs())
def test_every_party_has_what_the_question_of_one_gives_it(found: RiskGraph) -> None:
    everything, sent = whole(found), dict.fromkeys(PARTIES, 0)
    for party, at in NUMBER.items():
        one = exposure(found, party)
        assert chance(int(everything.own[at] + everything.carried[at])) == pytest.approx(one.p, abs=CLOSE)
        assert amount(int(everything.carried[at])) == pytest.approx(amount(one.exposed), abs=CLOSE)
        assert amount(int(everything.by_paths[at])) == pytest.approx(amount(one.by_paths), abs=CLOSE)
        for by in one.contributors:
            sent[by.path.source] += by.path.arrives
    for party, at in NUMBER.items():
        assert amount(int(everything.sent[at])) == pytest.approx(amount(sent[party]), abs=CLOSE)


@EXAMPLES
@given(graphs())
def test_every_party_has_what_the_listing_of_all_paths_gives_it(found: RiskGraph) -> None:
    everything, oracle = whole(found), Oracle(found)
    for party, exposed in oracle.exposed().items():
        assert amount(int(everything.carried[NUMBER[party]])) == pytest.approx(exposed, abs=1e-11)


@EXAMPLES
@given(graphs(), st.permutations(range(18)), st.integers(1, 9))
def test_neither_order_nor_block_nor_what_else_there_is_changes_a_digit(found: RiskGraph, order: list[int], block: int) -> None:
    before, mixed = whole(found), [found.edges[at] for at in order if at < len(found.edges)]
    number = {party: 3 * at + 1 for party, at in NUMBER.items()} | {f"x{at}": at for at in range(25) if at % 3 != 1}
    after = whole_exposure(arrays_of({**found.own, "x0": 9}, mixed, found.conduct, number), block)
    at = np.array([number[party] for party in PARTIES])
    for name in ("own", "by_paths", "carried", "sent"):
        assert getattr(after, name)[at].tolist() == getattr(before, name).tolist()


def test_one_source_alone_has_its_own_risk_and_nothing_comes_back_to_it() -> None:
    ring = whole(graph({"a": 75}, {"a>b": 0.8, "b>a": 0.8, "b>c": 0.5, "c>a": 0.9}))
    assert ring.carried[NUMBER["a"]] == 0
    assert ring.own[NUMBER["a"]] == of_points(75)


def test_twenty_sources_behind_one_narrow_edge_are_not_counted_as_if_each_had_its_own() -> None:
    sources = [f"u{at:02}" for at in range(20)]
    hazard = 69.31471805599453  # of a chance of a half
    found = graph(dict.fromkeys(sources, hazard), {f"{one}>h": 0.5 for one in sources} | {"h>v": 0.1})
    everything = whole(found)
    at = Oracle(found).parties.index("v")
    assert chance(int(everything.carried[at])) == pytest.approx(0.099682878806, abs=1e-12)
    assert amount(int(everything.by_paths[at])) == pytest.approx(0.506356159686, abs=1e-12)


def test_a_graph_without_parties_or_edges_has_no_exposure() -> None:
    assert whole_exposure(arrays_of({}, (), {}, {})).carried.tolist() == []
    assert whole(graph({"a": 60}, {})).carried.tolist() == [0] * len(PARTIES)
