"""Follows the change feed for one caller, as a stream of server-sent events."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from app.changes.reading import ChangeFeed, Wanted
from app.changes.watching import FeedWatch
from app.engine.deadline import endless
from app.errors import StartOver
from models.caller import Caller
from models.changes import Change, Changes

HEARTBEAT_SECONDS = 15.0
PAGE = 100


@dataclass(slots=True)
class Follower:
    """One caller who follows the feed from a cursor; `caller` says who it is by now, and raises where they may no longer."""

    feed: ChangeFeed
    watch: FeedWatch
    caller: Callable[[], Awaitable[Caller]]
    wanted: Wanted
    since: str

    async def page(self) -> Changes:
        """The next changes; the follower then stands after them. Raises what `ChangeFeed.page` raises."""
        page = await self.feed.page(await self.caller(), self.since, self.wanted, PAGE)
        self.since = page.next
        return page

    async def events(self, page: Changes) -> AsyncIterator[str]:
        """A page, and all that is written after it, as server-sent events, without end.

        Where nothing comes, a comment does; it notes the cursor too, since others' changes may have gone by.
        """
        while True:
            for change in page.items:
                yield event(change)
            caller = await self.caller()
            if not page.more and not await self.watch.grown(caller.level, self.feed.number(self.since), HEARTBEAT_SECONDS):
                yield f": nothing new\nid: {self.since}\n\n"
            try:
                with endless():
                    page = await self.page()
            except StartOver:
                with endless():
                    self.since = await self.feed.latest(caller)
                yield f"event: start-over\nid: {self.since}\ndata: {{}}\n\n"


def event(change: Change) -> str:
    """A change as a server-sent event, whose id is its cursor."""
    return f"event: change\nid: {change.id}\ndata: {change.model_dump_json()}\n\n"
