"""Refreshes a standing analysis: computes again what a change may affect, or everything, and stores the difference."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic

from app.answers.reading.asks import Viewpoint
from app.answers.reading.session import Reader, ReadLimits
from app.answers.reading.working import worked_out
from app.engine import Engine, Writer
from app.errors import StatementTimeout
from app.questions import Questions
from app.questions.moments import NOW
from app.questions.text.macros import expand
from app.standing.analysis import I, Progress, Results, StandingAnalysis
from app.standing.results import UNFINISHED, ResultStore
from models.caller import Caller
from models.work.analysis import Refreshed

_EVERYTHING = ReadLimits(parties=NOW, all_rows=NOW)
_TIMES = {"as_of": "as_of", "known_at": "data_tick", "today": "today"}
"""The times of a question, and the names under which an analysis stores its own."""
_MANY = 3
"""Where more than one party in this many may have changed, the whole graph is read."""


@dataclass(frozen=True, slots=True)
class _Part(Generic[I]):
    """The part of the graph that is computed again: its parties with their stored results, and the inputs of the new ones."""

    before: Mapping[str, Results]
    inputs: I


@dataclass(frozen=True, slots=True)
class _Refresh(Generic[I]):
    """One refresh of an analysis, as of a day and tick (`version`); `state` is what the last refresh stored of itself."""

    analysis: StandingAnalysis[I]
    questions: Questions
    engine: Engine
    store: ResultStore
    viewpoint: Viewpoint
    version: Mapping[str, Any]
    state: Mapping[str, Any]
    progress: Progress

    async def whole(self) -> _Part[I]:
        """All parties that have results, with their inputs at the tick of this refresh."""
        reader = Reader(self.questions, replace(self.viewpoint, known_at=self.version["data_tick"]), _EVERYTHING)
        before = await self.store.everything()
        return _Part(before, await self.analysis.read(reader, before, whole=True, progress=self.progress))

    async def changed(self, reader: Reader) -> _Part[I] | None:
        """The parties that may have changed since the last refresh; None where these are many, or cannot be determined."""
        try:
            changed = {*await self._changes(), *await self.store.broken()}
        except StatementTimeout:  # so large a graph is read page by page, whatever changed
            return None
        self.progress(f"{len(changed)} parties may have changed")
        if len(changed) * _MANY > await self.store.parties():
            return None
        affected = await self.analysis.affected(reader, changed)
        if affected is None:
            return None
        before = await self.store.of(affected)
        return _Part(before, await self.analysis.read(reader, before, whole=False, progress=self.progress))

    async def _changes(self) -> Collection[str]:
        state, version = self.state, self.version
        text = expand(self.analysis.changes, self.questions.catalogue.edge_types)
        times = {name: version[stored] for name, stored in _TIMES.items()}
        times |= {f"was_{name}": state[stored] for name, stored in _TIMES.items()}
        days = any(state[day] != version[day] for day in ("as_of", "today"))
        return [row["id"] for row in await self.engine.read(text, times | {"level": self.analysis.level, "days": days})]


async def refresh(
    analysis: StandingAnalysis[I],
    questions: Questions,
    engine: Engine,
    writer: Writer,
    *,
    as_of: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
) -> Refreshed:
    """Compute what changed since the last refresh, as of a day (default today) and the present tick, and store the difference.

    Everything is read and computed with `full`, the first time, where the method or its premises have changed, where the graph
    is settling or was at the last refresh, after a refresh that broke off, and where much has changed. Returns counts, times
    and the digest.
    """
    report = progress or (lambda text: None)
    viewpoint = Viewpoint(Caller(level=analysis.level), as_of)
    reader = Reader(questions, viewpoint, _EVERYTHING)
    await reader.begin()
    version = {"as_of": reader.stamp["as_of"], "data_tick": reader.stamp["known_at"], "today": viewpoint.caller.today}
    version["settling"] = reader.stamp["settling"]
    store = ResultStore(analysis, engine)
    state = await store.state()
    method, premises = dict(analysis.method), dict(await analysis.premises(reader))
    alike = all(state.get(k) == v for k, v in method.items()) and not state.get(UNFINISHED)
    settled = not state.get("settling") and not version["settling"] and all(state.get(k) == v for k, v in premises.items())
    run = _Refresh(analysis, questions, engine, store, viewpoint, version, state, report)
    part = await run.changed(reader) if alike and settled and not full else None
    part = part or await run.whole()
    report(f"working out {len(part.before)} parties")
    results_by_party = await worked_out(part.inputs.size, partial(analysis.work_out, part.inputs))
    now = {party: results_by_party[party] for party in part.before if party in results_by_party}
    cut = sorted((set(state.get("cut", ())) - part.before.keys()) | (part.inputs.cut & part.before.keys()))
    written = await store.rewrite(writer, part.before, now, method | premises | version | {"cut": cut}, report, anew=not alike)
    parties, results, digest = await store.summary()
    nothing = Results()
    return Refreshed(
        id=analysis.name,
        as_of=version["as_of"],
        data_tick=version["data_tick"],
        parties=parties,
        read=part.inputs.read,
        touched=sum(old.fingerprint != now.get(party, nothing).fingerprint for party, old in part.before.items()),
        worked_out=len(part.before),
        cut=tuple(cut),
        results=results,
        written=written,
        digest=digest,
    )
