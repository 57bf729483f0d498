"""Around beneficial owners: the state's enterprises, who stands in, who files, who may be exempt, what stays unseen."""

from dataclasses import replace

import pytest

from app.analytics.control.controls import controls_by
from app.analytics.owners.beneficial import control_rules, owners_under_measures
from app.analytics.structure.network import Basis, Form, ListState, Money, Party, Role, RoleRow, Structure
from app.words.sentences import with_sentences
from models.answers.owners import BeneficialOwners, Status
from tests.unit.analytics.build import Held, integrated, structure

Post = tuple[str, Role, str | None]
TENTHS: Held = {"t": {f"p{n}": 0.1 for n in range(10)}}


def ask(
    lists: Held,
    *posts: Post,
    target: str = "t",
    capital: Money | None = None,
    foreign: bool = False,
    cut: frozenset[str] = frozenset(),
    **how: object,
) -> BeneficialOwners:
    """Ask with posts in the target, each party, role, title."""
    base = structure(lists, roles=[(party, role, target) for party, role, _ in posts], **how)  # type: ignore[arg-type]
    rows = tuple(RoleRow(party, target, role, f"{party}@{target}", title) for party, role, title in posts)
    parties = {key: replace(party, foreign_branch=foreign and key == target) for key, party in base.parties.items()}
    made = Structure(Basis.VOTES, parties, base.lists, rows, cut)
    return with_sentences(owners_under_measures(controls_by(made, control_rules()), target, integrated(made), capital=capital))


def test_nobody_qualifies_and_daily_management_stands_in() -> None:
    posts: list[Post] = [("p1", Role.POST, "副总经理"), ("p2", Role.POST, "总经理"), ("p3", Role.LEGAL_REPRESENTATIVE, None)]
    shown = ask(TENTHS, *posts)
    assert (shown.status, shown.owners) == (Status.NOBODY, ())
    assert [(one.id, one.title) for one in shown.stand_ins] == [("p2", "总经理")]
    assert "负责日常经营管理的人员" in shown.why.zh
    assert shown.origin == "computed"


@pytest.mark.parametrize(
    ("posts", "stands"),
    [
        ([("p3", Role.LEGAL_REPRESENTATIVE, None), ("p4", Role.POST, "执行董事")], "p4"),
        ([("p3", Role.LEGAL_REPRESENTATIVE, None), ("p4", Role.POST, "监事")], "p3"),
        ([("p3", Role.PRINCIPAL, None)], "p3"),
    ],
)
def test_who_else_stands_in(posts: list[Post], stands: str) -> None:
    assert [one.id for one in ask(TENTHS, *posts).stand_ins] == [stands]


def test_nobody_on_record_is_said() -> None:
    shown = ask(TENTHS)
    assert shown.stand_ins == ()
    assert shown.why.en.endswith("who that is, no record states")


@pytest.mark.parametrize("state", [{"organ": 1.0}, {"organ": 0.51, "p1": 0.49}, {"organ": 0.3, "second": 0.3, "p1": 0.4}])
def test_an_enterprise_of_the_state_names_its_legal_representative(state: dict[str, float]) -> None:
    """Also where several bodies have the majority together, and below a group; who else would qualify is told apart."""
    forms = {"organ": Form.STATE, "second": Form.STATE}
    representative: Post = ("p9", Role.LEGAL_REPRESENTATIVE, "法定代表人")
    lists: Held = {"g": state, "t": {"g": 0.8, "p2": 0.2}}
    shown = ask(lists, representative, forms=forms)
    assert (shown.status, shown.owners) == (Status.STATE_OWNED, ())
    assert [one.id for one in shown.stand_ins] == ["p9"]
    assert [one.id for one in shown.also_meeting] == [party for party in state if party == "p1"]
    assert "art. 7" in shown.stand_ins[0].article.en


def test_half_of_the_state_is_not_its_majority() -> None:
    shown = ask({"t": {"organ": 0.5, "p1": 0.5}}, forms={"organ": Form.STATE})
    assert shown.status is Status.FOUND
    assert [one.id for one in shown.owners] == ["p1"]


@pytest.mark.parametrize(
    ("form", "required"),
    [
        (Form.COMPANY, True),
        (Form.LISTED, True),
        (Form.JOINT_STOCK, True),
        (Form.PARTNERSHIP, True),
        (Form.NON_COMPANY, False),
        (Form.SOLE_TRADER, False),
        (Form.SOLE_PROPRIETORSHIP, False),
        (Form.COOPERATIVE, False),
        (Form.ORGANISATION, False),
        (Form.BRANCH, False),
        (Form.UNKNOWN, None),
    ],
)
def test_who_files(form: Form, required: bool | None) -> None:
    shown = ask({"t": {"p1": 1.0}}, forms={"t": form})
    assert shown.filing.required is required
    assert (shown.exemption is None) is (required is False)


def test_a_foreign_company_s_branch_files_the_company_s_owners_and_its_own_managers() -> None:
    lists: Held = {"head": {"p1": 0.7, "p2": 0.3}}
    posts: list[Post] = [("head", Role.HEAD_OFFICE, None), ("p8", Role.PRINCIPAL, "负责人"), ("p9", Role.POST, "副总经理")]
    shown = ask(lists, *posts, foreign=True, forms={"t": Form.BRANCH})
    assert shown.filing.required is True
    assert [one.id for one in shown.owners] == ["p1", "p2"]
    assert [one.id for one in shown.stand_ins] == ["p8", "p9"]


@pytest.mark.parametrize(("form", "foreign"), [(Form.BRANCH, True), (Form.BRANCH, False), (Form.SOLE_TRADER, False)])
def test_a_branch_whose_company_is_not_on_record_has_unknown_owners(form: Form, foreign: bool) -> None:
    shown = ask({}, ("p8", Role.PRINCIPAL, "负责人"), ("p9", Role.POST, "经理"), foreign=foreign, forms={"t": form})
    assert (shown.status, shown.unseen_total) == (Status.UNKNOWN, 1.0)
    assert [one.why.value for one in shown.unseen] == ["no_list"]
    articles = {one.id: one.article.en.rpartition("art. ")[2] for one in shown.stand_ins}
    assert articles == ({"p8": "8", "p9": "8"} if foreign else {"p9": "6, last paragraph"})


def test_who_manages_the_branch_is_not_who_manages_the_company() -> None:
    lists: Held = {"head": {f"p{n}": 0.1 for n in range(10)}}
    posts: list[Post] = [("head", Role.HEAD_OFFICE, None), ("pm", Role.POST, "总经理")]
    shown = ask(lists, *posts, foreign=True, forms={"t": Form.BRANCH})
    assert (shown.status, [one.id for one in shown.stand_ins]) == (Status.NOBODY, ["pm"])
    assert "art. 8" in shown.stand_ins[0].article.en


@pytest.mark.parametrize("registered", ["t", "g", "h"])
def test_what_is_registered_as_the_states_needs_no_list_to_be(registered: str) -> None:
    """The enterprise itself, its parent, and who alone has no majority but has one with a body of government."""
    lists: Held = {"t": {"g": 0.4, "h": 0.3, "p1": 0.3}, "h": {"organ": 1.0}, "g": {"h": 0.2}}
    base = structure(lists, {"organ": Form.STATE}, [("p9", Role.LEGAL_REPRESENTATIVE, "t"), ("p8", Role.POST, "t")])
    parties = {key: replace(party, state_owned=key == registered) for key, party in base.parties.items()}
    made = Structure(Basis.VOTES, parties, base.lists, base.roles)
    shown = owners_under_measures(controls_by(made, control_rules()), "t", integrated(made))
    owned = registered in ("t", "g")
    assert (shown.status is Status.STATE_OWNED) is owned
    assert [one.id for one in shown.stand_ins] == (["p9"] if owned else [])


PERSONS: Held = {"t": {"p1": 0.6, "p2": 0.4}}


@pytest.mark.parametrize(
    ("lists", "capital", "possible"),
    [
        (PERSONS, Money(10_000_000, "CNY"), True),
        (PERSONS, Money(10_000_001, "CNY"), False),
        (PERSONS, Money(1_000_000, "USD"), None),
        (PERSONS, None, None),
        ({"t": {"p1": 0.6, "a": 0.4}}, Money(1, "CNY"), False),
        ({"t": {"p1": 0.6}}, Money(1, "CNY"), None),
    ],
)
def test_who_may_be_exempt(lists: Held, capital: Money | None, possible: bool | None) -> None:
    exemption = ask(lists, capital=capital).exemption
    assert exemption is not None
    assert exemption.possible is possible
    assert exemption.requirements[-1].met is None


def test_control_by_another_is_no_exemption() -> None:
    roles: list[Post] = [("p9", Role.MANAGING_PARTNER, None)]
    shown = ask(PERSONS, *roles, capital=Money(1, "CNY"), forms={"t": Form.PARTNERSHIP})
    assert shown.exemption is not None
    assert shown.exemption.possible is False


@pytest.mark.parametrize(
    ("lists", "how", "why", "share"),
    [
        ({"t": {"p1": 0.2}}, {}, "unstated", 0.8),
        ({"t": {"p1": 0.2, "a": 0.8}}, {}, "no_list", 0.8),
        ({"t": {"a": 0.8, "p1": 0.2}, "a": {"p2": 0.2}}, {"states": {"a": ListState.PROMOTERS}}, "promoters", 0.8),
        ({"t": {"a": 0.3, **{f"p{n}": 0.1 for n in range(7)}}, "a": {"p8": 0.1}}, {}, "unstated", 0.27),
    ],
)
def test_what_is_not_known_may_hide_an_owner(lists: Held, how: dict[str, object], why: str, share: float) -> None:
    shown = ask(lists, **how)  # type: ignore[arg-type]
    assert shown.status in (Status.UNKNOWN, Status.POSSIBLE)
    assert [one.why.value for one in shown.unseen] == [why]
    assert [one.share.high for one in shown.unseen] == pytest.approx([share])


def test_what_is_too_small_to_hide_one_hides_nobody() -> None:
    lists: Held = {"t": {"a": 0.2, **{f"p{n}": 0.1 for n in range(8)}}}
    shown = ask(lists)
    assert shown.status is Status.NOBODY
    assert shown.unseen_total == pytest.approx(0.2)


def test_a_party_not_looked_beyond_is_said() -> None:
    shown = ask({"t": {"a": 0.8, "p1": 0.2}, "a": {"p2": 0.2}}, cut=frozenset({"a"}))
    assert [gap.party and gap.party.id for gap in shown.incomplete] == ["a"]
    assert [one.why.value for one in shown.unseen] == ["cut"]


def test_a_closed_circle_has_no_outside_owner() -> None:
    made = structure({"a": {"c": 1.0}, "b": {"a": 1.0}, "c": {"b": 1.0}})
    shown = owners_under_measures(controls_by(made, control_rules()), "a", {})
    assert (shown.status, shown.owners, shown.no_outside_owner) == (Status.NOBODY, (), True)
    assert ask(PERSONS).no_outside_owner is False


def test_a_holder_known_by_name_alone_is_not_taken_for_a_firm() -> None:
    base = structure({"t": {"m": 0.5, "p1": 0.5}})
    parties = {**base.parties, "m": Party("m", "Mention", "某某")}
    made = Structure(Basis.VOTES, parties, base.lists)
    shown = owners_under_measures(controls_by(made, control_rules()), "t", integrated(made), capital=Money(1, "CNY"))
    assert shown.exemption is not None
    assert shown.exemption.possible is None
