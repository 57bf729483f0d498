"""The columns of one table that hold values, compiled: read, remembered, and filled into a draft."""

from collections.abc import Callable, Collection, Iterable, Mapping

from loaders.alternatives import Column, fill_first
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


class Columns:
    """All value columns of a table. `split` are those whose cells hold several values; they are read by `pieces`.

    `listed` are the headers of columns of codes that a code list has put into words.
    """

    def __init__(
        self,
        category: Category,
        targets: Iterable[Target],
        lenient: bool,
        secret: bytes,
        listed: Collection[str] = (),
    ) -> None:
        self.all: list[Column] = []
        self.several: list[tuple[Column, ...]] = []
        self.split: tuple[Column, ...] = ()
        self._rows = 0
        self._currencies: list[tuple[str, str]] = []
        self._defaults: list[tuple[str, Scalar, str]] = []
        self._part: Callable[[str], tuple[str, ...]] = lambda text: (text,)
        properties = category.by_name
        groups: dict[str, list[Column]] = {}
        for target in targets:
            prop = properties.get(target.property)
            if prop is None or prop.type is TypeName.PARTY:
                continue
            if target.part == "currency":
                self._currencies.append((target.header, prop.name))
                continue
            context = Context(target.unit, target.unit_stated, target.currency, lenient, secret)
            memo: dict[str, Cell] | None = None if _personal(prop) else {}
            column = Column(target.header, prop, _reader(prop, context), memo, target.code, target.header in listed)
            groups.setdefault(prop.name, []).append(column)
        for name, group in groups.items():
            if category.split and category.split.property == name:
                self.split, self._part = tuple(group), split_by(category.split.by)
            elif len(group) > 1:
                self.several.append(tuple(group))
            else:
                self.all += group
        for prop in category.properties:
            if prop.default and prop.type in READERS:
                self._defaults += READERS[prop.type](prop, Context(secret=secret))(prop.default).entries

    def fill(self, draft: Draft, cells: Mapping[str, str], only: frozenset[str] | None = None) -> None:
        """Read every cell, or those of the properties in `only`, into the draft. Raises Refused, placed in its column."""
        values, canon, header = draft.values, draft.canon, ""
        columns = self.all if only is None else [c for c in self.all if c.property.name in only]
        self._rows += 1
        try:
            for header, _, read, memo, _, _ in columns:
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
        for group in self.several:
            if only is None or group[0].property.name in only:
                fill_first(draft, cells, group)
        self._complete(draft, cells)

    def _complete(self, draft: Draft, cells: Mapping[str, str]) -> None:
        """Add what columns of their own say of currencies, and the defaults."""
        for header, name in self._currencies:
            _currency(draft, header, name, cells.get(header))
        for name, value, canonical in self._defaults:
            if name not in draft.canon:
                draft.values[name] = value
                draft.canon[name] = canonical

    def _forget(self, header: str, memo: dict[str, Cell]) -> None:
        """Empty a full memory; a column whose cells hardly ever repeat loses it for good."""
        memo.clear()
        if self._rows < 2 * MEMO_SIZE:
            self.all = [c._replace(memo=None) if c.header == header else c for c in self.all]

    def pieces(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """The values in the cell that is split; none where the category does not split or the cell is empty."""
        text = next((text for column in self.split if (text := cells.get(column.header))), None)
        return self._part(text) if text else ()

    def put(self, draft: Draft, piece: str) -> None:
        """Put one piece of the split cell into the draft. Raises Refused, placed in its column."""
        if not self.split:
            return
        column = self.split[0]
        try:
            cell = column.read(piece)
        except Refused as refused:
            raise refused.at(column.header) from None
        for name, value, canonical in cell.entries:
            draft.values[name] = value
            draft.canon[name] = canonical
        draft.flags += [f"{column.header}: {flag}" for flag in cell.flags]


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
