"""The command changes: the parties whose facts changed."""

from typing import Annotated, Any

import typer

from app.changes.reading import ChangeFeed, Wanted
from app.cli.common import Json, Level, Limit, open_graph, put, put_json, run, say
from app.cli.language.messages import Language, language
from app.cli.naming import category_named, party_named
from app.questions import Questions
from app.settings import read_settings
from models.caller import Caller
from models.catalogue import Catalogue
from models.changes import Change, Changes

Since = Annotated[
    str | None,
    typer.Option("--since", help="The cursor of the page before, `latest`, or a moment or day; default: all that is kept."),
]


def changes(
    since: Since = None,
    category: Annotated[list[str] | None, typer.Option("--category", help="Only these, by name or title.")] = None,
    party: Annotated[list[str] | None, typer.Option("--party", help="Only changes of these parties.")] = None,
    level: Level = 0,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """The parties whose facts changed since a cursor or a moment, the oldest change first."""
    page, catalogue = run(_page(since, category or [], party or [], Caller(level=level), limit))
    if json:
        put_json(page.model_dump(mode="json"))
        return
    for one in page.items:
        put(_line(one, catalogue))
    say(f"{page.shown} changes{', and there are more' if page.more else ''}; go on with --since {page.next}")


async def _page(
    since: str | None, categories: list[str], parties: list[str], caller: Caller, limit: int
) -> tuple[Changes, Catalogue]:
    settings = read_settings()
    async with open_graph(settings) as (engine, catalogue):
        feed = ChangeFeed(engine, settings.key.encode())
        asked: dict[str, Any] = {"categories": frozenset(category_named(catalogue, one).name for one in categories)}
        if parties:
            questions = Questions(catalogue, engine, ahead=False)
            asked["parties"] = frozenset([await party_named(questions, one, caller, None, None, "strict") for one in parties])
        return await feed.page(caller, await feed.since(caller, since), Wanted(**asked), limit), catalogue


def _line(change: Change, catalogue: Catalogue) -> str:
    zh = language() is Language.ZH
    titles = (catalogue[name].title for name in change.categories)
    told = ("、" if zh else ", ").join(title.zh if zh else title.en for title in titles)
    return f"{change.at[:19]}  {change.party_id}  {told}"
