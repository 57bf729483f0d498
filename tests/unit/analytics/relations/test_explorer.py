"""Reading a graph in rounds brings to light what the paths need, and asks for no more."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.relations.explorer import Explorer
from app.analytics.structure.graph import LinkGraph
from app.analytics.structure.network import Form
from models.answers.network import Why
from models.answers.shapes import IncompleteReason
from tests.unit.analytics.graphs import all_ways, graph, graphs

EXAMPLES = settings(max_examples=100, deadline=None)


def counted(found: LinkGraph) -> dict[str, int]:
    return {p: sum(p in (link.source, link.target) for link in found.links) for p in found.nodes}


def explore(explorer: Explorer, found: LinkGraph, degrees: dict[str, int] | None = None) -> list[tuple[str, ...]]:
    """Let the explorer read a graph; what it asked for."""
    degrees = degrees or counted(found)
    rounds: list[tuple[str, ...]] = []
    while not explorer.done():
        if uncounted := explorer.uncounted():
            assert not {p for wanted in rounds for p in wanted} & set(uncounted)
            explorer.count({p: degrees[p] for p in uncounted})
        elif wanted := explorer.wants():
            rounds.append(wanted)
            links = [link for link in found.links if link.source in wanted or link.target in wanted]
            met = {end for link in links for end in (link.source, link.target)} | {p for p in wanted if p in found.nodes}
            explorer.take([found.nodes[p] for p in met], links, {p: degrees[p] for p in wanted if p in found.nodes})
    explorer.count({p: degrees[p] for p in explorer.between()})
    return rounds


@EXAMPLES
@given(graphs(), st.integers(1, 6), st.integers(1, 3))
def test_all_paths_come_to_light(found: LinkGraph, hops: int, batch: int) -> None:
    one, two = origins = sorted(found.nodes)[:2]
    explorer = Explorer(origins, hops=hops, batch=batch)
    rounds = explore(explorer, found)
    whole = LinkGraph(found.nodes, found.links, counted(found) | dict(found.degrees))
    seen = LinkGraph(explorer.graph().nodes, explorer.graph().links, whole.degrees)
    assert all_ways(seen, one, two, hops) == all_ways(whole, one, two, hops)
    asked = [p for wanted in rounds for p in wanted]
    assert len(asked) == len(set(asked))
    assert all(len(wanted) <= batch for wanted in rounds)


@EXAMPLES
@given(graphs(), st.integers(1, 6))
def test_whoever_lies_on_a_path_is_counted(found: LinkGraph, hops: int) -> None:
    one, two = origins = sorted(found.nodes)[:2]
    degrees = {p: 40 * count for p, count in counted(found).items()}
    explorer = Explorer(origins, hops=hops)
    explore(explorer, found, degrees)
    whole = LinkGraph(found.nodes, found.links, degrees)
    assert all_ways(explorer.graph(), one, two, hops) == all_ways(whole, one, two, hops)


@EXAMPLES
@given(graphs(), st.integers(0, 6), st.integers(0, 20))
def test_hubs_and_what_is_past_the_work_are_left_out_and_named(found: LinkGraph, most_degree: int, most_links: int) -> None:
    one, two = origins = sorted(found.nodes)[:2]
    degrees = counted(found)
    explorer = Explorer(origins, most_degree=most_degree, most_links=most_links, degrees={p: degrees[p] for p in origins})
    asked = {p for wanted in explore(explorer, found) for p in wanted}
    assert all(degrees[p] <= most_degree for p in asked - set(origins))
    seen = explorer.graph()
    assert len(seen.links) <= most_links
    whole = LinkGraph(found.nodes, found.links, degrees)
    left = {gap.party.id or "": gap for gap in explorer.not_followed() if gap.party}
    assert not asked & left.keys()
    assert all(degrees[p] > most_degree for p, n in left.items() if n.reason is IncompleteReason.HUB)
    ways = {way.parties for way in all_ways(LinkGraph(seen.nodes, seen.links, degrees), one, two, 6)}
    every = {way.parties for way in all_ways(whole, one, two, 6)}
    assert ways <= every
    # An origin that was too much to read is not in the graph and cannot be named: the fetcher knows that it is there.
    missing = set(origins) - asked
    assert ways >= {way for way in every if not (left.keys() | missing) & set(way)}


def test_a_hub_is_not_asked_for_unless_it_is_one_of_the_parties() -> None:
    star = graph("a-b " + " ".join(f"b-x{n}" for n in range(30)) + " a-c c-d")
    assert "b" not in {p for wanted in explore(Explorer(["a", "d"], most_degree=20), star) for p in wanted}
    assert "b" in {p for wanted in explore(Explorer(["b", "d"], most_degree=20), star) for p in wanted}
    explorer = Explorer(["a", "d"], most_degree=20)
    explore(explorer, star)
    assert [(n.party and n.party.id, str(n.reason), n.total) for n in explorer.not_followed()] == [("b", "hub", 31)]


def test_a_name_and_its_party_are_at_one_distance() -> None:
    chain = graph("a-b b=c c=d d-e e-f f-g")
    explorer = Explorer(["a", "g"], hops=5)
    explore(explorer, chain)
    assert len(all_ways(explorer.graph(), "a", "g", 5)) == 1


def test_two_halves_meet_over_a_name_and_its_party() -> None:
    chain = graph("a-c c=d d-b")
    for identities, ways in ((True, 1), (False, 0)):
        explorer = Explorer(["a", "b"], hops=2, identities=identities)
        explore(explorer, chain)
        assert len(all_ways(explorer.graph(), "a", "b", 2)) == ways


def test_who_relates_nobody_is_not_asked_for() -> None:
    found = graph("a-n n-b a-s s-b", forms={"n": Form.NOMINEE, "s": Form.STATE})
    explorer = Explorer(["a", "b"])
    assert explore(explorer, found) == [("a", "b")]
    explorer = Explorer(["a", "c"], through={Why.STATE})
    found = graph("a-n n-b a-s s-b b-c", forms={"n": Form.NOMINEE, "s": Form.STATE})
    asked = {p for wanted in explore(explorer, found) for p in wanted}
    assert "s" in asked
    assert "n" not in asked
    assert [(n.party and n.party.id, str(n.reason)) for n in explorer.not_followed()] == [("n", "nominee")]


def test_a_dead_end_is_not_read() -> None:
    found = graph("a-b a-x a-y b-c")
    asked = {p for wanted in explore(Explorer(["a", "c"]), found) for p in wanted}
    assert not asked & {"x", "y"}
