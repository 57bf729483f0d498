"""Statements and parties as rows of the graph, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from loaders.identity.components import lone_kind, org_code, person_anchor
from loaders.transaction import Grouped, Stored
from models.catalogue import Kind
from models.facts import Arrival, LinkedStatement
from models.identity import MentionId, PartyId, scheme
from models.statements import Action, Ref, Scalar, Statement
from models.values.names import simplified

OWN = frozenset(
    "id category provider key day seq action level group scope anchor named listed_as stated_scope dirty counts_from"
    " redacted changed_at withheld".split()
)

DERIVED = ("group", "scope", "anchor", "named", "listed_as")
"""The derived properties of a statement's node, as `Grouped` has them."""


def statement_row(statement: Statement, grouped: Grouped | None, tick: int) -> dict[str, Any]:
    """The properties of a node for a statement that is new at a tick; its values stand beside, under their names."""
    row: dict[str, Any] = {
        "id": statement.id,
        "category": statement.category,
        "provider": statement.provider,
        "key": list(statement.key),
        "day": statement.day,
        "seq": statement.seq,
        "action": str(statement.action),
        "level": statement.level,
        "changed_at": tick,
    }
    row.update(statement.values)
    if statement.scope is not None:
        row["stated_scope"] = list(statement.scope)
    if grouped:
        row |= {k: v for k in DERIVED if (v := getattr(grouped, k))}
    return row


def linked_statement_of(row: Mapping[str, Any]) -> LinkedStatement:
    """A statement read back, with its arrivals and the parties behind its references."""
    node: Mapping[str, Any] = row["statement"]
    refs = sorted((Ref(role, i, lone_kind(i), name) for role, i, name, _ in row["refs"]), key=lambda r: r.role)
    values: dict[str, Scalar] = {k: tuple(v) if isinstance(v, list) else v for k, v in node.items() if k not in OWN}
    statement = Statement(
        id=node["id"],
        category=node["category"],
        provider=node["provider"],
        key=tuple(node["key"] or ()),
        day=node["day"],
        seq=node["seq"],
        action=Action(node["action"]),
        level=node["level"],
        values=values,
        refs=tuple(refs),
        names=tuple(row["names"]),
        scope=tuple(node["stated_scope"]) if node.get("stated_scope") is not None else None,
    )
    return LinkedStatement(statement, arrivals_of(row["arrivals"]), {role: party for role, _, _, party in row["refs"]})


def stored_of(row: Mapping[str, Any]) -> Stored:
    """A statement read back with what it was derived to be until now."""
    node = row["statement"]
    return Stored(linked_statement_of(row), node.get("group"), node.get("scope"), node.get("anchor"), node.get("listed_as"))


def arrivals_of(rows: Sequence[Sequence[Any]]) -> tuple[Arrival, ...]:
    """Arrivals read back, the earliest first."""
    return tuple(sorted((Arrival(*r) for r in rows), key=lambda a: (a.recorded_at, a.batch)))


def identifier_row(identifier: str) -> dict[str, Any]:
    """The properties of an identifier's node: what other identifiers are looked up by."""
    row: dict[str, Any] = {"id": identifier, "scheme": scheme(identifier)}
    org = org_code(identifier)
    if org:
        row["org"] = org
    if row["scheme"] == "person":
        row["anchor"], name = person_anchor(identifier)
        row["name"] = simplified(name)
    return row


def party_row(party: PartyId) -> dict[str, Any]:
    """The properties of a party's node."""
    row: dict[str, Any] = {"id": party.id, "kind": str(party.kind), "contested": party.contested, "mention": party.mention}
    if party.mention:
        m = MentionId.parse(party.id)
        row |= {"name": m.name, "region": m.region, "day": m.day}
    return row


def party_of_row(row: Mapping[str, Any]) -> PartyId:
    """A party read back."""
    return PartyId(row["party"], Kind(row["kind"]), bool(row["contested"]), bool(row["mention"]))
