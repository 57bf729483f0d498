"""What Python adds to the rows of some questions: titles, order, cursors and the reasons for what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.errors import NotFound, QuestionError
from app.questions.cursor import Cursor, write_cursor
from app.questions.loaded import Key, Loaded
from app.questions.visible import Visibility
from models.answers.parts import View
from models.caller import Caller
from models.catalogue import Catalogue, Category


@dataclass(slots=True)
class QuestionContext:
    """One asking of a question: who, as of when, with which parameters; after the round trip also at which tick."""

    question: str
    catalogue: Catalogue
    visibility: Visibility
    loaded: Loaded
    caller: Caller
    view: View
    as_of: str
    known_at: int
    params: dict[str, Any]
    after: list[Any] | None = None
    stamp: dict[str, Any] = field(default_factory=dict)

    def arrive(self, tick: int, settling: bool) -> None:
        """Keep what the graph said of itself."""
        self.stamp = {
            "as_of": self.as_of,
            "known_at": min(self.known_at, tick),
            "tick": tick,
            "view": str(self.view),
            "settling": settling,
        }

    @property
    def loaded_key(self) -> Key:
        """What the state of loading depends on."""
        return (self.caller.level, self.caller.today, self.as_of, self.known_at)

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
        """The cursor of what follows `after`, at this day and tick."""
        asked = {k: v for k, v in self.params.items() if k != "cursor"}
        return write_cursor(self.question, asked, Cursor(after, self.as_of, self.stamp["known_at"]))

    def page(self, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str | None]:
        """The rows of a page, one more of which was fetched to see whether another follows; each has its place under `at`."""
        limit = self.params["limit"]
        if len(rows) <= limit:
            return rows, None
        return rows[:limit], self.cursor(rows[limit - 1]["at"])

    def one(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """The only row.

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
        """A list as every answer gives it."""
        return self.stamp | {"items": items, "shown": len(items), "total": total, "incomplete": [], "next": following}


Preparer = Callable[[dict[str, Any]], dict[str, Any]]
PREPARERS: dict[str, Preparer] = {}
"""By question: what makes its derived parameters of those given."""
Finisher = Callable[[QuestionContext, list[dict[str, Any]]], dict[str, Any]]
FINISHERS: dict[str, Finisher] = {}
"""By question. Filled by the modules that hold them (see app.questions.runner)."""


def finishes(name: str) -> Callable[[Finisher], Finisher]:
    """Mark a function as what completes the rows of a question."""

    def keep(function: Finisher) -> Finisher:
        FINISHERS[name] = function
        return function

    return keep


def prepares(name: str) -> Callable[[Preparer], Preparer]:
    """Mark a function as what makes the derived parameters of a question."""

    def keep(function: Preparer) -> Preparer:
        PREPARERS[name] = function
        return function

    return keep
