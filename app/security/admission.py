"""Admits so many requests of each kind of work at once; as many more wait, and the rest are refused at once."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from enum import StrEnum

from app.errors import Overloaded
from app.settings import Settings

WAITING = 2
"""So many times as many requests as are answered at once may wait: so one waits at most about as long as two answers take."""


class WorkKind(StrEnum):
    """The kinds of work, by how dear an answer is."""

    FREE = "free"
    LOOKUP = "lookup"
    INQUIRY = "inquiry"
    DENSE = "dense"
    PUSH = "push"


class Slots:
    """The places of one kind of work in this process."""

    def __init__(self, places: int) -> None:
        self._free = asyncio.Semaphore(places)
        self._most = places * WAITING
        self.waiting = 0

    async def take(self) -> None:
        """Wait for a place and take it.

        Raises:
            Overloaded: too many wait already.
        """
        if not self._free.locked():
            await self._free.acquire()
            return
        if self.waiting >= self._most:
            raise Overloaded("too many such requests are under way", retry_after=1)
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1

    def leave(self) -> None:
        """Give a place back."""
        self._free.release()


class Place:
    """One request's place; given back once, however often it is left."""

    def __init__(self, places: Slots | None) -> None:
        self._places = places

    def leave(self) -> None:
        """Give the place back, where it is held."""
        places, self._places = self._places, None
        if places is not None:
            places.leave()


class Admission:
    """The places of each kind of work. `inquiries` are the names of the questions whose answers are inquiries."""

    def __init__(self, settings: Settings, inquiries: Collection[str] = ()) -> None:
        self.inquiries = inquiries
        self._places = {
            WorkKind.LOOKUP: Slots(settings.lookups),
            WorkKind.INQUIRY: Slots(settings.inquiries),
            WorkKind.DENSE: Slots(settings.dense_inquiries),
            WorkKind.PUSH: Slots(settings.pushes),
        }

    def waiting(self) -> dict[str, int]:
        """How many requests of each kind wait."""
        return {str(work): places.waiting for work, places in self._places.items()}

    @asynccontextmanager
    async def place(self, work: WorkKind) -> AsyncIterator[Place]:
        """A place for this kind of work, for the time of a block or until it is left.

        Raises:
            Overloaded: too many wait already.
        """
        places = self._places.get(work)
        if places is not None:
            await places.take()
        place = Place(places)
        try:
            yield place
        finally:
            place.leave()
