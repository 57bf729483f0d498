"""Why a list adds up to more than the whole, and rows whose share is another than their amount gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.structure.list_causes import days_of, shares_by_amount
from app.analytics.structure.list_notes import doubtful, note, notes
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Form, HeldRow, HolderList, ListState, Money, Network, Party
from app.words.sentences import with_sentences
from tests.unit.analytics.structure.test_lists import FIRM, counted, row


def with_capital(rows: list[HeldRow], amount: float, currency: str = "CNY", basis: Basis = Basis.SUBSCRIBED) -> HolderList:
    firm = Party(FIRM, "Enterprise", "杭州某某有限公司", Form.COMPANY, capital=Money(amount, currency))
    return choose_lists(Network({FIRM: firm}, tuple(rows)), basis).lists[FIRM]


def test_rows_of_different_days_are_named_with_what_each_comes_to() -> None:
    held = counted([row("a", 0.6, day="2021-03-01"), row("b", 0.3, day="2023-05-01"), row("c", 0.3, day="2023-05-01")])
    assert held.state is ListState.INCONSISTENT
    told = with_sentences(note(held))
    assert [(d.day, d.rows, d.share_min, d.share_max) for d in told.days] == [
        ("2021-03-01", 1, 0.6, 0.6),
        ("2023-05-01", 2, 0.6, 0.6),
    ]
    assert told.text is not None
    assert told.text.en.startswith(
        "the list (register · one) adds rows of different days: 2021-03-01 (60 %), 2023-05-01 (60 %), 120 % in all"
    )
    assert told.text.zh.startswith(
        "名册（register · one）把不同日期的记录相加：2021-03-01（60 %）、2023-05-01（60 %），合计 120 %"
    )


def test_rows_of_one_day_are_said_to_pass_the_whole_by_themselves() -> None:
    told = with_sentences(note(counted([row("a", 0.7), row("b", 0.5)])))
    assert told.text is not None
    assert told.text.en.startswith("the rows of one day, 2024-01-01, of the list (register · one) add up to 120 %")
    assert len(told.days) == 1


def test_what_is_within_the_whole_has_no_cause() -> None:
    held = counted([row("a", 0.6, day="2021-03-01"), row("b", 0.4, day="2023-05-01")])
    assert (days_of(held), with_sentences(note(held)).text, doubtful([held])) == ((), None, ())


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 4)), min_size=2, max_size=8))
def test_the_days_add_up_to_the_list(told: list[tuple[int, int]]) -> None:
    rows = [row(f"h{n}", share / 100, day=f"2024-0{day}-01") for n, (share, day) in enumerate(told)]
    days = days_of(counted(rows))
    if sum(share for share, _ in told) > 100:
        assert sum(d.share_min for d in days) == pytest.approx(sum(share for share, _ in told) / 100)
        assert [d.day for d in days] == sorted({r.day for r in rows})
        assert sum(d.rows for d in days) == len(rows)
    else:
        assert days == ()


def test_a_share_beside_an_amount_that_gives_another_is_flagged_and_counts() -> None:
    """Of a capital of 10 million, 5 million are a half and not 30 %."""
    held = with_capital([row("a", 0.3, subscribed=(5e6, "CNY")), row("b", 0.5, subscribed=(5e6, "CNY"))], 1e7)
    (doubt,) = shares_by_amount(held)
    assert (doubt.holder, doubt.share_min, doubt.by_amount, doubt.used) == ("a", 0.3, 0.5, "share")
    text = with_sentences(doubt).text
    assert text.en == "the stated share of 30 % is not what 5,000,000.00 CNY subscribed gives, 50 %: the stated share is used"
    assert text.zh == "载明的比例 30 % 与认缴出资 5,000,000.00 CNY 所示的 50 % 不一致，以载明的比例计算"
    assert next(s.bounds.low for s in held.stakes if s.holder == "a") == 0.3
    (told,), cut = notes([held])
    assert (told.by_amount, cut) == ((doubt,), False)


def test_amounts_of_a_list_whose_shares_are_the_whole_are_compared_with_their_sum() -> None:
    rows = [row("a", 0.5, subscribed=(300, "CNY")), row("b", 0.5, subscribed=(100, "CNY"))]
    found = shares_by_amount(with_capital(rows, 1_000))
    assert [(one.holder, one.by_amount) for one in found] == [("a", 0.75), ("b", 0.25)]
    assert [one.holder for one in shares_by_amount(counted(rows))] == ["a", "b"], "without a capital too"


@pytest.mark.parametrize(
    ("rows", "capital", "currency", "why"),
    [
        ([row("a", 0.3333, subscribed=(333_333, "CNY"))], 1e6, "CNY", "rounded"),
        ([row("a", 0.3, subscribed=(5e6, "USD"))], 1e7, "CNY", "another currency"),
        ([row("a", 0.3, subscribed=(5e6, "CNY"))], 0.0, "CNY", "no capital"),
        ([row("a", (0.3, 0.6), subscribed=(5e6, "CNY"))], 1e7, "CNY", "within the range"),
        ([row("a", subscribed=(5e6, "CNY"))], 1e7, "CNY", "no share stated"),
        ([row("a", 0.3)], 1e7, "CNY", "no amount stated"),
    ],
)
def test_what_agrees_or_cannot_be_compared_is_not_flagged(rows: list[HeldRow], capital: float, currency: str, why: str) -> None:
    assert shares_by_amount(with_capital(rows, capital, currency)) == (), why


def test_paid_in_shares_and_votes_are_other_figures() -> None:
    rows = [row("a", 0.3, subscribed=(5e6, "CNY"), paid=(1e6, "CNY"))]
    assert shares_by_amount(with_capital(rows, 1e7, basis=Basis.PAID)) == ()
    voted = [row("a", 0.3, votes=0.8, subscribed=(5e6, "CNY"))]
    assert shares_by_amount(with_capital(voted, 1e7, basis=Basis.VOTES)) == ()
    assert len(shares_by_amount(with_capital(rows, 1e7, basis=Basis.VOTES))) == 1
