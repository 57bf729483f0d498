"""Commands on batches: list, show, withdraw."""

import sys
from typing import Annotated

import typer

from app.cli.common import (
    HIGHEST,
    CursorText,
    Json,
    Level,
    Limit,
    ask,
    known_catalogue,
    loader_of,
    open_graph,
    put,
    put_json,
    run,
    say,
)
from app.cli.language.help import CommandsOf
from app.cli.language.messages import in_words
from app.cli.language.speaking import spoken
from app.cli.naming import category_named
from app.cli.text import record_text
from app.errors import InputError, NotFound
from app.settings import read_settings

batches_app = CommandsOf("What has been loaded.")
Batch = Annotated[str, typer.Argument(metavar="BATCH", help="Its id, as `quanjing batches list` gives it.")]


@batches_app.command("list")
def batches_list(
    category: Annotated[str | None, typer.Option("--category", help="Those of one category, by its name or title.")] = None,
    level: Level = 0,
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """Batches, the latest first; from level 2 on also open and withdrawn ones, with their counts."""
    name = category_named(known_catalogue(), category).name if category else None
    answer = run(ask("batches.list", level, None, None, "strict", category=name, limit=limit, cursor=cursor))
    if json:
        put_json(answer)
        return
    for b in answer["items"]:
        put(record_text.batch_line(b, known_catalogue()))
    say(record_text.listing(answer))


@batches_app.command("show")
def batches_show(batch: Batch, level: Level = 0, json: Json = False) -> None:
    """One batch; from level 2 on with its receipt."""
    answer = run(ask("batches.show", level, None, None, "strict", batch=batch))
    if json:
        put_json(record_text.batch_document(answer))
        return
    for line in record_text.batch(answer, known_catalogue()):
        put(line)


@batches_app.command("withdraw")
def withdraw(
    batch: Batch,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
    json: Json = False,
) -> None:
    """Believe a batch no more, for good; its document can come back only with `load --reissue`."""
    if not yes and not _confirmed(batch):
        say("not withdrawn")
        raise typer.Exit(1)
    count = run(_withdraw(batch))
    if json:
        put_json({"batch": batch, "statements": count})
    else:
        put(spoken()("batch_gone", batch=batch, n=count))


def _confirmed(batch: str) -> bool:
    """Whether the user agrees, having been shown what would go; where nobody can be asked, --yes must be given."""
    if not sys.stdin.isatty():
        raise InputError("withdrawing a batch is for good: give --yes where nobody can be asked")
    try:
        card = run(ask("batches.show", HIGHEST, None, None, "strict", batch=batch))
        what = record_text.batch_line(card, known_catalogue()).partition("\t")[2].replace("\t", "  ")
    except NotFound:
        what = "nothing of this batch is loaded yet; withdrawn now, it stays out"
    say(f"{batch}: {what}")
    return bool(typer.confirm(in_words("Withdraw it for good?"), default=False, err=True))


async def _withdraw(batch: str) -> int:
    settings = read_settings()
    async with open_graph(settings) as (engine, catalogue), loader_of(engine, catalogue, settings, "withdraw") as loader:
        return int(await loader.keeper.withdraw_batch(batch))
