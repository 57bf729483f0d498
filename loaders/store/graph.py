"""Statements and facts in a graph engine: what a transaction of the writer reads."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.engine import Row, Tx
from app.engine.gather import gathered
from loaders.brought.gathering import Gathered
from loaders.derive.groups import REGISTRY, cover_of
from loaders.feed.touched import Touched
from loaders.identity.components import org_code
from loaders.identity.resolution import meaning
from loaders.registered.keeping import RegisteredParties
from loaders.store.first_rows import FirstRows
from loaders.store.identities import Identities
from loaders.store.prefetched import Prefetched
from loaders.store.queries import query
from loaders.store.rows import linked_statement_of, party_of_row, stored_of
from loaders.store.writing import write_derived, write_truth
from loaders.transaction import Derived, Grouped, KnownStatement, NamingFact, NewStatements, Stored
from models.caller import today
from models.catalogue import Catalogue, Category, Kind
from models.facts import Cover, FactLink, LinkedStatement, Meaning, ResolutionRule
from models.identity import NameBearer, Naming, PartyId, Resolution, scheme
from models.statements import OPEN_TICK, Action
from models.values.same_number import Numbered, PartyAsStated

ROWS_A_NAME = 20
"""How many rows are looked at for each name that is asked for: most rows of one person give the same name."""


class GraphStore:
    """One write transaction of an engine, at its tick. See Store."""

    def __init__(
        self,
        tx: Tx,
        catalogue: Catalogue,
        tick: int,
        identities: Identities | None = None,
        *,
        committed: Tx | None = None,
        prefetched: Prefetched | None = None,
        first: FirstRows | None = None,
    ) -> None:
        """`committed` reads beside the transaction `tx`; `prefetched` is what was read for its rows before it began.

        `first` is what this writer has written of categories that are new to the graph.
        """
        self._tx = tx
        self._committed = committed
        self._turn = asyncio.Lock()
        self._identities = identities or Identities()
        self._first = first or FirstRows()
        current = prefetched and not prefetched.void and prefetched.generation == self._identities.generation
        self._prefetched = prefetched if prefetched and current else Prefetched(0, set())
        self.identified: dict[str, PartyId] = {}
        self.catalogue = catalogue
        self.tick = tick
        self.today = today()
        self.touched = Touched(catalogue, self.today)
        self.gathered = Gathered(catalogue, self.today)
        self.registered = RegisteredParties(catalogue)

    async def run(self, name: str, params: dict[str, Any], **words: str) -> list[Row]:
        """Run one of the writer's statements."""
        return await self._run(query(name, **words), params)

    @property
    def before(self) -> "GraphStore":
        """See Store."""
        if self._committed is None:
            return self
        return GraphStore(self._committed, self.catalogue, self.tick, self._identities, first=self._first)

    async def _run(self, text: str, params: dict[str, Any]) -> list[Row]:
        async with self._turn:  # a transaction runs one statement at a time
            return await self._tx.run(text, params)

    async def _read(self, name: str, params: dict[str, Any], **words: str) -> list[Row]:
        (record,) = await self._run(gathered(query(name, **words)), params)
        rows: list[Row] = record["rows"]
        return rows

    async def _each(self, name: str, key: str, items: Sequence[Any], **more: Any) -> list[Row]:
        return await self._read(name, {key: list(items), **more}) if items else []

    def lacks(self, category: str, key: str) -> bool:
        """See Store."""
        return self._first.lacks(category, key)

    async def known(self, statements: Sequence[str], batch: str) -> dict[str, KnownStatement]:
        """See Store."""
        told = self._prefetched
        out = {sid: told.known[sid] for sid in statements if sid in told.known and told.tells(sid)}
        for row in await self._each("known", "ids", [sid for sid in statements if not told.tells(sid)]):
            mine = next((a for a in row["arrivals"] if a[0] == batch), None)
            believed = any(a[3] == OPEN_TICK for a in row["arrivals"])
            out[row["id"]] = KnownStatement(believed, mine[1] if mine else None, bool(mine and mine[2]))
        return out

    async def erased(self, statements: Sequence[str]) -> dict[str, bool]:
        """Which of these statements were erased: as a whole, or only in part."""
        return {row["id"]: bool(row["whole"]) for row in await self._each("tombstones", "ids", statements)}

    async def parties(self, identifiers: Sequence[str]) -> dict[str, PartyId]:
        """See Store."""
        out: dict[str, PartyId] = {}
        unknown = []
        for i in identifiers:
            party = self.identified.get(i) or self._identities.get(i) or self._prefetched.parties.get(i)
            if party is not None:
                out[i] = party
            elif i not in self._prefetched.asked:
                unknown.append(i)
        found = {r["id"]: party_of_row(r) for r in await self._each("parties", "ids", unknown)}
        self.identified |= found
        return out | found

    async def naming(self, identifiers: Sequence[str]) -> list[Naming]:
        """See Store."""
        out = []
        for r in await self._each("naming", "ids", identifiers, open=OPEN_TICK):
            form = self.catalogue[r["category"]].party
            if form and r["day"] <= self.today:
                action, names = Action(r["action"]), tuple(sorted(r["names"]))
                out.append(
                    Naming(r["id"], r["category"], r["provider"], r["own"][0], r["day"], r["seq"], action, names, form.kind)
                )
        return out

    async def linked(self, identifiers: Sequence[str]) -> list[str]:
        """See Store."""
        orgs = {i if scheme(i) == "org" else org_code(i) for i in identifiers} - {None}
        given = set(identifiers)
        return [r["id"] for r in await self._each("linked", "orgs", sorted(str(o) for o in orgs)) if r["id"] not in given]

    async def anchored(self, identifiers: Sequence[str]) -> list[str]:
        """See Store."""
        return [r["id"] for r in await self._each("anchored", "ids", identifiers)]

    async def statements_of(self, groups: Sequence[str]) -> dict[str, list[Stored]]:
        """See Store."""
        out: dict[str, list[Stored]] = defaultdict(list)
        for row in await self._each("statements_of", "groups", groups):
            out[row["statement"]["group"]].append(stored_of(row))
        return dict(out)

    async def have(
        self, category: Category, statements: Sequence[str], anchored: Mapping[str, Sequence[str]]
    ) -> list[FactLink]:
        """See Store."""
        if category.edge:
            name = "have_edge" if category.edge.anchor == "source" else "have_edge_target"
            found = [{"anchor": anchor, "groups": list(groups)} for anchor, groups in anchored.items()]
            asked = {"rows": found, "category": category.name}
            rows = await self._read(name, asked, type=category.edge.type) if found else []
        else:
            rows = await self._each("have_record", "ids", statements)
        return [FactLink(category.name, r["type"], r["start"], r["end"], r["props"]) for r in rows]

    async def covers(self, scopes: Sequence[str]) -> dict[str, list[Cover]]:
        """See Store."""
        out: dict[str, list[Cover]] = defaultdict(list)
        for row in await self._each("covers", "scopes", [s for s in scopes if s != REGISTRY]):
            linked = linked_statement_of(row)
            out[row["statement"]["scope"]].append(cover_of(linked.statement, linked.arrivals, linked.parties))
        return dict(out)

    async def endings(self, scopes: Sequence[str]) -> dict[str, list[LinkedStatement]]:
        """See Store."""
        out: dict[str, list[LinkedStatement]] = defaultdict(list)
        for row in await self._each("endings", "scopes", scopes):
            out[row["statement"]["scope"]].append(linked_statement_of(row))
        return dict(out)

    async def stated(self, parties: Sequence[str], categories: Sequence[str]) -> list[LinkedStatement]:
        """See Store."""
        rows = await self._each("stated", "ids", parties, categories=list(categories))
        return [linked_statement_of(row) for row in rows]

    async def depending(self, parties: Sequence[str]) -> list[str]:
        """See Store."""
        return sorted({row["scope"] for row in await self._each("depending", "ids", parties)})

    async def groups_in_scope(self, scope_days: Sequence[tuple[str, str]]) -> list[str]:
        """See Store."""
        rows = [{"scope": scope, "day": day} for scope, day in scope_days]
        return sorted({r["group"] for r in await self._each("scope_groups", "rows", rows)})

    async def named(self, places: Sequence[str]) -> list[Stored]:
        """See Store."""
        return [stored_of(row) for row in await self._each("named", "places", places)]

    async def listed(self, scope_days: Sequence[tuple[str, str]]) -> list[Stored]:
        """See Store."""
        rows = [{"scope": scope, "day": day} for scope, day in scope_days]
        return [stored_of(row) for row in await self._each("listed", "rows", rows)]

    async def numbered(self, asked: Sequence[tuple[str, int]], at_most: int) -> dict[tuple[str, int], list[Numbered]]:
        """See Store."""
        out: dict[tuple[str, int], list[Numbered]] = defaultdict(list)
        rows = [{"place": place, "level": level} for place, level in asked]
        for row in await self._each("numbered", "asked", rows, at_most=at_most):
            parties = {role: PartyAsStated(None if mention else party, name) for role, party, mention, name in row["refs"]}
            out[row["place"], row["level"]].append(Numbered(row["id"], parties))
        return out

    async def names_of_documents(self, identifiers: Sequence[str], at_most: int) -> dict[str, list[tuple[str, int]]]:
        """See Store."""
        out: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in await self._each("names_of_documents", "ids", identifiers, at_most=at_most, rows=at_most * ROWS_A_NAME):
            out[row["id"]].append((row["name"], row["level"]))
        return out

    async def naming_facts(self, parties: Sequence[str]) -> dict[str, list[NamingFact]]:
        """See Store."""
        categories = [c.name for c in self.catalogue.categories.values() if c.identifies]
        out: dict[str, list[NamingFact]] = defaultdict(list)
        for row in await self._each("naming_facts", "ids", parties, categories=categories, open=OPEN_TICK):
            form = self.catalogue[row["category"]].party
            assert form is not None
            said = {n: row["values"][n] for n in form.names if row["values"].get(n) is not None}
            values = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items()}
            out[row["party"]].append(NamingFact(row["category"], row["valid_from"], row["statement"], values))
        return dict(out)

    async def bearers(self, names: Sequence[str]) -> list[NameBearer]:
        """See Store."""
        rows = await self._each("bearers", "names", names, open=OPEN_TICK)
        return [NameBearer(r["name"], r["party"], Kind(r["kind"]), r["region"], r["valid_from"], r["valid_to"]) for r in rows]

    async def borne_by_others(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        """See Store."""
        asked = [pair for pair in pairs if not self._identities.agree(*pair)]
        rows = [{"name": name, "party": party} for name, party in asked]
        read = await self._each("borne_by_others", "rows", rows, open=OPEN_TICK)
        found = {(row["name"], row["party"]): row["bearers"] for row in read}
        self._identities.keep_agreeing(pair for pair in asked if pair not in found)
        return found

    async def mentions(self, names: Sequence[str]) -> dict[str, list[Resolution]]:
        """See Store."""
        out: dict[str, list[Resolution]] = defaultdict(list)
        for row in await self._each("mentions", "names", names):
            found = out[row["mention"]]
            if row["party"] is not None:
                found.append(Resolution(row["mention"], row["party"], ResolutionRule(row["rule"])))
        return dict(out)

    async def meanings(self, mentions: Sequence[str]) -> dict[str, Meaning]:
        """See Store."""
        out: dict[str, list[Resolution]] = defaultdict(list)
        for row in await self._each("meanings", "ids", mentions):
            out[row["mention"]].append(Resolution(row["mention"], row["party"], ResolutionRule(row["rule"])))
        return {mention: meaning(found) for mention, found in out.items()}

    async def complete_regions(self) -> list[str]:
        """See Store."""
        return sorted(str(r["region"]) for r in await self.run("complete", {"open": OPEN_TICK, "today": self.today}))

    async def ripen(self, limit: int) -> None:
        """See Store."""
        for row in await self.run("ripe_days", {"today": self.today}):
            (ripe,) = await self.run("ripen", {"day": row["day"], "limit": limit})
            if ripe["statements"] < limit:
                await self.run("ripe_over", {"day": row["day"]})
            if ripe["statements"]:
                await self.run("settling", {"settling": True})
                return

    async def dirty(self, limit: int) -> list[Stored]:
        """See Store."""
        return [stored_of(r) for r in await self._read("dirty", {"limit": limit})]

    async def write_truth(self, truth: NewStatements) -> None:
        """See Store."""
        self._first.wrote(s.id for s in truth.statements)
        self._places(truth.grouped)
        self.registered.state(truth)
        await write_truth(self, truth)
        if truth.called or truth.moved:
            self._identities.names_changed()
        if truth.moved:
            self._identities.moved()
        self.identified |= truth.identifies

    async def write_derived(self, derived: Derived) -> None:
        """See Store."""
        self.touched.add(derived, await self.meanings(derived.moved) if derived.moved else {})
        self.gathered.add(derived)
        self._places(derived.grouped)
        self.registered.add(derived)
        await write_derived(self, derived)
        links = (*derived.make, *derived.end, *derived.drop)
        if any(self.catalogue[name].identifies for name in {link.category for link in links}):
            self._identities.names_changed()

    def _places(self, grouped: Sequence[Grouped]) -> None:
        self._first.wrote(key for g in grouped for key in (g.group, g.scope, g.named))
