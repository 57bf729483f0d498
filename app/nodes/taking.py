"""Writes what another node gives into this graph: by the one writer, under batches that name the node, and its cursor last."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.engine import Engine
from app.nodes.checking import PageCheck, Refusals
from app.nodes.erasing import erase_given
from app.nodes.scope import TAKING_BACK, NodeScope
from app.nodes.ticks import graph_name
from loaders.load.keeper import Keeper
from loaders.load.write import LIMIT
from loaders.registered.filing import is_everywhere
from loaders.registered.regions import Subject, domicile, filed_in, states_region, subject_roles
from loaders.store.graph import GraphStore
from loaders.store.queries import query
from loaders.values.canonical import digest
from models.caller import today
from models.catalogue import Catalogue
from models.statements import Action, Row, Statement
from models.work.nodes import GivenBatch, GivenStatement, RolledUp, StatementPage

Pair = tuple[GivenStatement, Statement]
STEPS: tuple[Callable[[Catalogue, Statement], bool], ...] = (
    lambda catalogue, s: s.action in TAKING_BACK,
    lambda catalogue, s: s.action is not Action.COVER and domicile(catalogue[s.category]) is not None,
    lambda catalogue, s: s.action is not Action.COVER,
    lambda catalogue, s: True,
)
"""The order in which a page is written: repairs before what they repair, registrations before records, ends of lists last."""


def batch_here(node: str, batch: str) -> str:
    """The id under which a batch of a node is stored here: its own, so that no node speaks for the batches of another."""
    return digest(["batch of a node", node, batch])


@dataclass(slots=True)
class NodeTaker:
    """Takes pages of one node. `scope` is what it may give, `refusals` collects what was not taken.

    What the node has from here, or by a way that came through here, is not taken back: what is withdrawn here would return.
    """

    node: str
    keeper: Keeper
    scope: NodeScope
    refusals: Refusals = field(default_factory=Refusals)
    taken: RolledUp = field(init=False)
    kept: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.taken = RolledUp(node=self.node)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue by which the node's statements are read."""
        return self.keeper.catalogue

    def report(self) -> RolledUp:
        """What came of it so far."""
        return self.taken.model_copy(update={"refused": self.refusals.all(), "kept": tuple(self.kept)})

    async def take(self, page: StatementPage, cursor: str | None = None) -> None:
        """Check a page as a whole, then write it; its cursor is noted once all of it is written, so that it may be sent again.

        Raises:
            NodeAnswer: something in it is not what it should be; nothing of it was written.
            GraphError and its kinds, LeaseLost.
        """
        pairs = PageCheck(self.node, self.catalogue, self.scope, self.refusals).checked(page)
        here = await self._here()
        batches = {b.batch: b for b in page.batches if here not in b.trail}
        left = {n: pair for n, pair in enumerate(pairs) if any(a.batch in batches for a in pair[0].arrivals)}
        own = len(pairs) - len(left)
        new = 0
        for step in STEPS:
            mine = [left.pop(n) for n, (_, s) in list(left.items()) if step(self.catalogue, s)]
            mine = await self._of_these_divisions(mine)
            new += await self._write(mine, batches)
        erased, kept = await erase_given(
            self.keeper, self.node, page.level, [item for item, _ in pairs if item.erased], page.erased
        )
        withdrawn = await self._withdraw(page.withdrawn)
        self.kept |= dict.fromkeys(kept)
        if cursor is not None:
            await self._note(cursor)
        before = self.taken
        self.taken = before.model_copy(
            update={
                "pages": before.pages + 1,
                "read": before.read + len(page.items),
                "new": before.new + new,
                "own": before.own + own,
                "erased": before.erased + erased,
                "withdrawn": before.withdrawn + withdrawn,
            }
        )

    async def _here(self) -> str:
        """The name of this graph; empty where nothing was written to it yet."""
        rows = await self.keeper.read("nodes_clock", {})
        return graph_name(rows[0]["begun"]) if rows and rows[0]["tick"] else ""

    async def _of_these_divisions(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Those statements that belong to the node's divisions by what is known here of where their parties are registered."""
        if not self.scope.region or not pairs:
            return list(pairs)
        wanted = sorted({r.identifier for _, s in pairs for r in s.refs if r.role in subject_roles(self.catalogue[s.category])})
        known: dict[str, Subject] = {}
        for i in range(0, len(wanted), LIMIT):
            found = await self.keeper.read("nodes_subjects", {"ids": wanted[i : i + LIMIT]})
            known |= {row["id"]: Subject(row["id"], row["party"], tuple(row["registered_in"])) for row in found}
        out = []
        for item, s in pairs:
            category = self.catalogue[s.category]
            refs = {r.role: r.identifier for r in s.refs}
            subjects = [known[refs[role]] for role in subject_roles(category) if refs.get(role) in known]
            everywhere = is_everywhere(category, s.action)
            filed = filed_in(subjects, s.day, today(), everywhere=everywhere) if subjects else item.filed_in
            filed = (*filed, states_region(category, s.values))
            if self.scope.takes(s.category, [region for region in filed if region]):
                out.append((item, s))
            else:
                self.refusals.add("about a party that is registered elsewhere, as is known here", s.id)
        return out

    async def _write(self, pairs: Sequence[Pair], batches: dict[str, GivenBatch]) -> int:
        by_batch: dict[str, list[tuple[Row, GivenStatement]]] = defaultdict(list)
        for item, s in pairs:
            for a in (one for one in item.arrivals if one.batch in batches):
                by_batch[a.batch].append((Row(a.place, 0, (s,), a.remarks), item))
        states = await self._states(by_batch)
        new = 0
        for batch, rows in by_batch.items():
            here = batch_here(self.node, batch)
            if states.get(here) == "withdrawn":
                self.refusals.add("of a batch that was withdrawn here", batch)
                continue
            if here not in states:
                await self.keeper.open_batch(here, _props(self.node, batches[batch]))
            for i in range(0, len(rows), LIMIT):
                some = rows[i : i + LIMIT]
                also = await self._marking([item for _, item in some])
                written = await self.keeper.rows(here, [row for row, _ in some], also=also)
                new += written.outcome.statements
        return new

    async def _states(self, batches: Iterable[str]) -> dict[str, str]:
        ids = [batch_here(self.node, batch) for batch in batches]
        rows = await self.keeper.read("nodes_states", {"ids": ids}) if ids else []
        return {row["id"]: row["state"] for row in rows}

    async def _marking(self, items: Sequence[GivenStatement]) -> Callable[[GraphStore], Awaitable[None]] | None:
        """What marks those statements that are new here and not given as a whole; None where there are none."""
        lacking = {i.id: {"id": i.id, "withheld": i.withheld, "erased": i.erased} for i in items if i.withheld or i.erased}
        known = await self.keeper.read("nodes_known", {"ids": sorted(lacking)}) if lacking else []
        rows = [row for one, row in lacking.items() if one not in {found["id"] for found in known}]

        async def mark(store: GraphStore) -> None:
            await store.run("nodes_mark", {"rows": rows})

        return mark if rows else None

    async def _withdraw(self, batches: Sequence[str]) -> int:
        count = 0
        for here, state in (await self._states(batches)).items():
            if state != "withdrawn":
                await self.keeper.withdraw_batch(here)
                count += 1
        return count

    async def _note(self, cursor: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        params = {"node": self.node, "cursor": cursor, "at": now, "scope": self.scope.text}

        async def work(store: GraphStore) -> None:
            await store.run("nodes_follow", params)

        await self.keeper.transact(work)


def _props(node: str, batch: GivenBatch) -> dict[str, object]:
    """What is stored of a batch of a node: where its rows stand, as the node says, and which node that is."""
    given = batch.model_dump(mode="json", exclude={"batch", "loaded_at"}, exclude_none=True)
    own = {"state": "complete", "node": node, "origin": batch.batch}
    return given | ({"at": batch.loaded_at} if batch.loaded_at else {}) | own


async def followed(engine: Engine, node: str, scope: NodeScope) -> str | None:
    """The cursor up to which a node was followed in a scope; None where it never was, or in another scope."""
    rows = await engine.read(query("nodes_followed"), {"node": node})
    return str(rows[0]["cursor"]) if rows and rows[0]["cursor"] and rows[0]["scope"] == scope.text else None
