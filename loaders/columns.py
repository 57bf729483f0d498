"""The columns of one table that hold values, compiled: read, remembered, and filled into a draft."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from loaders.cells import EMPTY_CELL, Cell, Context, Read, Refused
from loaders.draft import Draft
from loaders.headers import Target
from loaders.normalise import clean_text, is_empty
from loaders.types import READERS
from loaders.types.money import read_unit
from loaders.types.texts import split_by
from models.catalogue import Category, Property, TypeName
from models.statements import Scalar

MEMO_SIZE = 20_000
MEMO_LENGTH = 64


class Column(NamedTuple):
    """A header, the property it fills, its reader, and what it read before."""

    header: str
    property: Property
    read: Read
    memo: dict[str, Cell] | None


class Columns:
    """All value columns of a table. `split` is the one whose cells hold several values; it is read by `pieces`."""

    def __init__(self, category: Category, targets: Iterable[Target], lenient: bool, secret: bytes) -> None:
        self.all: list[Column] = []
        self.split: Column | None = None
        self._rows = 0
        self._currencies: list[tuple[str, str]] = []
        self._defaults: list[tuple[str, Scalar, str]] = []
        self._part: Callable[[str], tuple[str, ...]] = lambda text: (text,)
        properties = category.by_name
        for target in targets:
            prop = properties.get(target.property)
            if prop is None or prop.type is TypeName.PARTY:
                continue
            if target.part == "currency":
                self._currencies.append((target.header, prop.name))
                continue
            context = Context(target.unit, target.unit_stated, target.currency, lenient, secret)
            column = Column(target.header, prop, _reader(prop, context), None if _personal(prop) else {})
            if category.split and category.split.property == prop.name:
                self.split, self._part = column, split_by(category.split.by)
            else:
                self.all.append(column)
        for prop in category.properties:
            if prop.default and prop.type in READERS:
                self._defaults += READERS[prop.type](prop, Context(secret=secret))(prop.default).entries

    def fill(self, draft: Draft, cells: Mapping[str, str], only: frozenset[str] | None = None) -> None:
        """Read every cell, or those of the properties in `only`, into the draft. Raises Refused, placed in its column."""
        values, canon, header = draft.values, draft.canon, ""
        columns = self.all if only is None else [c for c in self.all if c.property.name in only]
        self._rows += 1
        try:
            for header, _, read, memo in columns:
                text = cells.get(header)
                if not text:
                    continue
                cell = memo.get(text) if memo is not None else None
                if cell is None:
                    cell = read(text)
                    if memo is not None and len(text) <= MEMO_LENGTH:
                        if len(memo) >= MEMO_SIZE:
                            self._forget(header, memo)
                        memo[text] = cell
                entries, flags = cell
                for name, value, canonical in entries:
                    values[name] = value
                    canon[name] = canonical
                if flags:
                    draft.flags += [f"{header}: {flag}" for flag in flags]
        except Refused as refused:
            raise refused.at(header) from None
        for header, name in self._currencies:
            _currency(draft, header, name, cells.get(header))
        for name, value, canonical in self._defaults:
            if name not in canon:
                values[name] = value
                canon[name] = canonical

    def _forget(self, header: str, memo: dict[str, Cell]) -> None:
        """Empty a full memory; a column whose cells hardly ever repeat loses it for good."""
        memo.clear()
        if self._rows < 2 * MEMO_SIZE:
            self.all = [c._replace(memo=None) if c.header == header else c for c in self.all]

    def pieces(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """The values in the cell that is split; none where the category does not split or the cell is empty."""
        text = cells.get(self.split.header) if self.split else None
        return self._part(text) if text else ()

    def put(self, draft: Draft, piece: str) -> None:
        """Put one piece of the split cell into the draft. Raises Refused, placed in its column."""
        if self.split is None:
            return
        try:
            cell = self.split.read(piece)
        except Refused as refused:
            raise refused.at(self.split.header) from None
        for name, value, canonical in cell.entries:
            draft.values[name] = value
            draft.canon[name] = canonical
        draft.flags += [f"{self.split.header}: {flag}" for flag in cell.flags]


def _personal(prop: Property) -> bool:
    return prop.sensitive or prop.type is TypeName.PID


def _reader(prop: Property, context: Context) -> Read:
    """The type's reader; cells that the property declares to say nothing are empty."""
    read = READERS[prop.type](prop, context)
    if not prop.empty:
        return read
    words = frozenset(prop.empty)
    return lambda text: EMPTY_CELL if text.strip() in words else read(text)


def _currency(draft: Draft, header: str, name: str, text: str | None) -> None:
    """The currency of an amount from its own column; a unit in the amount's cell goes before it."""
    if not text or is_empty(text) or name not in draft.canon or f"{name}_currency" in draft.canon:
        return
    unit = read_unit(clean_text(text))
    if unit is None or unit[1] is None:
        raise Refused("currency", "not a currency that is known", header)
    if unit[1] != "CNY":
        draft.values[f"{name}_currency"] = draft.canon[f"{name}_currency"] = unit[1]
