"""Runs questions: one round trip each, only what the caller may see, and the tick with every answer."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.engine.base import Engine
from app.engine.clock import now_tick, tick_at, wall_time_of
from app.errors import DeadlineExceeded, Forbidden, InputError, NotFound, Overloaded, StatementTimeout
from app.paths import CYPHER
from app.questions import listings, portrait, search  # noqa: F401 - they register the finishers
from app.questions.codes import unknown
from app.questions.cursor import read_cursor
from app.questions.finish import FINISHERS, NEEDS_LOADED, PREPARERS, QuestionContext
from app.questions.left_out import not_counted
from app.questions.loaded import Brought, Loaded, PublishedRecords, loaded_days, records_of
from app.questions.moments import SeenTicks, parse_day, parse_known_at
from app.questions.once import OncePerTick
from app.questions.rows import in_order
from app.questions.text.files import MOST_ROWS, Question
from app.questions.text.prepared import Prepared, prepared_questions
from app.questions.visible import Visibility
from models.answers.parts import RULES, Listing, View
from models.base import Model
from models.caller import PUBLIC_LEVEL, Caller
from models.catalogue import Catalogue, Category
from models.statements import OPEN_DAY

Observer = Callable[[str, float], None]
IMPLIED = "party.implied"
"""The question which parties have a code that contains a given organisation code."""
BROUGHT = "batches.brought"
"""The question which batches have brought something that the caller may see."""
HELD, COUNTED = "catalogue.held", "statistics.counted"
"""The question how much of each category there is, and the one by which it is counted for the public."""
OF_LOADED = frozenset({"brought", "loadings"})
"""Parameters that say what has been loaded."""


class Questions:
    """All questions of a folder, over one engine and one catalogue.

    They are read and checked at once; unless `ahead`, each when it is first called, which is quicker where few are.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        engine: Engine,
        folder: Path = CYPHER,
        observe: Observer | None = None,
        *,
        ahead: bool = True,
    ) -> None:
        self.catalogue = catalogue
        self._engine = self.engine = engine
        self._visibility = Visibility(catalogue)
        self._loaded = Loaded(self._brought)
        self._records: OncePerTick[PublishedRecords | None] = OncePerTick()
        self._seen = SeenTicks(engine, catalogue.edge_types)
        self._observe = observe
        self._measures = {c.name: _open(c, c.measure) for c in catalogue.categories.values() if c.edge}
        self._first_names = {c.name: _open(c, c.party.names[0]) for c in catalogue.categories.values() if c.party}
        self._anchors = {c.name: getattr(c.edge, c.edge.anchor) for c in catalogue.categories.values() if c.edge}
        self._prepared = prepared_questions(folder, catalogue, engine.capabilities.name)
        if ahead:
            self._prepared.all()

    @property
    def all(self) -> dict[str, Question]:
        """Questions by name."""
        return {name: p.question for name, p in self._prepared.all().items()}

    def question(self, name: str) -> Question:
        """One question.

        Raises:
            NotFound: there is none of this name.
        """
        return self._find(name).question

    def cypher(self, name: str) -> str:
        """The Cypher sent to the engine for a question."""
        return self._find(name).cypher

    async def moment(self, tick: int, caller: Caller) -> str | None:
        """The wall time of the latest tick up to this one at which something changed that the caller may see, as ISO text."""
        return await wall_time_of(self._engine, await self._seen.upto(tick, caller))

    async def _tick(self, known_at: int | str | None, caller: Caller) -> int:
        """The tick that `known_at` means: a tick as it is, of a moment the latest that is the caller's to date."""
        given = parse_known_at(known_at)
        return given if isinstance(given, int) else await self._seen.upto(await tick_at(self._engine, given), caller)

    async def ask(
        self,
        name: str,
        caller: Caller | None = None,
        as_of: str | None = None,
        known_at: int | str | None = None,
        view: str = View.STRICT,
        **params: Any,
    ) -> Model:
        """The answer to a question as its model; a list question gives a Listing of its model.

        `as_of` is a day (default: the caller's today), `known_at` a tick or an ISO moment (default: now).

        Raises:
            NotFound: no such question, or nothing this caller may see.
            InputError: a parameter is missing, unknown or wrong.
        """
        shape = self.question(name).answer
        answer = await self.answer(name, caller, as_of, known_at, view, **params)
        if shape.many:
            return Listing[shape.model].model_validate(answer)  # type: ignore[name-defined]
        return shape.model.model_validate(answer)

    async def answer(
        self,
        name: str,
        caller: Caller | None = None,
        as_of: str | None = None,
        known_at: int | str | None = None,
        view: str = View.STRICT,
        **params: Any,
    ) -> dict[str, Any]:
        """The answer to a question in plain values, ready to be written as JSON; otherwise as `ask`."""
        return in_order(await self.rows(name, caller, as_of, known_at, view, **params))

    async def rows(
        self,
        name: str,
        caller: Caller | None = None,
        as_of: str | None = None,
        known_at: int | str | None = None,
        view: str = View.STRICT,
        **params: Any,
    ) -> dict[str, Any]:
        """The answer as `answer` gives it, but with its lists of rows in the graph's own order: for computing with them."""
        prepared = self._find(name)
        caller = caller or Caller()
        seen = _view(view, caller)
        own = prepared.question.bind(params)
        after = None
        if own.get("cursor"):
            own_params = {k: v for k, v in own.items() if k != "cursor"}
            cursor = read_cursor(name, own_params, own["cursor"])
            after, as_of, known_at = cursor.after, cursor.as_of, cursor.known_at
        day = parse_day(as_of) if as_of else caller.today
        tick = await self._tick(known_at, caller)
        brought = None
        if prepared.implicit & OF_LOADED:
            newest = await now_tick(self._engine)
            tick = min(tick, newest)  # what is asked next is of the same moment, whatever is written meanwhile
            brought = await self._loaded.at(caller, tick, newest)
            if name == HELD and caller.level == PUBLIC_LEVEL:
                brought = replace(brought, records=await self._records_at(caller, day, tick, newest, seen))
        context = QuestionContext(name, self.catalogue, self._visibility, caller, seen, day, tick, own, after)
        row = await self._row(prepared, context, brought)
        context.arrive(row["tick"], row["settling"])
        if name in NEEDS_LOADED:
            loaded = await self._loaded.at(caller, tick, row["tick"])
            context.loaded = {one["category"]: loaded_days(one) for one in loaded.categories(day)}
        given = self._visibility.clean(row["rows"], caller.level, caller.unmasked) if prepared.returns_values else row["rows"]
        try:
            return self._finish(prepared, context, given)
        except NotFound:
            party = own.get("party_id")
            if party is None:
                raise
            bearer = await self._bearer(party, caller, day, tick, seen)
            if bearer is None:
                raise unknown(party) from None
        return await self.rows(name, caller, as_of, known_at, view, **params | {"party_id": bearer})

    async def _row(self, prepared: Prepared, context: QuestionContext, brought: Brought | None = None) -> dict[str, Any]:
        """What the graph returns: `rows`, `tick` and whether it is `settling`."""
        name, own = context.question, context.params
        known = own | (PREPARERS[name](own) if name in PREPARERS else {})
        sent = {k: v for k, v in known.items() if k in prepared.own} | self._implicit(prepared, context, brought)
        begun = time.perf_counter()
        rows = await self._engine.read(prepared.cypher, sent)
        if self._observe:
            self._observe(name, time.perf_counter() - begun)
        return rows[0] if rows else {"rows": [], "tick": 0, "settling": False}

    async def _brought(self, caller: Caller, known_at: int) -> list[dict[str, Any]]:
        """The batches that had brought something by that tick, as far as the caller may know."""
        prepared = self._prepared.get(BROUGHT)
        if prepared is None:
            return []
        context = QuestionContext(
            BROUGHT, self.catalogue, self._visibility, caller, View.STRICT, OPEN_DAY, known_at, prepared.question.bind({})
        )
        found: list[dict[str, Any]] = (await self._row(prepared, context))["rows"]
        return found

    async def _records_at(self, caller: Caller, day: str, known_at: int, tick: int, view: View) -> PublishedRecords | None:
        """The records that statistics count for the public; None where there are none, or too many, or too much else to do."""
        if self._prepared.get(COUNTED) is None:
            return None

        async def count() -> PublishedRecords | None:
            row = await self.rows(COUNTED, Caller(today=caller.today), day, known_at, view)
            return records_of(row["counts"]) if row["whole"] else None

        try:
            return await self._records.get((caller.today, day, known_at, view), tick, count)
        except (NotFound, Overloaded, DeadlineExceeded, StatementTimeout):
            return None

    async def _bearer(self, party: str, caller: Caller, day: str, tick: int, view: View) -> str | None:
        """The only party one of whose codes holds this organisation code; None for any other identifier."""
        if not party.startswith("org:") or self._prepared.get(IMPLIED) is None:
            return None
        bearers = (await self.rows(IMPLIED, caller, day, tick, view, org=party))["items"]
        return str(bearers[0]["id"]) if len(bearers) == 1 and bearers[0]["id"] != party else None

    def _finish(self, prepared: Prepared, context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
        question = prepared.question
        finisher = FINISHERS.get(question.name)
        if finisher is not None:
            return finisher(context, rows)
        if question.answer.many:
            cut = context.params[prepared.cut] if isinstance(prepared.cut, str) else prepared.cut
            more = cut is not None and len(rows) >= cut
            return context.listing(rows, len(rows)) | {"incomplete": not_counted(len(rows)) if more else []}
        return context.one(rows) | context.stamp

    def _implicit(self, prepared: Prepared, context: QuestionContext, brought: Brought | None) -> dict[str, Any]:
        known: Mapping[str, Any] = {
            "level": context.caller.level,
            "as_of": context.as_of,
            "known_at": context.known_at,
            "today": context.caller.today,
            "rules": list(RULES[context.view]),
            "names_index": self._engine.capabilities.fulltext_index,
            "measures": self._measures,
            "first_names": self._first_names,
            "anchors": self._anchors,
            "subjects": self._visibility.subjects,
            "stating": self._visibility.stating(context.caller.level),
            "after": context.after,
            "fetch": min(context.params.get("limit", 0), MOST_ROWS) + 1,
            "brought": [one["batch"] for one in brought.until(context.as_of)] if brought else [],
            "loadings": brought.categories(context.as_of) if brought else [],
        }
        return {name: known[name] for name in prepared.implicit}

    def _find(self, name: str) -> Prepared:
        prepared = self._prepared.get(name)
        if prepared is None:
            raise NotFound(f"there is no question {name!r}"[:200])
        return prepared


def _open(category: Category, name: str | None) -> str:
    """The name of a property that everybody may see, else an empty one: it is used for callers of any level."""
    prop = category.by_name.get(name or "")
    return prop.name if prop and prop.level == PUBLIC_LEVEL and not prop.sensitive else ""


def _view(view: str, caller: Caller) -> View:
    try:
        seen = View(view)
    except ValueError:
        raise InputError("view is strict or probable", parameter="view") from None
    if seen is View.PROBABLE and caller.level == PUBLIC_LEVEL:
        raise Forbidden("the public is shown the strict view only", parameter="view")
    return seen
