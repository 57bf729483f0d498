"""Statements and facts in memory: small, plain, and the ground on which the graph is checked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.derive.endings import is_ending
from loaders.derive.fact_links import is_naming, naming_of
from loaders.derive.groups import REGISTRY, cover_of
from loaders.identity.components import lone_kind, org_code, person_anchor
from loaders.identity.resolution import meaning
from loaders.identity.two_names import party_as_stated
from loaders.transaction import Arrived, Derived, Grouped, KnownStatement, NamingFact, NewStatements, Stored
from models.catalogue import Catalogue, Category
from models.facts import Arrival, Cover, FactLink, LinkedStatement, Meaning
from models.identity import MentionId, NameBearer, Naming, PartyId, Resolution
from models.statements import OPEN_DAY, OPEN_TICK, Action, Statement
from models.traits import StatedTrait
from models.values.same_number import Numbered


@dataclass(slots=True)
class MemoryGraph:
    """All that is stored: truth (statements, arrivals, withdrawn batches) and what was derived from it."""

    statements: dict[str, Statement] = field(default_factory=dict)
    arrivals: dict[str, list[tuple[Arrived, int]]] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)
    traits: list[StatedTrait] = field(default_factory=list)
    identifies: dict[str, PartyId] = field(default_factory=dict)
    grouped: dict[str, Grouped] = field(default_factory=dict)
    dirty: dict[str, None] = field(default_factory=dict)
    links: dict[str, FactLink] = field(default_factory=dict)
    names: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    resolutions: dict[str, list[Resolution]] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)

    def evidence(self, statement: str) -> tuple[Arrival, ...]:
        """The arrivals of a statement, with the tick at which their batch was withdrawn."""
        found = [
            Arrival(a.batch, a.place, tick, self.withdrawn.get(a.batch, OPEN_TICK))
            for a, tick in self.arrivals.get(statement, [])
        ]
        return tuple(sorted(found, key=lambda a: (a.recorded_at, a.batch)))

    def believed(self, statement: str) -> bool:
        """Whether a batch that brought the statement is not withdrawn."""
        return any(a.batch not in self.withdrawn for a, _ in self.arrivals.get(statement, []))


class MemoryStore:
    """One transaction over `MemoryGraph` at one tick."""

    def __init__(self, kept: MemoryGraph, catalogue: Catalogue, tick: int, today: str = OPEN_DAY) -> None:
        self.kept, self.catalogue, self.tick, self.today = kept, catalogue, tick, today

    @property
    def before(self) -> "MemoryStore":
        return self

    def lacks(self, category: str, key: str) -> bool:
        """See Store; nothing is known without a look-up here."""
        return False

    async def known(self, statements: Sequence[str], batch: str) -> dict[str, KnownStatement]:
        out = {}
        for sid in statements:
            if sid in self.kept.statements:
                mine = next((a for a, _ in self.kept.arrivals[sid] if a.batch == batch), None)
                out[sid] = KnownStatement(self.kept.believed(sid), mine.place if mine else None, bool(mine and mine.new))
        return out

    async def parties(self, identifiers: Sequence[str]) -> dict[str, PartyId]:
        return {i: self.kept.identifies[i] for i in identifiers if i in self.kept.identifies}

    async def naming(self, identifiers: Sequence[str]) -> list[Naming]:
        wanted, out = set(identifiers), []
        for s in self.kept.statements.values():
            category = self.catalogue[s.category]
            counts = s.day <= self.today and self.kept.believed(s.id)
            if is_naming(category, s) and wanted & set(s.names) and counts:
                out.append(naming_of(category, s))
        return out

    async def linked(self, identifiers: Sequence[str]) -> list[str]:
        wanted = set(identifiers) | {org for i in identifiers if (org := org_code(i))}
        found = [i for i in self.kept.identifies if i in wanted or org_code(i) in wanted]
        return [i for i in found if i not in identifiers]

    async def anchored(self, identifiers: Sequence[str]) -> list[str]:
        wanted = set(identifiers)
        return [i for i in self.kept.identifies if i.startswith("person:") and person_anchor(i)[0] in wanted]

    async def statements_of(self, groups: Sequence[str]) -> dict[str, list[Stored]]:
        wanted, out = set(groups), dict[str, list[Stored]]()
        for sid, g in self.kept.grouped.items():
            if g.group in wanted and g.group is not None:
                out.setdefault(g.group, []).append(self._stored(sid))
        return out

    def _stored(self, sid: str) -> Stored:
        s, g = self.kept.statements[sid], self.kept.grouped[sid]
        linked = LinkedStatement(s, self.kept.evidence(sid), {r.role: self.kept.identifies[r.identifier].id for r in s.refs})
        return Stored(linked, g.group, g.scope, g.anchor, g.listed_as)

    async def have(
        self, category: Category, statements: Sequence[str], anchored: Mapping[str, Sequence[str]]
    ) -> list[FactLink]:
        ids = set(statements)
        links = [x for x in self.kept.links.values() if x.category == category.name]
        if category.edge:
            return [x for x in links if any(x.props["group"] in anchored.get(end, ()) for end in (x.start, x.end))]
        return [x for x in links if x.start in ids]

    async def covers(self, scopes: Sequence[str]) -> dict[str, list[Cover]]:
        out: dict[str, list[Cover]] = {}
        for sid, g in self.kept.grouped.items():
            s = self.kept.statements[sid]
            if s.action is Action.COVER and g.scope in set(scopes):
                out.setdefault(str(g.scope), []).append(cover_of(s, self.kept.evidence(sid), self._stored(sid).linked.parties))
        return out

    async def endings(self, scopes: Sequence[str]) -> dict[str, list[LinkedStatement]]:
        out: dict[str, list[LinkedStatement]] = {}
        for sid, g in self.kept.grouped.items():
            s = self.kept.statements[sid]
            if g.scope in set(scopes) and is_ending(self.catalogue[s.category], s):
                out.setdefault(str(g.scope), []).append(self._stored(sid).linked)
        return out

    async def stated(self, parties: Sequence[str], categories: Sequence[str]) -> list[LinkedStatement]:
        own = [self._stored(sid).linked for sid, s in self.kept.statements.items() if s.category in categories]
        return [t for t in own if t.parties.get("party") in parties]

    async def depending(self, parties: Sequence[str]) -> list[str]:
        return sorted({str(g.scope) for sid, g in self.kept.grouped.items() if self._depends(sid, parties)})

    def _depends(self, sid: str, parties: Sequence[str]) -> bool:
        return self.kept.statements[sid].action is Action.COVER and self.kept.grouped[sid].anchor in parties

    async def groups_in_scope(self, scope_days: Sequence[tuple[str, str]]) -> list[str]:
        found = set()
        for sid, g in self.kept.grouped.items():
            day = self.kept.statements[sid].day
            if g.group and any(g.scope == scope and day != d for scope, d in scope_days):
                found.add(g.group)
        return sorted(found)

    async def named(self, places: Sequence[str]) -> list[Stored]:
        return [self._stored(sid) for sid, g in self.kept.grouped.items() if g.named in set(places)]

    async def listed(self, scope_days: Sequence[tuple[str, str]]) -> list[Stored]:
        rows = [(sid, g) for sid, g in self.kept.grouped.items() if g.group is not None]
        return [self._stored(sid) for sid, g in rows if (g.scope, self.kept.statements[sid].day) in set(scope_days)]

    async def numbered(self, asked: Sequence[tuple[str, int]], at_most: int) -> dict[tuple[str, int], list[Numbered]]:
        out: dict[tuple[str, int], list[Numbered]] = {}
        for sid, g in self.kept.grouped.items():
            s = self.kept.statements[sid]
            if s.scope is None and s.action in (Action.STATE, Action.CORRECT) and self.kept.believed(sid):
                parties = {r.role: party_as_stated(self.kept.identifies[r.identifier], r.name) for r in s.refs}
                for place, level in asked:
                    if g.named == place and s.level <= level:
                        out.setdefault((place, level), []).append(Numbered(sid, parties))
        return {one: rows[:at_most] for one, rows in out.items()}

    async def names_of_documents(self, identifiers: Sequence[str], at_most: int) -> dict[str, list[tuple[str, int]]]:
        out: dict[str, list[tuple[str, int]]] = {}
        for s in self.kept.statements.values():
            for r in s.refs if self.kept.believed(s.id) else ():
                if r.name and r.identifier in set(identifiers):
                    out.setdefault(r.identifier, []).append((r.name, s.level))
        return {identifier: list(dict.fromkeys(names))[:at_most] for identifier, names in out.items()}

    async def naming_facts(self, parties: Sequence[str]) -> dict[str, list[NamingFact]]:
        out: dict[str, list[NamingFact]] = {}
        for link in self._naming_links():
            if link.end in set(parties):
                s = self.kept.statements[link.start]
                out.setdefault(link.end, []).append(NamingFact(s.category, link.props["valid_from"], s.id, s.values))
        return out

    def _naming_links(self) -> list[FactLink]:
        return [
            x
            for x in self.kept.links.values()
            if x.type == "ABOUT"
            and x.props["role"] == "party"
            and self.catalogue[x.category].identifies
            and x.props["level"] == 0
            and x.props["withdrawn_at"] == OPEN_TICK
        ]

    async def borne_by_others(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        bearing: dict[str, set[str]] = defaultdict(set)
        for b in await self.bearers([name for name, _ in pairs]):
            bearing[b.name].add(b.party)
        return {(n, p): sorted(bearing[n]) for n, p in pairs if n in bearing and p not in bearing[n]}

    async def bearers(self, names: Sequence[str]) -> list[NameBearer]:
        out = []
        for link in self._naming_links():
            for name in self.kept.called.get(link.start, []):
                if name in set(names):
                    s = self.kept.statements[link.start]
                    kind = next((p.kind for p in self.kept.identifies.values() if p.id == link.end), lone_kind(link.end))
                    region = s.values.get("region")
                    out.append(
                        NameBearer(
                            name,
                            link.end,
                            kind,
                            str(region) if region else None,
                            link.props["valid_from"],
                            link.props["valid_to"],
                        )
                    )
        return out

    async def mentions(self, names: Sequence[str]) -> dict[str, list[Resolution]]:
        wanted, renamed = set(names), self.kept.names  # as in a graph, a mention given other names is not found by its own
        mentions = {p.id for p in self.kept.identifies.values() if p.mention and p.id not in renamed}
        found = sorted(m for m in mentions if MentionId.parse(m).name in wanted)
        return {m: self.kept.resolutions.get(m, []) for m in found}

    async def meanings(self, mentions: Sequence[str]) -> dict[str, Meaning]:
        return {m: meaning(found) for m in mentions if (found := self.kept.resolutions.get(m))}

    async def complete_regions(self) -> list[str]:
        found = [sid for sid, g in self.kept.grouped.items() if g.scope == REGISTRY and self.kept.believed(sid)]
        believed = [self.kept.statements[sid] for sid in found]
        return sorted({str(s.values["region"]) for s in believed if s.day <= self.today})

    async def ripen(self, limit: int) -> None:
        ripe = [sid for sid, day in self.kept.waits.items() if day <= self.today][:limit]
        for sid in ripe:
            del self.kept.waits[sid]
            self.kept.dirty[sid] = None

    async def dirty(self, limit: int) -> list[Stored]:
        return [self._stored(i) for i in list(self.kept.dirty)[:limit]]

    async def write_truth(self, truth: NewStatements) -> None:
        k = self.kept
        moved = set(truth.moved)
        left = [k.identifies[i].id for i in moved if i in k.identifies]
        k.dirty |= {sid: None for sid in k.grouped if self._depends(sid, left)}
        k.statements |= {s.id: s for s in truth.statements}
        k.grouped |= {g.statement: g for g in truth.grouped}
        for sid, name in truth.called:
            k.called.setdefault(sid, []).append(name)
        k.traits += truth.traits
        for a in truth.arrivals:
            k.arrivals.setdefault(a.statement, []).append((a, self.tick))
        k.identifies |= truth.identifies
        fresh = {s.id for s in truth.statements}
        for s in k.statements.values():
            if s.id not in fresh and moved & {r.identifier for r in s.refs}:
                k.dirty[s.id] = None
        k.dirty |= dict.fromkeys(truth.revived)

    async def write_derived(self, derived: Derived) -> None:
        k = self.kept
        k.grouped |= {g.statement: g for g in derived.grouped}
        for link in derived.drop:
            del k.links[link.version_id]
        k.links |= {link.version_id: link for link in (*derived.make, *derived.end)}
        k.names |= derived.names
        k.resolutions |= derived.resolutions
        moved, groups = set(derived.moved), set(derived.dirty_groups)
        k.dirty |= dict.fromkeys(sid for sid in k.grouped if moved & self._mentions(sid))
        for sid in derived.clean:
            k.dirty.pop(sid, None)
        k.waits |= derived.waits
        for sid, g in k.grouped.items():
            if g.group in groups or (derived.dirty_mentions and self._mentions(sid)):
                k.dirty[sid] = None

    def _mentions(self, sid: str) -> set[str]:
        parties = (self.kept.identifies[r.identifier] for r in self.kept.statements[sid].refs)
        return {p.id for p in parties if p.mention}

    def withdraw(self, batch: str) -> None:
        """Believe this batch no more."""
        self.kept.withdrawn.setdefault(batch, self.tick)
        for sid, arrivals in self.kept.arrivals.items():
            if any(a.batch == batch for a, _ in arrivals):
                self.kept.dirty[sid] = None


def names_by_party(kept: MemoryGraph) -> Mapping[str, tuple[str | None, str | None]]:
    """Display name and names of each party that has any."""
    return {p: n for p, n in kept.names.items() if n[0] is not None}
