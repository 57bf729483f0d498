"""The oracle: the whole graph computed at once from all statements, with none of the writer's increments."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.derive.endings import is_ending, scope_matched
from loaders.derive.fact_links import is_naming, links, naming_of
from loaders.derive.groups import cover_of
from loaders.derive.keys import filed, group_of, scope_of
from loaders.derive.list_members import in_lists
from loaders.derive.list_names import Listed, who_is_listed
from loaders.derive.versions import versions
from loaders.identity.components import components, in_force, party_of
from loaders.identity.party_names import called, names_of
from loaders.identity.resolution import resolve
from loaders.store.memory import MemoryGraph
from loaders.transaction import NamingFact
from loaders.upkeep.digest import Digest, fact_line, identifier_line, party_line, resolution_line
from models.catalogue import Catalogue, CoverageKind
from models.facts import Cover, FactLink, LinkedStatement, Meaning
from models.identity import MentionId, NameBearer, PartyId, Resolution
from models.statements import OPEN_TICK, Action, Statement
from tests.support.worlds.small import PROVIDERS, TRAITS


class World:
    """What holds, derived from `kept.statements`, arrivals and withdrawals alone.

    `identity` is another world that says who is who, and what names mean: those of an earlier moment are as they are known now.
    """

    def __init__(self, catalogue: Catalogue, kept: MemoryGraph, identity: "World | None" = None) -> None:
        self.catalogue, self.kept = catalogue, kept
        self.parties: dict[str, PartyId] = identity.parties if identity else self._identify()
        self.meant: dict[str, Meaning] = {}
        self.links = self._facts()
        self.resolutions: list[Resolution] = identity.resolutions if identity else self._resolve()
        for r in sorted(self.resolutions, key=str):
            self.meant[r.mention] = tuple(sorted((*self.meant.get(r.mention, ()), (r.party, str(r.rule)))))
        self.links = self._facts()  # again, now that it is known what names mean; that changes nothing about who bears them
        self.names = self._names()

    def believed(self) -> list[str]:
        return [sid for sid in self.kept.statements if self.kept.believed(sid)]

    def supported(self) -> set[str]:
        """Identifiers that a believed statement refers to or names."""
        out = set()
        for sid in self.believed():
            s = self.kept.statements[sid]
            out |= {r.identifier for r in s.refs} | set(s.names)
        return out

    def _identify(self) -> dict[str, PartyId]:
        rows, every = [], set()
        for s in self.kept.statements.values():
            every |= {r.identifier for r in s.refs} | set(s.names)
            category = self.catalogue[s.category]
            if is_naming(category, s) and self.kept.believed(s.id):
                rows.append(naming_of(category, s))
        found = components(in_force(rows), [i for i in every if i.startswith("org:")])
        return {i: party_of(i, found.get) for i in every}

    def _facts(self) -> list[FactLink]:
        groups: dict[tuple[str, str], list[LinkedStatement]] = defaultdict(list)
        covers: dict[str, list[Cover]] = defaultdict(list)
        endings: dict[str | None, list[LinkedStatement]] = defaultdict(list)
        scopes: dict[str, str] = {}
        everything = self._told()
        for told in everything:
            s, category = told.statement, self.catalogue[told.statement.category]
            if s.action is Action.COVER:
                if not category.identifies:
                    assert s.scope is not None
                    covers[scope_of(s.category, s.provider, s.scope, told.parties)].extend(
                        _closing(self.catalogue, cover_of(s, told.arrivals, told.parties), everything)
                    )
                continue
            matched = scope_matched(category, told)
            if is_ending(category, s):
                endings[matched].append(told)
                continue
            group = group_of(category, s, filed(category, told))
            groups[s.category, group].append(told)
            if matched:
                scopes[group] = matched
            elif s.scope is not None:
                scopes[group] = scope_of(s.category, s.provider, s.scope, told.parties)
        out = []
        for (name, group), members in groups.items():
            by_id = {t.statement.id: t for t in members}
            scope = scopes.get(group, "")
            stated = [*members, *endings.get(scope, [])]
            for v in versions(self.catalogue[name], group, stated, covers.get(scope, [])):
                out += links(self.catalogue[name], group, v, by_id[v.fact.by[0]])
        return out

    def _told(self) -> list[LinkedStatement]:
        """Every statement, with whom its names mean: by their day, and by the lists in which they stand."""
        out, lists = [], defaultdict(list)
        for s in self.kept.statements.values():
            parties = {r.role: self.parties[r.identifier].id for r in s.refs}
            meant = {role: m for role, p in parties.items() if (m := self.meant.get(p))}
            out.append(LinkedStatement(s, self.kept.evidence(s.id), parties, meant))
            if s.scope is not None and s.action is not Action.COVER:
                lists[s.category, scope_of(s.category, s.provider, s.scope, parties)].append(out[-1])
        found: dict[str, Listed | None] = {}
        for (name, _), rows in lists.items():
            found |= who_is_listed(self.catalogue[name], rows)
        return [in_lists(self.catalogue, t, found) for t in out]

    def _naming(self) -> list[FactLink]:
        return [
            x
            for x in self.links
            if x.props.get("role") == "party"
            and self.catalogue[x.category].identifies
            and x.props["level"] == 0
            and x.props["withdrawn_at"] == OPEN_TICK
        ]

    def _names(self) -> dict[str, tuple[str | None, str | None]]:
        facts: dict[str, list[NamingFact]] = defaultdict(list)
        for x in self._naming():
            s = self.kept.statements[x.start]
            facts[x.end].append(NamingFact(s.category, x.props["valid_from"], s.id, s.values))
        return {p: names_of(self.catalogue, f) for p, f in facts.items()}

    def _resolve(self) -> list[Resolution]:
        kinds = {p.id: p.kind for p in self.parties.values()}
        bearers = []
        for x in self._naming():
            s = self.kept.statements[x.start]
            for name in called(self.catalogue[s.category], s):
                region = s.values.get("region")
                bearers.append(
                    NameBearer(
                        name, x.end, kinds[x.end], str(region) if region else None, x.props["valid_from"], x.props["valid_to"]
                    )
                )
        declared = [
            str(self.kept.statements[i].values["region"])
            for i in self.believed()
            if self.kept.statements[i].action is Action.COVER and self.catalogue[self.kept.statements[i].category].identifies
        ]
        out = []
        for mention in (MentionId.parse(p.id) for p in set(self.parties.values()) if p.mention):
            out += resolve(mention, [b for b in bearers if b.name == mention.name], sorted(set(declared)))
        return out

    def history(self) -> set[tuple[str, int]]:
        """Every version of every fact, with the tick until which it was believed."""
        return {(x.version_id, x.props["withdrawn_at"]) for x in self.links}

    def lines(self) -> list[str]:
        """The lines of the digest."""
        supported = self.supported()
        parties = {self.parties[i].id: self.parties[i] for i in supported}
        out = [fact_line(x) for x in self.links if x.props["withdrawn_at"] == OPEN_TICK]
        out += [identifier_line(i, self.parties[i].id) for i in supported]
        out += [party_line(p, *self.names.get(p.id, (None, None))) for p in parties.values()]
        return sorted(out + [resolution_line(r) for r in self.resolutions if r.mention in parties])

    def digest(self) -> str:
        return str(Digest(self.lines()))


def counting(kept: MemoryGraph, today: str) -> MemoryGraph:
    """What would be kept had nobody told anything of a later day: neither for one, nor of what begins on one by itself."""

    def days(s: Statement) -> list[str]:
        own = [str(s.values[n]) for n in ("decided", "since") if n in s.values] if s.category in ("penalty", "licence") else []
        return [s.day, *own]

    told = {sid: s for sid, s in kept.statements.items() if max(days(s)) <= today}
    return MemoryGraph(told, kept.arrivals, kept.withdrawn)


def trait_lines(kept: MemoryGraph) -> list[str]:
    """What each statement of a record states that others may state too."""
    return sorted(
        f"{s.id} {name} {TRAITS[name][str(s.values[name])]}"
        for s in kept.statements.values()
        for name in TRAITS
        if s.category not in ("holder", "post") and TRAITS[name].get(str(s.values.get(name)))
    )


def kept_lines(kept: MemoryGraph) -> list[str]:
    """The digest lines of an incrementally kept store."""
    supported = set()
    for s in kept.statements.values():
        if kept.believed(s.id):
            supported |= {r.identifier for r in s.refs} | set(s.names)
    parties = {kept.identifies[i].id: kept.identifies[i] for i in supported}
    out = [fact_line(x) for x in kept.links.values() if x.props["withdrawn_at"] == OPEN_TICK]
    out += [identifier_line(i, kept.identifies[i].id) for i in supported]
    out += [party_line(p, *kept.names.get(p.id, (None, None))) for p in parties.values()]
    out += [resolution_line(r) for p in parties for r in kept.resolutions.get(p, [])]
    return sorted(out)


def _closing(catalogue: Catalogue, cover: Cover, everything: Sequence[LinkedStatement]) -> Iterator[Cover]:
    """What a list is: with a sum, full at each tick and level at which the capital stated for its day is that sum."""
    amounts = cover.amounts
    if amounts is None:
        yield cover
        return
    registered = [t for t in everything if t.parties.get("party") == amounts.party and t.statement.category == "enterprise"]
    values = {t.statement.id: t.statement.values for t in registered}
    last = max((a.recorded_at for t in everything for a in t.arrivals), default=0) + len(everything) + 99
    for level in (0, 1, 2):
        full: set[int] = set()
        for provider in PROVIDERS:
            group = [t for t in registered if t.statement.provider == provider]
            shown = [v for v in versions(catalogue["enterprise"], "", group) if v.fact.level <= level < v.fact.hidden_from]
            for tick in range(last):
                at = [v for v in shown if v.recorded_at <= tick < v.withdrawn_at and "capital" in values[v.fact.by[0]]]
                at.sort(key=lambda v: v.fact.valid_from)
                counting = [v for v in at if v.fact.valid_from <= cover.day][-1:] or at[:1]
                if counting and values[counting[0].fact.by[0]]["capital"] == amounts.total:
                    full.add(tick)
        during = tuple((t, t + 1 if t + 1 < last else OPEN_TICK) for t in sorted(full))
        shown_from = max(cover.level, level)
        yield replace(cover, kind=CoverageKind.FULL, level=shown_from, amounts=None, during=during)
