"""Relations among parties: what costs, what is passed through, what is told, and what the worst graphs take."""

import random

import pytest
from pydantic import ValidationError

from app.analytics.errors import OutOfRange
from app.analytics.relations.costs import step
from app.analytics.relations.pairs import RelationsAsked, best_paths
from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.network import Bounds, Form
from app.rules.relations import RelationRules, relation_rules
from models.answers.network import Why
from models.answers.relations import Relations
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef, is_cut
from tests.unit.analytics.graphs import all_ways, graph, party


def ask(found: LinkGraph, *parties: str, left: tuple[Incomplete, ...] = (), **more: object) -> Relations:
    asked = RelationsAsked(parties, **more)  # type: ignore[arg-type]
    return best_paths(found, asked, left=left)


def ways(answer: Relations) -> list[str]:
    return ["".join(path.parties) for pair in answer.pairs for path in pair.paths]


def big(pairs: list[tuple[str, str]]) -> LinkGraph:
    links = tuple(Link(a, b, "INVESTS_IN", f"f{n}") for n, (a, b) in enumerate(pairs))
    return LinkGraph({p: party(p) for pair in pairs for p in pair}, links)


def test_hubs_are_avoided_by_weight() -> None:
    found = graph("a-h h-b a-x x-y y-b", degrees={"h": 100_000})
    assert ways(ask(found, "a", "b")) == ["axyb", "ahb"]
    assert ways(ask(LinkGraph(found.nodes, found.links), "a", "b")) == ["ahb", "axyb"]


def test_kinds_cost_what_the_rules_say() -> None:
    rules = relation_rules()
    assert step(rules, Link("a", "b", "INVESTS_IN", "f")) == 1000
    assert step(rules, Link("a", "b", "BRANCH_OF", "f")) == 600
    assert step(rules, Link("a", "b", "OF_ANOTHER_KIND", "f")) == 2000
    assert step(rules, Link("a", "b", "RESOLVES_TO", "f", by_name="likely")) == 1
    assert step(rules, Link("a", "b", "INVESTS_IN", "f", by_name="likely")) == 1500
    assert step(rules, Link("a", "b", "INVESTS_IN", "f", share=Bounds(0.04, 0.05))) == 1000
    assert step(rules, Link("a", "b", "INVESTS_IN", "f", share=Bounds(0.04, 0.0499))) == 2000
    assert [rules.passing(d) for d in (0, 10, 20, 40)] == [0, 0, 500, 1000]


@pytest.mark.parametrize(
    "change", [{"identity_cost": 0}, {"identity_cost": 0.7}, {"costs": {"RESOLVES_TO": 1}}, {"by_name_cost": -1}]
)
def test_rules_that_would_break_the_search_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RelationRules.model_validate(relation_rules().model_dump() | change)


def test_identity_is_a_step_and_no_hop() -> None:
    answer = ask(graph("a-b b=c c-d"), "a", "d", hops=2)
    (path,) = answer.pairs[0].paths
    assert (path.hops, len(path.steps), path.cost) == (2, 3, 2.001)
    assert ask(graph("a-b b-c c-d"), "a", "d", hops=2).pairs == ()


def test_a_name_counts_as_near_as_its_party() -> None:
    assert ways(ask(graph("a-v b-v v=c"), "a", "b", "c", hops=1)) == ["avc", "bvc"]


def test_a_cheap_detour_does_not_hide_a_short_way_that_leads_on() -> None:
    found = graph("a+e b-e b-a f~c d-f a+f d-e b+a a~c e-d")
    wanted = ["".join(way.parties) for way in all_ways(found, "a", "b", 4)]
    assert ways(ask(found, "a", "b", hops=4, paths=8)) == wanted
    assert "afdeb" in wanted
    assert "acfdeb" not in wanted


def test_nominees_and_the_state_relate_nobody() -> None:
    found = graph("a-n n-b a-s s-b", forms={"n": Form.NOMINEE, "s": Form.STATE})
    answer = ask(found, "a", "b")
    assert answer.pairs == ()
    assert [(gap.party and gap.party.id, str(gap.reason)) for gap in answer.incomplete] == [("n", "nominee"), ("s", "state")]
    assert ways(ask(found, "a", "b", through=frozenset({Why.STATE}))) == ["asb"]
    assert ways(ask(found, "a", "s")) == ["as"]


def test_several_links_make_one_step_that_names_them() -> None:
    links = (
        Link("b", "a", "HOLDS_POSITION", "post"),
        Link("a", "b", "INVESTS_IN", "share"),
        Link("b", "a", "INVESTS_IN", "back"),
    )
    answer = ask(LinkGraph({p: party(p) for p in "ab"}, links), "a", "b")
    (step,) = answer.pairs[0].paths[0].steps
    assert (step.fact, step.forward, step.also) == ("back", False, ("share", "post"))
    assert {link.fact for link in answer.links} == {"post", "share", "back"}


def test_what_is_not_there_is_told_apart_from_what_is_not_related() -> None:
    answer = ask(graph("a-b c-d"), "a", "b", "c", "z")
    assert answer.unknown == ("z",)
    assert answer.clusters == (("a", "b"),)
    assert ask(graph("a-c c-e b-d f-g"), *"abcdef").clusters == (("a", "c", "e"), ("b", "d"))
    assert (answer.searched, answer.total) == (3, 3)
    assert [node.id for node in answer.parties] == ["a", "b", "c"]
    assert not is_cut(answer.incomplete)
    assert ask(graph("a-b"), "y", "z").total == 0


def test_what_the_reader_left_out_is_told() -> None:
    left = Incomplete(reason=IncompleteReason.READ, party=PartyRef(id="h"))
    answer = ask(graph("a-b"), "a", "b", left=(left,))
    assert answer.incomplete == (left,)
    assert is_cut(answer.incomplete)
    hub = Incomplete(reason=IncompleteReason.HUB, party=PartyRef(id="h"))
    assert not is_cut(ask(graph("a-b"), "a", "b", left=(hub,)).incomplete)


@pytest.mark.parametrize("parties", [(), ("a",), ("a", "a"), tuple(f"p{n}" for n in range(201))])
def test_the_number_of_parties_has_bounds(parties: tuple[str, ...]) -> None:
    with pytest.raises(OutOfRange):
        RelationsAsked(parties)


@pytest.mark.parametrize("more", [{"hops": 0}, {"hops": 7}, {"paths": 0}, {"paths": 21}, {"page_steps": 0}])
def test_other_numbers_have_bounds(more: dict[str, int]) -> None:
    with pytest.raises(OutOfRange):
        RelationsAsked(("a", "b"), **more)  # type: ignore[arg-type]


def test_a_dense_network_takes_little() -> None:
    ids = [f"n{n:02}" for n in range(50)]
    answer = ask(big([(a, b) for a in ids for b in ids if a < b]), *ids)
    assert (answer.searched, answer.incomplete) == (1225, ())
    assert [path.hops for path in answer.pairs[0].paths] == [1, 2, 2]
    assert answer.steps < 1_000_000


@pytest.mark.slow
def test_a_hub_of_100000_links_takes_little() -> None:
    star = big([("hub", f"n{n:06}") for n in range(100_000)])
    ends = random.Random(1).sample(range(100_000), 20)
    found = LinkGraph({**star.nodes, "alone": party("alone")}, star.links)
    answer = ask(found, "alone", *(f"n{n:06}" for n in ends))
    assert (len(answer.pairs), answer.total, answer.incomplete) == (190, 210, ())
    assert len(answer.parties) == 22
    assert answer.steps < 100_000


def test_a_ladder_of_ways_takes_no_more_than_it_may() -> None:
    """Exponentially many paths of one cost, and one that all of them bar."""
    rungs = [(f"{a}{n}", f"{b}{n + 1}") for n in range(5) for a in "pqrstuvw" for b in "pqrstuvw"]
    answer = ask(
        big([("a", f"{x}0") for x in "pqrstuvw"] + rungs[: 64 * 3] + [(f"{x}3", "z") for x in "pqrstuvw"]), "a", "z", paths=20
    )
    assert (len(answer.pairs[0].paths), answer.incomplete) == (20, ())
    assert answer.steps < 100_000


def test_a_long_chain_of_identities_is_cut() -> None:
    links = tuple(Link(f"n{n:05}", f"n{n + 1:05}", "RESOLVES_TO", f"f{n}") for n in range(3_000))
    found = LinkGraph({f"n{n:05}": party(f"n{n:05}") for n in range(3_001)}, links)
    answer = ask(found, "n00000", "n03000", pair_steps=10_000)
    (cut,) = answer.incomplete
    assert (cut.reason, cut.part) == (IncompleteReason.WORK, "paths")
    assert [end and end.id for end in (cut.party, cut.other)] == ["n00000", "n03000"]
    assert answer.steps < 20_000
