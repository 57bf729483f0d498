"""Reads pages of the change feed for a caller, in order and without a gap."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.changes.cursor import FeedPlace, seal, unseal
from app.engine import Engine
from app.engine.clock import moment_of, stamp
from app.errors import InputError, StartOver
from loaders.feed.entries import PART, Entry, read_body
from loaders.identity.resolution import within
from loaders.registered.regions import division_of
from loaders.store.queries import query
from models.caller import PUBLIC_LEVEL, Caller
from models.changes import Change, Changes

LATEST = "latest"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")
MOST_READ = 5000
"""How many changes are looked at for one page, where most are of others than asked for."""
NO_GRAPH = "0" * 32
"""The name of the graph in cursors of a feed in which nothing was ever written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are asked for: of these categories and of these parties; all where there are none."""

    categories: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()

    def of(self, entry: Entry, caller: Caller) -> tuple[str, ...]:
        """The categories in which a caller sees an entry and asked for it; beyond their region, what the public sees of it."""
        if self.parties and entry.party not in self.parties:
            return ()
        beyond = caller.region is not None and not within(division_of(entry.party), caller.region)
        seen = entry.seen(PUBLIC_LEVEL if beyond else caller.level)
        return tuple(c for c in seen if c in self.categories) if self.categories else seen


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class FeedHead:
    """How far the feed goes for callers of a level (`end`), and how far it is kept no more (`low`)."""

    graph: str
    end: int
    low: int


@dataclass(slots=True)
class _Read:
    place: int
    items: list[Change] = field(default_factory=list)
    full: bool = False


class ChangeFeed:
    """The change feed of a graph; `secret` seals its cursors."""

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine, self._secret = engine, secret

    async def head(self, level: int) -> FeedHead:
        """How far the feed goes for callers of a level."""
        rows = await self._engine.read(query("feed_head", level=str(level)))
        return FeedHead(rows[0]["graph"], rows[0]["until"], rows[0]["low"]) if rows else FeedHead(NO_GRAPH, 0, 0)

    async def moved_since(self, level: int, tick: int) -> bool:
        """Whether anything that callers of a level see changed after a tick; also where the last change is kept no more."""
        end = (await self.head(level)).end
        rows = await self._engine.read(query("feed_read", level=str(level)), {"after": end - 1, "upto": end}) if end else []
        last = [row["tick"] for row in rows if row["since"] < row["until"]]
        return last[-1] > tick if last else end > 0

    async def latest(self, caller: Caller) -> str:
        """The cursor after everything that was written."""
        head = await self.head(caller.level)
        return self._cursor(head, caller.level, head.end)

    def number(self, cursor: str) -> int:
        """How many changes that callers of its level see come before a cursor. Raises BadRequest where it is none."""
        return unseal(cursor, self._secret).after

    def level(self, cursor: str) -> int:
        """The level of the callers that a cursor is for. Raises BadRequest where it is none."""
        return unseal(cursor, self._secret).level

    async def at(self, caller: Caller, moment: str) -> str:
        """The cursor before the first change after a moment, of those that are kept.

        Raises:
            InputError: it is no ISO 8601 moment or day.
        """
        try:
            after = stamp(moment_of(moment))
        except InputError as error:
            raise InputError(error.message, parameter="since") from None
        head = await self.head(caller.level)
        low, high = head.low, head.end
        while low < high:  # by halves, so that it takes as long however much is hidden
            middle = (low + high) // 2
            rows = await self._engine.read(query("feed_at", level=str(caller.level)), {"after": middle, "upto": middle + PART})
            if rows and rows[0]["at"] <= after:
                low = rows[0]["until"]
            else:
                high = rows[0]["since"] if rows and rows[0]["since"] >= low else middle
        return self._cursor(head, caller.level, min(low, head.end))

    async def since(self, caller: Caller, given: str | None) -> str | None:
        """A cursor, `latest`, or a moment or day, as a cursor; None stays None: the beginning of what is kept."""
        if given == LATEST:
            return await self.latest(caller)
        return await self.at(caller, given) if given and _MOMENT.match(given) else given

    async def page(self, caller: Caller, since: str | None, wanted: Wanted = EVERYTHING, limit: int = 100) -> Changes:
        """The changes after a cursor, or since the first that is kept.

        Raises:
            BadRequest: `since` is no cursor.
            StartOver: it is of another graph or level, or what came next is kept no more, or all was derived again since.
        """
        head = await self.head(caller.level)
        read = _Read(self._place(head, caller.level, since))
        upto = read.place + MOST_READ
        while read.place < min(head.end, upto) and not read.full:
            rows = await self._nodes(caller.level, read.place, limit)
            if not rows or rows[0]["since"] > read.place:
                await self._check_kept(caller.level, read.place)
                break  # written, and not to be seen yet: the next page begins here
            self._take(read, rows, head, caller, wanted, limit)
        cursor = self._cursor(head, caller.level, read.place)
        return Changes(items=tuple(read.items), shown=len(read.items), next=cursor, more=read.place < head.end)

    async def _nodes(self, level: int, after: int, limit: int) -> list[dict[str, Any]]:
        """The nodes with the entries after a number: about as many as are asked for, at least one where there is any."""
        for most in (limit, PART):
            rows = await self._engine.read(query("feed_read", level=str(level)), {"after": after, "upto": after + most})
            if rows:
                break
        return rows

    def _place(self, head: FeedHead, level: int, since: str | None) -> int:
        if since is None:
            return head.low
        place = unseal(since, self._secret)
        if place == FeedPlace(NO_GRAPH[:16], level, 0) and not head.low:
            return 0
        if place.graph != head.graph[:16] or place.level != level or not head.low <= place.after <= head.end:
            raise StartOver(
                "what came after that cursor is not kept: read what you need anew, and go on from the latest cursor"
            )
        return place.after

    async def _check_kept(self, level: int, place: int) -> None:
        """Raise StartOver where what comes after a place was deleted since the head was read."""
        if place < (await self.head(level)).low:
            raise StartOver(
                "what came after that cursor is not kept: read what you need anew, and go on from the latest cursor"
            )

    def _take(
        self, read: _Read, rows: Sequence[Mapping[str, Any]], head: FeedHead, caller: Caller, wanted: Wanted, limit: int
    ) -> None:
        for row in rows:
            if row["since"] > read.place:
                return  # an entry between is not to be seen yet
            for number, entry in _seen(row, caller.level):
                if number <= read.place:
                    continue
                categories = wanted.of(entry, caller)
                if categories:
                    if len(read.items) == limit:
                        read.full = True
                        return
                    cursor = self._cursor(head, caller.level, number)
                    read.items.append(
                        Change(id=cursor, at=row["at"], party_id=entry.party, kind=str(entry.kind), categories=categories)
                    )
                read.place = number

    def _cursor(self, head: FeedHead, level: int, after: int) -> str:
        return seal(FeedPlace(head.graph, level, after), self._secret)


def _seen(row: Mapping[str, Any], level: int) -> Iterator[tuple[int, Entry]]:
    """The entries of a node that callers of a level see, each with its number among all these."""
    seen = (entry for entry in read_body(row["body"]) if entry.mask >> level & 1)
    return enumerate(seen, row["since"] + 1)
