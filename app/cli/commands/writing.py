"""Commands that write: load, rederive, sample."""

import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import Json, loader_of, open_graph, put, put_json, run, say
from app.cli.language.speaking import spoken
from app.cli.naming import category_named
from app.cli.progress import Progress
from app.cli.text import receipt_text
from app.errors import InputError
from app.harmless import harmless_name
from app.settings import Settings, read_settings
from loaders.catalogue.files import read_catalogue
from models.catalogue import Catalogue, CoverageKind
from models.mapping import table_named
from models.work.receipt import Receipt

if TYPE_CHECKING:
    from app.engine import Engine
    from loaders.load.reading import Reading
    from loaders.load.run import Loader

REFUSED, UNREADABLE = 20, 21
ANY = "auto"


@dataclass(frozen=True, slots=True)
class Given:
    """A file to load, under the name it is called by; `problem` is why it cannot be."""

    path: Path
    name: str
    category: str | None
    problem: str | None = None


def load(
    category: Annotated[
        str, typer.Argument(help="A category by name or title, or `auto`: by the name of each file or its folder.")
    ],
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Files, folders, or - for standard input.")],
    columns: Annotated[
        str | None, typer.Option(help='Foreign headers: property=header,"property=a header, with a comma".')
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping file, kept per provider; see `quanjing mapping draft`.")
    ] = None,
    codes: Annotated[
        str | None, typer.Option(help="What codes mean: property=FILE, whose first column has codes, the second words.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="Who provides, where the rows do not say.")] = None,
    day: Annotated[str | None, typer.Option(help="The day the rows speak of, where they do not say.")] = None,
    coverage: Annotated[CoverageKind | None, typer.Option(help="Whether lists are full, top_n or partial.")] = None,
    complete: Annotated[str | None, typer.Option(help="Declare the register of this division complete.")] = None,
    reissue: Annotated[str | None, typer.Option(help="Load withdrawn bytes again, for this reason.")] = None,
    table: Annotated[
        str | None, typer.Option(help="The one table of a file that is meant: a sheet, a cell, a list of a document.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The one sheet that is meant, alone or with a --table in it.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The encoding of the text, where it is not to be detected.")] = None,
    lenient: Annotated[bool, typer.Option("--lenient", help="Flag wrong check characters instead of refusing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another writer.")] = 0.0,
    json: Json = False,
) -> None:
    """Load files. Refused rows are kept in a file that can be mended and loaded; loading a file again changes nothing."""
    from loaders.check.code_lists import read_code_list
    from loaders.load.mapping_files import read_columns, read_encoding
    from loaders.load.reading import Reading

    lists = {name: read_code_list(Path(file)) for name, file in read_columns(codes or "").items()}
    reading = Reading(
        provider,
        day,
        read_columns(columns or ""),
        lenient,
        coverage,
        complete,
        reissue,
        lists,
        table=table_named(sheet, table),
        encoding=read_encoding(encoding),
    )
    receipts = run(_load(category, files, reading, mapping, dry_run, wait))
    if json:
        documents = [receipt_text.document(r) for r in receipts]
        put_json(documents[0] if len(documents) == 1 else documents)
    else:
        for one in receipts:
            for line in receipt_text.receipt(one):
                put(line)
    every = [one for receipt in receipts for one in receipt.every]
    if any(one.error for one in every):
        raise typer.Exit(UNREADABLE)
    if any(one.rejected for one in every):
        raise typer.Exit(REFUSED)


async def _load(
    category: str, files: list[str], reading: Any, mapping: Path | None, dry_run: bool, wait: float
) -> list[Receipt]:
    from loaders.load.mapping_files import read_mapping

    settings = read_settings()
    with ExitStack() as stack:
        given = list(_given(category, files, known := read_catalogue(), stack))
        if all(one.category is None for one in given):
            return [_refused(one) for one in given]
        mapped = read_mapping(mapping, known.categories) if mapping else None
        readings = {c: mapped.apply(reading, known[c]) if mapped else reading for c in {g.category for g in given} if c}
        async with open_graph(settings, create=True) as (engine, catalogue):
            await _announce(settings, engine)
            async with loader_of(engine, catalogue, settings, "load", wait) as loader:
                receipts = [receipt async for receipt in _in_turn(loader, given, catalogue, readings, dry_run)]
            await _ask_approvals(catalogue, [] if dry_run else receipts)
            return receipts


async def _ask_approvals(catalogue: Catalogue, receipts: list[Receipt]) -> None:
    """Have their providers' approvers decide on records that the public sees only once they are approved."""
    every = (one for receipt in receipts for one in receipt.every)
    held = [one for one in every if one.brought and catalogue[one.category].approval]
    if not held:
        return
    from app.cli.desks import at_desk
    from app.work.pushes import ask_approval

    with at_desk(create=True) as desk:
        for receipt in held:
            if receipt.provider:
                await ask_approval(desk, catalogue[receipt.category], receipt, receipt.provider)
            else:
                say(f"{receipt.document}: nobody is asked to approve its records, since --provider does not say whose they are")


async def _announce(settings: Settings, engine: "Engine") -> None:
    """Say what is to be known of the settings before anything is written to a graph: its hashes stay as they are made then."""
    from app.engine import now_tick

    if settings.notices and not await now_tick(engine):
        for notice in settings.notices:
            say(notice)


def _refused(one: Given) -> Receipt:
    return Receipt(batch=None, category="", document=one.name, error=one.problem)


async def _in_turn(
    loader: "Loader", given: list[Given], catalogue: Catalogue, readings: Mapping[str, "Reading"], dry_run: bool
) -> AsyncIterator[Receipt]:
    """The receipts of files loaded one after the other, each begun to be read while the one before is written."""
    files = [
        loader.file(one.path, catalogue[one.category], readings[one.category], name=one.name) if one.category else None
        for one in given
    ]
    for one, file, following in zip(given, files, [*files[1:], None], strict=True):
        if file is None:
            yield _refused(one)
            continue
        with Progress(one.name) as progress:
            receipt = await loader.load_file(file, following=following, progress=progress, dry_run=dry_run)
        yield receipt


def _given(category: str, files: list[str], catalogue: Catalogue, stack: ExitStack) -> Iterator[Given]:
    """The files meant by the arguments, not yet opened; those of a folder by their names, or only those of one category."""
    from loaders.read import find_files, spooled
    from loaders.read.opening import refusal

    if category != ANY:
        category = category_named(catalogue, category).name
    for name in files:
        path = Path(name)
        if name == "-":
            if category == ANY:
                raise InputError("standard input needs its category")
            yield Given(stack.enter_context(spooled(sys.stdin.buffer)), "standard input", category)
        elif path.is_dir():
            for found in find_files(path, catalogue.categories):
                loaded = None if found.problem else found.category
                if category in (ANY, found.category):
                    yield Given(found.path, harmless_name(str(found.path.relative_to(path))), loaded, found.problem)
        else:
            shown = harmless_name(path.name) or harmless_name(name)
            word = path.name.split(".")[0] if category == ANY else category
            problem = refusal(path, shown) or (None if word in catalogue.categories else "its name begins with no category")
            yield Given(path, shown, None if problem else word, problem)


def rederive(json: Json = False) -> None:
    """Derive parties, resolutions and facts again from the stored statements; the digest shows whether anything differs."""
    before, after = run(_rederive())
    if json:
        put_json({"before": before, "after": after, "same": before == after})
    else:
        word = spoken()
        put(word("digest_as_before" if before == after else "digest_otherwise", digest=after, before=before))


async def _rederive() -> tuple[str, str]:
    from loaders.upkeep.digest_graph import graph_digest

    settings = read_settings()
    async with (
        open_graph(settings) as (engine, catalogue),
        loader_of(engine, catalogue, settings, "rederive", rederiving=True) as loader,
    ):
        before = await graph_digest(engine)
        await loader.keeper.rederive(lambda phase, done: say(f"{phase}: {done}"))
        return before, await graph_digest(engine)


def sample(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.")],
    enterprises: Annotated[int, typer.Option("--enterprises", min=1, help="How many enterprises there are in it.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The world is another for each; the same gives the same bytes.")] = 1,
    json: Json = False,
) -> None:
    """Write an invented world as departments would send it, and truth.json, which says what is in it."""
    from loaders.synthetic.sample import write_sample

    truth = write_sample(out, enterprises, seed, lambda done, steps, what: say(f"writing {what}: {done + 1} of {steps}"))
    if json:
        put_json(truth["counts"])
    else:
        counts = truth["counts"]
        put(spoken()("sample_written", folder=out, rows=counts["rows"], files=counts["files"]))
