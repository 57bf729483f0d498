"""Pages of relations: the cursor with which the next page is asked for, and the place that a cursor stands for."""

from typing import Any

from app.analytics.relations.pairs import RelationsAsked
from app.errors import InputError
from app.questions.cursor import Cursor, read_cursor, write_cursor
from models.answers.relations import Relations

_LIST = "relations"


def place_of(asked: RelationsAsked, cursor: str) -> Cursor:
    """The place where a page begins: how many pairs were searched before it, and the day and tick of the first page.

    Raises:
        InputError: it is no cursor, or one of other relations.
    """
    place = read_cursor(_LIST, _bound_to(asked), cursor)
    if len(place.after) != 1 or type(place.after[0]) is not int or place.after[0] < 0:
        raise InputError("cursor is none that was given out", parameter="cursor")
    return place


def next_page(asked: RelationsAsked, page: Relations, as_of: str, known_at: int) -> str | None:
    """The cursor of the page after this one, at its day and tick; None where all pairs were searched."""
    if page.searched >= page.total:
        return None
    return write_cursor(_LIST, _bound_to(asked), Cursor([page.searched], as_of, known_at))


def _bound_to(asked: RelationsAsked) -> dict[str, Any]:
    """All that changes the order of the answer: a cursor goes with no other relations."""
    return {
        "parties": list(asked.parties),
        "hops": asked.hops,
        "paths": asked.paths,
        "exclude": sorted(asked.exclude),
        "through": sorted(asked.through),
        "rules": [asked.rules.name, asked.rules.version],
    }
