"""One holder stated by code in one row of a list and by name in another: who a name in a list is. Pure functions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from loaders.derive.terms import announced
from loaders.identity.components import person_anchor
from loaders.values.canonical import digest
from models.catalogue import Category, Mode, TypeName
from models.facts import LinkedStatement
from models.identity import MentionId, scheme, strength
from models.statements import OPEN_TICK, Action
from models.values.names import normalise_name, simplified


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that tells its party by a name alone is about the party of this identifier, which another row of its list names."""

    identifier: str
    party: str


def listed_role(category: Category) -> str | None:
    """The property of a list's rows that states who is listed: the only party in its key that is not what the list is of."""
    return _role(category.name, category) if category.mode is Mode.SNAPSHOT else None


_ROLES: dict[str, tuple[Category, str | None]] = {}


def _role(name: str, category: Category) -> str | None:
    known = _ROLES.get(name)
    if known is None or known[0] is not category:
        apart = [n for n in category.key if n not in (category.scope or ()) and category.by_name[n].type is TypeName.PARTY]
        known = _ROLES[name] = (category, apart[0] if len(apart) == 1 else None)
    return known[1]


def listed_name(role: str, linked: LinkedStatement) -> tuple[str, bool] | None:
    """The name by which a row tells who is listed, as names are compared, and whether it tells nothing else of him."""
    party = linked.parties.get(role, "")
    kind = scheme(party)
    if kind == "name":
        return MentionId.parse(party).name, True
    if kind == "person":
        return person_anchor(party)[1], False
    name = next((r.name for r in linked.statement.refs if r.role == role), None)
    return (normalise_name(name), False) if name else None


def place_of_name(category: Category, scope: str, linked: LinkedStatement) -> str | None:
    """The place of the name alone that a row states in a list; None where it states none."""
    role = listed_role(category)
    for ref in linked.statement.refs:
        if ref.role == role and ref.identifier.startswith("name:"):
            return place(category, scope, linked, simplified(MentionId.parse(ref.identifier).name))
    return None


def place(category: Category, scope: str, linked: LinkedStatement, name: str) -> str:
    """The place of a name in a list: rows that share it are about one party if only one of them states whom."""
    s = linked.statement
    return digest(["listed", scope, s.day, announced(category, s.values), name])


def who_is_listed(category: Category, members: Iterable[LinkedStatement]) -> dict[str, Listed | None]:
    """Of rows of one scope, whom those mean that state a name alone: the party that another row of their list names so.

    `members` state their own parties. The result has every row that states a name alone; None where its list names nobody
    so, or several. One stated by a code counts before a person stated by name in the enterprise. A row that is hidden from
    some who see the name, or is not believed, says nothing.
    """
    role = listed_role(category)
    names: list[tuple[LinkedStatement, str, bool]] = []
    for one in members if role else ():
        stated = listed_name(str(role), one)
        if stated:
            names.append((one, *stated))
    if not any(alone for _, _, alone in names):
        return {}
    bearing: dict[tuple[str, ...], list[LinkedStatement]] = defaultdict(list)
    asking: list[tuple[tuple[str, ...], LinkedStatement]] = []
    for linked, name, alone in names:
        where = (linked.statement.day, announced(category, linked.statement.values), name)
        if alone:
            asking.append((where, linked))
        elif linked.statement.action in (Action.STATE, Action.CORRECT) and _believed(linked):
            bearing[where].append(linked)
    return {t.statement.id: _only(str(role), t, bearing.get(where, [])) for where, t in asking}


def _believed(linked: LinkedStatement) -> bool:
    return any(a.withdrawn_at == OPEN_TICK for a in linked.arrivals)


def _only(role: str, asking: LinkedStatement, bearing: list[LinkedStatement]) -> Listed | None:
    seen = [t for t in bearing if t.statement.level <= asking.statement.level]
    coded = [t for t in seen if scheme(t.parties[role]) != "person"] or seen
    parties = {t.parties[role] for t in coded}
    if len(parties) != 1:
        return None
    named = [r.identifier for t in coded for r in t.statement.refs if r.role == role]
    return Listed(min(named, key=strength), parties.pop())


def as_listed(role: str, linked: LinkedStatement, found: Listed | None) -> LinkedStatement:
    """The row, about the party that its list names."""
    if found is None:
        return linked
    meant = {r: m for r, m in linked.meant.items() if r != role}
    return replace(linked, parties={**linked.parties, role: found.party}, meant=meant)
