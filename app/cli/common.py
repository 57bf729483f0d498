"""What commands share: options, the engine, and where output goes."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Annotated, Any, TypeVar

import orjson
import typer

from app.engine import Engine, apply_schema, connect
from app.harmless import harmless
from app.questions import Questions
from app.settings import Settings, read_settings
from loaders.catalogue.files import read_catalogue
from models.caller import Caller
from models.catalogue import Catalogue

T = TypeVar("T")
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


def say(text: str) -> None:
    """A message, on standard error, with nothing in it that a terminal obeys."""
    with suppress(OSError):  # it has nowhere else to go, and the exit code tells the rest
        print(harmless(text), file=sys.stderr, flush=True)


def put(text: str) -> None:
    """A line of the answer, on standard output, with nothing in it that a terminal obeys."""
    with written():
        print(harmless(text), flush=True)


def put_json(document: Any) -> None:
    """The answer as one JSON document."""
    with written():
        sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
        sys.stdout.flush()


@contextmanager
def written() -> Iterator[None]:
    """Where standard output takes no more, say that it is that."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(work)


@asynccontextmanager
async def open_graph(settings: Settings | None = None) -> AsyncIterator[tuple[Engine, Catalogue]]:
    """The graph of the settings with its schema, and the packaged catalogue."""
    catalogue = read_catalogue()
    engine = await connect(settings or read_settings())
    try:
        await apply_schema(engine, catalogue)
        yield engine, catalogue
    finally:
        await engine.close()


async def ask(
    name: str | Callable[[Catalogue], tuple[str, dict[str, Any]]],
    level: int,
    as_of: str | None,
    known_at: str | None,
    view: str,
    **params: Any,
) -> dict[str, Any]:
    """The answer to a question, of the graph of the settings; the name may depend on the catalogue."""
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine)
        if not isinstance(name, str):
            name, more = name(catalogue)
            params |= more
        return await questions.answer(name, Caller(level=level), as_of, known_at, view, **params)
