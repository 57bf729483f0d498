"""Persons of one name stay two; where their being one would change control, the answer tells both outcomes."""

from app.analytics.control.answer import control_of
from app.analytics.control.controls import controls_by
from app.analytics.control.groups import group_of
from app.analytics.related.parties import related_parties
from app.analytics.structure.namesakes import namesakes
from app.analytics.structure.network import Form, Role
from app.rules.rule_sets import rule_set
from app.words.sentences import with_sentences
from tests.unit.analytics.build import Held, structure

MAJORITY = rule_set("company_law_265")
UPPER, LOWER, OTHER = "person:uscc:A:林一", "person:uscc:B:林一", "person:uscc:C:林一"
LINKED: Held = {"a": {UPPER: 0.6, "p3": 0.4}, "b": {"a": 0.45, LOWER: 0.1, "p4": 0.45}}
FORMS = {UPPER: Form.PERSON, LOWER: Form.PERSON, OTHER: Form.PERSON}


def test_control_that_hangs_on_a_namesake_is_undetermined() -> None:
    shown = with_sentences(control_of(controls_by(structure(LINKED, FORMS), MAJORITY), "b"))
    assert shown.controllers == ()
    (doubt,) = shown.undetermined
    assert [party.id for party in doubt.persons] == [UPPER, LOWER]
    assert (doubt.if_one.controls, doubt.if_separate.controls) == (True, False)
    assert doubt.if_one.votes is not None
    assert doubt.if_separate.votes is not None
    assert (doubt.if_one.votes.low, doubt.if_separate.votes.low) == (0.55, 0.45)
    assert doubt.text.en == (
        "undetermined: 林一 controls B with 55 % of the votes if two of the name are one;"
        " if not, it has at most 45 % and does not"
    )
    assert doubt.text.zh.startswith("无法确定：2 名“林一”若为一人，合计 55 % 的表决权，控制B")
    assert [link.enterprise.id for link in doubt.because] == ["a", "b"]


def test_it_is_told_to_the_person_too() -> None:
    (doubt,) = control_of(controls_by(structure(LINKED, FORMS), MAJORITY), LOWER).undetermined
    assert doubt.enterprise.id == "b"


def test_nothing_is_in_doubt_where_the_answer_would_be_the_same() -> None:
    lists: Held = {"a": {UPPER: 0.6}, "b": {"a": 0.7, LOWER: 0.1}}
    shown = control_of(controls_by(structure(lists, FORMS), MAJORITY), "b")
    assert shown.undetermined == ()
    weak: Held = {"a": {UPPER: 0.6}, "b": {"a": 0.3, LOWER: 0.1}}
    assert control_of(controls_by(structure(weak, FORMS), MAJORITY), "b").undetermined == ()


def test_namesakes_in_firms_that_nothing_links_are_not_compared() -> None:
    apart: Held = {"a": {UPPER: 0.6}, "b": {LOWER: 0.3}}
    assert namesakes(structure(apart, FORMS)) == ()
    assert namesakes(structure(LINKED, FORMS)) == ((UPPER, LOWER),)


def test_a_state_body_or_a_nominee_links_nobody() -> None:
    for form in (Form.STATE, Form.NOMINEE):
        lists: Held = {"a": {UPPER: 0.3, "hub": 0.2}, "b": {LOWER: 0.3, "hub": 0.2}}
        assert namesakes(structure(lists, {**FORMS, "hub": form})) == ()


def test_a_common_director_links() -> None:
    lists: Held = {"a": {UPPER: 0.3}, "b": {LOWER: 0.3}}
    posts = [("pid:1", Role.POST, "a"), ("pid:1", Role.POST, "b")]
    assert namesakes(structure(lists, {**FORMS, "pid:1": Form.PERSON}, posts)) == ((UPPER, LOWER),)


def test_two_documents_are_two_persons() -> None:
    """Each may be the one known by name alone, but they are not each other."""
    one, two = "pid:1", "pid:2"
    forms = {one: Form.PERSON, two: Form.PERSON, LOWER: Form.PERSON}
    names = {one: "林一", two: "林一", LOWER: "林一"}
    lists: Held = {"a": {one: 0.3, two: 0.3, "p3": 0.4}, "b": {"a": 0.45, LOWER: 0.1}}
    assert namesakes(structure(lists, forms, names=names)) == ((LOWER, one), (LOWER, two))
    assert namesakes(structure({"a": {one: 0.3, two: 0.3}}, forms, names=names)) == ()


def test_only_the_fewest_that_make_the_difference_are_named() -> None:
    lists: Held = {**LINKED, "c": {OTHER: 0.5, "b": 0.1, "p5": 0.4}}
    lists = {**lists, "b": {"a": 0.45, LOWER: 0.1, OTHER: 0.0, "p4": 0.45}}
    (doubt,) = control_of(controls_by(structure(lists, FORMS), MAJORITY), "b").undetermined
    assert [party.id for party in doubt.persons] == [UPPER, LOWER]


def test_joining_may_come_about_through_a_firm_between() -> None:
    """Together they have the majority of K, and K has the majority of T."""
    lists: Held = {"k": {UPPER: 0.3, LOWER: 0.3, "p3": 0.4}, "t": {"k": 0.8}}
    (doubt,) = control_of(controls_by(structure(lists, FORMS), MAJORITY), "t").undetermined
    assert doubt.enterprise.id == "t"
    assert [link.enterprise.id for link in doubt.because] == ["k", "t"]


def test_what_a_namesake_controls_would_be_related() -> None:
    """One of the name has two thirds of x; another 40 % of its subsidiary, nine tenths of v and, with the first, most of w."""
    lists: Held = {
        "x": {UPPER: 0.67, "p1": 0.33},
        "s": {"x": 0.6, OTHER: 0.4},
        "v": {OTHER: 0.9, "p2": 0.1},
        "w": {UPPER: 0.1, OTHER: 0.45, "p3": 0.45},
    }
    shown = with_sentences(related_parties(controls_by(structure(lists, FORMS), rule_set("cas_36")), "x"))
    assert not {"v", "w"} & {one.id for one in shown.related}
    (doubt,) = shown.if_one
    assert ([one.id for one in doubt.persons], [one.id for one in doubt.parties]) == ([UPPER, OTHER], ["v", "w"])
    assert doubt.total == 2
    assert doubt.text.en == "undetermined: if the two of the name 林一 are one person, V and 1 more would be related to X too"
    alone: Held = {"x": lists["x"], "s": {"x": 0.6, "p4": 0.4}, "v": lists["v"]}
    assert with_sentences(related_parties(controls_by(structure(alone, FORMS), rule_set("cas_36")), "x")).if_one == ()


def test_who_controls_the_parent_of_a_group_may_hang_on_a_namesake() -> None:
    lists: Held = {**LINKED, "s": {"b": 1.0}}
    shown = group_of(controls_by(structure(lists, FORMS), MAJORITY), "s")
    assert (shown.parent and shown.parent.id, shown.above) == ("b", ())
    (doubt,) = shown.undetermined
    assert ([party.id for party in doubt.persons], doubt.enterprise.id) == ([UPPER, LOWER], "b")
    told = related_parties(controls_by(structure(lists, FORMS), rule_set("cas_36")), "b")
    assert [one.enterprise.id for one in told.undetermined] == ["b"]
