"""The columns of one table that hold values, compiled: read, remembered, and filled into a draft."""

from collections.abc import Callable, Collection, Iterable, Mapping

from loaders.check.alternatives import CellColumn, fill_first
from loaders.check.code_lists import Unlisted
from loaders.check.currencies import Currencies
from loaders.check.draft import Draft
from loaders.derive.terms import begins, ends
from loaders.mapping.headers import Target
from loaders.types import READERS
from loaders.types.codes.identity_numbers import is_identity_number
from loaders.types.date import never_open, open_by_convention
from loaders.types.words.text import without_number
from loaders.types.words.texts import split_by
from loaders.values.cells import EMPTY_CELL, LEFT_OUT, Cell, CellContext, Read, Refused, as_stated
from loaders.values.normalise import clean_text
from models.catalogue import AS_STATED_SUFFIX, Category, Property, TypeName
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
        self.all: list[CellColumn] = []
        self.several: list[tuple[CellColumn, ...]] = []
        self.split: tuple[CellColumn, ...] = ()
        self._rows = 0
        self._defaults: list[tuple[str, Scalar, str]] = []
        self._part: Callable[[str], tuple[str, ...]] = lambda text: (text,)
        self._decisive = category.decisive
        self._properties = properties = category.by_name
        self._fall_backs = [(p.name, p.falls_back) for p in category.properties if p.falls_back]
        groups: dict[str, list[CellColumn]] = {}
        targets = list(targets)
        self._currencies = Currencies(category, targets, self._decisive)
        for target in targets:
            prop = properties.get(target.property)
            if prop is None or prop.type is TypeName.PARTY:
                continue
            if target.part == "currency":
                continue
            context = CellContext(target.unit, target.unit_stated, target.currency, lenient, secret, prop.name in category.key)
            memo: dict[str, Cell] | None = None if _personal(prop) else {}
            column = CellColumn(
                target.header, prop, _reader(category, prop, context), memo, target.code, target.header in listed
            )
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
                self._defaults += READERS[prop.type](prop, CellContext(secret=secret))(prop.default).entries

    def _keep(self, draft: Draft, unlisted: Iterable[Unlisted]) -> None:
        """Keep as stated the codes that a code list has not, where no other column states what the property is."""
        for one in unlisted:
            prop = self._properties[one.property]
            entries, flags = unread(prop, one.code, one.why)
            if prop.name in draft.canon:
                entries, flags = (), (f"{one.why}; another column counts",)
            draft.flags += [f"{one.header}: {flag}" for flag in flags]
            for name, value, canonical in entries:
                draft.values[name], draft.canon[name] = value, canonical

    def fill(
        self, draft: Draft, cells: Mapping[str, str], only: frozenset[str] | None = None, unlisted: Iterable[Unlisted] = ()
    ) -> None:
        """Read every cell, or those of the properties in `only`, into the draft.

        A cell that cannot be read is kept as stated and remarked; raises Refused, placed in its column, where the record cannot
        stand without it.
        """
        values, canon = draft.values, draft.canon
        columns = self.all if only is None else [c for c in self.all if c.property.name in only]
        self._rows += 1
        for column in columns:
            header, memo = column.header, column.memo
            text = cells.get(header)
            if not text:
                continue
            cell = memo.get(text) if memo is not None else None
            if cell is None:
                cell = self._read(column, text)
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
        for group in self.several:
            if only is None or group[0].property.name in only:
                self._fill_first(draft, cells, group)
        self._keep(draft, unlisted)
        self._complete(draft, cells)

    def _complete(self, draft: Draft, cells: Mapping[str, str]) -> None:
        """Add what columns of their own state of currencies, what stands for what is not stated, and the defaults."""
        self._currencies.complete(draft, cells)
        for name, other in self._fall_backs:
            if name not in draft.canon and other in draft.canon:
                draft.values[name], draft.canon[name] = draft.values[other], draft.canon[other]
        for name, value, canonical in self._defaults:
            if name not in draft.canon and name + AS_STATED_SUFFIX not in draft.canon:
                draft.values[name] = value
                draft.canon[name] = canonical

    def _read(self, column: CellColumn, text: str) -> Cell:
        """What a cell states. One that cannot be read is stored as stated where the record can stand without it.

        Raises Refused, placed in its column, where it cannot.
        """
        try:
            return column.read(text)
        except Refused as refused:
            if column.property.name in self._decisive or refused.rule == "too_long":
                raise refused.at(column.header) from None
            return unread(column.property, text, refused.message)

    def _fill_first(self, draft: Draft, cells: Mapping[str, str], group: tuple[CellColumn, ...]) -> None:
        """Fill a property from the first of its columns that says it; where none can be read, the first is kept as stated."""
        try:
            fill_first(draft, cells, group)
        except Refused as refused:
            column = next(c for c in group if c.header == refused.column)
            (entries, flags), known = self._read(column, cells[column.header]), set(draft.canon)
            self._fill_first(draft, cells, tuple(c for c in group if c is not column))
            if draft.canon.keys() - known - {column.property.name + AS_STATED_SUFFIX}:
                entries, flags = (), ("cannot be read; another column counts",)
            draft.flags += [f"{column.header}: {flag}" for flag in flags]
            for name, value, canonical in entries:
                draft.values[name], draft.canon[name] = value, canonical

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
        cell = self._read(column, piece)
        for name, value, canonical in cell.entries:
            draft.values[name] = value
            draft.canon[name] = canonical
        draft.flags += [f"{column.header}: {flag}" for flag in cell.flags]


def _personal(prop: Property) -> bool:
    return prop.sensitive or prop.type is TypeName.PID


def _reader(category: Category, prop: Property, context: CellContext) -> Read:
    """The type's reader; cells that the property declares to state nothing are empty, and only an end may be open."""
    read = READERS[prop.type](prop, context)
    if prop.type is TypeName.DATE:
        ending = prop.name in ends(category)
        read = open_by_convention(read) if ending else never_open(read, prop.name in begins(category))
    if category.party and prop.name == category.party.names[0]:
        read = without_number(read)
    if not prop.empty:
        return read
    words = frozenset(prop.empty)
    return lambda text: EMPTY_CELL if text.strip() in words else read(text)


def unread(prop: Property, text: str, why: str, personal: bool = False) -> Cell:
    """A cell that cannot be read, as stated. What is personal, or may be somebody's identity number, is left out."""
    if personal or _personal(prop) or is_identity_number(text):
        return Cell(flags=(f"{LEFT_OUT} and may not be kept in clear: {why}",))
    return as_stated(prop.name, clean_text(text), why)
