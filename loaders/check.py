"""From raw rows to statements: reading, checking and stating, compiled once per list of headers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import InputError
from loaders.canonical import hash_statement
from loaders.cells import Cell, Context, Read, Refused
from loaders.headers import Target, listed_headers, match, missing
from loaders.naming import Namer
from loaders.normalise import clean_text, is_empty, normalise_name
from loaders.read.rows import RawRow
from loaders.reserved import read_action, read_level, read_seq
from loaders.types import READERS
from loaders.types.date import read_day
from loaders.types.party import PartyReader
from loaders.types.pid import is_identity_number
from loaders.types.texts import split_by
from models.catalogue import RESERVED_COLUMNS, Category, Mode, Property, TypeName
from models.statements import OPEN_DAY, Action, Ref, Reject, Row, Scalar, Statement

MEMO_SIZE = 20_000
MEMO_LENGTH = 64
SHOWN = 80
PERSONAL = frozenset({"identity_number", "document_number"})
KEYED = frozenset({Action.WITHDRAW, Action.END, Action.REPAIR})
"""What these actions do needs the key alone."""


class _Column(NamedTuple):
    header: str
    property: Property
    read: Read
    memo: dict[str, Cell] | None


@dataclass(slots=True)
class _Draft:
    """What a row has said so far."""

    provider: str
    day: str
    seq: int
    action: Action
    level: int | None
    values: dict[str, Scalar]
    canon: dict[str, str]
    refs: dict[str, Ref]
    flags: list[str]


class Checker:
    """Turns the rows of one file into statements of one category. `bind` first, then call it with each row.

    `provider` and `day` (any accepted form) serve where the row has no column of its own; `columns` maps properties to headers;
    `secret` keys the hashes of document numbers; `document` names the file in rejects. Raises InputError where a category
    that replaces what was said before (upsert, snapshot) has no day, or any has no provider.
    """

    def __init__(
        self,
        category: Category,
        *,
        provider: str | None = None,
        day: str | None = None,
        columns: Mapping[str, str] | None = None,
        lenient: bool = False,
        secret: bytes = b"",
        document: str = "",
    ) -> None:
        self.category = category
        self.document = document
        self._provider = _provider(provider) if provider else None
        self._day = _argument_day(day) if day else None
        self._columns = dict(columns or {})
        self._lenient = lenient
        self._secret = secret
        self._properties = category.by_name
        self._namer = Namer(category)
        self._keys = [(n, n in self._properties and self._properties[n].type) for n in category.key]
        self._scope = [(n, n in self._properties and self._properties[n].type) for n in category.scope]
        self._required = tuple(p.name for p in category.properties if p.required)
        self._plain: list[_Column] = []
        self._parties: list[PartyReader] = []
        self._reserved: dict[str, str] = {}
        self._split: tuple[_Column, Callable[[str], tuple[str, ...]]] | None = None
        self._defaults: list[tuple[str, Scalar, str]] = []
        self._providers: dict[str, str] = {}
        self.targets: tuple[Target, ...] = ()

    def bind(self, headers: Sequence[str]) -> None:
        """Match a table's headers. Raises InputError for a required column that is missing or one filled twice."""
        targets = match(self.category, headers, self._columns)
        self.targets = tuple(targets)
        self._reserved = {t.property: t.header for t in targets if t.property in RESERVED_COLUMNS}
        self._plain = []
        parties: dict[str, dict[str, str]] = {}
        for target in targets:
            prop = self._properties.get(target.property)
            if prop is None:
                continue
            if prop.type is TypeName.PARTY:
                parties.setdefault(prop.name, {})[target.part] = target.header
            else:
                context = Context(target.unit, target.unit_stated, target.currency, self._lenient, self._secret)
                memo: dict[str, Cell] | None = None if prop.sensitive or prop.type is TypeName.PID else {}
                self._plain.append(_Column(target.header, prop, READERS[prop.type](prop, context), memo))
        context = Context(lenient=self._lenient, secret=self._secret)
        readers = [PartyReader(self._properties[name], columns, context) for name, columns in parties.items()]
        self._parties = sorted(readers, key=lambda reader: reader.prop.person_in is not None)
        split = self.category.split
        column = next((c for c in self._plain if split and c.property.name == split.property), None)
        self._split = (column, split_by(split.by)) if split and column else None
        self._defaults = []
        for prop in self.category.properties:
            if prop.default and prop.type in READERS:
                self._defaults += READERS[prop.type](prop, context)(prop.default).entries
        self._demand(headers, targets)

    def _demand(self, headers: Sequence[str], targets: Sequence[Target]) -> None:
        category = self.category
        wanted = [n for n in category.key if n in self._properties and self._properties[n].required]
        if "_action" not in self._reserved:
            wanted = list(self._required)
        lost = missing(category, targets, wanted)
        if lost:
            raise InputError(
                f"{category.name}: no column for {', '.join(lost)}; the file has {listed_headers(headers)}. "
                f"Name them with --columns property=HEADER",
                missing=lost,
            )
        if category.party and not any(t.property in category.party.identifiers for t in targets):
            titles = missing(category, (), category.party.identifiers)
            raise InputError(
                f"{category.name}: no column with a code ({', '.join(titles)}); the file has {listed_headers(headers)}"
            )
        if self._provider is None and "_provider" not in self._reserved:
            raise InputError(f"{category.name}: who provides this? Give --provider or a column _provider")
        by_row = any(t.property in category.day for t in targets)
        if self._day is None and "_day" not in self._reserved and not by_row:
            what = "" if category.mode is Mode.APPEND else f" ({category.mode} replaces what was said before, so it needs one)"
            raise InputError(f"{category.name}: as of which day{what}? Give --day or a column _day")

    def __call__(self, raw: RawRow) -> Row | Reject:
        """The statements a row makes, or why it is refused. Never raises for what a row holds."""
        if raw.error:
            return self._reject(raw, Refused("unreadable", raw.error))
        try:
            draft = self._open(raw.cells)
            self._fill(draft, raw.cells)
            self._date(draft)
            names = self._refer(draft, raw.cells)
            if self._split and (text := raw.cells.get(self._split[0].header)):
                statements = self._several(draft, names, self._split[0], self._split[1](text))
            else:
                statements = (self._state(draft, names),)
        except Refused as refused:
            return self._reject(raw, refused)
        place = f"{raw.sheet}!{raw.line}" if raw.sheet else str(raw.line)
        return Row(place, raw.line, statements, tuple(draft.flags))

    def _fill(self, draft: _Draft, cells: Mapping[str, str]) -> None:
        """Read every cell but those of references and the one that is split."""
        values, canon, header = draft.values, draft.canon, ""
        split = self._split[0].header if self._split else None
        try:
            for header, _, read, memo in self._plain:
                text = cells.get(header)
                if not text or header == split:
                    continue
                cell = memo.get(text) if memo is not None else None
                if cell is None:
                    cell = read(text)
                    if memo is not None and len(text) <= MEMO_LENGTH:
                        if len(memo) >= MEMO_SIZE:
                            memo.clear()
                        memo[text] = cell
                for name, value, canonical in cell.entries:
                    values[name] = value
                    canon[name] = canonical
                if cell.flags:
                    draft.flags += [f"{header}: {flag}" for flag in cell.flags]
        except Refused as refused:
            raise refused.at(header) from None
        for name, value, canonical in self._defaults:
            if name not in canon:
                values[name] = value
                canon[name] = canonical

    def _refer(self, draft: _Draft, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Read the row's references; gives the identifiers that it equates."""
        refs = draft.refs
        names: tuple[str, ...] = ()
        own = self._namer.own(draft.canon, draft.values, draft.provider, draft.action not in KEYED)
        if own:
            names, refs["party"] = own
        for reader in self._parties:
            anchor = refs.get(reader.prop.person_in) if reader.prop.person_in else None
            try:
                found, flags = reader(cells, draft.day, draft.provider, anchor.identifier if anchor else None)
            except Refused as refused:
                raise refused.at(reader.column) from None
            if found:
                refs[reader.prop.name] = found
            if flags:
                draft.flags += flags
        return names

    def _open(self, cells: Mapping[str, str]) -> _Draft:
        """The draft of a row with what its reserved columns say."""
        provider, day, seq, action, level = self._provider, "", 0, Action.STATE, None
        flags: list[str] = []
        for name, header in self._reserved.items():
            text = cells.get(header)
            if not text or (text not in self._providers and is_empty(text)):
                continue
            try:
                if name == "_provider":
                    provider = self._providers.get(text) or self._providers.setdefault(text, _provider(text))
                elif name == "_day":
                    day = _closed(read_day(text))
                elif name == "_seq":
                    seq = read_seq(text)
                elif name == "_action":
                    action = read_action(text)
                else:
                    level = read_level(text)
            except Refused as refused:
                raise refused.at(header) from None
        if provider is None:
            raise Refused("provider", "the row names no provider", self._reserved.get("_provider"))
        if level is not None and level <= self.category.level:
            level = None
        return _Draft(provider, day, seq, action, level, {}, {}, {}, flags)

    def _date(self, draft: _Draft) -> None:
        """The day of a statement: its own column, then the category's date properties (in `append` last), then the file's."""
        if not draft.day and self._day and self.category.mode is Mode.APPEND:
            draft.day = self._day
        if not draft.day:
            said = [draft.canon[name] for name in self.category.day if name in draft.canon]
            draft.day = max((day for day in said if day != OPEN_DAY), default=self._day or "")
        if not draft.day:
            column = self._reserved.get("_day") or next(map(self._header_of, self.category.day), None)
            raise Refused("day", "the row has no day", column)
        start, until = self.category.valid.start, self.category.valid.until
        if start and until and start in draft.canon and until in draft.canon and draft.canon[until] < draft.canon[start]:
            raise Refused("order", f"{until} is before {start}", self._header_of(until))

    def _several(self, draft: _Draft, names: tuple[str, ...], column: _Column, pieces: Sequence[str]) -> tuple[Statement, ...]:
        """One statement for each piece of the split cell."""
        statements = []
        for piece in pieces:
            try:
                cell = column.read(piece)
            except Refused as refused:
                raise refused.at(column.header) from None
            for name, value, canonical in cell.entries:
                draft.values[name] = value
                draft.canon[name] = canonical
            draft.flags += [f"{column.header}: {flag}" for flag in cell.flags]
            statements.append(self._state(draft, names))
        return tuple(statements) or (self._state(draft, names),)

    def _state(self, draft: _Draft, names: tuple[str, ...]) -> Statement:
        wanted = self._required if draft.action not in KEYED else [n for n, _ in self._keys if n in self._required]
        for name in wanted:
            if name not in draft.canon and name not in draft.refs and f"{name}_min" not in draft.canon:
                raise Refused("required", f"{name} ({self._properties[name].title.zh}) is empty", self._header_of(name))
        key = self._tokens(self._keys, draft)
        if not any(key):
            raise Refused("key", "nothing that tells this record from others")
        category = self.category.name
        refs = tuple(draft.refs.values())
        pairs = list(draft.canon.items())
        found = hash_statement(
            category, draft.provider, key, draft.day, draft.seq, draft.action.value, pairs, refs, draft.level
        )
        level = self.category.level if draft.level is None else draft.level
        scope = self._tokens(self._scope, draft) if self._scope else None
        return Statement(
            found,
            category,
            draft.provider,
            key,
            draft.day,
            draft.seq,
            draft.action,
            level,
            dict(draft.values),
            refs,
            names,
            scope,
        )

    @staticmethod
    def _tokens(wanted: Sequence[tuple[str, TypeName | bool]], draft: _Draft) -> tuple[str, ...]:
        """Canonical key or scope: a reference as `@role`, texts in the form in which they are compared."""
        tokens = []
        for name, kind in wanted:
            if name in draft.refs:
                tokens.append(f"@{name}")
            else:
                text = draft.canon.get(name, "")
                tokens.append(normalise_name(text) if kind is TypeName.TEXT else text)
        return tuple(tokens)

    def _header_of(self, name: str | None) -> str | None:
        return next((t.header for t in self.targets if t.property == name), None)

    def _reject(self, raw: RawRow, refused: Refused) -> Reject:
        column = refused.column
        value = raw.cells.get(column) if column else None
        if value is not None and (self._hidden(column) or refused.rule in PERSONAL or is_identity_number(value)):
            value = None
        if value is not None and len(value) > SHOWN:
            value = value[:SHOWN] + "…"
        cells = {str(k): v for k, v in raw.cells.items()}
        scope = self._scope_of(raw)
        return Reject(self.document, raw.sheet, raw.line, column, value, refused.rule, refused.message, cells, scope)

    def _hidden(self, column: str | None) -> bool:
        """Whether a column's values may not stand in messages."""
        for target in self.targets:
            if target.header == column:
                prop = self._properties.get(target.property)
                if target.part == "pid" or (prop and (prop.sensitive or prop.type is TypeName.PID)):
                    return True
        return False

    def _scope_of(self, raw: RawRow) -> tuple[str, ...] | None:
        """The snapshot scope a refused row spoils, as far as the row tells; None where it does not."""
        if not self.category.scope or raw.error:
            return None
        try:
            draft = self._open(raw.cells)
            for name, _, canonical in self._defaults:
                draft.canon[name] = canonical
            for column in self._plain:
                if column.property.name in (*self.category.scope, *self.category.day) and (
                    text := raw.cells.get(column.header)
                ):
                    draft.canon.update({name: canonical for name, _, canonical in column.read(text).entries})
            self._date(draft)
            tokens = [draft.provider]
            for name in self.category.scope:
                reader = next((r for r in self._parties if r.prop.name == name), None)
                ref = reader(raw.cells, draft.day, draft.provider, None)[0] if reader else None
                kind = self._properties[name].type
                text = draft.canon.get(name, "")
                tokens.append(ref.identifier if ref else normalise_name(text) if kind is TypeName.TEXT else text)
        except Refused:
            return None
        return tuple(tokens) if all(tokens) else None


def _provider(text: str) -> str:
    provider = clean_text(text)
    if not provider or len(provider) > 100:
        raise Refused("provider", "a provider has 1 to 100 characters")
    return provider


def _argument_day(text: str) -> str:
    try:
        return _closed(read_day(text))
    except Refused as refused:
        raise InputError(f"--day: {refused.message}") from None


def _closed(day: str) -> str:
    if day == OPEN_DAY:
        raise Refused("day", "an open day dates nothing")
    return day
