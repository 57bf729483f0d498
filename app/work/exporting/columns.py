"""How a fact, or an owner, becomes a row: its columns by name with their titles, none of which holds an identity number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.catalogue import CODES_SUFFIX, STORED_SUFFIXES, Category, Title, TypeName

Value = str | int | float | bool | None
Row = dict[str, Value]
HIDDEN = frozenset({TypeName.PID})
"""The types of which nothing is exported, not even a hash."""
_NUMBERED = "pid:"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its name, and its title in both languages."""

    name: str
    title: Title


def _column(name: str, zh: str, en: str) -> Column:
    return Column(name, Title(zh=zh, en=en))


PARTY = (_column("party_id", "主体标识", "Party"), _column("party_name", "主体名称", "Name of party"))
OTHER = (_column("other_id", "对方标识", "Other party"), _column("other_name", "对方名称", "Name of other party"))
EVIDENCE = (
    _column("provider", "数据来源单位", "Provider"),
    _column("day", "数据日期", "Day of data"),
    _column("valid_from", "起始日", "From"),
    _column("valid_to", "终止日", "Until"),
    _column("document", "来源文件", "Document"),
    _column("place", "文件位置", "Place in document"),
)
OWNER_COLUMNS = (
    *PARTY,
    _column("owner_id", "持有人标识", "Owner"),
    _column("owner_name", "持有人名称", "Name of owner"),
    _column("kind", "持有人类别", "Kind of owner"),
    _column("level", "层级", "Level"),
    _column("direct", "直接持股比例", "Direct share"),
    _column("integrated", "综合持股比例", "Integrated share"),
    _column("integrated_min", "综合持股下限", "Integrated share, least"),
    _column("integrated_max", "综合持股上限", "Integrated share, most"),
)


def columns_of(category: Category, level: int) -> tuple[Column, ...]:
    """The columns of an export of a category for callers of a level."""
    columns = [*PARTY, *(OTHER if category.edge else ())]
    ends = {category.edge.source, category.edge.target} if category.edge else set()
    for prop in category.properties:
        if prop.level > level or prop.type in HIDDEN or prop.name in ends:
            continue
        columns.append(Column(prop.name, prop.title))
        if prop.type is TypeName.PARTY:
            title = Title(zh=f"{prop.title.zh}标识", en=f"{prop.title.en}: identifier")
            columns.append(Column(f"{prop.name}_id", title))
        elif prop.type is TypeName.MONEY:
            title = Title(zh=f"{prop.title.zh}币种", en=f"{prop.title.en}: currency")
            columns.append(Column(f"{prop.name}{STORED_SUFFIXES[TypeName.MONEY][0]}", title))
    return (*columns, *EVIDENCE)


def row_of_fact(party: Mapping[str, Any], item: Mapping[str, Any], columns: Iterable[Column]) -> Row:
    """A fact about a party, as an answer states it, as a row of these columns."""
    flat = _referred("party", party) | _referred("other", item.get("party") or {})
    for name, value in item["values"].items():
        if isinstance(value, Mapping):
            flat |= {name: value.get("name"), f"{name}_id": known_id(value.get("id"))}
        elif not name.endswith(CODES_SUFFIX):
            flat[name] = "、".join(map(str, value)) if isinstance(value, list | tuple) else value
    flat |= {column.name: item["evidence"].get(column.name) for column in EVIDENCE}
    return {column.name: flat.get(column.name) for column in columns}


def row_of_owner(party: Mapping[str, Any], owner: Mapping[str, Any]) -> Row:
    """An owner of a party, as an answer states it, as a row."""
    flat = _referred("party", party) | {
        "owner_id": known_id(owner.get("id")),
        "owner_name": owner.get("name"),
        **{name: owner.get(name) for name in ("kind", "level", "direct", "integrated", "integrated_min", "integrated_max")},
    }
    return {column.name: flat.get(column.name) for column in OWNER_COLUMNS}


def _referred(what: str, party: Mapping[str, Any]) -> Row:
    return {f"{what}_id": known_id(party.get("id")), f"{what}_name": party.get("name")}


def known_id(identifier: str | None) -> str | None:
    """An identifier of a party; none where it is made of an identity number."""
    return None if identifier is None or identifier.startswith(_NUMBERED) else identifier
