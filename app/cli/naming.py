"""What a user means by a name: a category by its name or title, a party by its only name, and what was meant by a near miss."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app.cli.common import say
from app.errors import InputError, NotFound
from app.questions.codes import codes, identifier
from app.questions.registry.categories import category_called, near_categories
from app.questions.registry.nearest import SUGGESTED
from models.answers.search import Match
from models.catalogue import Catalogue, Category

if TYPE_CHECKING:
    from app.answers import Viewpoint
    from app.questions import Questions


def category_named(catalogue: Catalogue, text: str) -> Category:
    """The category of this name, or of this title in Chinese or English.

    Raises:
        InputError: there is none; with those whose name or title is near.
    """
    if (found := category_called(catalogue, text)) is not None:
        return found
    near = [f"{category.name} ({category.title.zh})" for category in near_categories(catalogue, text)]
    meant = f"did you mean {', '.join(near)}?" if near else "see `quanjing catalogue list`"
    raise InputError(f"the catalogue has no category {text!r}; {meant}", parameter="category")


def is_name(text: str) -> bool:
    """Whether a text is neither an identifier with its scheme nor in the form of a code."""
    return ":" not in text and len(codes(text)) == 1


async def parties_named(questions: "Questions", texts: Iterable[str], asked: "Viewpoint") -> list[str]:
    """The identifiers of the parties that texts mean, as `party_named`, asked as an inquiry is."""
    how = (asked.caller, asked.as_of, asked.known_at, asked.view)
    return [await party_named(questions, text, *how) for text in texts]


async def party_named(questions: "Questions", text: str, *how: Any) -> str:
    """The identifier of the party that a text means: a code, or the name of one party alone, which is then said.

    `how` is the caller and the times as `Questions.answer` takes them.

    Raises:
        NotFound: no party or several bear the name; with those that a search finds.
    """
    if not is_name(text):
        return identifier(text)
    items = (await questions.answer("search.parties", *how, text=text, limit=SUGGESTED))["items"]
    exact = [one for one in items if one["match"] in (Match.IDENTIFIER, Match.NAME)]
    meant = [one for one in exact if "formerly" not in one] or exact
    if len(meant) == 1:
        say(f"{text}: taken for {meant[0]['id']}")
        return str(meant[0]["id"])
    if not items:
        raise NotFound(f"no party is called {text}; try `quanjing search` with a part of the name")
    listed = "; ".join(f"{one['name'] or ''} {one['id']}".strip() for one in items)
    raise NotFound(f"{text} is not the name of one party alone; did you mean {listed}? `quanjing search {text}` finds more")
