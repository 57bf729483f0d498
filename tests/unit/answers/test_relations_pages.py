"""Cursors of relations: a page goes on where the last one ended, on its day, and with nothing but its own question."""

import base64
from dataclasses import replace

import orjson
import pytest

from app.analytics.relations.pairs import RelationsAsked, best_paths
from app.answers.relations_pages import next_page, place_of
from app.errors import InputError
from app.questions.cursor import Cursor
from models.answers.network import Why
from tests.unit.analytics.graphs import graph

ASKED = RelationsAsked(("c", "b", "a"), page_paths=1)


def cursor() -> str:
    page = best_paths(graph("a-b b-c"), ASKED)
    assert (page.searched, page.total, page.next) == (1, 3, None)
    found = next_page(ASKED, page, "2026-01-01", 7)
    assert found is not None
    return found


def test_a_cursor_says_where_to_go_on_and_on_which_day() -> None:
    place = place_of(ASKED, cursor())
    assert place == Cursor([1], "2026-01-01", 7)
    assert place_of(replace(ASKED, page_paths=2), cursor()) == place, "how much a page holds changes no order"


def test_the_last_page_has_none() -> None:
    assert next_page(ASKED, best_paths(graph("a-b b-c"), ASKED, start=2), "2026-01-01", 7) is None


@pytest.mark.parametrize(
    "other",
    [
        RelationsAsked(("a", "b")),
        replace(ASKED, hops=2),
        replace(ASKED, paths=4),
        replace(ASKED, exclude=frozenset({"INVESTS_IN"})),
        replace(ASKED, through=frozenset({Why.HUB})),
    ],
)
def test_a_cursor_goes_with_no_other_relations(other: RelationsAsked) -> None:
    with pytest.raises(InputError, match="another list"):
        place_of(other, cursor())


@pytest.mark.parametrize("after", [[], [-1], ["1"], [1, 2]])
def test_a_place_that_no_page_ended_with_is_refused(after: list[object]) -> None:
    mark, _, *rest = orjson.loads(base64.urlsafe_b64decode(cursor() + "=="))
    for raw in (orjson.dumps([mark, after, *rest]), b"none"):
        with pytest.raises(InputError, match="none that was given out"):
            place_of(ASKED, base64.urlsafe_b64encode(raw).decode())
