"""Facts as relationships of the graph, each with its envelope."""

from collections.abc import Mapping
from typing import Any

import orjson

from loaders.values.canonical import digest
from models.catalogue import Category, TimeKind
from models.facts import Fact, FactLink, LinkedStatement, Version
from models.identity import Naming
from models.statements import OPEN_TICK, Ref, Statement

TICKS = ("recorded_at", "withdrawn_at", "version_id")


def links(category: Category, group: str, version: Version, linked: LinkedStatement) -> list[FactLink]:
    """The relationships that show one version of a fact; `linked` is the statement whose values it shows."""
    statement = linked.statement
    refs = {r.role: r for r in statement.refs}
    if category.edge:
        source, target = category.edge.source, category.edge.target
        if source not in refs or target not in refs:
            return []
        own = {"category": category.name, "group": group, "provider": statement.provider, "day": statement.day}
        props = _envelope(category, version, refs[source]) | dict(statement.values) | own
        return [_link(category, category.edge.type, linked.parties[source], linked.parties[target], props)]
    out = []
    for role, name in category.roles.items():
        if name in refs:
            props = _envelope(category, version, refs[name]) | {"role": role}
            kind = "ISSUED_BY" if role == "issued_by" else "ABOUT"
            out.append(_link(category, kind, statement.id, linked.parties[name], props))
    return out


def _link(category: Category, kind: str, start: str, end: str, props: dict[str, Any]) -> FactLink:
    props["version_id"] = _version(kind, start, end, props)
    return FactLink(category.name, kind, start, end, props)


def version_of(link: FactLink) -> str:
    """The identity that what the link states comes to: its own, unless it was edited."""
    return _version(link.type, link.start, link.end, {k: v for k, v in link.props.items() if k != "version_id"})


def _version(kind: str, start: str, end: str, props: Mapping[str, Any]) -> str:
    said = {k: v for k, v in props.items() if k != "withdrawn_at"}
    return digest([kind, start, end, _text(said)])


def _text(props: Mapping[str, Any]) -> str:
    """One text of what a version says, whatever the order; names that are no proper Unicode are written out as Python does."""
    try:
        return orjson.dumps(props, option=orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError:
        return "\x1f".join(f"{k}={props[k]!r}" for k in sorted(props))


def _envelope(category: Category, version: Version, ref: Ref) -> dict[str, Any]:
    fact: Fact = version.fact
    props: dict[str, Any] = {
        "fact_id": fact.id,
        "by": list(fact.by),
        "stated_as": stated_as(ref),
        "level": fact.level,
        "hidden_from": fact.hidden_from,
        "usable": fact.usable,
        "public_from": fact.public_from,
        "public_until": fact.public_until,
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "recorded_at": version.recorded_at,
        "withdrawn_at": version.withdrawn_at,
    }
    if category.time is TimeKind.EVENT:
        props["event"] = True
    props.update((name, list(value) if isinstance(value, tuple) else value) for name, value in fact.marks)
    return props


def stated_as(ref: Ref) -> str:
    """How the row stated the party: its name where it gave nothing else, else the identifier."""
    return (ref.name or ref.identifier) if ref.identifier.startswith(("name:", "person:")) else ref.identifier


def anchor_of(category: Category, parties: Mapping[str, str]) -> str | None:
    """The party on whose side the edges of a statement are looked up; None for records."""
    if category.edge is None:
        return None
    return parties.get(category.edge.source if category.edge.anchor == "source" else category.edge.target)


def naming_of(category: Category, statement: Statement) -> Naming:
    """What a statement for which `is_naming` holds states of who is who."""
    assert category.party is not None
    s = statement
    return Naming(s.id, s.category, s.provider, s.names[0], s.day, s.seq, s.action, s.names, category.party.kind)


def is_naming(category: Category, statement: Statement) -> bool:
    """Whether the statement states who is who: a level-0 row of a category that identifies."""
    return category.identifies and statement.level == 0 and bool(statement.names)


def is_naming_fact(category: Category, link: FactLink) -> bool:
    """Whether the link is a believed level-0 registration of a party."""
    props = link.props
    believed = props["level"] == 0 and props["withdrawn_at"] == OPEN_TICK
    return category.identifies and link.type == "ABOUT" and props["role"] == "party" and believed
