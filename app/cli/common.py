"""What commands share: options, the graph, and where output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from app.cli.language.messages import in_words
from app.harmless import harmless

if TYPE_CHECKING:
    from pathlib import Path

    from app.engine import Engine
    from app.settings import Settings
    from models.catalogue import Catalogue

T = TypeVar("T")
HIGHEST = 3
"""The level of a caller who may see everything."""
PARTY = "An identifier `scheme:value`, a bare code, or a name that only one party bears."
Party = Annotated[str, typer.Argument(metavar="PARTY", help=PARTY)]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Level = Annotated[int, typer.Option("--level", min=0, max=3, help="Highest level shown; 0 is the public's.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day asked about (YYYY-MM-DD); default today.")]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", help="What was known at this tick or moment, or by the end of this day; default now."),
]
ViewName = Annotated[str, typer.Option("--view", help="strict, or probable (likely names count too; not for level 0).")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=200, help="How many items are shown.")]
CursorText = Annotated[str | None, typer.Option("--cursor", help="The `next` of the page before.")]


def say(message: str) -> None:
    """A message, on standard error in the user's language, with nothing in it that a terminal obeys."""
    beside(harmless(in_words(message)) + "\n")


def beside(text: str) -> None:
    """Write to standard error, if somebody reads it: it has nowhere else to go, and the exit code tells the rest."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()


def put(text: str) -> None:
    """A line of the answer, on standard output, with nothing in it that a terminal obeys."""
    with written():
        print(harmless(text), flush=True)


def put_json(document: Any) -> None:
    """The answer as one JSON document."""
    import orjson

    with written():
        sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
        sys.stdout.flush()


def put_bytes(content: bytes) -> None:
    """The answer as a file, byte by byte.

    Raises:
        InputError: it is no text, and standard output is a terminal.
    """
    from app.errors import InputError

    if sys.stdout.isatty() and not _is_text(content):
        raise InputError("the output is binary, which is not for a terminal: give --out FILE, or direct it elsewhere")
    with written():
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


@contextmanager
def written() -> Iterator[None]:
    """Where standard output takes no more, say that it is that; whoever closed it, as `head` does, has read enough."""
    try:
        yield
    except BrokenPipeError:
        close_output()
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from None


def close_output() -> None:
    """Let the rest of standard output go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    import asyncio

    return asyncio.run(work)


@cache
def known_catalogue() -> Catalogue:
    """The packaged catalogue for who reads no files: it is not checked how they spell their headers, which takes long."""
    return catalogue_here(headers=False)


def catalogue_here(*, headers: bool = True, settings: Settings | None = None) -> Catalogue:
    """The packaged catalogue with the approvals of the settings; `headers`: checked how it spells its headers."""
    from app.settings import read_settings
    from loaders.catalogue.approved import with_approvals
    from loaders.catalogue.files import read_catalogue

    return with_approvals(read_catalogue(headers=headers), (settings or read_settings()).approve_first)


@asynccontextmanager
async def open_graph(settings: Settings | None = None, *, create: bool = False) -> AsyncIterator[tuple[Engine, Catalogue]]:
    """The graph of the settings with its schema, and the packaged catalogue; says which graph it is.

    Raises:
        GraphUnavailable: it does not answer; or there is none, and none is to be created.
    """
    from app.engine import apply_schema, connect, place_of
    from app.settings import read_settings

    settings = settings or read_settings()
    catalogue = catalogue_here(headers=create, settings=settings)
    engine = await connect(settings, create=create)
    try:
        say(f"graph: {place_of(settings)}")
        await apply_schema(engine, catalogue)
        yield engine, catalogue
    finally:
        await engine.close()


def close_home(home: Path) -> None:
    """Close the folders of a home to others, and say which were open."""
    from app.home import keep_private

    for folder in keep_private(home):
        say(f"{folder} was open to other users of this machine: it is now for its user alone (0700)")


def loader_of(
    engine: Engine, catalogue: Catalogue, settings: Settings, holder: str, wait: float = 0.0, *, rederiving: bool = False
) -> Any:
    """A loader under the writer lease, as an asynchronous context manager; `rederiving` as of `loader`."""
    from loaders.load.run import loader

    return loader(
        engine,
        catalogue,
        secret=settings.key.encode(),
        rejects=settings.home / "rejects",
        keep=settings.rejects_days,
        changes_days=settings.changes_days,
        holder=holder,
        ttl=settings.lease_seconds,
        wait=wait,
        words=in_words,
        rederiving=rederiving,
    )


async def ask(
    name: str,
    level: int,
    as_of: str | None,
    known_at: str | None,
    view: str,
    *,
    party: str | None = None,
    **params: Any,
) -> dict[str, Any]:
    """The answer to a question, of the graph of the settings; `party` is whom it is about, by a code or its only name."""
    from app.cli.acting import caller_here
    from app.cli.language.speaking import note_moment
    from app.cli.naming import party_named
    from app.questions import Questions

    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        how = (caller_here(level), as_of, known_at, view)
        if party is not None:
            params["party_id"] = await party_named(questions, party, *how)
        answer = await questions.answer(name, *how, **params)
        await note_moment(engine, answer["known_at"], answer["tick"])
        return answer
