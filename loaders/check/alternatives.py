"""Several columns of one property, each filled in its own rows: the first filled one counts, the others are compared."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from loaders.check.draft import Draft
from loaders.mapping.headers import Target
from loaders.types.industry import section_of
from loaders.values.canonical import canonical
from loaders.values.cells import EMPTY_CELL, Cell, Read, Refused
from loaders.values.kinds import read_kind
from loaders.values.money_units import read_currency
from loaders.values.normalise import clean_text, is_empty, normalise_name
from models.catalogue import RESERVED_COLUMNS, TEXT_TYPES, Property, TypeName

_CODED = frozenset({TypeName.INDUSTRY, TypeName.REGION})
"""Types whose value is a code of a national standard: where words and code go together, the finer of the two is meant."""
_WORDLESS = "a code without its word"


class CellColumn(NamedTuple):
    """A header, the property it fills, its reader, and what it read before; whether it holds codes, and of a known list."""

    header: str
    property: Property
    read: Read
    memo: dict[str, Cell] | None
    code: bool = False
    listed: bool = False


def fill_first(draft: Draft, cells: Mapping[str, str], group: Iterable[CellColumn]) -> None:
    """Put what the first filled of the columns says into the draft; remark where another says otherwise.

    Raises Refused, placed in its column, where that first one cannot be read.
    """
    best: tuple[CellColumn, Cell] | None = None
    flags: list[str] = []
    for column in group:
        cell = _read(column, cells.get(column.header), best, flags)
        if not cell.entries:
            continue
        if best and column.property.type is TypeName.TEXTS and not column.code:
            best = best[0], _together(best[1], cell)
        elif best is None or _finer(column.property.type, best[1], cell):
            best = column, cell
        elif _comparable(column) and not _agree(best[1], cell, column.property):
            flags.append(f"{column.header}: says otherwise than {best[0].header}, which counts")
    if best is not None:
        draft.flags += [f"{best[0].header}: {flag}" for flag in (*best[1].flags, *_alone(best[0]))]
        for name, value, text in best[1].entries:
            draft.values[name] = value
            draft.canon[name] = text
    draft.flags += flags


def _read(column: CellColumn, text: str | None, best: tuple[CellColumn, Cell] | None, flags: list[str]) -> Cell:
    """What a cell states; nothing, remarked, where it cannot be read and another column has stated it."""
    try:
        return column.read(text) if text else EMPTY_CELL
    except Refused as refused:
        if best is None:
            raise refused.at(column.header) from None
        if not column.code:
            flags.append(f"{column.header}: cannot be read; {best[0].header} counts")
        return EMPTY_CELL


def _together(one: Cell, other: Cell) -> Cell:
    """The texts of two cells, each once: 处罚类别1 and 处罚类别2 are both of the decision."""
    (name, stated, _), (_, also, _) = one.entries[0], other.entries[0]
    assert isinstance(stated, tuple)
    assert isinstance(also, tuple)
    values = tuple(dict.fromkeys((*stated, *also)))
    return Cell(((name, values, canonical(values)),), one.flags)


def _alone(column: CellColumn) -> tuple[str, ...]:
    return (_WORDLESS,) if column.code and not column.listed and column.property.type in TEXT_TYPES else ()


def _comparable(column: CellColumn) -> bool:
    """Whether a list states what the column's codes mean; words always mean something."""
    return not column.code or column.listed or column.property.type not in {*TEXT_TYPES, TypeName.TEXTS}


def _agree(one: Cell, other: Cell, prop: Property) -> bool:
    stated = {name: text for name, _, text in one.entries}
    also = {name: text for name, _, text in other.entries}
    if prop.type in TEXT_TYPES:
        return all(normalise_name(stated[name]) == normalise_name(also[name]) for name in stated.keys() & also.keys())
    if prop.type in _CODED and (one.flags or other.flags or _finer(prop.type, other, one)):
        return True
    return bool(stated.keys() & also.keys()) and all(stated[name] == also[name] for name in stated.keys() & also.keys())


def _finer(kind: TypeName, coarse: Cell, fine: Cell) -> bool:
    """Whether two cells state one division or industry and the second states it more closely, or alone by a code."""
    if kind not in _CODED or fine.flags:
        return False
    if coarse.flags:
        return True
    wide, close = coarse.entries[0][2], fine.entries[0][2]
    if kind is TypeName.REGION:
        wide = wide.removesuffix("00").removesuffix("00")
    return wide != close and (close.startswith(wide) or (kind is TypeName.INDUSTRY and section_of(close) == wide))


class Coalesced(NamedTuple):
    """A row's cells with the first filled text in the place of each first column, remarks, and where such a text stood."""

    cells: Mapping[str, str]
    flags: list[str]
    placed: dict[str, str]


class Coalescer:
    """Brings the columns of one part of a party, of one currency or of one reserved column together; compiled per table."""

    def __init__(self, targets: Iterable[Target], properties: Mapping[str, Property]) -> None:
        groups: dict[tuple[str, str], list[Target]] = {}
        for target in targets:
            prop = properties.get(target.property)
            whole = target.property in RESERVED_COLUMNS or (prop is not None and prop.type is TypeName.PARTY)
            if whole or target.part:
                groups.setdefault((target.property, target.part), []).append(target)
        self._groups = [(part, group) for (_, part), group in groups.items() if len(group) > 1]

    def __bool__(self) -> bool:
        return bool(self._groups)

    def __call__(self, cells: Mapping[str, str]) -> Coalesced:
        """The row, brought together."""
        found, flags, placed = dict(cells), list[str](), dict[str, str]()
        for part, group in self._groups:
            same = _SAME.get(part, _same_text)
            filled = [(t, text) for t in group if (text := cells.get(t.header)) and not is_empty(text)]
            if not filled:
                continue
            first, text = filled[0]
            if first.code and part in {"", "name"} and text.strip().isalnum() and text.strip().isascii():
                flags.append(f"{first.header}: {_WORDLESS}, not taken")
                found.pop(first.header)
                continue
            if first is not group[0]:
                found[group[0].header] = text
                placed[group[0].header] = first.header
            flags += [
                f"{other.header}: says otherwise than {first.header}, which counts"
                for other, also in filled[1:]
                if not other.code and not same(text, also)
            ]
        return Coalesced(found, flags, placed)


def _same_text(one: str, other: str) -> bool:
    return normalise_name(one) == normalise_name(other)


def _same_kind(one: str, other: str) -> bool:
    return _same_text(one, other) or read_kind(one) == read_kind(other)


def _same_currency(one: str, other: str) -> bool:
    stated, also = read_currency(clean_text(one)), read_currency(clean_text(other))
    return _same_text(one, other) or (stated is not None and stated == also)


_SAME: dict[str, Callable[[str, str], bool]] = {"kind": _same_kind, "currency": _same_currency}
