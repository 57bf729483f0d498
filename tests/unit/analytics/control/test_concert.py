"""Presumptions of acting in concert: each with its item, and none that no record tells."""

import pytest

from app.analytics.control.concert import presumed_in_concert
from app.analytics.control.controls import controls_by
from app.analytics.errors import UnknownParty
from app.analytics.structure.network import Form, Role, RoleRow, Structure
from app.analytics.structure.officers import Office, offices
from app.rules.rule_sets import rule_set
from app.words.sentences import with_sentences
from tests.unit.analytics.build import Held, structure

MAJORITY = rule_set("company_law_265")


def items(
    lists: Held, posts: tuple[tuple[str, str, str], ...] = (), forms: dict[str, Form] | None = None
) -> dict[tuple[str, ...], list[int]]:
    """The items found for each pair of holders of `t`."""
    base = structure(lists, forms, [(party, Role.POST, enterprise) for party, enterprise, _ in posts])
    roles = tuple(RoleRow(p, e, Role.POST, f"{p}@{e}", title) for p, e, title in posts)
    found = presumed_in_concert(controls_by(Structure(base.basis, base.parties, base.lists, roles), MAJORITY), "t")
    return {tuple(p.id or "" for p in pair.parties): [one.item for one in pair.presumptions] for pair in found.pairs}


def test_one_controls_the_other() -> None:
    assert items({"t": {"a": 0.2, "b": 0.1}, "b": {"a": 0.6}}) == {("a", "b"): [1]}


def test_one_party_controls_both_but_not_the_state() -> None:
    lists: Held = {"t": {"a": 0.2, "b": 0.1}, "a": {"u": 0.6}, "b": {"u": 0.6}}
    assert items(lists) == {("a", "b"): [2]}
    assert items(lists, forms={"u": Form.STATE}) == {}


def test_a_shared_director() -> None:
    lists: Held = {"t": {"a": 0.2, "b": 0.1}}
    assert items(lists, (("p1", "a", "董事"), ("p1", "b", "总经理"))) == {("a", "b"): [3]}
    assert items(lists, (("p1", "a", "董事"), ("p1", "b", "出纳"))) == {}


@pytest.mark.parametrize(("share", "found"), [(0.2, True), (0.1999, False)])
def test_a_stake_that_influences(share: float, found: bool) -> None:
    assert (items({"t": {"a": 0.2, "b": 0.1}, "b": {"a": share}}) == {("a", "b"): [4]}) is found


def test_partners_in_a_partnership() -> None:
    lists: Held = {"t": {"a": 0.2, "b": 0.1}, "f": {"a": 0.5, "b": 0.5}}
    assert items(lists, forms={"f": Form.PARTNERSHIP}) == {("a", "b"): [6]}
    assert items(lists) == {}


@pytest.mark.parametrize(("share", "found"), [(0.3, [4, 7]), (0.2999, [4])])
def test_a_person_with_three_tenths_of_another_holder(share: float, found: list[int]) -> None:
    assert items({"t": {"p1": 0.02, "b": 0.1}, "b": {"p1": share, "p2": 0.4}}) == {("b", "p1"): found}


def test_a_director_of_a_holder_who_holds_too() -> None:
    assert items({"t": {"p1": 0.02, "b": 0.1}}, (("p1", "b", "监事"),)) == {("b", "p1"): [8]}


def test_a_director_of_the_company_and_what_he_controls() -> None:
    lists: Held = {"t": {"p1": 0.02, "b": 0.1}, "b": {"p1": 0.6}}
    assert items(lists, (("p1", "t", "董事长"),)) == {("b", "p1"): [1, 7, 10]}


def test_the_votes_of_a_pair_and_what_is_not_computed() -> None:
    lists: Held = {"t": {"a": 0.2, "b": 0.15, "c": 0.1, "n": 0.3}, "b": {"a": 0.6}, "c": {"a": 0.6}}
    shown = with_sentences(presumed_in_concert(controls_by(structure(lists, {"n": Form.NOMINEE}), MAJORITY), "t", limit=2))
    assert [[p.id for p in pair.parties] for pair in shown.pairs] == [["a", "b"], ["a", "c"]]
    assert (shown.shown, shown.total) == (2, 3)
    assert shown.pairs[0].votes.low == 0.45
    assert [title.en.split(" (")[0] for title in shown.not_computed][:3] == ["Item 5", "Item 9", "Item 11"]
    with pytest.raises(UnknownParty):
        presumed_in_concert(controls_by(structure(lists), MAJORITY), "zz")


def test_suggestions_change_nothing_by_themselves() -> None:
    lists: Held = {"t": {"a": 0.3, "b": 0.25}, "b": {"a": 0.3}}
    found = controls_by(structure(lists), MAJORITY)
    (pair,) = presumed_in_concert(found, "t").pairs
    assert found.controllers("t") == ()
    given = controls_by(structure(lists), MAJORITY, concert=[[party.id or "" for party in pair.parties]])
    assert given.concerted("t") == (("a", "b"),)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("董事长", {Office.DIRECTOR, Office.CHAIR}),
        ("副董事长", {Office.DIRECTOR}),
        ("执行董事兼总经理", {Office.DIRECTOR, Office.EXECUTIVE_DIRECTOR, Office.SENIOR_MANAGER, Office.DAILY_MANAGEMENT}),
        ("董事会秘书", {Office.SENIOR_MANAGER}),
        ("监事会主席", {Office.SUPERVISOR}),
        ("副总经理", {Office.SENIOR_MANAGER}),
        ("总经理", {Office.SENIOR_MANAGER, Office.DAILY_MANAGEMENT}),
        ("经理", {Office.SENIOR_MANAGER, Office.DAILY_MANAGEMENT}),
        ("出纳", set()),
        ("General manager", {Office.SENIOR_MANAGER, Office.DAILY_MANAGEMENT}),
    ],
)
def test_titles(title: str, said: set[Office]) -> None:
    assert offices(title) == said
