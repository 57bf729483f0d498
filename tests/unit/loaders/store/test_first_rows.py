"""Of new categories only what was written is looked for."""

import asyncio
from typing import Any

from loaders.store.first_rows import FirstRows
from loaders.store.graph import GraphStore
from loaders.transaction import Derived, Grouped
from tests.support.worlds.small import SMALL


class Graph:
    """A transaction that takes whatever is written."""

    async def run(self, text: str, params: Any = None) -> list[dict[str, Any]]:
        return []


def test_nothing_is_known_of_categories_that_were_there_before() -> None:
    first = FirstRows()
    assert not first.lacks("penalty", "s1")
    first.begin(["licence"])
    assert not first.lacks("penalty", "s1")


def test_what_was_written_of_a_new_category_is_looked_for() -> None:
    first = FirstRows()
    first.begin(["licence"])
    assert first.lacks("licence", "s1")
    first.wrote(["s1", None])
    assert not first.lacks("licence", "s1")
    assert first.lacks("licence", "s2")


def test_what_was_written_before_another_category_came_is_still_known() -> None:
    first = FirstRows()
    first.begin(["licence"])
    first.wrote(["s1"])
    first.begin(["penalty"])
    assert not first.lacks("licence", "s1")
    assert first.lacks("penalty", "s2")


def test_groups_lists_and_places_of_what_is_derived_are_noted() -> None:
    first = FirstRows()
    first.begin(["penalty"])
    store = GraphStore(Graph(), SMALL, 1, first=first)
    keys = ["group", "list", "place"]
    assert all(store.lacks("penalty", key) for key in keys)
    asyncio.run(store.write_derived(Derived(grouped=[Grouped("s", "group", "list", "anchor", "place")])))
    assert not any(store.lacks("penalty", key) for key in keys)
