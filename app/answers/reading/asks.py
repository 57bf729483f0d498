"""Asks the questions of one inquiry, all at the tick of the first, and some of them before it is known that they are needed."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from app.questions import Questions
from models.answers.parts import View
from models.caller import Caller

STAMP = ("as_of", "known_at", "tick", "view", "settling")
STRONGEST = ("uscc:", "pid:", "person:", "name:")
"""Schemes whose identifiers are those of the parties themselves."""
AHEAD, AHEAD_LEVELS = 100, 3
"""Below a party with more holdings nothing further is read ahead, nor further down than so many levels."""
MOST_LEFT = 20
"""While more reads than this are under way that nobody waits for, nothing is read ahead."""
_Key = tuple[str, tuple[str, ...], int]
_Answer = dict[str, Any]
_LEFT: set[asyncio.Task[_Answer]] = set()
"""Reads that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Who asks, and as of when, as every read takes it."""

    caller: Caller = field(default_factory=Caller)
    as_of: str | None = None
    known_at: int | str | None = None
    view: str = View.STRICT


class Asks:
    """The questions of one inquiry. `stamp` is what the first answer said of itself; all others hold on its day and tick."""

    def __init__(self, questions: Questions, asked: Viewpoint) -> None:
        self.questions = questions
        self.asked = asked
        self._known_at = asked.known_at
        self._as_of = asked.as_of
        self._begun: dict[_Key, asyncio.Task[_Answer]] = {}
        self._taken: set[_Key] | None = None
        self.stamp: dict[str, Any] = {}

    def pin(self, as_of: str, known_at: int) -> None:
        """Go on at the day and tick of an earlier page."""
        self._as_of, self._known_at = as_of, known_at

    async def ask(self, name: str, params: Mapping[str, Any]) -> _Answer:
        """The answer to a question at the tick of this inquiry."""
        begun = None
        if self._taken is not None:
            key = _key(name, params)
            begun = self._begun.pop(key, None)
            self._taken.add(key)
        answer = await (begun or self.look(name, params))
        if not self.stamp:
            self.stamp = {k: answer[k] for k in STAMP}
            self._known_at, self._as_of = answer["known_at"], answer["as_of"]
        elif begun and answer["known_at"] != self.stamp["known_at"]:
            return await self.look(name, params)  # something was written between the two
        return answer

    async def look(self, name: str, params: Mapping[str, Any]) -> _Answer:
        """The answer to a question by itself: it sets no tick for others where it is the first."""
        asked = self.asked
        return await self.questions.rows(name, asked.caller, self._as_of, self._known_at, asked.view, **params)

    @asynccontextmanager
    async def ahead(self, party: str, most: int) -> AsyncIterator[None]:
        """Meanwhile ask already what looking above and below an identifier's party will ask first, `most` rows of each.

        Nothing where the identifier may be another's than the party's own.
        """
        if not party.startswith(STRONGEST) or len(_LEFT) > MOST_LEFT:
            yield
            return
        self._taken = set()
        self._begin("ownership.lists", {party}, most)
        walking = asyncio.create_task(self._walk_down(party, most))
        try:
            yield
        finally:
            walking.cancel()
            self._taken = None
            # What is under way and not needed is let to its end: a read that is cut off takes its connection with it.
            for one in self._begun.values():
                _LEFT.add(one)
                one.add_done_callback(_over)
            self._begun.clear()
            await asyncio.gather(walking, return_exceptions=True)

    async def _walk_down(self, party: str, most: int) -> None:
        level, seen = {party}, {party}
        for _ in range(AHEAD_LEVELS):
            begun = self._begin("ownership.below", level, most)
            pairs = (await asyncio.shield(begun))["pairs"] if begun else ()
            level = {enterprise for _, enterprise in pairs} - seen
            if not level or len(pairs) > AHEAD:
                return
            seen |= level
            self._begin("ownership.lists", level, most)

    def _begin(self, name: str, parties: Iterable[str], most: int) -> asyncio.Task[_Answer] | None:
        """Ask a question of these parties; None where it was asked already by whom it is for."""
        params = {"party_ids": sorted(parties), "most": most}
        key = _key(name, params)
        if self._taken is None or key in self._taken:
            return None
        begun = self._begun[key] = asyncio.create_task(self.look(name, params))
        return begun


def _key(name: str, params: Mapping[str, Any]) -> _Key:
    return name, tuple(params.get("party_ids", ())), params.get("most", 0)


def _over(read: asyncio.Task[_Answer]) -> None:
    _LEFT.discard(read)
    if not read.cancelled():
        read.exception()  # that it failed concerns nobody
