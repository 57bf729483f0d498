"""Persons of one name: suspected to be one only where records link what they are of."""

from math import log2

import pytest

from app.analytics.errors import OnePartyTwice
from app.analytics.linkage.same_person import same_person, why_not_same
from app.analytics.linkage.suspected import suspected_links
from app.analytics.linkage.traits import Frequencies, Trait
from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.network import Form, Party
from models.answers.linkage import SignalKind, SignalState, SuspicionKind, Verdict
from tests.unit.analytics.graphs import party

NAME = SignalKind.PERSON
FOUND = Frequencies(10_000, {NAME: 20_000}, {(NAME, "张一"): 4, (NAME, "王伟"): 500})


def world(edges: str, forms: dict[str, Form] | None = None, degrees: dict[str, int] | None = None) -> LinkGraph:
    """A graph written `a-b`: letters are enterprises, p and q persons."""
    ends = [edge.split("-") for edge in edges.split()]
    links = tuple(Link(source, target, "INVESTS_IN", f"{source}-{target}") for source, target in ends)
    ids = {end for link in links for end in (link.source, link.target)}
    nodes = {i: Party(i, "Person") if i[0] in "pq" else party(i, (forms or {}).get(i, Form.COMPANY)) for i in ids}
    return LinkGraph(nodes, links, degrees or {})


def persons(*rows: tuple[str, str, str]) -> list[Trait]:
    return [Trait(of, NAME, name, f"{via}@{of}", via) for via, of, name in rows]


TWO = persons(("p", "a", "张一"), ("q", "b", "张一"))


@pytest.mark.parametrize(
    ("edges", "hops"),
    [("p-a q-b a-b", 1), ("p-a q-b a-c c-b", 2), ("p-a q-a", 0), ("p-a q-b", None), ("p-a q-b a-c c-d d-b", None)],
)
def test_only_who_is_near_is_suspected(edges: str, hops: int | None) -> None:
    traits = persons(("p", "a", "张一"), ("q", "a" if hops == 0 else "b", "张一"))
    told = same_person(traits, FOUND, world(edges))
    assert told.compared == 1
    assert [(s.kind, s.a, s.b) for s in told.items] == ([] if hops is None else [(SuspicionKind.SAME_PERSON, "p", "q")])
    why = why_not_same("p", "q", traits, FOUND, world(edges))
    assert why.verdict is (Verdict.NAME_ALONE if hops is None else Verdict.SUSPECTED)
    if hops is not None:
        assert {s.kind: s.hops for s in why.suspicion.signals}[SignalKind.NEIGHBOURHOOD] == hops


def test_the_score_is_that_of_the_formula() -> None:
    (item,) = same_person(TWO, FOUND, world("p-a q-b a-b c-a d-a e-d")).items
    # Within one hop of a are a, b, c and d: four of ten thousand. Persons are no enterprises, and e is farther than b.
    assert item.score == pytest.approx(log2(0.95 / (4 / 20_000)) + log2(0.5 / (4 / 10_000)))
    assert item.prior == pytest.approx(log2(1 / 20_000))


def test_a_way_through_the_persons_themselves_does_not_count() -> None:
    assert same_person(TWO, FOUND, world("p-a q-b p-c q-c")).items == ()
    assert same_person(TWO, FOUND, world("p-a p-b q-b")).items == ()


def test_nor_one_through_hubs_nominees_or_the_state() -> None:
    assert same_person(TWO, FOUND, world("p-a q-b a-h h-b")).items
    for form in (Form.NOMINEE, Form.STATE):
        assert same_person(TWO, FOUND, world("p-a q-b a-h h-b", {"h": form})).items == ()
    assert same_person(TWO, FOUND, world("p-a q-b a-h h-b", degrees={"h": 5_000})).items == ()
    assert same_person(TWO, FOUND, world("p-a q-b a-b", degrees={"a": 5_000})).items


def test_other_names_common_names_and_two_documents() -> None:
    near = world("p-a q-b a-b")
    other = persons(("p", "a", "张一"), ("q", "b", "李二"))
    assert same_person(other, FOUND, near).compared == 0
    assert why_not_same("p", "q", other, FOUND, near).verdict is Verdict.NOTHING_SHARED
    common = persons(("p", "a", "王伟"), ("q", "b", "王伟"))
    told = same_person(common, FOUND, near)
    assert (told.compared, [item.value for item in told.common.items]) == (0, ["王伟"])
    assert why_not_same("p", "q", common, FOUND, near).verdict is Verdict.ONLY_COMMON
    known = persons(("pid:1", "a", "张一"), ("pid:2", "b", "张一"))
    near = world("pid:1-a pid:2-b a-b")
    assert same_person(known, FOUND, near).items == ()
    assert why_not_same("pid:1", "pid:2", known, FOUND, near).verdict is Verdict.CONTRADICTED


def test_who_is_not_there() -> None:
    why = why_not_same("p", "z", TWO, FOUND, world("p-a q-b"))
    assert why.verdict is Verdict.NOTHING_STATED
    nobody = Frequencies(10, {}, {})
    assert why_not_same("y", "z", [], nobody, world("p-a")).suspicion.signals[0].state is SignalState.NOT_LOADED
    with pytest.raises(OnePartyTwice):
        why_not_same("p", "p", TWO, FOUND, world("p-a"))


def test_a_person_of_several_is_as_near_as_the_nearest() -> None:
    traits = persons(("p", "a", "张一"), ("p", "c", "张一"), ("q", "b", "张一"))
    (item,) = same_person(traits, FOUND, world("p-a p-c q-b c-b")).items
    assert item.signals[1].facts == ("p@c", "q@b")
    (link,) = suspected_links((item,))
    assert (link.kind, link.by_name) == ("SAME_AS", "likely")


def test_a_cut_is_told() -> None:
    traits = persons(*((f"p{n}", "a", "张一") for n in range(4)))
    told = same_person(traits, FOUND, world("p0-a p1-a p2-a p3-a"), most_pairs=2)
    assert (told.compared, [str(gap.reason) for gap in told.incomplete]) == (2, ["work"])
    assert same_person(traits, FOUND, world("p0-a p1-a p2-a p3-a")).compared == 6
