"""The best paths of each pair are those of all simple paths that come first."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.relations.pairs import RelationsAsked, best_paths
from app.analytics.structure.graph import LinkGraph
from models.answers.relations import Relations
from models.answers.shapes import is_cut
from tests.unit.analytics.graphs import KINDS, Way, all_ways, graphs

EXAMPLES = settings(max_examples=100, deadline=None)


def asked_of(found: LinkGraph, asked: RelationsAsked, start: int = 0) -> Relations:
    return best_paths(found, asked, start=start)


def told(answer: Relations) -> dict[tuple[str, str], list[Way]]:
    return {(p.a, p.b): [Way(x.cost, x.hops, x.parties) for x in p.paths] for p in answer.pairs}


@EXAMPLES
@given(graphs(), st.integers(1, 6), st.integers(1, 6), st.data())
def test_the_best_of_all_simple_paths(found: LinkGraph, hops: int, paths: int, data: st.DataObject) -> None:
    ids = sorted(found.nodes)
    parties = data.draw(st.lists(st.sampled_from(ids), min_size=2, unique=True))
    exclude = frozenset(data.draw(st.sets(st.sampled_from(KINDS), max_size=2)))
    answer = asked_of(found, RelationsAsked(tuple(parties), hops=hops, paths=paths, exclude=exclude))
    wanted = {}
    for b in sorted(parties):
        for a in sorted(parties):
            if a < b and (ways := all_ways(found, a, b, hops, exclude)[:paths]):
                wanted[a, b] = ways
    assert told(answer) == wanted
    assert not is_cut(answer.incomplete)
    assert answer.searched == answer.total


@EXAMPLES
@given(graphs(), st.integers(1, 6), st.integers(1, 4), st.data())
def test_pages_are_the_whole(found: LinkGraph, hops: int, paths: int, data: st.DataObject) -> None:
    parties = tuple(found.nodes)
    whole = asked_of(found, RelationsAsked(parties, hops=hops, paths=paths))
    steps, count = data.draw(st.integers(1, 60)), data.draw(st.integers(1, 5))
    asked = RelationsAsked(parties, hops=hops, paths=paths, page_steps=steps, page_paths=count)
    pages = [asked_of(found, asked)]
    while pages[-1].searched < pages[-1].total:
        assert is_cut(pages[-1].incomplete)
        pages.append(asked_of(found, asked, pages[-1].searched))
        assert pages[-1].searched > pages[-2].searched
    assert [pair for page in pages for pair in page.pairs] == list(whole.pairs)
    assert {link for page in pages for link in page.links} == set(whole.links)
    assert pages[-1].searched == whole.searched == whole.total


@EXAMPLES
@given(graphs(), st.integers(1, 60))
def test_a_pair_that_is_cut_says_so_and_gives_the_best_it_has(found: LinkGraph, steps: int) -> None:
    parties = tuple(found.nodes)
    answer = asked_of(found, RelationsAsked(parties, paths=6, pair_steps=steps))
    cut = {(gap.party.id, gap.other.id) for gap in answer.incomplete if gap.party and gap.other}
    for pair in answer.pairs:
        ways = all_ways(found, pair.a, pair.b, 6)[:6]
        got = [Way(x.cost, x.hops, x.parties) for x in pair.paths]
        assert got == (ways if (pair.a, pair.b) not in cut else ways[: len(got)])
    whole = {pair: ways for pair in told(answer) if (ways := all_ways(found, *pair, 6))}
    assert is_cut(answer.incomplete) == bool(cut)
    assert cut <= {(pair.a, pair.b) for pair in answer.pairs}
    assert cut or told(answer) == {pair: ways[:6] for pair, ways in whole.items()}


@EXAMPLES
@given(graphs(), st.integers(1, 6))
def test_the_connecting_network_is_the_union_of_the_paths(found: LinkGraph, hops: int) -> None:
    parties = tuple(found.nodes)[:3] if len(found.nodes) > 2 else tuple(found.nodes)
    answer = asked_of(found, RelationsAsked(parties, hops=hops))
    on_paths = {p for pair in answer.pairs for path in pair.paths for p in path.parties}
    assert {n.id for n in answer.parties} == on_paths | set(parties)
    facts = {f for pair in answer.pairs for path in pair.paths for step in path.steps for f in (step.fact, *step.also)}
    assert {link.fact for link in answer.links} == facts
    joined = {frozenset(step) for pair in answer.pairs for path in pair.paths for step in pairwise(path.parties)}
    by_fact = {link.fact: link for link in found.links}
    assert {frozenset((by_fact[f].source, by_fact[f].target)) for f in facts} == joined
    for pair in answer.pairs:
        for path in pair.paths:
            for step, here in zip(path.steps, path.parties[:-1], strict=True):
                assert (by_fact[step.fact].source == here) == step.forward
                assert by_fact[step.fact].kind == step.kind


@EXAMPLES
@given(graphs(), st.randoms(use_true_random=False))
def test_neither_the_order_of_links_nor_of_parties_matters(found: LinkGraph, dice: object) -> None:
    parties, links = list(found.nodes), list(found.links)
    dice.shuffle(parties)  # type: ignore[attr-defined]
    dice.shuffle(links)  # type: ignore[attr-defined]
    shuffled = LinkGraph({p: found.nodes[p] for p in parties}, tuple(links), found.degrees)
    assert asked_of(shuffled, RelationsAsked(tuple(parties))) == asked_of(found, RelationsAsked(tuple(found.nodes)))
