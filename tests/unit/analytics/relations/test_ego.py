"""What surrounds a party: limits by kind, nearest first, with what was left out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.errors import OutOfRange, UnknownParty
from app.analytics.relations.ego import ego
from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.network import Bounds, Form
from models.answers.network import Direction
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef, is_cut
from tests.unit.analytics.graphs import graph, graphs, party

EXAMPLES = settings(max_examples=100, deadline=None)


def near(found: LinkGraph, centre: str, depth: int) -> set[str]:
    """Facts of all links of parties less than `depth` away, found round by round."""
    away = {centre: 0}
    for _ in range(3 * len(found.nodes)):
        for link in found.links:
            for here, there in ((link.source, link.target), (link.target, link.source)):
                stops = here != centre and found.nodes[here].form in (Form.NOMINEE, Form.STATE)
                if here in away and not stops and away[here] < depth:
                    away[there] = min(away.get(there, 9), away[here] + (link.kind != "RESOLVES_TO"))
    opened = {p for p, n in away.items() if n < depth and (p == centre or found.nodes[p].form is Form.COMPANY)}
    return {link.fact for link in found.links if link.source in opened or link.target in opened}


@EXAMPLES
@given(graphs(), st.integers(1, 3))
def test_without_limits_it_is_all_that_is_near(found: LinkGraph, depth: int) -> None:
    answer = ego(found, "a", depth=depth, limit=99, most_degree=10**9)
    assert {link.fact for link in answer.links} == near(found, "a", depth)
    assert not is_cut(answer.incomplete)
    assert answer.shown == answer.total
    assert {n.id for n in answer.parties} == {"a"} | {end for link in answer.links for end in (link.source, link.target)}


@EXAMPLES
@given(graphs(), st.integers(1, 3), st.integers(0, 2), st.integers(0, 8))
def test_limits_hold_and_what_they_left_out_is_counted(found: LinkGraph, depth: int, limit: int, most: int) -> None:
    answer = ego(found, "a", depth=depth, limit=limit, most_links=most, most_degree=10**9)
    assert len(answer.links) <= most
    assert {link.fact for link in answer.links} <= near(found, "a", depth)
    facts = {link.fact for link in answer.links}
    for count in answer.counts:
        end = "target" if count.direction is Direction.IN else "source"
        mine = [x for x in found.links if x.kind == count.kind and getattr(x, end) == count.party]
        assert count.total == len(mine)
        assert count.shown == sum(link.fact in facts for link in mine)
    own = [x for x in found.links for end in (x.source, x.target) if end == "a"]
    assert answer.total == len(own)
    assert is_cut(answer.incomplete) or {link.fact for link in answer.links} == near(found, "a", depth)


def test_the_greatest_shares_come_first_then_the_latest() -> None:
    links = [
        Link(p, "a", "INVESTS_IN", p, share=s, since=d)
        for p, s, d in (
            ("small", Bounds(0.1, 0.1), None),
            ("great", Bounds(0.6, 0.6), None),
            ("old", None, "2001-01-01"),
            ("new", None, "2020-01-01"),
        )
    ]
    found = LinkGraph({p: party(p) for p in ("a", "small", "great", "old", "new")}, tuple(links))
    shown = [{link.fact for link in ego(found, "a", limit=n).links} for n in range(5)]
    assert [next(iter(after - before)) for before, after in pairwise(shown)] == [
        "great",
        "small",
        "new",
        "old",
    ]


def test_a_kind_has_a_limit_of_its_own_and_totals_may_be_told() -> None:
    found = graph("a-b a-c a-d x=a")
    key = ("a", "INVESTS_IN", Direction.OUT)
    answer = ego(found, "a", limit=5, limits={"INVESTS_IN": 2}, totals={key: 700})
    assert [(c.kind, c.direction, c.shown, c.total) for c in answer.counts if c.party == "a"] == [
        ("INVESTS_IN", "out", 2, 700),
        ("RESOLVES_TO", "in", 1, 1),
    ]
    assert (answer.shown, answer.total, is_cut(answer.incomplete)) == (3, 701, True)


def test_hubs_and_who_relates_nobody_are_shown_and_not_looked_beyond() -> None:
    found = graph("a-h h-x a-n n-y a-b b-z", degrees={"h": 5_000}, forms={"n": Form.NOMINEE})
    answer = ego(found, "a", depth=2)
    assert [n.id for n in answer.parties] == ["a", "b", "h", "n", "z"]
    assert [(gap.party and gap.party.id, str(gap.reason)) for gap in answer.incomplete] == [("h", "hub"), ("n", "nominee")]
    assert len(ego(found, "h", depth=1).links) == 2
    told = ego(found, "a", depth=2, left=(Incomplete(reason=IncompleteReason.READ, party=PartyRef(id="b")),))
    assert "z" not in {n.id for n in told.parties}
    assert is_cut(told.incomplete)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UnknownParty):
        ego(graph("a-b"), "z")
    for wrong in ({"depth": 0}, {"depth": 4}, {"limit": -1}, {"limits": {"INVESTS_IN": -1}}):
        with pytest.raises(OutOfRange):
            ego(graph("a-b"), "a", **wrong)
