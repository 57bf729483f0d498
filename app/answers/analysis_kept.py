"""What an analysis of the whole graph left in it, and how it is rewritten: only what is other than before."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from app.analytics.bulk.analysed import OWNS, Analysed, Result, digest_of
from app.analytics.structure.bare_names import beside, named_in
from app.engine import Engine, Row, Tx, Writer
from loaders.store.queries import query
from loaders.store.writing import ALWAYS
from loaders.upkeep.digest import Digest

ID = "ownership"
UNFINISHED = "unfinished"
"""Set while results are written; left set, the analysis broke off."""
_APART = "|"
"""Between the kind of a result and the party that only a registration tells: there is no relationship to say it."""
PAGE = 2_000
ROWS = 2_000
T = TypeVar("T")
Progress = Callable[[str], None]


async def state_of(engine: Engine) -> dict[str, Any]:
    """How, and as of when, the graph was analysed last; empty where it never was, or was derived again since."""
    rows = await engine.read(query("analysis_read"), {"id": ID})
    return rows[0]["props"] if rows else {}


async def stored(engine: Engine) -> dict[str, Analysed]:
    """What was analysed until now, by enterprise; also enterprises of which nothing was.

    An enterprise some of whose results are gone (their party was joined to another, say) has an empty fingerprint.
    """
    found: dict[str, Analysed] = {}
    after = ""
    while rows := await engine.read(query("analysis_page"), {"after": after, "limit": PAGE}):
        found |= await stored_of(engine, (row["id"] for row in rows))
        after = rows[-1]["id"]
    return found


async def stored_of(engine: Engine, enterprises: Iterable[str]) -> dict[str, Analysed]:
    """The same of these alone; those that are no enterprise are left out."""
    found: dict[str, Analysed] = {}
    for some in _parts(sorted(enterprises)):
        found |= _read(await engine.read(query("analysis_of"), {"ids": list(some)}))
    return found


def _read(rows: Iterable[Row]) -> dict[str, Analysed]:
    found = {}
    for row in rows:
        told = (
            Result(kind, beside(holder, named) if named else holder, low, high)
            for kind, holder, named, low, high in row["found"]
        )
        alone = tuple(sorted(Result(*text.split(_APART, 1)) for text in row["alone"] or ()))
        results = tuple(sorted((*told, *alone)))
        whole = len(results) == (row["results"] or 0)
        within, closed = row["within"] or 0.0, bool(row["closed"])
        noted = row["fingerprint"] if whole and row["counted"] else ""
        marked = row["counted"] or row["results"] or results or row["fingerprint"] is not None
        found[row["id"]] = Analysed(noted if marked else None, results, within, closed, alone)
    return found


async def digest(engine: Engine) -> str:
    """The digest of the results that the graph keeps, each read again."""
    return str(digest_of(await stored(engine)))


async def kept(engine: Engine) -> tuple[int, int, str]:
    """Of how many enterprises the graph keeps something, how many results, and their digest, by what is noted of each."""
    (row,) = await engine.read(query("analysis_digest"), {})
    return row["enterprises"], row["results"], str(Digest.of_parts(row["parts"]))


async def keep(
    writer: Writer,
    before: Mapping[str, Analysed],
    now: Mapping[str, Analysed],
    state: dict[str, Any],
    say: Progress,
    *,
    anew: bool,
) -> int:
    """Write what is other than before, and how it came to be; gives how many results came or went.

    `anew`: what is noted of each enterprise is written again even where it is the same.
    """
    make: dict[str, list[dict[str, Any]]] = defaultdict(list)
    drop: dict[str, list[dict[str, Any]]] = defaultdict(list)
    marks: list[dict[str, Any]] = []
    nothing = Analysed(None)
    for enterprise in sorted(before.keys() | now.keys()):
        old, new = before.get(enterprise, nothing), now.get(enterprise, nothing)
        for result in old.between - new.between:
            drop[result.kind].append(_ends(enterprise, result))
        for result in new.between - old.between:
            make[result.kind].append(_ends(enterprise, result) | {"props": _props(result)})
        if anew or old != new:
            marks.append(_mark(enterprise, new, known=enterprise in now))
    work = [("analysis_drop", kind, rows) for kind, rows in sorted(drop.items())]
    work += [("analysis_make", kind, rows) for kind, rows in sorted(make.items())]
    written = sum(len(rows) for _, _, rows in work)
    done = 0
    if marks:
        await writer.transact(_state({UNFINISHED: True}))
    for name, kind, rows in [("analysis_unmark", "", marks), *work, ("analysis_mark", "", marks)]:
        for part in _parts(rows):
            await writer.transact(_running(name, kind, part))
            done += len(part)
        say(f"wrote {done} of {written + 2 * len(marks)}")
    await writer.transact(_state(state | {UNFINISHED: False}))
    return written


def _mark(enterprise: str, new: Analysed, *, known: bool) -> dict[str, Any]:
    return {
        "enterprise": enterprise,
        "fingerprint": new.fingerprint,
        "results": len(new.results) or None,
        "within": new.within or None,
        "closed": new.closed or None,
        "alone": [f"{r.kind}{_APART}{r.holder}" for r in new.alone] or None,
        "digest": digest_of({enterprise: new}).parts if known else None,
    }


def _ends(enterprise: str, result: Result) -> dict[str, Any]:
    holder, named = named_in(result.holder)
    return {"enterprise": enterprise, "holder": holder, "named_in": named}


def _props(result: Result) -> dict[str, Any]:
    """The envelope, and the share where the result is one. Only what everybody may see was analysed."""
    shares = (
        {"share_min": result.low, "share_max": result.high} if result.kind == OWNS else {"share_min": 1.0, "share_max": 1.0}
    )
    return ALWAYS | shares | {"named_in": named_in(result.holder)[1]}


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for i in range(0, len(rows), ROWS):
        yield rows[i : i + ROWS]


def _running(name: str, kind: str, rows: Sequence[dict[str, Any]]) -> Callable[[Tx, int], Any]:
    async def run(tx: Tx, tick: int) -> None:
        await tx.run(query(name, **({"type": kind} if kind else {})), {"rows": list(rows)})

    return run


def _state(state: dict[str, Any]) -> Callable[[Tx, int], Any]:
    async def run(tx: Tx, tick: int) -> None:
        await tx.run(query("analysis_state"), {"id": ID, "props": state | {"tick": tick}})

    return run
