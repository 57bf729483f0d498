"""Entries of a list that two documents tell count once; those of one document add up."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.catalogue.files import read_catalogue
from loaders.derive.entries import contradicted, entries_once
from models.facts import Arrival, LinkedStatement
from models.statements import Action, Scalar, Statement
from tests.support.worlds.small import HOLDER

SHAREHOLDER = read_catalogue()["shareholder"]


def row(name: str, batches: str, day: str = "2024-01-01", **values: Scalar) -> LinkedStatement:
    """A row told in these batches, a letter each."""
    statement = Statement(name, "holder", "甲", ("@enterprise", "@holder"), day, 0, Action.STATE, 0, values)
    return LinkedStatement(statement, tuple(Arrival(b, "line 2", 1) for b in batches), {})


@pytest.mark.parametrize(
    ("rows", "entries"),
    [
        ([row("a", "x", share=0.6), row("b", "y", share=0.6, form="货币")], {"b": "ba"}),
        ([row("a", "x", share=0.6, kind="法人"), row("b", "y", share=0.6, form="货币", due="2030")], {"b": "ba"}),
        ([row("a", "x", share=0.6, form="貨幣"), row("b", "y", share=0.6, form="货币")], {"a": "ab"}),
        ([row("a", "x", share=0.6, ways=("貨幣",)), row("b", "y", share=0.6, ways=("货币",), due="2030")], {"b": "ba"}),
        ([row("a", "x", share=0.6, form="貨幣"), row("b", "x", share=0.6, form="货币")], {"a": "a", "b": "b"}),
        ([row("a", "x", share=0.6), row("b", "x", share=0.6, form="货币")], {"a": "a", "b": "b"}),
        ([row("a", "xy", share=0.6), row("b", "y", share=0.6, form="货币")], {"a": "a", "b": "b"}),
        ([row("a", "x", share=0.3, form="货币"), row("b", "y", share=0.3, form="实物")], {"a": "a", "b": "b"}),
        ([row("a", "x", share=0.3), row("b", "y", share=0.25, form="货币")], {"a": "a", "b": "b"}),
        ([row("a", "x", form="货币"), row("b", "y", share=0.3, form="货币")], {"a": "a", "b": "b"}),
        ([row("a", "x", share=0.3), row("b", "y", day="2025-01-01", share=0.3)], {"a": "a", "b": "b"}),
        (
            [
                row("a", "x", share=0.3),
                row("b", "x", share=0.3, occurrence=2),
                row("c", "y", share=0.3, form="货币"),
                row("d", "y", share=0.3, form="货币", occurrence=2),
            ],
            {"d": "db", "c": "ca"},
        ),
    ],
)
def test_one_entry_is_told_once(rows: list[LinkedStatement], entries: dict[str, str]) -> None:
    for order in permutations(rows):
        found = entries_once(HOLDER, order)
        assert {t.statement.id: "".join(by) for t, by in found} == entries
        for told, by in found:
            said = {name for r in rows if r.statement.id in by for name in r.statement.values}
            assert said == set(told.statement.values), "nothing that any of them says is lost"


@pytest.mark.parametrize(
    ("rows", "entries", "conflicting"),
    [
        (
            [("t", "x", 600, {}), ("a", "y", 200, {"subscribed_on": "2030"}), ("b", "y", 400, {"subscribed_on": "2031"})],
            "t",
            "",
        ),
        (
            [("t", "x", 600, {}), ("a", "y", 200, {"subscribed_on": "2030"}), ("b", "y", 300, {"subscribed_on": "2031"})],
            "t",
            "t",
        ),
        (
            [("t", "x", 600, {}), ("a", "x", 200, {"subscribed_on": "2030"}), ("b", "x", 400, {"subscribed_on": "2031"})],
            "tab",
            "",
        ),
        ([("t", "x", 600, {}), ("a", "y", 200, {}), ("b", "y", 400, {})], "tab", ""),
        (
            [("t", "x", 100, {}), ("a", "y", 200, {"subscribed_on": "2030"}), ("b", "y", 400, {"subscribed_on": "2031"})],
            "tab",
            "",
        ),
        (
            [("t", "x", 600, {}), ("a", "y", 200, {"subscribed_on": "2030"}), ("b", "z", 400, {"subscribed_on": "2031"})],
            "tab",
            "",
        ),
        (
            [("t", "x", 600, {"subscribed_form": "货币"}), ("a", "y", 200, {"subscribed_form": "实物"}), ("b", "y", 400, {})],
            "tab",
            "",
        ),
        ([("a", "x", 600, {"holder_type": "自然人"}), ("b", "y", 600, {"holder_type": "自然人股东"})], "a", ""),
        ([("a", "x", 600, {"share_class": "甲类"}), ("b", "y", 600, {"share_class": "乙类"})], "ab", ""),
    ],
)
def test_a_total_does_not_add_to_its_instalments_nor_a_word_for_the_holder_make_an_entry(
    rows: list[tuple[str, str, int, dict[str, Any]]], entries: str, conflicting: str
) -> None:
    """By rows (name, document, subscribed, what else they say): the rows that count, and the total that others contradict."""
    told = [row(name, batch, subscribed=amount, subscribed_currency="CNY", **more) for name, batch, amount, more in rows]
    for order in permutations(told):
        found = entries_once(SHAREHOLDER, order)
        assert sorted(t.statement.id for t, _ in found) == sorted(entries)
        assert [ids[0] for _, ids in contradicted(SHAREHOLDER, order)] == list(conflicting)
        if entries == "t" and not conflicting:
            assert set(found[0][1]) == {"t", "a", "b"}, "its instalments tell it too"


def test_what_the_instalments_say_beside_the_total_is_kept() -> None:
    total = row("t", "x", subscribed=600, subscribed_currency="CNY")
    parts = [
        row(
            name,
            "y",
            subscribed=part,
            paid=part / 2,
            paid_currency="CNY",
            subscribed_currency="CNY",
            subscribed_form="货币",
            subscribed_on=day,
        )
        for name, part, day in (("a", 200, "2030-01-01"), ("b", 400, "2031-01-01"))
    ]
    ((found, _),) = entries_once(SHAREHOLDER, [total, *parts])
    assert dict(found.besides) == {"paid": 300, "paid_currency": "CNY", "subscribed_form": "货币"}


HELD: dict[str, Any] = {"holder_type": "自然人股东"}
PARTS = st.lists(st.integers(1, 4), max_size=3)


@given(PARTS, PARTS, st.sampled_from([("x", "y", "z"), ("x", "y", "y")]), st.booleans(), st.randoms(use_true_random=False))
def test_totals_of_two_figures_count_once_beside_the_instalments_of_each(
    subscribed: list[int], paid: list[int], documents: tuple[str, str, str], dated: bool, order: Any
) -> None:
    """The lists of a nested document, each loaded by itself: a holder's totals, what falls due when, what was paid in when."""
    outer, due, done = documents
    told = [("subscribed", n, amount, due) for n, amount in enumerate(subscribed)]
    told += [("paid", n, amount, done) for n, amount in enumerate(paid)]
    rows = []
    for figure, n, amount, batch in told:
        said: dict[str, Any] = {figure: amount, f"{figure}_form": ("货币", "实物", "土地使用权")[n]}
        if dated:
            said[f"{figure}_on"] = f"2020-0{n + 1}-01"
        rows.append(row(f"{figure}{n}", batch, **HELD, **said))
    totals: dict[str, Any] = {name: sum(parts) for name, parts in (("subscribed", subscribed), ("paid", paid)) if parts}
    rows.append(row("total", outer, **HELD, **totals))
    order.shuffle(rows)
    found = entries_once(SHAREHOLDER, rows)
    for name, parts in (("subscribed", subscribed), ("paid", paid)):
        assert sum(int(str(t.statement.values.get(name, 0))) for t, _ in found) == sum(parts), name
    assert sorted(by for _, ids in found for by in ids) == sorted(t.statement.id for t in rows)
    assert not list(contradicted(SHAREHOLDER, rows))
