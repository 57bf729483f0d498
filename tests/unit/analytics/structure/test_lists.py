"""Which holder list counts, what its rows come to on each basis, and what the others contradict."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.ownership.look_through import look_down, look_up
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import (
    WHOLE,
    Basis,
    Bounds,
    Form,
    HeldRow,
    HolderList,
    ListState,
    Money,
    Network,
    Party,
    Stake,
)
from app.errors import InputError
from app.rules.precedence import holder_lists, precedence_of

FIRM = "uscc:firm"


def row(
    holder: str,
    share: float | tuple[float, float] | None = None,
    basis: str = "register",
    *,
    votes: float | None = None,
    subscribed: tuple[float, str] | None = None,
    paid: tuple[float, str] | None = None,
    day: str = "2024-01-01",
    provider: str = "one",
    complete: bool = False,
    by_name: str | None = None,
) -> HeldRow:
    bounds = None if share is None else Bounds(*share) if isinstance(share, tuple) else Bounds(share, share)
    return HeldRow(
        holder,
        FIRM,
        basis,
        provider,
        day,
        f"{basis}/{provider}/{holder}",
        bounds,
        None if votes is None else Bounds(votes, votes),
        Money(*subscribed) if subscribed else None,
        Money(*paid) if paid else None,
        by_name,
        complete,
    )


def counted(
    rows: Sequence[HeldRow],
    basis: Basis = Basis.SUBSCRIBED,
    form: Form = Form.COMPANY,
    precedence: str = "default",
    parties: Sequence[Party] = (),
) -> HolderList:
    known = {FIRM: Party(FIRM, "Enterprise", "杭州某某有限公司", form)} | {p.id: p for p in parties}
    return choose_lists(Network(known, tuple(rows)), basis, precedence).lists[FIRM]


def shares(held: HolderList) -> dict[str, float | tuple[float, float]]:
    return {s.holder: s.bounds.low if s.bounds.exact else tuple(s.bounds) for s in held.stakes}  # type: ignore[misc]


def test_rows_of_one_list_add_and_lists_never_do() -> None:
    held = counted(
        [row("a", 0.3), row("a", 0.2), row("b", 0.5), row("a", 0.4, "annual_report"), row("b", 0.5, "annual_report")]
    )
    assert shares(held) == {"a": 0.5, "b": 0.5}
    assert held.state is ListState.COMPLETE
    assert [(r.list_basis, r.holder) for r in held.others] == [("annual_report", "a")]
    assert next(s for s in held.stakes if s.holder == "a").facts == ("register/one/a", "register/one/a")


def test_a_holder_whom_the_counted_list_lacks_is_a_conflict() -> None:
    held = counted([row("a", 1.0), row("b", 0.5, "annual_report"), row("c", None, "annual_report")])
    assert [r.holder for r in held.others] == ["b"], "a row that states no share contradicts nothing"


LISTS = [
    row("r", 1.0, "register", day="2023-01-01"),
    row("n", 1.0, "annual_report", day="2024-12-31"),
    row("l", 0.4, "listed_report", day="2024-03-31"),
    row("t", 0.5, "top_ten", day="2024-06-30"),
    row("p", 1.0, "promoters", day="2025-01-01"),
]


@pytest.mark.parametrize(
    ("bases", "form", "precedence", "expected"),
    [
        ("register annual_report", Form.COMPANY, "default", "register"),
        ("register annual_report", Form.COMPANY, "annual_report_first", "annual_report"),
        ("register annual_report", Form.COMPANY, "newest", "annual_report"),
        ("register annual_report promoters", Form.JOINT_STOCK, "default", "annual_report"),
        ("listed_report top_ten annual_report", Form.LISTED, "default", "top_ten"),
        ("listed_report annual_report", Form.LISTED, "newest", "annual_report"),
        ("top_ten register", Form.UNKNOWN, "default", "top_ten"),
        ("promoters annual_report", Form.COMPANY, "default", "annual_report"),
    ],
)
def test_one_list_counts_by_a_named_precedence(bases: str, form: Form, precedence: str, expected: str) -> None:
    chosen = counted([r for r in LISTS if r.list_basis in bases.split()], form=form, precedence=precedence)
    assert chosen.list_basis == expected
    assert all(r.list_basis not in (expected, "promoters") for r in chosen.others)


@given(st.permutations(LISTS))
def test_the_order_of_rows_changes_nothing(rows: list[HeldRow]) -> None:
    for form in (Form.COMPANY, Form.JOINT_STOCK, Form.LISTED):
        assert counted(rows, form=form).list_basis == counted(LISTS, form=form).list_basis


def test_of_two_providers_the_later_day_counts() -> None:
    held = counted([row("a", 1.0, provider="one", day="2023-01-01"), row("b", 1.0, provider="two", day="2024-01-01")])
    assert (held.provider, held.day) == ("two", "2024-01-01")
    assert [r.provider for r in held.others] == ["one"]


@pytest.mark.parametrize(
    ("form", "basis"), [(Form.COMPANY, "promoters"), (Form.JOINT_STOCK, "register"), (Form.LISTED, "register")]
)
def test_promoters_are_never_current_holders(form: Form, basis: str) -> None:
    held = counted([row("a", 1.0, basis)], form=form)
    assert (held.state, held.stakes, held.residual) == (ListState.PROMOTERS, (), WHOLE)
    assert [r.holder for r in held.raw] == ["a"]


def test_a_basis_that_no_precedence_names_never_counts() -> None:
    held = counted([row("a", 1.0, "rumour")])
    assert (held.state, held.stakes) == (ListState.NONE, ())
    assert [r.holder for r in held.others] == ["a"]


def test_an_unknown_precedence_is_refused() -> None:
    with pytest.raises(InputError, match="default"):
        precedence_of("guess")
    assert set(holder_lists().precedences) >= {"default", "newest"}


def test_a_top_ten_list_leaves_the_rest_unknown() -> None:
    held = counted([row("a", 0.4, "top_ten"), row("b", 0.1, "top_ten")], form=Form.LISTED)
    assert held.state is ListState.PARTIAL
    assert held.residual == Bounds(0.5, 0.5)


@pytest.mark.parametrize(
    ("third", "state"), [(0.34, ListState.COMPLETE), (0.341, ListState.COMPLETE), (0.342, ListState.INCONSISTENT)]
)
def test_lists_past_the_whole(third: float, state: ListState) -> None:
    """0.1 % may be rounding: 1.001 counts, as stated; more is inconsistent, and gives no share."""
    held = counted([row("a", 0.33), row("b", 0.33), row("c", third)])
    assert held.state is state
    assert shares(held) == ({} if state is ListState.INCONSISTENT else {"a": 0.33, "b": 0.33, "c": third})
    assert len(held.raw) == 3


def test_missing_shares_are_unknown() -> None:
    held = counted([row("a", 0.45), row("b")])
    assert shares(held) == {"a": 0.45, "b": (0.0, 0.55)}
    assert [s.known for s in held.stakes] == [True, False]
    assert held.residual == Bounds(0.0, 0.55)


def test_a_complete_list_leaves_nothing_to_others() -> None:
    held = counted([row("a", 0.45, complete=True), row("b", complete=True)])
    assert shares(held) == {"a": 0.45, "b": 0.55}
    assert held.state is ListState.COMPLETE
    ranged = counted([row("a", (0.25, 0.5), complete=True), row("b", (0.1, 0.6), complete=True)])
    assert shares(ranged) == {"a": (0.4, 0.5), "b": (0.5, 0.6)}


def test_ranges_are_tightened_by_each_other() -> None:
    held = counted([row("a", (0.25, 0.75)), row("b", (0.5, 1.0)), row("c", 0.1)])
    assert shares(held) == {"a": (0.25, 0.4), "b": (0.5, 0.65), "c": 0.1}
    assert held.residual == Bounds(0.0, 0.15)


def test_amounts_of_one_currency_are_compared() -> None:
    assert shares(counted([row("a", subscribed=(300, "CNY")), row("b", subscribed=(100, "CNY"))])) == {"a": 0.75, "b": 0.25}
    unknown = [
        [row("a", subscribed=(300, "CNY")), row("b", subscribed=(100, "USD"))],
        [row("a", subscribed=(300, "CNY")), row("b")],
        [row("a", subscribed=(0, "CNY")), row("b", subscribed=(0, "CNY"))],
        [row("a", subscribed=(float("nan"), "CNY")), row("b", subscribed=(1, "CNY"))],
        [row("a", subscribed=(float("inf"), "CNY")), row("b", subscribed=(1, "CNY"))],
        [row("a", subscribed=(300, "CNY"), basis="top_ten"), row("b", subscribed=(100, "CNY"), basis="top_ten")],
    ]
    for rows in unknown:
        assert all(not s.known and s.bounds == WHOLE for s in counted(rows).stakes), rows


def test_paid_shares_are_of_paid_amounts() -> None:
    rows = [row("a", 0.5, paid=(30, "CNY")), row("b", 0.5, paid=(10, "CNY"))]
    assert shares(counted(rows, Basis.PAID)) == {"a": 0.75, "b": 0.25}
    assert all(not s.known for s in counted([row("a", 0.5), row("b", 0.5)], Basis.PAID).stakes)
    assert shares(counted([row("a", 0.5, "top_ten")], Basis.PAID)) == {"a": 0.5}, "a listed company's shares are paid up"


@pytest.mark.parametrize(
    ("share", "state"), [(0.3, ListState.PARTIAL), (0.5, ListState.COMPLETE), (0.6, ListState.INCONSISTENT)]
)
def test_paid_amounts_count_where_the_list_is_the_whole(share: float, state: ListState) -> None:
    held = counted([row("a", share, paid=(30, "CNY")), row("b", share, paid=(10, "CNY"))], Basis.PAID)
    assert held.state is state
    assert [s.bounds for s in held.stakes if s.known] == ([Bounds(0.75, 0.75), Bounds(0.25, 0.25)] if share == 0.5 else [])
    assert len(held.raw) == 2


def test_stated_votes_save_no_list_that_passes_the_whole() -> None:
    rows = [row("a", 0.6, votes=0.5), row("b", 0.6, votes=0.5)]
    assert [counted(rows, basis).state for basis in Basis] == [ListState.INCONSISTENT] * 3


def test_votes_follow_subscribed_shares_unless_stated() -> None:
    assert shares(counted([row("a", 0.7), row("b", 0.3)], Basis.VOTES)) == {"a": 0.7, "b": 0.3}
    stated = counted([row("a", 0.3, votes=0.6), row("b", 0.4), row("c", 0.3, votes=0.2)], Basis.VOTES)
    assert shares(stated) == {"a": 0.6, "b": (0.0, 0.2), "c": 0.2}


def test_own_shares_have_no_vote() -> None:
    rows = [row(FIRM, 0.1), row("a", 0.54), row("b", 0.36)]
    assert shares(counted(rows, Basis.VOTES)) == {"a": pytest.approx(0.6), "b": pytest.approx(0.4)}
    assert shares(counted(rows)) == {FIRM: 0.1, "a": 0.54, "b": 0.36}


def test_an_account_for_bought_back_shares_is_the_company() -> None:
    account = Party("name:own", "Mention", "杭州某某股份有限公司回购专用证券账户")
    rows = [row("name:own", 0.2, "top_ten"), row("a", 0.4, "top_ten")]
    assert shares(counted(rows, parties=[account])) == {FIRM: 0.2, "a": 0.4}
    assert shares(counted(rows, Basis.VOTES, parties=[account])) == {"a": 0.5}


def test_how_a_holder_was_linked_stays() -> None:
    held = counted([row("a", 0.5, by_name="certain"), row("b", 0.3, by_name="likely"), row("b", 0.2)])
    assert [(s.holder, s.by_name) for s in held.stakes] == [("a", "certain"), ("b", None)]


def test_nonsense_is_not_a_share() -> None:
    for bad in (float("nan"), -0.1, 1.5):
        assert not counted([row("a", bad)]).stakes[0].known
    assert counted([row("a", (0.6, 0.4))]).stakes[0] == Stake("a", WHOLE, ("register/one/a",), known=False)


def test_conflicts_are_shown_beside_what_counts() -> None:
    rows = [row("a", 0.7), row("b", 0.3), row("a", 0.4, "annual_report"), row("b", 0.6, "annual_report")]
    names = {n: Party(n, "Person", n, Form.PERSON) for n in "ab"}
    built = choose_lists(Network({FIRM: Party(FIRM, "Enterprise"), **names}, tuple(rows)), Basis.SUBSCRIBED)
    found = look_up(built, FIRM)
    assert {o.id: o.integrated for o in found.owners} == {"a": 0.7, "b": 0.3}
    assert [(c.list_basis, c.holder, c.share_min) for c in found.notes[0].conflicts] == [
        ("annual_report", "a", 0.4),
        ("annual_report", "b", 0.6),
    ]
    assert look_down(built, "a").holdings[0].direct == 0.7


def test_a_zero_needs_no_currency() -> None:
    held = counted([row("a", subscribed=(7e6, "HKD")), row("b", subscribed=(0, "CNY"))])
    assert (shares(held), held.state) == ({"a": 1.0, "b": 0.0}, ListState.COMPLETE)
    other = counted([row("a", subscribed=(7e6, "HKD")), row("b", subscribed=(1, "CNY"))])
    assert shares(other) == {"a": (0.0, 1.0), "b": (0.0, 1.0)}
    assert counted([row("a", subscribed=(0, "HKD")), row("b", subscribed=(0, "CNY"))]).stakes[0].bounds == WHOLE


def test_what_a_holder_was_told_to_have_before_under_its_code_or_name_does_not_add() -> None:
    coded, named = row("a", 0.3), row("a", 0.5, day="2024-06-01", by_name="certain")
    assert shares(counted([coded, named, row("b", 0.2)])) == {"a": 0.5, "b": 0.2}
    assert shares(counted([replace(coded, day="2024-07-01"), named])) == {"a": 0.3}, "the later counts, whichever it is"
    assert shares(counted([replace(coded, day=named.day), named])) == {"a": 0.8}, "rows of one day are entries of one stake"
    held = counted([coded, replace(named, provider="two")])
    assert [row.fact for row in (*held.raw, *held.others)] == [named.fact, coded.fact], "providers never replace each other"
    assert shares(counted([coded, replace(coded, day="2024-06-01")])) == {"a": 0.6}
