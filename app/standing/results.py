"""Reads the stored results of a standing analysis from the graph, and rewrites those that have changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from app.engine import Engine, Row, Tx, Writer
from app.questions.text.macros import NO_EDGE
from app.standing.analysis import Finding, Progress, Results, StandingAnalysis
from loaders.store.queries import query
from loaders.store.writing import ALWAYS
from loaders.upkeep.digest import Digest
from models.values.bare_names import beside, named_in

UNFINISHED = "unfinished"
"""A flag of the state, set while results are written: left set, the refresh broke off."""
DIGITS = 9
"""Decimals of a figure that count in the digest."""
PAGE = 2_000
ROWS = 2_000
_BAR = "|"
"""Separates the type of a finding from a party outside the graph, in the text stored for such a finding."""
T = TypeVar("T")


class ResultStore:
    """The stored results of one standing analysis in one graph."""

    def __init__(self, analysis: StandingAnalysis[Any], engine: Engine) -> None:
        self._engine = engine
        self._analysis = analysis
        self._stem = analysis.storage.stem
        self._words = {"stem": self._stem, "types": _BAR.join(analysis.storage.relationships) or NO_EDGE}
        self._params = {
            "kinds": list(analysis.kinds),
            "values": [f"{self._stem}_{name}" for name in analysis.values],
            "figures": list(analysis.figures),
        }

    async def state(self) -> dict[str, Any]:
        """Day, tick and method of the last refresh; empty where there was none, or none since all was derived again."""
        rows = await self._engine.read(query("standing_state"), {"id": self._analysis.name})
        return rows[0]["props"] if rows else {}

    async def everything(self) -> dict[str, Results]:
        """The stored results, by party; parties without any are included.

        A party some of whose results are gone (as where the other party was joined to a third) has an empty fingerprint.
        """
        results: dict[str, Results] = {}
        after = ""
        while rows := await self._engine.read(query("standing_page"), self._params | {"after": after, "limit": PAGE}):
            results |= await self.of(row["id"] for row in rows)
            after = rows[-1]["id"]
        return results

    async def of(self, parties: Iterable[str]) -> dict[str, Results]:
        """The stored results of `parties` alone; parties of other kinds are left out."""
        text = query("standing_of", **self._words)
        results: dict[str, Results] = {}
        for some in _parts(sorted(parties)):
            rows = await self._engine.read(text, self._params | {"ids": list(some)})
            results |= {row["id"]: self._results(row) for row in rows}
        return results

    def _results(self, row: Row) -> Results:
        whole_figures = (1.0,) * len(self._analysis.figures)
        stored = [
            Finding(type_, beside(other, named) if named else other, tuple(figures))
            for type_, other, named, figures in row["findings"]
        ]
        stored += [
            Finding(type_, other, whole_figures, outside=True)
            for type_, other in (text.split(_BAR, 1) for text in row["alone"] or ())
        ]
        whole = row["counted"] and len(stored) == (row["results"] or 0)
        known = row["counted"] or row["results"] or stored or row["fingerprint"] is not None
        fingerprint = (row["fingerprint"] if whole else "") if known else None
        values = {name: x for name, x in zip(self._analysis.values, row["values"], strict=True) if x is not None}
        return Results(fingerprint, tuple(sorted(stored)), values)

    async def broken(self) -> list[str]:
        """The parties whose stored results are incomplete."""
        return [row["id"] for row in await self._engine.read(query("standing_broken", **self._words))]

    async def digest(self) -> str:
        """The digest of the stored results, each of which is read again."""
        return str(digest_of(await self.everything(), self._analysis.digested))

    async def parties(self) -> int:
        """How many parties may have results, whether they have any or not."""
        (row,) = await self._engine.read(query("standing_count"), {"kinds": self._params["kinds"]})
        return int(row["parties"])

    async def summary(self) -> tuple[int, int, str]:
        """How many parties have stored results, how many results there are, and their digest, from the notes at each party."""
        (row,) = await self._engine.read(query("standing_digest", stem=self._stem))
        return row["parties"], row["results"], str(Digest.of_parts(row["parts"]))

    async def rewrite(
        self,
        writer: Writer,
        before: Mapping[str, Results],
        now: Mapping[str, Results],
        state: dict[str, Any],
        progress: Progress,
        *,
        anew: bool,
    ) -> int:
        """Write the results that differ from `before`, and `state`; returns how many relationships were made or removed.

        `anew`: the notes at each party are written again even where they are the same.
        """
        make: dict[str, list[dict[str, Any]]] = defaultdict(list)
        drop: dict[str, list[dict[str, Any]]] = defaultdict(list)
        marks: list[dict[str, Any]] = []
        nothing = Results()
        for party in sorted(before.keys() | now.keys()):
            old, new = before.get(party, nothing), now.get(party, nothing)
            for one in old.between - new.between:
                drop[one.type].append(_ends(party, one))
            for one in new.between - old.between:
                make[one.type].append(_ends(party, one) | {"props": self._props(one)})
            if anew or old != new:
                marks.append({"party": party, "mark": self._mark(party, new, known=party in now)})
        unmarks = [row | {"mark": {self._stem: "", f"{self._stem}_digest": None}} for row in marks]
        work = [("drop", kind, rows) for kind, rows in sorted(drop.items())]
        work += [("make", kind, rows) for kind, rows in sorted(make.items())]
        written = sum(len(rows) for _, _, rows in work)
        done = 0
        if marks:
            await self._set_state(writer, state | {UNFINISHED: True})
        for name, kind, rows in [("mark", "", unmarks), *work, ("mark", "", marks)]:
            for part in _parts(rows):
                await writer.transact(_running(name, kind, part))
                done += len(part)
            progress(f"wrote {done} of {written + 2 * len(marks)}")
        await self._set_state(writer, state | {UNFINISHED: False})
        return written

    def _mark(self, party: str, new: Results, *, known: bool) -> dict[str, Any]:
        noted: dict[str, Any] = {
            "results": len(new.findings) or None,
            "alone": [f"{one.type}{_BAR}{one.other}" for one in new.outside] or None,
            "digest": digest_of({party: new}, self._analysis.digested).parts if known else None,
        }
        noted |= {name: new.values.get(name) for name in self._analysis.values}
        return {self._stem: new.fingerprint} | {f"{self._stem}_{name}": value for name, value in noted.items()}

    def _props(self, one: Finding) -> dict[str, Any]:
        """The properties of a stored relationship: an envelope open to everybody (only public facts were read), and figures."""
        return ALWAYS | dict(zip(self._analysis.figures, one.figures, strict=True)) | {"named_in": named_in(one.other)[1]}

    async def _set_state(self, writer: Writer, state: dict[str, Any]) -> None:
        async def work(tx: Tx, tick: int) -> None:
            await tx.run(query("standing_set_state"), {"id": self._analysis.name, "props": state | {"tick": tick}})

        await writer.transact(work)


def digest_of(results_by_party: Mapping[str, Results], values: frozenset[str] = frozenset()) -> Digest:
    """The digest of all findings and of the values of these names, whatever their order; figures to nine decimals."""
    return Digest(line for party, results in results_by_party.items() for line in _lines(party, results, values))


def _lines(party: str, results: Results, values: frozenset[str]) -> Iterator[str]:
    for one in results.findings:
        yield "\x1f".join((party, one.type, one.other, *(f"{x:.{DIGITS}f}" for x in one.figures)))
    for name in sorted(values & results.values.keys()):
        yield "\x1f".join((party, name, _plain(results.values[name])))


def _plain(value: float | int | str | bool) -> str:
    return f"{value:.{DIGITS}f}" if isinstance(value, float) else str(value)


def _ends(party: str, one: Finding) -> dict[str, Any]:
    other, named = named_in(one.other)
    return {"party": party, "other": other, "named_in": named}


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for i in range(0, len(rows), ROWS):
        yield rows[i : i + ROWS]


def _running(name: str, kind: str, rows: Sequence[dict[str, Any]]) -> Callable[[Tx, int], Any]:
    async def run(tx: Tx, tick: int) -> None:
        await tx.run(query(f"standing_{name}", **({"type": kind} if kind else {})), {"rows": list(rows)})

    return run
