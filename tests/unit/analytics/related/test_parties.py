"""Related parties: each kind with its reason, where they stop, and that being related goes both ways."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from app.analytics.control.controls import Controls, controls_by
from app.analytics.control.stated_chains import MOST_LINKS
from app.analytics.errors import InfluenceUnknown, NotAnEnterprise, UnknownParty
from app.analytics.related.parties import related_parties
from app.analytics.structure.network import Form, Role, RoleRow, Structure
from app.rules.rule_sets import rule_set
from app.words.sentences import with_sentences
from models.answers.control import Certainty
from models.answers.related import Related, RelationKind
from tests.unit.analytics.build import Held, structure
from tests.unit.analytics.control.test_by_name import by_name
from tests.unit.analytics.control.test_controllers import ladder
from tests.unit.analytics.control.test_fixpoint import floats, holdings

CAS_36 = rule_set("cas_36")


def found(lists: Held, **how: object) -> Controls:
    return controls_by(structure(lists, **how), CAS_36)  # type: ignore[arg-type]


def kinds(shown: Related) -> dict[str, list[str]]:
    return {one.id: [reason.kind.value for reason in one.reasons] for one in shown.related}


def related(lists: Held, party: str, **how: object) -> dict[str, list[str]]:
    return kinds(with_sentences(related_parties(found(lists, **how), party)))


def posts(lists: Held, *rows: tuple[str, str, str], forms: dict[str, Form] | None = None) -> Controls:
    base = structure(lists, forms, [(party, Role.POST, enterprise) for party, enterprise, _ in rows])
    roles = tuple(RoleRow(p, e, Role.POST, f"{p}@{e}", title) for p, e, title in rows)
    return controls_by(Structure(base.basis, base.parties, base.lists, roles), CAS_36)


def test_parents_subsidiaries_and_fellows() -> None:
    lists: Held = {"h": {"p1": 1.0}, "a": {"h": 0.6}, "b": {"h": 0.7}, "c": {"a": 0.8}, "x": {"h": 0.9}, "s": {"x": 0.51}}
    assert related(lists, "x") == {
        "h": ["parent"],
        "s": ["subsidiary"],
        "a": ["fellow_subsidiary"],
        "b": ["fellow_subsidiary"],
        "c": ["fellow_subsidiary"],
        "p1": ["main_investor"],
    }


def test_common_state_control_alone_does_not_relate() -> None:
    """Two groups under one state body; within each, everything is related."""
    lists: Held = {"g": {"organ": 1.0}, "w": {"g": 1.0}, "r": {"g": 0.51, "p1": 0.49}, "o": {"organ": 1.0}}
    forms = {"organ": Form.STATE}
    assert related(lists, "w", forms=forms) == {"g": ["parent"], "r": ["fellow_subsidiary"]}
    assert related(lists, "o", forms=forms) == {}
    shown = with_sentences(related_parties(found(lists, forms=forms), "o"))
    assert [stop.party.id for stop in shown.stops] == ["organ"]
    assert "art. 6" in shown.stops[0].text.en


def test_a_state_owned_parent_is_a_parent_like_any_other() -> None:
    lists: Held = {"g": {"organ": 1.0}, "a": {"g": 1.0}, "b": {"g": 1.0}}
    assert related(lists, "a", forms={"organ": Form.STATE})["b"] == ["fellow_subsidiary"]


@pytest.mark.parametrize(("share", "counts"), [(0.2, True), (0.1999, False)])
def test_significant_influence_begins_at_exactly_a_fifth(share: float, counts: bool) -> None:
    lists: Held = {"x": {"i": share, "p1": 0.1}, "y": {"x": share}}
    shown = related(lists, "x")
    assert ("influencer" in shown.get("i", [])) is counts
    assert ("associate" in shown.get("y", [])) is counts


def test_influence_adds_what_subsidiaries_hold() -> None:
    lists: Held = {"s": {"x": 0.8}, "y": {"x": 0.1, "s": 0.1}, "z": {"y": 0.9}}
    assert related(lists, "x") == {"s": ["subsidiary"], "y": ["associate"], "z": ["associate"]}
    shown = with_sentences(related_parties(found(lists), "x"))
    reason = next(one for one in shown.related if one.id == "z").reasons[0]
    assert reason.votes is not None
    assert (reason.votes.low, reason.through.id if reason.through else None) == (0.2, "y")
    assert "20 %" in reason.text.zh
    assert reason.text.en == (
        "X has 20 % of the votes of Y, presumed significant influence; Z is that associate or its subsidiary"
    )


def test_joint_ventures_both_ways_but_not_their_venturers() -> None:
    """Art. 5(3): who share a joint venture are not related for that."""
    lists: Held = {"j": {"x": 0.5, "y": 0.5}, "k": {"j": 1.0}, "x": {"p1": 1.0}, "y": {"p2": 1.0}}
    assert related(lists, "x") == {"j": ["joint_venture"], "k": ["joint_venture"], "p1": ["main_investor"]}
    assert related(lists, "j") == {
        "k": ["subsidiary"],
        "x": ["joint_controller"],
        "y": ["joint_controller"],
        "p1": ["main_investor"],
        "p2": ["main_investor"],
    }
    assert {"x", "y"} <= related(lists, "k").keys()


def test_ventures_of_the_group_and_the_group_of_the_venturer() -> None:
    """Interpretation 13 1(1), from either end."""
    lists: Held = {"x": {"h": 1.0}, "m": {"h": 1.0}, "j": {"m": 0.5, "q": 0.5}, "a": {"m": 0.3, "r": 0.3}}
    shown = related(lists, "x")
    assert (shown["j"], shown["a"]) == (["group_joint_venture", "group_joint_venture"], ["group_associate", "group_associate"])
    assert related(lists, "j")["x"] == ["group_of_joint_controller", "group_of_joint_controller"]
    assert related(lists, "a")["x"] == ["group_of_influencer", "group_of_influencer"]


def test_other_ventures_of_the_venturer() -> None:
    """Interpretation 13 1(2): joint ventures with each other and with associates; two mere associates are not related."""
    lists: Held = {"j": {"m": 0.5, "q": 0.5}, "k": {"m": 0.5, "r": 0.5}, "a": {"m": 0.3}, "b": {"m": 0.3}}
    assert related(lists, "j")["k"] == ["fellow_of_joint_controller"]
    assert related(lists, "j")["a"] == ["fellow_of_joint_controller"]
    assert related(lists, "a")["j"] == ["fellow_of_influencer"]
    assert "b" not in related(lists, "a")


def test_one_person_s_mere_influence_on_two_does_not_relate_them() -> None:
    lists: Held = {"x": {"p1": 0.3}, "y": {"p1": 0.3}, "z": {"p1": 0.6}}
    assert related(lists, "x") == {"p1": ["main_investor"], "z": ["of_main_investor"]}
    assert related(lists, "z") == {"p1": ["main_investor"], "x": ["of_main_investor"], "y": ["of_main_investor"]}


def test_key_managers_of_it_and_of_its_parent_and_what_they_control() -> None:
    lists: Held = {"x": {"h": 1.0}, "z": {"p1": 0.9}, "w": {"p4": 0.25}}
    rows = [("p1", "x", "董事长"), ("p2", "x", "监事"), ("p3", "h", "财务总监"), ("p4", "h", "独立董事"), ("p5", "x", "出纳")]
    shown = with_sentences(related_parties(posts(lists, *rows), "x"))
    assert kinds(shown) == {
        "h": ["parent"],
        "p1": ["key_manager"],
        "p3": ["key_manager"],
        "p4": ["key_manager"],
        "z": ["of_key_manager"],
        "w": ["of_key_manager"],
    }
    manager = next(one for one in shown.related if one.id == "p1")
    assert manager.reasons[0].facts == ("p1@x",)
    assert manager.reasons[0].text.zh == "P1是X的关键管理人员（董事长）"


def test_nominees_relate_to_nobody_and_products_are_themselves() -> None:
    lists: Held = {"x": {"n": 0.3, "f": 0.25}, "y": {"n": 0.6}}
    forms = {"n": Form.NOMINEE, "f": Form.PRODUCT}
    assert related(lists, "x", forms=forms) == {"f": ["influencer"]}


def test_what_a_range_leaves_open_is_possible() -> None:
    shown = with_sentences(related_parties(found({"x": {"i": (0.1, 0.3), "h": (0.4, 0.6)}}), "x"))
    told = {one.id: [(r.kind, r.certainty) for r in one.reasons] for one in shown.related}
    assert told["i"] == [(RelationKind.INFLUENCER, Certainty.POSSIBLE)]
    assert told["h"] == [(RelationKind.PARENT, Certainty.POSSIBLE)]
    words = {one.id: one.reasons[0].text for one in shown.related}
    assert words["h"].en == "H may control X: its parent if it does"
    assert words["h"].zh == "H可能控制X，若控制即为其母公司"
    assert words["i"].en == "I has 10 %–30 % of the votes of X: perhaps enough to presume significant influence"


def test_what_follows_from_something_possible_is_possible() -> None:
    """Of who may be an associate's investor, the group and the other ventures are related only if it is."""
    lists: Held = {"x": {"i": (0.1, 0.3), "p1": (0.15, 0.25)}, "s": {"i": 0.9}, "j": {"i": 0.5, "q": 0.5}, "z": {"p1": 0.9}}
    shown = {one.id: one.reasons[0] for one in with_sentences(related_parties(found(lists), "x")).related}
    for one, kind in (
        ("s", RelationKind.GROUP_OF_INFLUENCER),
        ("j", RelationKind.FELLOW_OF_INFLUENCER),
        ("p1", RelationKind.MAIN_INVESTOR),
        ("z", RelationKind.OF_MAIN_INVESTOR),
    ):
        assert (shown[one].kind, shown[one].certainty) == (kind, Certainty.POSSIBLE)
        assert " may " in shown[one].text.en
        assert "可能" in shown[one].text.zh


def test_what_rests_on_a_name_says_so() -> None:
    made = by_name(structure({"x": {"h": 0.6}, "y": {"x": 0.7}}), [("h", "x")])
    shown = {one.id: one.reasons[0] for one in related_parties(controls_by(made, CAS_36), "y").related}
    assert {one: reason.rests_on_names for one, reason in shown.items()} == {"x": False, "h": True}


def test_the_links_of_a_long_ladder_are_not_squared() -> None:
    """Of 300 parents, each with a subsidiary of its own, the one at the top has its chain in full."""
    lists: Held = {**ladder(300), **{f"d{n:04}": {f"c{n:04}": 0.9} for n in range(300)}}
    shown = related_parties(found(lists), "c0000", limit=1_000)
    assert (shown.shown, shown.total) == (600, 600)
    assert sum(len(reason.because) for one in shown.related for reason in one.reasons) <= MOST_LINKS + 300 + 600
    reasons = {one.id: one.reasons[0] for one in shown.related}
    assert (len(reasons["c0299"].because), reasons["c0299"].left_out) == (299, 0)
    fellow = reasons["d0200"]
    assert (fellow.kind, fellow.through.id if fellow.through else None) == (RelationKind.FELLOW_SUBSIDIARY, "c0200")


def test_every_reason_names_its_article_and_its_chain() -> None:
    lists: Held = {"h": {"p1": 1.0}, "a": {"h": 0.6}, "x": {"h": 0.9}}
    shown = with_sentences(related_parties(found(lists), "x"))
    parent = shown.related[0].reasons[0]
    assert (parent.article.zh, parent.text.en) == ("第 36 号准则第四条（一）", "H controls X: its parent")
    assert parent.because[0].text.en == "H controls X because it holds 90 % of the votes, more than 50 %"


def test_who_cannot_be_asked_about() -> None:
    with pytest.raises(UnknownParty):
        related_parties(found({"x": {"p1": 1.0}}), "zz")
    with pytest.raises(NotAnEnterprise):
        related_parties(found({"x": {"p1": 1.0}}), "p1")
    with pytest.raises(InfluenceUnknown):
        related_parties(controls_by(structure({"x": {"p1": 1.0}}), rule_set("company_law_265")), "x")


@settings(max_examples=80, deadline=None)
@given(holdings())
def test_being_related_goes_both_ways(lists: dict[str, dict[str, Fraction]]) -> None:
    """Between enterprises, without posts: whoever is a related party of another has it as a related party."""
    asked = found(floats(lists))
    pairs = {
        (party, one.id)
        for party in asked.structure.parties
        if party.startswith("c")
        for one in related_parties(asked, party).related
        if one.id.startswith("c")
    }
    assert {(b, a) for a, b in pairs} == pairs
