"""Completes the rows of some questions in Python: titles, order, cursors and the reasons for what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.errors import NotFound, QuestionError
from app.questions.cursor import Cursor, write_cursor
from app.questions.loaded import Days
from app.questions.visible import Visibility
from models.answers.parts import View
from models.caller import Caller
from models.catalogue import Catalogue, Category


@dataclass(slots=True)
class QuestionContext:
    """One call of a question: its caller, times, view and parameters; after the round trip also the answer's tick (`stamp`),
    and for finishers that need it the state of loading (`loaded`)."""

    question: str
    catalogue: Catalogue
    visibility: Visibility
    caller: Caller
    view: View
    as_of: str
    known_at: int
    params: dict[str, Any]
    after: list[Any] | None = None
    stamp: dict[str, Any] = field(default_factory=dict)
    loaded: Days = field(default_factory=dict)

    def arrive(self, tick: int, settling: bool) -> None:
        """Store in `stamp` the answer's tick, and whether the graph is settling (statements wait to be derived)."""
        self.stamp = {
            "as_of": self.as_of,
            "known_at": min(self.known_at, tick),
            "tick": tick,
            "view": str(self.view),
            "settling": settling,
        }

    def category(self, name: str) -> Category:
        """A category of the catalogue.

        Raises:
            NotFound: there is none of this name.
        """
        try:
            return self.catalogue[name]
        except KeyError:
            raise NotFound("the catalogue has no such category") from None

    def cursor(self, after: list[Any]) -> str:
        """The cursor of the page that follows the place `after`, at this day and tick."""
        params = {k: v for k, v in self.params.items() if k != "cursor"}
        return write_cursor(self.question, params, Cursor(after, self.as_of, self.stamp["known_at"]))

    def page(self, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str | None]:
        """The rows of a page, one more of which was fetched to see whether another follows; each has its place under `at`."""
        limit = self.params["limit"]
        if len(rows) <= limit:
            return rows, None
        return rows[:limit], self.cursor(rows[limit - 1]["at"])

    def one(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """The only row of `rows`.

        Raises:
            NotFound: there is none.
            QuestionError: there are several.
        """
        if not rows:
            raise NotFound("nothing is known of this")
        if len(rows) > 1:
            raise QuestionError("the question gave several rows where it has one answer")
        return rows[0]

    def listing(self, items: list[dict[str, Any]], total: int, following: str | None = None) -> dict[str, Any]:
        """A list in the form of every answer: `items`, `shown`, `total`, `incomplete`, `next` and the stamp."""
        return self.stamp | {"items": items, "shown": len(items), "total": total, "incomplete": [], "next": following}


Preparer = Callable[[dict[str, Any]], dict[str, Any]]
PREPARERS: dict[str, Preparer] = {}
"""By question name: the function that derives further parameters from the given ones."""
Finisher = Callable[[QuestionContext, list[dict[str, Any]]], dict[str, Any]]
FINISHERS: dict[str, Finisher] = {}
"""By question name: the function that completes its rows. Filled by the modules that define them (see app.questions.runner)."""
NEEDS_LOADED: set[str] = set()
"""Questions whose finishers need the state of loading."""


def finishes(name: str, *, loaded: bool = False) -> Callable[[Finisher], Finisher]:
    """Register a function that completes the rows of the question `name`; `loaded`: it needs the state of loading."""
    if loaded:
        NEEDS_LOADED.add(name)

    def register(function: Finisher) -> Finisher:
        FINISHERS[name] = function
        return function

    return register


def prepares(name: str) -> Callable[[Preparer], Preparer]:
    """Register a function that makes the derived parameters of the question `name`."""

    def register(function: Preparer) -> Preparer:
        PREPARERS[name] = function
        return function

    return register
