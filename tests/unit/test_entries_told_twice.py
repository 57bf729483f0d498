"""Entries of a list that two documents tell count once; those of one document add up."""

from itertools import permutations

import pytest

from loaders.entries import told_once
from models.facts import Arrival, Told
from models.statements import Action, Scalar, Statement
from tests.support.small import HOLDER


def row(name: str, batches: str, day: str = "2024-01-01", **values: Scalar) -> Told:
    """A row told in these batches, a letter each."""
    statement = Statement(name, "holder", "甲", ("@enterprise", "@holder"), day, 0, Action.STATE, 0, values)
    return Told(statement, tuple(Arrival(b, "line 2", 1) for b in batches), {})


@pytest.mark.parametrize(
    ("rows", "entries"),
    [
        ([row("a", "x", share=0.6), row("b", "y", share=0.6, form="货币")], {"b": "ba"}),
        ([row("a", "x", share=0.6, kind="法人"), row("b", "y", share=0.6, form="货币", due="2030")], {"b": "ba"}),
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
def test_one_entry_is_told_once(rows: list[Told], entries: dict[str, str]) -> None:
    for order in permutations(rows):
        found = told_once(HOLDER, order)
        assert {t.statement.id: "".join(by) for t, by in found} == entries
        for told, by in found:
            said = {name for r in rows if r.statement.id in by for name in r.statement.values}
            assert said == set(told.statement.values), "nothing that any of them says is lost"
