"""What differs in relations between two days, against every simple path of both."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.analytics.relations.pairs import RelationsAsked, best_paths
from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.network import Form, Party
from app.answers.relations_difference import PAGES, RelationsOfDay, compared_days
from models.answers.difference import Comparable, Difference
from models.answers.parts import View
from models.answers.relations import Relations
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef
from models.answers.stamped import RelationsAnswer

IDS = "abcdef"
ASKED = "abc"
HOPS = 3
Way = tuple[str, ...]
Edges = frozenset[tuple[str, str]]


def graph(edges: Edges) -> LinkGraph:
    """The parties of these edges, and the edges as holdings."""
    ids = {end for edge in edges for end in edge}
    nodes = {one: Party(one, "Enterprise", f"{one} 公司", Form.COMPANY) for one in ids}
    return LinkGraph(nodes, tuple(Link(one, two, "INVESTS_IN", f"{one}{two}") for one, two in sorted(edges)))


def answered(found: Relations) -> RelationsAnswer:
    """What was found, as an answer of a day."""
    stamp: dict[str, Any] = {"as_of": "2024-01-01", "known_at": 1, "tick": 1, "view": View.STRICT, "settling": False}
    return RelationsAnswer.model_validate(dict(found) | stamp)


def day(edges: Edges, paths: int = 20, left: tuple[Incomplete, ...] = (), **work: Any) -> RelationsOfDay:
    """The relations of a day, in as many pages as are read."""
    asked = replace(RelationsAsked(tuple(ASKED), hops=HOPS, paths=paths), **work)
    pages: list[RelationsAnswer] = []
    while not pages or (pages[-1].searched < pages[-1].total and len(pages) < PAGES):
        start = pages[-1].searched if pages else 0
        pages.append(answered(best_paths(graph(edges), asked, start=start, left=left)))
    return RelationsOfDay(tuple(pages), paths)


def compare(before: RelationsOfDay, after: RelationsOfDay) -> tuple[Difference, Difference]:
    return compared_days(before, after)


def ways(edges: Edges) -> dict[tuple[str, str], set[Way]]:
    """Every simple path between two of those asked, by its ends."""
    beside = {one: {b for edge in edges if one in edge for b in edge if b != one} for one in IDS}

    def onward(way: Way) -> Iterator[Way]:
        yield way
        if len(way) <= HOPS:
            for further in beside[way[-1]] - set(way):
                yield from onward((*way, further))

    return {(a, b): {way for way in onward((a,)) if way[-1] == b} for a, b in combinations(ASKED, 2)}


def told(items: tuple[dict[str, Any], ...]) -> set[Way]:
    return {tuple(item["parties"]) for item in items}


def ends(items: tuple[dict[str, Any], ...]) -> set[tuple[str, str]]:
    return {(item["a"], item["b"]) for item in items}


EDGES = st.frozensets(st.sampled_from(list(combinations(IDS, 2))), max_size=9)
EVERYBODY: Edges = frozenset({("a", "f"), ("b", "f")})
"""Edges that are there on both days in some tests, so that two parties at least are known."""


@given(EDGES, EDGES)
def test_paths_that_came_and_left_are_those_of_one_day_only(one: Edges, two: Edges) -> None:
    pairs, paths = compare(day(one), day(two))
    was, now = ways(one), ways(two)
    all_was, all_now = set().union(*was.values()), set().union(*now.values())
    known = [{p for p in ASKED if any(p in edge for edge in edges)} for edges in (one, two)]
    if not all(known):
        assert Comparable.YES not in (pairs.comparable, paths.comparable)
        assert [items for found in (pairs, paths) for items in (found.came, found.left) if items] == []
        return
    sure_before, sure_after = ({pair for pair in was if set(pair) <= there} for there in known)
    assert told(paths.came) == {way for pair in sure_before for way in now[pair] - was[pair]}
    assert told(paths.left) == {way for pair in sure_after for way in was[pair] - now[pair]}
    assert told(paths.came) | told(paths.perhaps_came) == all_now - all_was
    assert told(paths.left) | told(paths.perhaps_left) == all_was - all_now
    assert ends(pairs.came) == {pair for pair in sure_before if now[pair] and not was[pair]}
    assert ends(pairs.left) == {pair for pair in sure_after if was[pair] and not now[pair]}
    changed = {(change.key["a"], change.key["b"]) for change in pairs.changed}
    assert changed == {pair for pair in was if was[pair] and now[pair] and was[pair] != now[pair]}


@given(EDGES, EDGES, st.integers(1, 3), st.integers(1, 4))
def test_what_is_not_shown_neither_came_nor_left_for_sure(one: Edges, two: Edges, most: int, work: int) -> None:
    """Few paths of each pair, and pages so short that they end before all pairs are searched."""
    one, two = one | EVERYBODY, two | EVERYBODY
    shown = [day(edges, paths=most, page_paths=work, pair_steps=work * 40) for edges in (one, two)]
    pairs, paths = compare(*shown)
    was, now = (set().union(*ways(edges).values()) for edges in (one, two))
    before, after = ({path.parties for pair in found.related() for path in pair.paths} for found in shown)
    assert told(paths.came) <= now - was
    assert told(paths.left) <= was - now
    assert told(paths.came) | told(paths.perhaps_came) == after - before
    assert told(paths.left) | told(paths.perhaps_left) == before - after
    assert all(ways(two)[pair] and not ways(one)[pair] for pair in ends(pairs.came))
    assert all(ways(one)[pair] and not ways(two)[pair] for pair in ends(pairs.left))


@given(EDGES, EDGES)
def test_turned_around_it_is_its_mirror(one: Edges, two: Edges) -> None:
    forth, back = compare(day(one), day(two)), compare(day(two), day(one))
    for there, again in zip(forth, back, strict=True):
        assert (there.came, there.left) == (again.left, again.came)
        assert (there.perhaps_came, there.perhaps_left) == (again.perhaps_left, again.perhaps_came)
        assert [change.key for change in there.changed] == [change.key for change in again.changed]
    assert all(found.empty or not day(one).places for found in compare(day(one), day(one)))


def test_of_links_that_were_not_all_read_nothing_is_sure() -> None:
    cut = Incomplete(reason=IncompleteReason.READ, party=PartyRef(id="f"))
    pairs, paths = compare(day(EVERYBODY | {("b", "c")}, left=(cut,)), day(EVERYBODY | {("a", "b"), ("b", "c")}))
    assert (told(paths.came), told(paths.perhaps_came)) == (set(), {("a", "b"), ("a", "b", "c")})
    assert (pairs.came, [change.key for change in pairs.changed]) == ((), [{"a": "a", "b": "b"}, {"a": "a", "b": "c"}])


def test_a_path_names_its_parties_and_a_link_of_another_kind_changes_it() -> None:
    linked = graph(frozenset({("a", "b")}))
    other = replace(linked, links=(replace(linked.links[0], kind="REPRESENTS", source="b", target="a"),))
    found = []
    for each in (linked, other):
        answer = best_paths(each, RelationsAsked(("a", "b")))
        found.append(RelationsOfDay((answered(answer),), 3))
    pairs, paths = compare(*found)
    (change,) = paths.changed
    assert change.name == "a 公司 → b 公司"
    assert (change.fields[0].before, change.fields[0].after) == (
        [{"kind": "INVESTS_IN", "forward": True, "also": []}],
        [{"kind": "REPRESENTS", "forward": False, "also": []}],
    )
    assert [one.name for one in pairs.changed] == ["a 公司 — b 公司"]
