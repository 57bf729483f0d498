"""The believed statements of a graph by category and division, kept in memory for digests and brought up to date by ticks."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.engine import Engine
from app.nodes.scope import NodeScope, bound_by_provider, visible_categories
from app.nodes.ticks import changed_ticks, graph_clock
from loaders.registered.filing import divisions_of, filing
from loaders.store.queries import query
from loaders.store.rows import OWN
from loaders.upkeep.digest import Digest
from loaders.values.canonical import digest
from models.caller import today
from models.catalogue import Catalogue
from models.statements import OPEN_TICK
from models.work.nodes import Bucket, BucketListing, DigestRow, Digests

CHUNK = 4000
"""About how many statements are read at once."""
FEW = 512
"""So many statements of a bucket are listed; of more, the buckets of the next two digits are given."""
STEP = 2
LEVEL_OF_MARK = 1
"""The level of the values by which erased statements are compared: that of the callers who are given any."""


@dataclass(frozen=True, slots=True)
class Filed:
    """How a statement is filed: level, provider (None: any), divisions, the hash of what an erasure left, nodes, trails."""

    level: int
    provider: str | None
    filed_in: tuple[str, ...]
    mark: str
    nodes: frozenset[str | None]
    trails: frozenset[tuple[str, ...]]


class FiledStatements:
    """The believed statements of a graph, about 200 bytes each: read once, then only what changed since."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine, self.catalogue = engine, catalogue
        self._filing = filing(catalogue)
        self._turn = asyncio.Lock()
        self._graph, self._tick, self._day = "", 0, ""
        self._by_category: dict[str, dict[str, Filed]] = {}
        self._alike: dict[Filed, Filed] = {}

    async def graph(self) -> str:
        """The name of this graph."""
        await self._refresh()
        return self._graph

    async def digests(self, scope: NodeScope, node: str | None = None, not_from: str = "") -> Digests:
        """The digest of each category and division of a scope; with `node`, of those statements that came from it.

        Statements that are here only since they came from the graph `not_from`, or through it, do not count.
        """
        await self._refresh()
        return await asyncio.to_thread(self._digests, scope, node, not_from)

    async def listing(
        self, scope: NodeScope, category: str, prefix: str, node: str | None = None, not_from: str = ""
    ) -> BucketListing:
        """What a category has in a scope under a beginning of ids: buckets, or few statements one by one; as `digests`."""
        await self._refresh()
        return await asyncio.to_thread(self._listing, scope, category, prefix, node, not_from)

    async def regions(self, category: str, ids: list[str]) -> dict[str, str]:
        """The division in which each of these statements is counted."""
        await self._refresh()
        known = self._by_category.get(category, {})
        return {one: (known[one].filed_in or ("",))[0] for one in ids if one in known}

    def _of(self, scope: NodeScope, category: str, node: str | None, not_from: str) -> Iterator[tuple[str, Filed]]:
        for one, filed in self._by_category.get(category, {}).items():
            if node is not None and node not in filed.nodes:
                continue
            if not_from and all(not_from in trail for trail in filed.trails):
                continue
            if filed.level <= scope.level and scope.takes(category, filed.filed_in, filed.provider):
                yield one, filed

    def _digests(self, scope: NodeScope, node: str | None, not_from: str) -> Digests:
        sums: dict[tuple[str, str], Digest] = {}
        for category in sorted(visible_categories(self.catalogue, scope.level) & self._by_category.keys()):
            for one, filed in self._of(scope, category, node, not_from):
                key = category, (filed.filed_in or ("",))[0]
                if key not in sums:
                    sums[key] = Digest()
                sums[key].add((_line(one, filed),))
        rows = tuple(
            DigestRow(category=category, region=region, statements=found.lines, digest=str(found))
            for (category, region), found in sorted(sums.items())
        )
        return Digests(level=scope.level, items=rows, shown=len(rows))

    def _listing(self, scope: NodeScope, category: str, prefix: str, node: str | None, not_from: str) -> BucketListing:
        if category not in visible_categories(self.catalogue, scope.level):
            return BucketListing(shown=0)
        every = self._of(scope, category, node, not_from)
        found = [(one, filed) for one, filed in every if one.startswith(prefix)]
        if len(found) <= FEW:
            rows = tuple(sorted((one, filed.mark) for one, filed in found))
            return BucketListing(statements=rows, shown=len(rows))
        sums: dict[str, Digest] = {}
        for one, filed in found:
            sums.setdefault(one[: len(prefix) + STEP], Digest()).add((_line(one, filed),))
        buckets = tuple(Bucket(prefix=p, statements=d.lines, digest=str(d)) for p, d in sorted(sums.items()))
        return BucketListing(buckets=buckets, shown=len(buckets))

    async def _refresh(self) -> None:
        async with self._turn:
            clock = await graph_clock(self._engine)
            if clock.graph != self._graph or clock.upto < self._tick or self._day != today():
                # Another graph or day: where parties are registered by now may be another.
                self._graph, self._tick, self._day = clock.graph, 0, today()
                self._by_category.clear()
                self._alike.clear()
            ticks: list[int] = []
            size = 0
            async for tick, count in changed_ticks(self._engine, self._tick, clock.upto, 9):
                ticks.append(tick)
                size += count
                if size >= CHUNK:
                    await self._read(ticks)
                    self._tick, ticks, size = tick, [], 0  # so far, should the request be ended here
            if ticks:
                await self._read(ticks)
            self._tick = clock.upto

    async def _read(self, ticks: list[int]) -> None:
        for row in await self._engine.read(query("nodes_gone"), {"ticks": ticks}):
            self._by_category.get(row["category"], {}).pop(row["id"], None)
        for row in await self._engine.read(query("nodes_filed"), {"ticks": ticks, **self._filing, "open": OPEN_TICK}):
            known = self._by_category.setdefault(row["category"], {})
            if not row["believed"]:
                known.pop(row["id"], None)
                continue
            divisions = divisions_of(self.catalogue, row, self._day)
            filed = Filed(
                max([row["level"], *row["about_levels"]]),
                self._provider(row),
                divisions,
                self._mark(row),
                frozenset(row["nodes"]),
                frozenset(map(tuple, row["trails"])),
            )
            known[row["id"]] = self._alike.setdefault(filed, filed)

    def _provider(self, row: Mapping[str, Any]) -> str | None:
        category = self.catalogue.categories.get(row["category"])
        bound = category is None or bound_by_provider(category, row["action"], row["stated_scope"])
        return str(row["provider"]) if bound else None

    def _mark(self, row: Mapping[str, Any]) -> str:
        """What is left of a statement from which something was erased; empty for all others."""
        if row["left"] is None or row["category"] not in self.catalogue.categories:
            return ""
        levels = {p.name: p.level for p in self.catalogue[row["category"]].properties if not p.sensitive}
        kept = sorted(f"{n}={v}" for n, v in row["left"].items() if n not in OWN and levels.get(n, 9) <= LEVEL_OF_MARK)
        refs = sorted(f"{role} {i}" for role, i, _ in row["refs"] if levels.get(role, 0) <= LEVEL_OF_MARK)
        return digest([*kept, *refs])


def _line(statement: str, filed: Filed) -> str:
    return f"{statement}\x1f{filed.mark}" if filed.mark else statement
