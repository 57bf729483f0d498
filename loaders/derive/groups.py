"""What holds now in the groups that something touched: want minus have, then names and resolutions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.derive.amounts import amounts_of, judge, stating
from loaders.derive.difference import difference
from loaders.derive.endings import is_ending, matched_tokens, scope_matched
from loaders.derive.fact_links import anchor_of, is_naming_fact, links
from loaders.derive.keys import filed, group_of, keyed_by, scope_of
from loaders.derive.list_members import ListNames, in_lists, list_scope, names_in_lists, stored_meanings
from loaders.derive.list_names import place_of_name
from loaders.derive.terms import counts_from
from loaders.derive.versions import conflicts, versions
from loaders.identity.party_names import find_names, mentions_in, name_parties, resolve_names, understood
from loaders.identity.two_names import place_of_number
from loaders.transaction import Derived, Grouped, NamingFact, Store, Stored
from models.catalogue import Catalogue, Category, CoverageKind
from models.facts import Arrival, Cover, FactLink, LinkedStatement, Meaning, StatementConflict
from models.statements import Action, Statement

REGISTRY = "registry"


@dataclass(frozen=True, slots=True)
class ChangedStatement:
    """A statement that is new or must be derived again, with the group and scope it had until now."""

    linked: LinkedStatement
    group: str | None = None
    scope: str | None = None


@dataclass(slots=True)
class DeriveResult:
    """What a transaction did."""

    statements: int = 0
    facts: int = 0
    merges: int = 0
    resolved: int = 0
    candidates: int = 0
    conflicts: list[StatementConflict] = field(default_factory=list)

    def count(self, derived: Derived) -> None:
        """Count the names whose meaning changed."""
        self.resolved += sum(len(r) == 1 for r in derived.resolutions.values())
        self.candidates += sum(len(r) > 1 for r in derived.resolutions.values())

    def add(self, other: "DeriveResult") -> None:
        """Sum up."""
        self.statements += other.statements
        self.facts += other.facts
        self.merges += other.merges
        self.resolved += other.resolved
        self.candidates += other.candidates
        self.conflicts += other.conflicts


@dataclass(slots=True)
class _Touched:
    groups: dict[str, dict[str, LinkedStatement]] = field(default_factory=dict)
    stored: dict[str, dict[str, Stored]] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    covers: list[tuple[str, Cover]] = field(default_factory=list)
    matched: set[str] = field(default_factory=set)
    endings: dict[str, list[LinkedStatement]] = field(default_factory=dict)
    new_scopes: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Plan:
    """What to write so that the touched groups hold what their statements state, and whose names may have changed."""

    derived: Derived
    outcome: DeriveResult
    parties: set[str]
    naming: list[tuple[Category, Statement]]


@dataclass(slots=True)
class TouchedGroups:
    """All that was read to work out what holds in touched groups; `derived` has the places of statements.

    What counts from a later day than `today` waits, and nothing follows from it.
    """

    changed: Sequence[ChangedStatement]
    derived: Derived
    touched: _Touched
    covers: Mapping[str, Sequence[Cover]]
    endings: Mapping[str, Sequence[LinkedStatement]]
    have: Mapping[str, Mapping[str, FactLink]]
    today: str


@dataclass(slots=True)
class _Known:
    """What names were found to mean: by the registrations of their day, and by the lists in which they stand."""

    meant: dict[str, Meaning]
    listed: ListNames


async def survey(
    store: Store, catalogue: Catalogue, changed: Sequence[ChangedStatement], limit: int, new: Collection[str] = frozenset()
) -> TouchedGroups:
    """Read the groups that changed statements leave and enter. Writes nothing.

    Parties that no earlier statement names are `new`: what is keyed by them is not looked for.
    """
    derived = Derived()
    meant = await find_names(store, [c.linked for c in changed], derived, new)
    if meant:
        changed = [replace(c, linked=understood(c.linked, meant)) for c in changed]
    known = _Known(meant, await names_in_lists(store, catalogue, [c.linked for c in changed], new))
    if known.listed.found:
        changed = await _named_in_lists(store, catalogue, changed, known)
    touched = await _touch(store, catalogue, changed, derived, limit, new, known)
    covers, endings = await _covers(store, catalogue, changed, touched), await _endings(store, changed, touched)
    have = {name: await _have(store, catalogue[name], stored) for name, stored in touched.stored.items()}
    return TouchedGroups(changed, derived, touched, covers, endings, have, store.today)


def work_out(catalogue: Catalogue, ground: TouchedGroups) -> Plan:
    """Take what is there from what should be. Reads and writes nothing."""
    derived, touched = ground.derived, ground.touched
    by_category: dict[str, dict[str, list[LinkedStatement]]] = {}
    for group, found in touched.groups.items():
        for t in found.values():
            by_category.setdefault(t.statement.category, {}).setdefault(group, []).append(t)
    outcome = DeriveResult()
    wanted: dict[str, dict[str, FactLink]] = {}
    ends: dict[str, set[str]] = {}
    fresh = {c.linked.statement.id for c in ground.changed}
    for name, groups in by_category.items():
        category, want = catalogue[name], wanted.setdefault(name, {})
        for group, members in groups.items():
            by_id = {t.statement.id: t for t in members}
            stated = [*members, *ground.endings.get(touched.scopes.get(group, ""), ())]
            counting = [t for t in stated if counts_from(category, t.statement) <= ground.today]
            for version in versions(category, group, counting, ground.covers.get(touched.scopes.get(group, ""), ())):
                want.update((link.version_id, link) for link in links(category, group, version, by_id[version.fact.by[0]]))
            if len(members) > 1:
                outcome.conflicts += [c for c in conflicts(category, group, members) if fresh & set(c.statements)]
    for name in wanted.keys() | ground.have.keys():
        ends[name] = difference(derived, wanted.get(name, {}), ground.have.get(name, {}))
    derived.arrivals = {sid: t.arrivals for found in touched.groups.values() for sid, t in found.items()}
    outcome.facts = len(derived.make) + len(derived.end) + len(derived.drop)
    outcome.count(derived)
    naming = [catalogue[name] for name in by_category if catalogue[name].identifies]
    return Plan(
        derived,
        outcome,
        parties=set[str]().union(*(found for name, found in ends.items() if catalogue[name].identifies)),
        naming=[(c, t.statement) for c in naming for m in by_category[c.name].values() for t in m],
    )


async def _covers(
    store: Store, catalogue: Catalogue, changed: Sequence[ChangedStatement], touched: _Touched
) -> dict[str, list[Cover]]:
    """Coverages of the touched scopes; those among the changed count where they now are."""
    if not touched.scopes:
        return {}
    covers = await store.covers(sorted(set(touched.scopes.values()) - touched.new_scopes - touched.matched))
    moved = {c.linked.statement.id for c in changed if c.linked.statement.action is Action.COVER}
    covers = {scope: [c for c in found if c.id not in moved] for scope, found in covers.items()}
    for scope, cover in touched.covers:
        covers.setdefault(scope, []).append(cover)
    covers = {scope: [c for c in found if c.day <= store.today] for scope, found in covers.items()}
    return await judge(store, catalogue, [c.linked for c in changed], covers)


def cover_of(statement: Statement, arrivals: tuple[Arrival, ...], parties: Mapping[str, str]) -> Cover:
    """The coverage that a statement of action `cover` states, with the parties behind its references."""
    smallest = statement.values.get("smallest")
    kind = CoverageKind(str(statement.values["kind"]))
    least = None if smallest is None else float(str(smallest))
    later = str(statement.values.get("later", ""))
    amounts = amounts_of(statement, next(iter(parties.values()), ""))
    return Cover(statement.id, statement.day, kind, statement.level, arrivals, least, later, amounts)


async def _endings(store: Store, changed: Sequence[ChangedStatement], touched: _Touched) -> dict[str, list[LinkedStatement]]:
    """Removals and repairs that may mean the records of touched groups; those among the changed count where they now are."""
    asked = sorted(touched.matched - touched.new_scopes)
    found = await store.endings(asked) if asked else {}
    moved = {c.linked.statement.id for c in changed}
    there = {scope: [t for t in some if t.statement.id not in moved] for scope, some in found.items()}
    return {scope: [*there.get(scope, ()), *touched.endings.get(scope, ())] for scope in touched.matched}


async def _have(store: Store, category: Category, stored: Mapping[str, Stored]) -> dict[str, FactLink]:
    anchored: dict[str, set[str]] = {}
    for s in stored.values():
        if s.anchor and s.group:
            anchored.setdefault(s.anchor, set()).add(s.group)
    have = await store.have(category, sorted(stored), {anchor: sorted(groups) for anchor, groups in anchored.items()})
    return {link.version_id: link for link in have}


async def _touch(
    store: Store,
    catalogue: Catalogue,
    changed: Sequence[ChangedStatement],
    derived: Derived,
    limit: int,
    new: Collection[str],
    known_names: _Known,
) -> _Touched:
    """Regroup what changed, and read the groups it leaves and enters."""
    touched = _Touched()
    scope_days: set[tuple[str, str]] = set()
    moves: list[tuple[ChangedStatement, str]] = []
    new_groups: set[str] = set()
    for c in changed:
        s, category = c.linked.statement, catalogue[c.linked.statement.category]
        if (day := counts_from(category, s)) > store.today:
            derived.waits[s.id] = day
        if s.action is Action.COVER:
            days = _cover(category, c, touched, derived)
            scope_days |= {(scope, day) for scope, day in days if not store.lacks(s.category, scope)}
            continue
        parties, matched = filed(category, c.linked), scope_matched(category, c.linked)
        if matched and is_ending(category, s):
            scope_days |= _ending(c, matched, touched, derived)
            continue
        scope, group = matched or list_scope(c.linked), group_of(category, s, parties)
        derived.grouped.append(_grouped(category, c.linked, group, scope, known_names.listed))
        moves.append((c, group))
        if store.lacks(s.category, group) or keyed_by(s.key, parties, new):
            new_groups.add(group)
        if scope:
            touched.scopes[group] = scope
            touched.matched |= {scope} if matched else set()
            tokens = matched_tokens(category, s) if matched else s.scope or ()
            if store.lacks(s.category, scope) or keyed_by(tokens, parties, new):
                touched.new_scopes.add(scope)
    telling, about = stating(catalogue), (c.linked for c in changed if c.linked.statement.action is not Action.COVER)
    owners = {t.parties["party"] for t in about if t.statement.category in telling}.difference(new)
    scope_days |= {(scope, "") for scope in await store.depending(sorted(owners))} if owners else set()
    groups = {g for _, g in moves} | {c.group for c in changed if c.group}
    covered = await store.groups_in_scope(sorted(scope_days)) if scope_days else []
    if len(covered) > limit:
        derived.dirty_groups = covered
    else:
        groups |= set(covered)
    known = {c.linked.statement.id for c, _ in moves}
    stored: dict[str, list[Stored]] = {}
    unread = groups - new_groups
    while unread:
        found = await _read_groups(store, catalogue, unread, known_names)
        stored |= found
        groups |= unread
        stale = _stale(catalogue, found, known, derived, known_names.listed)
        moves += stale
        known |= {c.linked.statement.id for c, _ in stale}
        unread = {g for _, g in stale} - groups
    _regroup(touched, catalogue, stored, moves)
    return touched


async def _read_groups(store: Store, catalogue: Catalogue, groups: Collection[str], known: _Known) -> dict[str, list[Stored]]:
    """The statements of these groups, with what their names alone mean: as it is known, else as it was found before."""
    stored = await store.statements_of(sorted(groups))
    members = [m for found in stored.values() for m in found]
    await _read_meanings(store, [m.linked for m in members], known.meant)
    await stored_meanings(store, members, known.listed)
    if not known.meant and not known.listed.found:
        return stored
    return {g: [replace(m, linked=_known(catalogue, m.linked, known)) for m in found] for g, found in stored.items()}


async def _read_meanings(store: Store, statements: Sequence[LinkedStatement], meant: dict[str, Meaning]) -> None:
    unknown = sorted(mentions_in(statements) - meant.keys())
    if unknown:
        meant |= dict.fromkeys(unknown, ()) | await store.meanings(unknown)


def _known(catalogue: Catalogue, linked: LinkedStatement, known: _Known) -> LinkedStatement:
    return in_lists(catalogue, understood(linked, known.meant), known.listed.found)


async def _named_in_lists(
    store: Store, catalogue: Catalogue, changed: Sequence[ChangedStatement], known: _Known
) -> list[ChangedStatement]:
    """What changed, and the stored rows of its lists whose name means another now, each about whom its list names."""
    own = {c.linked.statement.id for c in changed}
    kept = [m for sid, m in known.listed.kept.items() if sid in known.listed.found and sid not in own]
    await _read_meanings(store, [m.linked for m in kept], known.meant)
    out = [replace(c, linked=in_lists(catalogue, c.linked, known.listed.found)) for c in changed]
    for m in kept:
        linked = _known(catalogue, m.linked, known)
        category, found = catalogue[linked.statement.category], known.listed.found[linked.statement.id]
        same = m.listed_as == (found.identifier if found else None)
        if not same or m.group != group_of(category, linked.statement, filed(category, linked)):
            out.append(ChangedStatement(linked, m.group, m.scope))
    return out


def _grouped(category: Category, linked: LinkedStatement, group: str, scope: str | None, listed: ListNames) -> Grouped:
    """The place of a statement, with what it states of a name in a list."""
    found = listed.found.get(linked.statement.id)
    in_list = scope and linked.statement.scope is not None
    named = place_of_name(category, scope or "", linked) if in_list else place_of_number(category, linked.statement)
    return Grouped(
        linked.statement.id, group, scope, anchor_of(category, linked.parties), named, found.identifier if found else None
    )


def _stale(
    catalogue: Catalogue, found: Mapping[str, Sequence[Stored]], known: set[str], derived: Derived, listed: ListNames
) -> list[tuple[ChangedStatement, str]]:
    """Statements in touched groups that wait since who is who changed: they move now, or what hung on them would be lost."""
    out = []
    for old, members in found.items():
        for m in members:
            s, category = m.linked.statement, catalogue[m.linked.statement.category]
            group, anchor = group_of(category, s, filed(category, m.linked)), anchor_of(category, m.linked.parties)
            if s.id not in known and (group != old or anchor != m.anchor):
                scope = scope_matched(category, m.linked) or list_scope(m.linked)
                derived.grouped.append(_grouped(category, m.linked, group, scope, listed))
                out.append((ChangedStatement(m.linked, old, m.scope), group))
    return out


def _cover(category: Category, c: ChangedStatement, touched: _Touched, derived: Derived) -> set[tuple[str, str]]:
    """Place a coverage; gives the scopes, with its day, in which it matters."""
    s = c.linked.statement
    if category.identifies:
        derived.dirty_mentions = True
        derived.grouped.append(Grouped(s.id, None, REGISTRY, None))
        return set()
    assert s.scope is not None
    scope, cover = scope_of(s.category, s.provider, s.scope, c.linked.parties), cover_of(s, c.linked.arrivals, c.linked.parties)
    derived.grouped.append(Grouped(s.id, None, scope, cover.amounts.party if cover.amounts else None))
    touched.covers.append((scope, cover))
    day = "" if category.later else s.day  # what a later list of one day lacks is ended by it too
    return {(x, day) for x in (scope, c.scope) if x}


def _ending(c: ChangedStatement, scope: str, touched: _Touched, derived: Derived) -> set[tuple[str, str]]:
    """Place a removal or repair; gives the scopes in which it matters."""
    derived.grouped.append(Grouped(c.linked.statement.id, None, scope, None))
    touched.endings.setdefault(scope, []).append(c.linked)
    return {(x, "") for x in (scope, c.scope) if x}


def _regroup(
    touched: _Touched,
    catalogue: Catalogue,
    stored: Mapping[str, Sequence[Stored]],
    moves: Sequence[tuple[ChangedStatement, str]],
) -> None:
    for members in stored.values():
        for m in members:
            touched.stored.setdefault(m.linked.statement.category, {})[m.linked.statement.id] = m
    touched.groups = {g: {m.linked.statement.id: m.linked for m in members} for g, members in stored.items()}
    for c, _ in moves:
        if c.group:
            touched.groups.get(c.group, {}).pop(c.linked.statement.id, None)
    for c, group in moves:
        touched.groups.setdefault(group, {})[c.linked.statement.id] = c.linked
    _remaining_scopes(touched, catalogue)


def _remaining_scopes(touched: _Touched, catalogue: Catalogue) -> None:
    for group, members in touched.groups.items():
        if group not in touched.scopes:
            for t in members.values():
                s = t.statement
                if matched := scope_matched(catalogue[s.category], t):
                    touched.scopes[group], touched.matched = matched, touched.matched | {matched}
                    break
                if s.scope is not None:
                    touched.scopes[group] = scope_of(s.category, s.provider, s.scope, t.parties)
                    break


async def name(store: Store, catalogue: Catalogue, done: Plan, new: Collection[str] = frozenset()) -> bool:
    """After its facts are written: the names of parties, and what mentions of them mean. Nothing older names `new` parties.

    Gives whether statements wait since a name they state means something else now.
    """
    if not done.parties:
        return False
    derived = Derived()
    values = {s.id: s.values for _, s in done.naming}
    first = [x for x in done.derived.make if x.end in new and is_naming_fact(catalogue[x.category], x)]
    facts = [(x.end, NamingFact(x.category, x.props["valid_from"], x.start, values[x.start])) for x in first]
    derived.names = await name_parties(store, catalogue, sorted(done.parties.difference(new)), facts)
    await resolve_names(store, done.naming, derived)
    done.outcome.count(derived)
    await store.write_derived(derived)
    return derived.unsettled
