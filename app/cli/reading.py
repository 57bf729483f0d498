"""Commands that read: ask, portrait, search, records, catalogue, batches, check."""

from typing import Annotated, Any

import typer

from app.api.catalogue import card, question_card
from app.cli import text
from app.cli.common import AsOf, CursorText, Json, KnownAt, Level, Limit, ViewName, ask, open_graph, put, put_json, run, say
from app.cli.progress import Progress
from app.engine import now_tick
from app.errors import InputError
from app.questions import Questions
from app.questions.codes import identifier
from app.questions.listings import records_question
from app.settings import read_settings
from loaders.catalogue.files import read_catalogue
from models.checked import Checked

catalogue_app = typer.Typer(help="What may be recorded.", no_args_is_help=True, rich_markup_mode=None)
batches_app = typer.Typer(help="What has been loaded.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (ask_question, portrait, search, records, check):
        app.command(command.__name__.removesuffix("_question"))(command)
    app.add_typer(catalogue_app, name="catalogue")
    app.add_typer(batches_app, name="batches")


def ask_question(
    question: str,
    params: Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE…")] = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """Ask a question; without one of that name, the questions are listed. The answer is always JSON."""
    given: dict[str, Any] = {}
    for param in params or []:
        key, sign, value = param.partition("=")
        if not sign or key in {"name", "level", "as_of", "known_at", "view"}:
            raise InputError(f"{param!r} is not key=value of the question")
        given[key] = value
    if question == "list":
        put_json(run(_question_cards()))
    else:
        put_json(run(ask(question, level, as_of, known_at, view, **given)))


async def _question_cards() -> list[dict[str, Any]]:
    async with open_graph() as (engine, catalogue):
        return [question_card(q) for q in Questions(catalogue, engine).all.values()]


def portrait(
    party_id: Annotated[str, typer.Argument(help="An identifier `scheme:value`, or a bare code.")],
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Everything the record says of a party."""
    answer = run(ask("portrait.party", level, as_of, known_at, view, party_id=identifier(party_id), limit=limit))
    if json:
        put_json(answer)
        return
    for line in text.portrait(answer, read_catalogue()):
        put(line)


def search(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="Any identifier, or a name or its beginning.")],
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """Find parties by identifier or name, former names included."""
    answer = run(ask("search.parties", level, as_of, known_at, view, text=words, limit=limit, cursor=cursor))
    if json:
        put_json(answer)
        return
    for line in text.found(answer):
        put(line)
    say(text.listing(answer))


def records(
    party_id: str,
    category: Annotated[str, typer.Option("--category", help="A category of the catalogue.")],
    direction: Annotated[str | None, typer.Option(help="about or issued_by for records, in or out for relationships.")] = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """All facts of one category about a party, the latest first."""
    answer = run(
        ask(
            lambda catalogue: records_question(catalogue, category, direction),
            level,
            as_of,
            known_at,
            view,
            party_id=identifier(party_id),
            limit=limit,
            cursor=cursor,
        )
    )
    if json:
        put_json(answer)
        return
    for one in answer["items"]:
        put(text.item(one, read_catalogue()))
    say(text.listing(answer))


def check(
    deep: Annotated[bool, typer.Option("--deep", help="Work out anew all that is kept, and name what differs.")] = False,
    digest: Annotated[bool, typer.Option("--digest", help="Tell the digest of what the graph believes now.")] = False,
    json: Json = False,
) -> None:
    """Check settings, catalogue, questions and the graph."""
    settings = read_settings()
    for notice in settings.notices:
        say(notice)
    answer = run(_checked(deep, digest or deep))
    if json:
        put_json(answer.model_dump(mode="json", exclude_none=True))
    else:
        for line in text.checked(answer):
            put(line)
    if answer.differing:
        raise typer.Exit(1)


async def _checked(deep: bool, digest: bool) -> Checked:
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine)
        tick = await now_tick(engine)
        answer = Checked(
            categories=len(catalogue.categories), questions=len(questions.all), engine=engine.capabilities.name, tick=tick
        )
        if not digest:
            return answer
        from loaders.upkeep.deep_check import deep_check
        from loaders.upkeep.digest_graph import graph_digest

        answer = answer.model_copy(update={"digest": await graph_digest(engine)})
        if not deep:
            return answer
        with Progress("check") as progress:
            found = await deep_check(engine, catalogue, progress=progress)
        settling = (await questions.answer("catalogue.loaded"))["settling"]
        return answer.model_copy(
            update={
                "statements": found.statements,
                "facts": found.facts,
                "identifiers": found.identifiers,
                "differing": tuple(found.differing),
                "differing_total": found.total,
                "settling": settling,
                "moved": await now_tick(engine) != tick,
            }
        )


@catalogue_app.command("list")
def catalogue_list(json: Json = False) -> None:
    """All record categories."""
    categories = read_catalogue().categories.values()
    if json:
        put_json([card(c) for c in categories])
        return
    for c in categories:
        put(f"{c.name}\t{c.title.zh}\t{c.title.en}\t{c.display_class}\t{'edge' if c.edge else 'record'}\tlevel {c.level}")


@catalogue_app.command("show")
def catalogue_show(name: str, json: Json = False) -> None:
    """One category: its properties, and the headers they are read from."""
    category = _category(name)
    if json:
        put_json(category.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return
    put(
        f"{category.name}: {category.title.zh} {category.title.en} ({category.display_class}, {category.mode}, {category.time})"
    )
    for p in category.properties:
        marks = [str(p.type), *(["required"] if p.required else []), *([f"level {p.level}"] if p.level else [])]
        heads = [h if isinstance(h, str) else h.header for h in category.source.get(p.name, ())]
        put(f"  {p.name}\t{p.title.zh}\t{', '.join(marks)}\t{'、'.join(heads)}")


@catalogue_app.command("template")
def catalogue_template(
    name: str, language: Annotated[str, typer.Option(help="zh for Chinese headers, en for property names.")] = "zh"
) -> None:
    """The header row of a CSV file for a category, ready to be filled in."""
    category = _category(name)
    heads = [p.title.zh if language == "zh" else p.name for p in category.properties]
    put(",".join(["_provider", "_day", *heads]))


def _category(name: str) -> Any:
    found = read_catalogue().categories.get(name)
    if found is None:
        raise InputError(f"the catalogue has no category {name!r}; see `quanjing catalogue list`")
    return found


@batches_app.command("list")
def batches_list(
    category: Annotated[str | None, typer.Option("--category")] = None,
    level: Level = 0,
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """Batches, the latest first; above level 0 also open and withdrawn ones, with their counts."""
    answer = run(ask("batches.list", level, None, None, "strict", category=category, limit=limit, cursor=cursor))
    if json:
        put_json(answer)
        return
    for b in answer["items"]:
        shown = ("batch", "state", "category", "document", "loaded_at", *(["remark"] if "remark" in b else []))
        put("\t".join(str(b.get(k, "")) for k in shown))
    say(text.listing(answer))


@batches_app.command("show")
def batches_show(batch: str, level: Level = 0, json: Json = False) -> None:
    """One batch; above level 0 with its receipt."""
    answer = run(ask("batches.show", level, None, None, "strict", batch=batch))
    if json:
        put_json(answer)
        return
    for key, value in answer.items():
        put(f"{key}: {value}")
