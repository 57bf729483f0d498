"""The columns of a category's invented files, from its catalogue file: titles, other headers that it accepts, or JSON names."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from loaders.mapping.headers import Alias, aliases
from loaders.synthetic.described.values import Content, Party
from loaders.synthetic.files import Cell
from loaders.synthetic.spelling import Spelling, amount, spell_day
from loaders.synthetic.world.model import Department, Firm, Outsider, Person
from loaders.values.normalise import normalise_header
from models.catalogue import Category, Property, TypeName
from models.catalogue_terms import Header

TITLES, ALIASES, NAMES = range(3)
"""Which headers a file has: the titles of properties, other Chinese headers, or the names of programs."""
_PARTS = (("code", "uscc"), ("reg",), ("pid_type",), ("pid",))
_OUTSIDE = ("seq", "action", "level")
_UNITS = {TypeName.MONEY: ("（万元）", 10_000.0), TypeName.SHARE: ("（%）", 0.01)}
Index = Mapping[str, Sequence[Alias]]


class RowColumn(NamedTuple):
    """A column: its header, the property it fills and of a party which part, its type, and what one in it stands for."""

    header: str
    property: str
    part: str = ""
    type: TypeName = TypeName.TEXT
    unit: float = 1.0

    def cell(self, values: Mapping[str, Content], how: Spelling) -> Cell:
        """What stands in it where a row states these values."""
        value = values.get(self.property, "")
        if isinstance(value, Party):
            return _part(value, self.part)
        if value == "" or self.part not in ("", "name"):
            return ""
        if self.type is TypeName.DATE:
            return spell_day(str(value), how.dates)
        if self.type in (TypeName.MONEY, TypeName.SHARE) and _is_number(value):
            return amount(float(value) / self.unit)
        return value


def columns_of(
    category: Category, filled: Collection[str], persons: Collection[str], layout: int, *, acts: bool
) -> list[RowColumn]:
    """The columns of a file in which the properties `filled` are stated, `persons` of them with identity documents.

    A file that `acts` has columns for what a row does (`_seq`, `_action`, `_level`).
    """
    columns = [RowColumn("_provider", "provider"), RowColumn("_day", "day", type=TypeName.DATE)]
    columns += [RowColumn(f"_{name}", name) for name in _OUTSIDE] if acts else []
    index = aliases(category)
    for prop in category.properties:
        if prop.name in filled:
            for column in _of(category, index, prop, layout, prop.name in persons):
                if all(column.header != other.header for other in columns):
                    columns.append(column)
    return columns


def _of(category: Category, index: Index, prop: Property, layout: int, person: bool) -> Iterator[RowColumn]:
    listed = [e if isinstance(e, Header) else Header(header=e) for e in category.source.get(prop.name, ())]
    if prop.type is not TypeName.PARTY:
        yield _first(index, prop, ("",), listed, layout)
        return
    yield _first(index, prop, ("name", ""), listed, layout)
    for parts in _PARTS if person else _PARTS[:2]:
        if any(one.part in parts for one in listed):
            yield _first(index, prop, parts, listed, layout)


def _first(index: Index, prop: Property, parts: Sequence[str], listed: Sequence[Header], layout: int) -> RowColumn:
    """The first header that means the property or this part of it and nothing else, those of the layout before others."""
    own = [one.header for one in listed if (one.part or "") in parts]
    wanted = [header for header in own if layout != TITLES and header.isascii() == (layout == NAMES)]
    titles = [prop.title.zh, prop.name] if "" in parts else []
    for header in (*wanted, *titles, *own):
        found = index.get(normalise_header(header), [])
        if len(found) == 1 and found[0].property == prop.name and found[0].part in parts:
            sign, unit = (
                _UNITS.get(prop.type, ("", 1.0)) if header == prop.title.zh and not found[0].unit else ("", found[0].unit)
            )
            return RowColumn(header + sign, prop.name, found[0].part or parts[0], prop.type, unit or 1.0)
    return RowColumn(prop.name, prop.name, parts[0], prop.type)


def _part(who: Party, part: str) -> str:
    """One part of a reference to a party."""
    if part in ("", "name"):
        return who.name
    if isinstance(who, Person):
        known = {"pid_type": "居民身份证", "pid": who.identity} if who.identity else {}
        return known.get(part) or ""
    if part in ("code", "uscc"):
        coded = not isinstance(who, Firm) or who.coded
        return (who.uscc or "") if coded and isinstance(who, Firm | Department | Outsider) else ""
    return who.reg if part == "reg" and isinstance(who, Firm) and not who.coded else ""


def _is_number(value: Content) -> bool:
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True
