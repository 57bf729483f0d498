"""Refreshes a standing analysis: works out again what a change may touch, or everything, and stores the difference."""

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
from models.caller import PUBLIC_LEVEL
from models.work.analysis import Refreshed

_EVERYTHING = ReadLimits(parties=NOW, all_rows=NOW)
_TIMES = {"as_of": "as_of", "known_at": "data_tick", "today": "today"}
"""The times of facts, and as what an analysis stores its own."""
_MANY = 3
"""Where more than one party in so many may have changed, the whole graph is read."""


@dataclass(frozen=True, slots=True)
class _Part(Generic[I]):
    """What is worked out again: its parties with what was stored of them, and what their results follow from."""

    before: Mapping[str, Results]
    inputs: I


@dataclass(frozen=True, slots=True)
class _Refresh(Generic[I]):
    """One refresh: of what, where, as of which day and tick (`version`), and as it was left by the last (`state`)."""

    analysis: StandingAnalysis[I]
    questions: Questions
    engine: Engine
    store: ResultStore
    asked: Viewpoint
    version: Mapping[str, Any]
    state: Mapping[str, Any]
    progress: Progress

    async def whole(self) -> _Part[I]:
        """Everything that has results, at the tick of this refresh."""
        reader = Reader(self.questions, replace(self.asked, known_at=self.version["data_tick"]), _EVERYTHING)
        before = await self.store.everything()
        return _Part(before, await self.analysis.read(reader, before, whole=True, progress=self.progress))

    async def changed(self, reader: Reader) -> _Part[I] | None:
        """What may have changed since the last refresh; None where that is much of the graph, or cannot be told."""
        try:
            changed = {*await self._changes(), *await self.store.broken()}
        except StatementTimeout:  # so large a graph is read page by page, whatever changed
            return None
        self.progress(f"{len(changed)} parties may have changed")
        if len(changed) * _MANY > (await self.store.summary())[0]:
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
        return [row["id"] for row in await self.engine.read(text, times | {"level": PUBLIC_LEVEL, "days": days})]


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
    """Work out what changed since the last refresh, as of a day (default today) and the present tick, and store the difference.

    Everything is read and worked out where `full` says so, the first time, by another method, while the graph settles or did,
    after a refresh that broke off, and where much has changed.
    """
    say = progress or (lambda text: None)
    asked = Viewpoint(as_of=as_of)
    reader = Reader(questions, asked, _EVERYTHING)
    await reader.begin()
    version = {"as_of": reader.stamp["as_of"], "data_tick": reader.stamp["known_at"], "today": asked.caller.today}
    version["settling"] = reader.stamp["settling"]
    store = ResultStore(analysis, engine)
    state = await store.state()
    method = dict(analysis.method)
    alike = all(state.get(k) == v for k, v in method.items()) and not state.get(UNFINISHED)
    settled = not state.get("settling") and not version["settling"]
    run = _Refresh(analysis, questions, engine, store, asked, version, state, say)
    part = await run.changed(reader) if alike and settled and not full else None
    part = part or await run.whole()
    say(f"working out {len(part.before)} parties")
    found = await worked_out(part.inputs.size, partial(analysis.work_out, part.inputs))
    now = {party: found[party] for party in part.before if party in found}
    cut = sorted((set(state.get("cut", ())) - part.before.keys()) | (part.inputs.cut & part.before.keys()))
    written = await store.rewrite(writer, part.before, now, method | version | {"cut": cut}, say, anew=not alike)
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
