"""Whom names in lists mean, as rows come and go: reads what else their lists state, and no more."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.derive.keys import scope_of
from loaders.derive.list_names import Listed, as_listed, listed_name, listed_role, place, who_is_listed
from loaders.transaction import Store, Stored
from models.catalogue import Catalogue
from models.facts import LinkedStatement
from models.statements import Action


@dataclass(slots=True)
class ListNames:
    """Whom the names in the lists looked at mean (by statement), and the stored rows that were looked at for it."""

    found: dict[str, Listed | None] = field(default_factory=dict)
    kept: dict[str, Stored] = field(default_factory=dict)


def list_scope(linked: LinkedStatement) -> str | None:
    """The list that a row belongs to; None where it is of none."""
    s = linked.statement
    if s.scope is None or s.action is Action.COVER:
        return None
    return scope_of(s.category, s.provider, s.scope, linked.parties)


async def names_in_lists(
    store: Store, catalogue: Catalogue, changed: Sequence[LinkedStatement], new: Collection[str]
) -> ListNames:
    """Whom the names in these rows mean, and the names in stored rows of the same lists.

    Lists of `new` parties have no stored rows.
    """
    out = ListNames()
    lists: dict[str, dict[str, LinkedStatement]] = defaultdict(dict)
    places: set[str] = set()
    scans: set[tuple[str, str]] = set()
    for linked, role, fresh in _to_look_at(catalogue, changed, new):
        s = linked.statement
        name = listed_name(role, linked)
        scope = list_scope(linked) if name else None
        if not name or not scope:
            continue
        lists[scope][s.id] = linked
        if not fresh and not store.lacks(s.category, scope):
            if name[1]:
                scans.add((scope, s.day))
            else:
                places.add(place(catalogue[s.category], scope, linked, name[0]))
    asking = await store.named(sorted(places)) if places else []
    scans |= {(m.scope, m.linked.statement.day) for m in asking if m.scope}
    for m in await store.listed(sorted(scans)) if scans else []:
        if m.scope:
            out.kept[m.linked.statement.id] = m
            lists[m.scope].setdefault(m.linked.statement.id, m.linked)
    for members in lists.values():
        category = catalogue[next(iter(members.values())).statement.category]
        out.found |= who_is_listed(category, members.values())
    return out


def _to_look_at(
    catalogue: Catalogue, changed: Sequence[LinkedStatement], new: Collection[str]
) -> list[tuple[LinkedStatement, str, bool]]:
    """The rows of lists, who is listed by which property, and whether nothing of their list is stored.

    New lists in which nobody is stated by a name alone, by far the most, are left out.
    """
    roles = {name: listed_role(catalogue[name]) for name in {t.statement.category for t in changed}}
    out: list[tuple[LinkedStatement, str, bool]] = []
    fresh: dict[tuple[str, ...], list[tuple[LinkedStatement, str, bool]]] = defaultdict(list)
    asking: set[tuple[str, ...]] = set()
    unknown = frozenset(new)
    for linked in changed:
        s, role = linked.statement, roles[linked.statement.category]
        if not role or s.scope is None or role not in linked.parties:
            continue
        of = tuple(linked.parties[entry[1:]] if entry[0] == "@" else entry for entry in s.scope if entry)
        if unknown.isdisjoint(of):
            out.append((linked, role, False))
            continue
        whole = (s.category, s.provider, *of)
        fresh[whole].append((linked, role, True))
        if linked.parties[role].startswith("name:"):
            asking.add(whole)
    return out + [row for whole in asking for row in fresh[whole]]


async def stored_meanings(store: Store, members: Sequence[Stored], names: ListNames) -> None:
    """Add whom the names in these stored rows were found to mean before, where their lists were not looked at."""
    before = {m.linked.statement.id: m.listed_as for m in members if m.listed_as}
    unknown = {sid: i for sid, i in before.items() if sid not in names.found}
    if unknown:
        parties = await store.parties(sorted(set(unknown.values())))
        names.found |= {sid: Listed(i, parties[i].id) for sid, i in unknown.items() if i in parties}


def in_lists(catalogue: Catalogue, linked: LinkedStatement, found: Mapping[str, Listed | None]) -> LinkedStatement:
    """The row about the party that its list names, where it states a name alone."""
    listed = found.get(linked.statement.id)
    role = listed_role(catalogue[linked.statement.category]) if listed else None
    return as_listed(role, linked, listed) if role else linked
