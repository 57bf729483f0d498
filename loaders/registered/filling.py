"""Gives what was loaded by an older program the ticks and divisions by which nodes exchange it, once, page by page."""

from collections.abc import Awaitable, Callable

from loaders.registered.keeping import RegisteredStore

Work = Callable[[RegisteredStore], Awaitable[str | None]]
PAGE = 1000


async def fill_registered(filled: bool, transact: Callable[[Work], Awaitable[str | None]]) -> None:
    """Look once through all statements, unless that is done: each gets a tick, and parties where they are registered."""
    after: str | None = None if filled else ""
    while after is not None:

        async def work(store: RegisteredStore, start: str = after) -> str | None:
            params = {"after": start, "limit": PAGE, "tick": store.tick, "categories": sorted(store.registered.categories)}
            rows = await store.run("registered_page", params)
            if not rows:
                await store.run("registered_filled", {})
                return None
            for party in {party for row in rows for party in row["parties"]}:
                store.registered.parties[party] = []
            return max(str(row["id"]) for row in rows)

        after = await transact(work)
