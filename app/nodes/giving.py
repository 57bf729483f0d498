"""Gives other nodes the statements of this one: pages by cursor in the order in which they changed, by ids, or of one party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.engine import Engine
from app.errors import StartOver
from app.nodes.cursor import StatementPlace, seal, unseal
from app.nodes.scope import NodeScope, bound_by_provider, hidden_properties, stored_names, visible_categories, without
from app.nodes.ticks import changed_ticks, graph_clock
from loaders.registered.filing import divisions_of, filing
from loaders.store.queries import query
from loaders.store.rows import OWN
from models.caller import today
from models.catalogue import Catalogue
from models.statements import OPEN_TICK, Action
from models.work.nodes import GivenArrival, GivenBatch, GivenRef, GivenStatement, StatementPage

MOST_READ = 4000
"""How many statements are looked at for one page, where most are of others than asked for."""
MOST_CHARACTERS = 8_000_000
"""About how many characters of values a page has; the rest is for the next."""
BESIDE_ACTIONS = tuple(str(one) for one in Action if one not in (Action.STATE, Action.CORRECT, Action.COVER))
"""What says of a record how it is to be shown and used: given with the record, so that it is stored nowhere without."""
BESIDE = 2000
"""The most repairs and withdrawals that are given beside a page."""


@dataclass(slots=True)
class _Page:
    """A page as it is filled."""

    scope: NodeScope
    items: list[GivenStatement] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    erased: list[str] = field(default_factory=list)
    size: int = 0


class StatementFeed:
    """The statements of a graph as other nodes may have them; `secret` seals its cursors."""

    def __init__(self, engine: Engine, catalogue: Catalogue, secret: bytes) -> None:
        self._engine, self._catalogue, self._secret = engine, catalogue, secret
        self._filing = filing(catalogue)
        self._seen: dict[int, frozenset[str]] = {}

    async def page(self, scope: NodeScope, since: str | None, limit: int) -> StatementPage:
        """The statements of a scope that changed since a cursor; None: since the beginning.

        The cursor goes on with what callers of the scope's level see, whatever the rest of the scope: hidden changes leave it.

        Raises:
            BadRequest: `since` is no cursor.
            StartOver: it is of another graph or level, or of a time that the graph has not reached.
        """
        clock = await graph_clock(self._engine)
        place = self._place(since, clock.graph, clock.upto, scope.level)
        page, looked, whole = _Page(scope), 0, False
        while not whole:
            rows = await self._rows(place, scope.level, limit) if place.tick else []
            for row in rows:
                if len(page.items) >= limit or page.size > MOST_CHARACTERS:
                    break
                self._take(page, row)
                place = replace(place, after=row["id"])
                looked += 1
            else:
                if len(rows) < limit:
                    following = await self._following(place.tick, clock.upto, scope.level)
                    if following is None:
                        whole = True
                    else:
                        place = replace(place, tick=following, after="")
                        await self._erased(page, following)
                if looked < MOST_READ:
                    continue
            break
        more = not whole
        return await self._given(page, seal(place, self._secret), more=more)

    async def by_ids(self, scope: NodeScope, ids: Sequence[str]) -> StatementPage:
        """Those of these statements that are in a scope."""
        page = _Page(scope)
        params = {"ids": list(ids), "level": scope.level, **self._filing}
        for row in await self._engine.read(query("nodes_by_ids"), params):
            self._take(page, row)
        return await self._given(page, "", more=False)

    async def of_party(self, scope: NodeScope, identifier: str, after: str, limit: int) -> StatementPage:
        """Statements of a scope that refer to a party, whatever their role, after an id; `next` is the last id looked at.

        What the party's file needs besides (who else is named in it) is in its statements.
        """
        params = {"identifier": identifier, "after": after, "level": scope.level, "limit": limit}
        ids = [str(row["id"]) for row in await self._engine.read(query("nodes_of_party"), params)]
        page = await self.by_ids(scope, ids)
        return page.model_copy(update={"next": ids[-1] if ids else after, "more": len(ids) == limit})

    def _place(self, since: str | None, graph: str, upto: int, level: int) -> StatementPlace:
        if since is None:
            return StatementPlace(graph, level, 0)
        place = unseal(since, self._secret)
        if place.graph == "0" * 16 and place.level == level:
            return StatementPlace(graph, level, 0)
        if place.graph != graph or place.level != level or place.tick > upto + 1:
            raise StartOver("that cursor is of another graph or level: read the statements from the beginning")
        return place

    async def _rows(self, place: StatementPlace, level: int, limit: int) -> list[dict[str, Any]]:
        params = {"tick": place.tick, "after": place.after, "level": level, "limit": limit, **self._filing}
        return await self._engine.read(query("nodes_page"), params)

    async def _following(self, tick: int, upto: int, level: int) -> int | None:
        async for following, _ in changed_ticks(self._engine, tick, upto, level):
            return following
        return None

    async def _erased(self, page: _Page, tick: int) -> None:
        for row in await self._engine.read(query("nodes_erased"), {"tick": tick, "level": page.scope.level}):
            page.erased.append(row["id"])  # whatever its division: a copy may be anywhere

    def _in_scope(self, scope: NodeScope, category: str, filed_in: Sequence[str], provider: str | None = None) -> bool:
        if scope.level not in self._seen:
            self._seen[scope.level] = visible_categories(self._catalogue, scope.level)
        return category in self._seen[scope.level] and scope.takes(category, filed_in, provider)

    def _provider(self, row: Mapping[str, Any]) -> str | None:
        node, category = row["statement"], self._catalogue.categories.get(row["category"])
        bound = category is None or bound_by_provider(category, node["action"], node.get("stated_scope"))
        return str(node["provider"]) if bound else None

    def _take(self, page: _Page, row: Mapping[str, Any]) -> None:
        filed_in = divisions_of(self._catalogue, row, today())
        page.withdrawn.update(a[0] for a in row["arrivals"] if a[1] != OPEN_TICK)  # wherever there may be a copy
        if not self._in_scope(page.scope, row["category"], filed_in, self._provider(row)):
            return
        if all(a[1] != OPEN_TICK for a in row["arrivals"]):
            return
        item = self._item(page.scope, row, filed_in)
        page.items.append(item)
        page.size += sum(len(str(value)) for value in item.values.values()) + 500
        if row["statement"].get("group"):
            page.groups.add(row["statement"]["group"])
        if row["statement"].get("scope"):
            page.scopes.add(row["statement"]["scope"])

    def _item(self, scope: NodeScope, row: Mapping[str, Any], filed_in: Sequence[str]) -> GivenStatement:
        node, category = row["statement"], self._catalogue[row["category"]]
        hidden = hidden_properties(category, scope.level)
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in node.items() if k not in OWN}
        shown = without(values, stored_names(category, hidden))
        refs = [
            GivenRef(role=role, identifier=i, name=name) for role, i, name in sorted(row["refs"], key=str) if role not in hidden
        ]
        return GivenStatement(
            id=node["id"],
            category=node["category"],
            provider=node["provider"],
            key=tuple(node["key"] or ()),
            day=node["day"],
            seq=node["seq"],
            action=node["action"],
            level=node["level"],
            values=shown,
            refs=tuple(refs),
            names=tuple(sorted(row["names"])),
            scope=tuple(node["stated_scope"]) if node.get("stated_scope") is not None else None,
            withheld=bool(node.get("withheld")) or len(shown) < len(values) or len(refs) < len(row["refs"]),
            erased=bool(node.get("redacted")),
            filed_in=tuple(filed_in),
            arrivals=tuple(
                GivenArrival(batch=batch, place=place, document=document, remarks=tuple(remarks or ()))
                for batch, withdrawn_at, place, document, remarks in sorted(row["arrivals"], key=str)
                if withdrawn_at == OPEN_TICK
            ),
        )

    async def _given(self, page: _Page, following: str, *, more: bool) -> StatementPage:
        await self._beside(page)
        batches = sorted({a.batch for item in page.items for a in item.arrivals})
        cards = await self._engine.read(query("nodes_batches"), {"ids": batches}) if batches else []
        here = (await graph_clock(self._engine)).graph if cards else ""
        return StatementPage(
            level=page.scope.level,
            items=tuple(page.items),
            batches=tuple(GivenBatch.model_validate(card | {"trail": [*card["trail"], here]}) for card in cards),
            withdrawn=tuple(sorted(page.withdrawn)),
            erased=tuple(page.erased),
            shown=len(page.items),
            next=following,
            more=more,
        )

    async def _beside(self, page: _Page) -> None:
        """Give the repairs and withdrawals of the page's records too, so that no record is stored elsewhere without them."""
        if not page.groups and not page.scopes:
            return
        named = {"groups": sorted(page.groups), "scopes": sorted(page.scopes)}
        params = {**named, "level": page.scope.level, "actions": list(BESIDE_ACTIONS)}
        there = {item.id for item in page.items}
        ids = {str(row["id"]) for row in await self._engine.read(query("nodes_beside"), params)} - there
        if ids:
            found = {"ids": sorted(ids)[:BESIDE], "level": page.scope.level, **self._filing}
            for row in await self._engine.read(query("nodes_by_ids"), found):
                self._take(page, row)
