"""Analyses ownership and control of a whole graph, and keeps the results in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from app.analytics.analysed import OWNS, Analysed, Outcome, Result, analyse, digest_of
from app.analytics.network import Network
from app.analytics.precedence import DEFAULT
from app.analytics.rule_sets import MAJORITY, rule_set
from app.engine import Engine, Tx, Writer
from app.inquiries.reading import Asked, Reader
from app.questions import Questions
from loaders.store.queries import query
from loaders.store.writing import ALWAYS
from models.analysis import Analysis
from models.rule_sets import RuleSet

ID = "ownership"
PAGE = 2_000
ROWS = 2_000
T = TypeVar("T")
Progress = Callable[[str], None]


async def analyse_ownership(
    questions: Questions,
    engine: Engine,
    writer: Writer,
    *,
    rules: RuleSet | None = None,
    as_of: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
) -> Analysis:
    """Work out who controls and heads every enterprise and who owns at least 1 % of it, and keep what is other than before.

    What everybody may see is analysed, as of a day (default today) and the present tick. Where an enterprise's list and roles,
    and those of all above it, are as at the last analysis, its results are kept; `full` works out everything again.

    Raises:
        InputError: the rule set is none of a majority.
    """
    say = progress or (lambda text: None)
    chosen = rules or rule_set(MAJORITY)
    before, state = await stored(engine)
    reader = Reader(questions, Asked(as_of=as_of))
    network = await _whole(reader, before, say)
    how = {"rules": chosen.model_dump_json(), "precedence": DEFAULT}
    same = not full and all(state.get(k) == v for k, v in how.items())
    say(f"working out {len(before)} enterprises")
    outcome = analyse(network, chosen, before, full=not same)
    version = {"as_of": reader.stamp["as_of"], "data_tick": reader.stamp["known_at"]}
    written = await _keep(writer, before, outcome, how | version, say)
    return Analysis(
        id=ID,
        as_of=reader.stamp["as_of"],
        data_tick=reader.stamp["known_at"],
        rules=chosen.name,
        enterprises=len(outcome.enterprises),
        touched=len(outcome.touched),
        worked_out=outcome.worked_out,
        cut=tuple(sorted(network.cut)),
        results=sum(len(a.results) for a in outcome.enterprises.values()),
        written=written,
        digest=outcome.digest,
    )


async def stored(engine: Engine) -> tuple[dict[str, Analysed], dict[str, Any]]:
    """What was analysed until now, by enterprise, and by which rules; also enterprises of which nothing was.

    An enterprise some of whose results are gone (their party was joined to another, say) has no fingerprint any more.
    """
    found: dict[str, Analysed] = {}
    after = ""
    while rows := await engine.read(query("analysis_page"), {"after": after, "limit": PAGE}):
        for row in rows:
            results = tuple(sorted(Result(kind, h, low, high) for kind, h, low, high in row["found"]))
            whole = len(results) == (row["results"] or 0)
            within, closed = row["within"] or 0.0, bool(row["closed"])
            found[row["id"]] = Analysed(row["fingerprint"] if whole else None, results, within, closed)
        after = rows[-1]["id"]
    state = await engine.read(query("analysis_read"), {"id": ID})
    return found, state[0]["props"] if state else {}


async def digest(engine: Engine) -> str:
    """The digest of the results that the graph keeps."""
    found, _ = await stored(engine)
    return digest_of(found)


async def _whole(reader: Reader, enterprises: Mapping[str, Analysed], say: Progress) -> Network:
    ids = sorted(enterprises)
    for i in range(0, len(ids), PAGE):
        await reader.level(ids[i : i + PAGE])
        say(f"read {min(i + PAGE, len(ids))} of {len(ids)} enterprises")
    return await reader.network(people=False)


async def _keep(writer: Writer, before: Mapping[str, Analysed], outcome: Outcome, state: dict[str, Any], say: Progress) -> int:
    """Write what is other than before; gives how many results came or went."""
    make: dict[str, list[dict[str, Any]]] = defaultdict(list)
    drop: dict[str, list[dict[str, Any]]] = defaultdict(list)
    marks: list[dict[str, Any]] = []
    nothing = Analysed(None)
    for enterprise in sorted(before.keys() | outcome.enterprises.keys()):
        old, new = before.get(enterprise, nothing), outcome.enterprises.get(enterprise, nothing)
        for result in set(old.results) - set(new.results):
            drop[result.kind].append({"enterprise": enterprise, "holders": [result.holder]})
        for result in set(new.results) - set(old.results):
            make[result.kind].append({"enterprise": enterprise, "holder": result.holder, "props": _props(result)})
        if old != new:
            marks.append(
                {
                    "enterprise": enterprise,
                    "fingerprint": new.fingerprint,
                    "results": len(new.results) or None,
                    "within": new.within or None,
                    "closed": new.closed or None,
                }
            )
    work = [("analysis_drop", kind, rows) for kind, rows in sorted(drop.items())]
    work += [("analysis_make", kind, rows) for kind, rows in sorted(make.items())]
    written = sum(len(rows) for _, _, rows in work)
    done = 0
    for name, kind, rows in [("analysis_unmark", "", marks), *work, ("analysis_mark", "", marks)]:
        for part in _parts(rows):
            await writer.transact(_running(name, kind, part))
            done += len(part)
        say(f"wrote {done} of {written + 2 * len(marks)}")
    await writer.transact(_state(state))
    return written


def _props(result: Result) -> dict[str, Any]:
    """The envelope, and the share where the result is one. Only what everybody may see was analysed."""
    shares = {"share_min": result.low, "share_max": result.high} if result.kind == OWNS else {}
    return ALWAYS | {"share_min": 1.0, "share_max": 1.0} | shares


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
