"""Follows another node: reads what changed there since the cursor that is noted here, page by page, and writes it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

from app.engine import Engine, is_wanted
from app.errors import InputError, NodeAnswer, NotFound, StartOver
from app.nodes.checking import check_about
from app.nodes.client import NodeClient
from app.nodes.scope import NodeScope
from app.nodes.taking import NodeTaker, followed
from loaders.load.keeper import Keeper
from loaders.registered.regions import domicile
from models.catalogue import Catalogue
from models.values.slices import slices
from models.work.nodes import MOST_IDS, MOST_ITEMS, NewNode, RolledUp, StatementPage

MOST_PAGES = 20_000
"""The most pages of one run; the next run goes on."""
LEFT_SECONDS = 0.5
"""How long the lease is left to who waits for it."""
ADDED = ("pages", "read", "new", "withdrawn", "erased", "own", "seconds")
Progress = Callable[[int], None]


def scope_of(node: NewNode, catalogue: Catalogue, level: int = 3) -> NodeScope:
    """What a node may give here, by how it was added."""
    return NodeScope(level, node.region, frozenset(categories_of(node, catalogue)), frozenset(node.providers))


def categories_of(node: NewNode, catalogue: Catalogue) -> list[str]:
    """The categories that a node is asked for: with some of them those by which records are filed, the registrations."""
    registering = [c.name for c in catalogue.categories.values() if domicile(c)]
    return sorted({*node.categories, *registering}) if node.categories else []


def asked(node: NewNode, catalogue: Catalogue) -> dict[str, str | Sequence[str]]:
    """What a node is asked for, as parameters of a request."""
    return {"region": node.region, "category": categories_of(node, catalogue), "provider": node.providers}


async def follow(
    engine: Engine,
    keeper: Keeper,
    client: NodeClient,
    node: NewNode,
    *,
    pages: int = MOST_PAGES,
    limit: int = MOST_ITEMS,
    progress: Progress | None = None,
    give_way: bool = False,
) -> RolledUp:
    """Take what changed at a node since the cursor that is noted here, or since the beginning; at most so many pages.

    With `give_way` it ends after a page where another writer waits.
    It may be killed anywhere and run again: what was written is written once, and nothing is left out.

    Raises:
        NodeAnswer: the node answers what cannot be used; what was taken before that page stays.
        ServiceUnreachable, Unauthorized, Forbidden: the node does not answer, or not to this key.
        GraphError and its kinds, LeaseLost.
    """
    begun = time.monotonic()
    taker = NodeTaker(node.name, keeper, scope_of(node, keeper.catalogue))
    since, over, more = await followed(engine, node.name, taker.scope), False, True
    for _ in range(pages):
        try:
            page = await client.statements(since=since, limit=limit, **asked(node, keeper.catalogue))
        except StartOver:
            if over:
                raise
            since, over = None, True
            continue
        if page.more and page.next == since:
            raise NodeAnswer(f"the node {node.name} answers the same page again and again")
        await taker.take(page, page.next)
        since, more = page.next, page.more
        if progress:
            progress(taker.taken.read)
        if not more or (give_way and await is_wanted(engine)):
            break
    return taker.report().model_copy(update={"more": more, "seconds": time.monotonic() - begun})


async def follow_in_turns(
    engine: Engine,
    writing: Callable[[bool], AbstractAsyncContextManager[Keeper]],
    client: NodeClient,
    node: NewNode,
    *,
    pages: int = MOST_PAGES,
    limit: int = MOST_ITEMS,
    progress: Progress | None = None,
) -> RolledUp:
    """Follow a node, and let other writers write between two pages where one waits for the lease.

    `writing` gives what holds the lease for the time of a block; true: again, after others. Raises as `follow`, and LeaseHeld.
    """
    total = RolledUp(node=node.name, more=True)
    while total.more and total.pages < pages:
        if total.pages:
            await asyncio.sleep(LEFT_SECONDS)
        noted = partial(_note_from, total.read, progress) if progress else None
        async with writing(bool(total.pages)) as keeper:
            part = await follow(
                engine,
                keeper,
                client,
                node,
                pages=pages - total.pages,
                limit=limit,
                progress=noted,
                give_way=True,
            )
        total = _together(total, part)
        if not part.pages:
            break
    return total


def _note_from(before: int, progress: Progress, done: int) -> None:
    """Say how much is done, with what was done before."""
    progress(before + done)


def _together(one: RolledUp, other: RolledUp) -> RolledUp:
    """What came of two runs, one after the other."""
    added = {name: getattr(one, name) + getattr(other, name) for name in ADDED}
    refused = {refusal.reason: refusal for refusal in one.refused}
    for refusal in other.refused:
        had = refused.get(refusal.reason)
        refused[refusal.reason] = refusal.model_copy(update={"count": refusal.count + had.count}) if had else refusal
    rest = {"kept": tuple(dict.fromkeys((*one.kept, *other.kept))), "refused": tuple(refused.values()), "more": other.more}
    return one.model_copy(update=added | rest)


async def fetch(client: NodeClient, node: NewNode, ids: Sequence[str], taker: NodeTaker) -> None:
    """Take these statements of a node, so many at a time. Raises as `follow`."""
    for some in slices(ids, MOST_IDS):
        await taker.take(await client.statements(id=some, **asked(node, taker.catalogue)))


async def take_over(
    keeper: Keeper, client: NodeClient, node: NewNode, party: str, *, progress: Progress | None = None
) -> RolledUp:
    """Take over the whole file of a party from a node that has it: every statement about it, with its evidence.

    The node gives the file of a party that is registered, or was, where the key may read. Taking it over again changes nothing.

    Raises:
        NotFound: the node has no statement about such a party, or none that the key may read.
        NodeAnswer, ServiceUnreachable, Unauthorized, Forbidden: as `follow`.
    """
    if ":" not in party:
        raise InputError("give an identifier of the party: scheme:value", parameter="party")
    begun = time.monotonic()
    taker = NodeTaker(node.name, keeper, NodeScope(3, "", providers=frozenset(node.providers)))
    found: list[StatementPage] = []
    after: str | None = None
    for _ in range(MOST_PAGES):
        page = await client.statements(party=party, since=after, limit=MOST_IDS, provider=node.providers)
        if page.more and page.next == (after or ""):
            raise NodeAnswer(f"the node {node.name} answers the same page again and again")
        found.append(page)
        after = page.next
        if not page.more:
            break
    if not any(page.items for page in found):
        raise NotFound(f"the node {node.name} has no file of that party for this key")
    check_about(node.name, taker.catalogue, party, found)
    for page in found:
        await taker.take(page)
        if progress:
            progress(taker.taken.read)
    return taker.report().model_copy(update={"seconds": time.monotonic() - begun})
