"""From raw rows to statements: reading, checking and stating, compiled once per list of headers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from app.errors import InputError
from loaders.check.alternatives import Coalescer
from loaders.check.code_lists import CodeList, Decoder, Unlisted
from loaders.check.columns import Columns, unread
from loaders.check.draft import KEYED, UNNAMING, Draft, Opener, sender_day, sender_provider
from loaders.check.effects import Effects
from loaders.check.mending import mend_row, suspect
from loaders.check.naming import Namer
from loaders.check.publishing import Publishing
from loaders.check.rejects import OWN, is_resent, original_place, personal, restore, sealed_cells
from loaders.check.summaries import Summaries
from loaders.mapping.column_units import FRACTION, YUAN
from loaders.mapping.headers import HeaderChoice, Target, listed_headers, match, missing, own_first, with_units
from loaders.mapping.ranges import ranges_in
from loaders.read.rows import RawRow
from loaders.types.codes.identity_numbers import is_identity_number
from loaders.types.party import PartyReader
from loaders.values.canonical import canonical, hash_statement
from loaders.values.cells import CellContext, Refused
from loaders.values.normalise import normalise_name
from models.catalogue import CODES_SUFFIX, RESERVED_COLUMNS, TEXT_TYPES, Category, CoverageKind, Mode, Property, TypeName
from models.statements import OPEN_DAY, Action, Reject, Row, Statement

SHOWN = 80
PERSONAL = frozenset({"identity_number", "document_number"})


def _moved(flag: str, placed: Mapping[str, str]) -> str:
    """A remark placed in the column in which the text it speaks of stands."""
    header, sign, text = flag.partition(": ")
    return f"{placed.get(header, header)}{sign}{text}"


class RowChecker:
    """Turns the rows of one file into statements of one category. `bind` first, then call it with each row.

    `provider` and `day` (any accepted form) serve where the row has no column of its own; `columns` maps properties to
    headers; `secret` keys the hashes of document numbers; `document` names the file in rejects; `lists` state what the codes of
    a property mean, `units` what one in the column of a header stands for, `effects` what follows from a row for records of
    other categories. After `bind`, `ignored` are the headers that
    nothing accepts, `totals` those of inherited amounts that are not counted for each row, and `resent` states whether
    the table is a rejects file that was mended, `states_provider` whether it has a column of providers. `elsewhere` states
    whether a column or list is read as rows of another category.
    """

    def __init__(
        self,
        category: Category,
        *,
        provider: str | None = None,
        day: str | None = None,
        columns: Mapping[str, HeaderChoice] | None = None,
        lenient: bool = False,
        secret: bytes = b"",
        document: str = "",
        lists: Mapping[str, CodeList] | None = None,
        units: Mapping[str, str] | None = None,
        effects: Effects | None = None,
    ) -> None:
        self.category = category
        self.document = document
        self.targets: tuple[Target, ...] = ()
        self.resent = False
        self.ignored: tuple[str, ...] = ()
        self.totals: tuple[str, ...] = ()
        self._provider = sender_provider(provider) if provider else None
        self._day = sender_day(day) if day else None
        self._mapping = dict(columns or {})
        self._lists = dict(lists or {})
        self._units = dict(units or {})
        self._decode = Decoder(self._lists)
        self._lenient = lenient
        self._secret = secret
        self._properties = category.by_name
        self._namer = Namer(category)
        self._key = self._typed(category.key)
        self._scope = self._typed(category.scope)
        self._matched = self._typed(category.matched_by)
        self._effects = effects if category.effects else None
        self._scoped = frozenset((*category.scope, *category.day))
        self._own_day = (category.valid.start or next(iter(category.day), "")) if category.mode is Mode.APPEND else ""
        self._decisive = category.decisive
        self._required = tuple(p.name for p in category.properties if p.required)
        self._required_values = tuple(n for n in self._required if self._properties[n].type is not TypeName.PARTY)
        valid = category.valid
        self._lacked = (*self._required_values, valid.start) if valid.unstated and valid.start else self._required_values
        self._required_key = tuple(n for n in category.key if n in self._required)
        self.states_provider = False
        self.elsewhere: Callable[[str], bool] = lambda header: False
        self._opener = Opener(category, {}, self._provider, self._day)
        self._columns = Columns(category, (), lenient, secret)
        self._coalesce = Coalescer((), self._properties)
        self._parties: list[PartyReader] = []
        self._sealed: frozenset[str] = frozenset()
        self._publishing = Publishing()
        self._summaries = Summaries()
        self._seen: dict[int, int] = {}
        self._counted = bool(category.adds) and category.coverage is not CoverageKind.TOP_N

    def _typed(self, names: Iterable[str]) -> list[tuple[str, bool]]:
        """Names with whether they are texts, which are compared in their normalised form."""
        return [(n, n in self._properties and self._properties[n].type in TEXT_TYPES) for n in names]

    def bind(self, headers: Sequence[str], inherited: Collection[str] = ()) -> None:
        """Match a table's headers, of which the `inherited` are those of objects around its rows.

        What a row states itself goes before what it inherits, and an inherited amount that adds up is none of the row's own: it
        would count again for each row.

        Raises InputError for a required column that is missing, for one whose header stands there twice, and where nothing
        states who provides the file or, in a category that replaces what was stated before, its day.
        """
        targets = match(self.category, headers, self._mapping, self._units)
        targets, self.totals = own_first(self.category, targets, inherited)
        reserved = {t.property: t.header for t in reversed(targets) if t.property in RESERVED_COLUMNS}
        self._demand(headers, targets, reserved)
        self.targets = tuple(targets)
        self.resent = is_resent(headers)
        self.states_provider = "_provider" in reserved
        self._publishing = Publishing(self.category, headers, targets)
        used = {t.header for t in targets}.union(self.totals, OWN if self.resent else (), self._publishing.choices)
        used.update(header for header, pair in ranges_in(self.category, headers).items() if set(pair) <= set(headers))
        self.ignored = tuple(h for h in dict.fromkeys(headers) if h and h not in used)
        self._sealed = frozenset(
            (*filter(self._hidden, (t.header for t in targets)), *filter(personal, self.ignored), *self._publishing.decided)
        )
        headers_of = {t.property: t.header for t in reversed(targets)}
        self._opener = Opener(self.category, reserved, self._provider, self._day, headers_of)
        self._decode = Decoder(self._lists, targets, self._decisive)
        self._columns = Columns(self.category, targets, self._lenient, self._secret, self._decode.headers)
        self._coalesce = Coalescer(targets, self._properties)
        parties: dict[str, dict[str, str]] = {}
        for target in targets:
            prop = self._properties.get(target.property)
            if prop and prop.type is TypeName.PARTY:
                parties.setdefault(prop.name, {}).setdefault(target.part, target.header)
        context = CellContext(lenient=self._lenient, secret=self._secret)
        acting = self.category.delegates.of if self.category.delegates else None
        readers = [
            PartyReader(self._properties[name], headers, context, delegates=name == acting) for name, headers in parties.items()
        ]
        self._summaries = Summaries(targets, [name for name in parties if name in self._required])
        self._parties = sorted(readers, key=lambda reader: reader.prop.person_in is not None)

    def take_units(self, units: Mapping[str, str]) -> None:
        """Read columns, by header, in these units from now on: `%`, `fraction`, 元 or any that a header may state."""
        if any(unit not in {FRACTION, YUAN} for unit in units.values()):
            self.targets = tuple(with_units(self.category, self.targets, units))
            self._columns = Columns(self.category, self.targets, self._lenient, self._secret, self._decode.headers)

    def _demand(self, headers: Sequence[str], targets: Sequence[Target], reserved: Mapping[str, str]) -> None:
        category = self.category
        removes = "_action" in reserved or any(t.property == category.valid.removed for t in targets)
        wanted = self._required_key if "_action" in reserved else self._required
        least = [n for n in category.matched_by if n in self._required]
        lost = missing(category, targets, least if least and removes else wanted)
        lost = [name for name in lost if not self._stands_in(self._properties[name.split(" ")[0]], targets)]
        there = f"the file has {listed_headers(headers)}"
        coded = missing(category, targets, [n for n in self._lists if n in self._properties])
        coded += [n for n in self._lists if n not in self._properties or self._properties[n].type is TypeName.PARTY]
        if coded:
            raise InputError(f"{category.name}: no column for {', '.join(coded)}, which has a code list; {there}")
        if lost:
            how = "Name them with --columns property=HEADER"
            raise InputError(f"{category.name}: no column for {', '.join(lost)}; {there}. {how}", missing=lost)
        if category.party and not any(t.property in category.party.identifiers for t in targets):
            titles = ", ".join(missing(category, (), category.party.identifiers))
            raise InputError(f"{category.name}: no column with a code ({titles}); {there}")
        if self._provider is None and "_provider" not in reserved:
            raise InputError(f"{category.name}: who provides this? Give --provider or a column _provider")
        by_row = "_day" in reserved or any(t.property in category.day for t in targets)
        if self._day is None and not by_row:
            why = "" if category.mode is Mode.APPEND else f" ({category.mode} replaces what was stated before, so it needs one)"
            raise InputError(f"{category.name}: as of which day{why}? Give --day or a column _day")

    @staticmethod
    def _stands_in(prop: Property, targets: Sequence[Target]) -> bool:
        """Whether something stands for a property that no column fills."""
        return prop.default is not None or any(t.property == prop.falls_back for t in targets)

    @property
    def provider(self) -> str | None:
        """The provider that the sender gives, as rows state it that name none."""
        return self._provider

    @property
    def columns(self) -> Mapping[str, HeaderChoice]:
        """The headers that the sender gives, by property."""
        return self._mapping

    def is_summary(self, raw: RawRow) -> bool:
        """Whether a row only sums up others: 合计 or the like stands for a party that every row must name, without a code."""
        return self._summaries(raw.cells)

    def __call__(self, raw: RawRow) -> Row | Reject:
        """The statements a row makes, or why it is refused. Never raises for what a row holds."""
        if raw.error:
            return self._reject(raw, Refused("unreadable", raw.error))
        flags: list[str] = []
        placed: dict[str, str] = {}
        try:
            cells, mends = self._cells(raw.cells)
            unlisted: Sequence[Unlisted] = ()
            if self._decode:
                cells, unlisted = self._decode(cells)
            if self._coalesce:
                cells, flags, placed = self._coalesce(cells)
            draft = self._opener.open(cells)
            draft.level = self._publishing.level(cells, draft.level)
            draft.flags += [*mends, *flags]
            self._columns.fill(draft, cells, unlisted=unlisted)
            self._remove(draft)
            self._opener.date(draft)
            names = self._refer(draft, cells)
            statements = []
            for piece in self._columns.pieces(cells):
                self._columns.put(draft, piece)
                statements.append(self._state(draft, names))
            if not statements:
                statements += self._stated(draft, names)
            following, remarks = self._effects(statements) if self._effects else ((), ())
            draft.flags += remarks
        except Refused as refused:
            return self._reject(raw, refused.at(placed.get(refused.column, refused.column)) if refused.column else refused)
        place = f"{raw.sheet}!{raw.place}" if raw.sheet else raw.place
        if self.resent:
            place = original_place(cells) or place
        if placed:
            draft.flags = [_moved(flag, placed) for flag in draft.flags]
        return Row(place, raw.line, (*statements, *following), tuple(draft.flags))

    def _remove(self, draft: Draft) -> None:
        """A row that lacks what a record states, and says since when it is over, ends it."""
        over = draft.canon.get(self.category.valid.removed or "", OPEN_DAY) if self._matched else OPEN_DAY
        if over != OPEN_DAY and draft.action is Action.STATE and any(n not in draft.canon for n in self._lacked):
            draft.action, draft.day = Action.END, over

    def _cells(self, cells: Mapping[str, str]) -> tuple[Mapping[str, str], Sequence[str]]:
        """The cells as their sender meant them, without what programs left in them; and what was mended."""
        if self.resent:
            cells = restore(cells, self._secret)
        cells, withheld = self._publishing(cells)
        if not suspect(cells):
            return cells, withheld
        mended, mends = mend_row(cells, (t.header for t in self.targets))
        return mended, [*withheld, *mends]

    def _refer(self, draft: Draft, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Read the row's references; gives the identifiers that it equates.

        A bare name is one of the day the record speaks of: an event's own day, however late it is sent.
        """
        refs = draft.refs
        own_day = draft.canon.get(self._own_day, OPEN_DAY)
        day = draft.day if own_day == OPEN_DAY else own_day
        names: tuple[str, ...] = ()
        own = self._namer.own(draft.canon, draft.values, draft.provider, draft.action not in UNNAMING)
        if own:
            names, refs["party"] = own
        for reader in self._parties:
            anchor = refs.get(reader.prop.person_in) if reader.prop.person_in else None
            try:
                found, flags, others, delegate = reader(cells, day, draft.provider, anchor.identifier if anchor else None)
            except Refused as refused:
                if reader.prop.name in self._decisive:
                    raise refused.at(reader.column) from None
                self._keep(draft, reader, cells, refused)
                continue
            if found:
                refs[reader.prop.name] = found
                draft.delegate = delegate or draft.delegate
            if flags:
                draft.flags += flags
            if others:
                name = reader.prop.name + CODES_SUFFIX
                draft.values[name], draft.canon[name] = others, canonical(others)
        return names

    @staticmethod
    def _keep(draft: Draft, reader: PartyReader, cells: Mapping[str, str], refused: Refused) -> None:
        """Keep as stated what cannot be read of a party without which the record can stand."""
        personal = reader.column == reader.columns.get("pid")
        entries, flags = unread(reader.prop, cells.get(reader.column) or "", refused.message, personal)
        for name, value, text in entries:
            draft.values[name], draft.canon[name] = value, text
        draft.flags += [f"{reader.column}: {flag}" for flag in flags]

    def _state(self, draft: Draft, names: tuple[str, ...]) -> Statement:
        canon, refs = draft.canon, draft.refs
        key = self._tokens(self._key, draft)
        partly = draft.action in UNNAMING and not all(key) and self._is_matched(draft)
        needed = self._required_key if draft.action in KEYED else self._required
        for name in () if partly else needed:
            if name not in canon and name not in refs and f"{name}_min" not in canon:
                raise Refused("required", f"{name} ({self._properties[name].title.zh}) is empty", self._header_of(name))
        if not any(key):
            raise Refused("key", "nothing that distinguishes this record from others")
        category, stated = self.category.name, tuple(refs.values())
        content = (category, draft.provider, key, draft.day, draft.seq, draft.action.value)
        pairs = list(canon.items())
        found = hash_statement(*content, pairs, stated, draft.level)
        values = dict(draft.values)
        if self._counted and draft.action not in KEYED and (n := self._occurrence(found)) > 1:
            values["occurrence"] = n
            found = hash_statement(*content, [*pairs, ("occurrence", str(n))], stated, draft.level)
        level = self.category.level if draft.level is None else draft.level
        of = self._matched if partly else self._scope
        scope = self._tokens(of, draft) if of else None
        return Statement(
            found, category, draft.provider, key, draft.day, draft.seq, draft.action, level, values, stated, names, scope
        )

    def _is_matched(self, draft: Draft) -> bool:
        """Whether a row states by what a record is found whose whole key it does not state."""
        return bool(self._matched) and all(n in draft.canon or n in draft.refs for n, _ in self._matched)

    def _stated(self, draft: Draft, names: tuple[str, ...]) -> list[Statement]:
        """The statement a row makes; of a partner and its delegate two, each by its own word."""
        delegates = self.category.delegates
        if delegates is None or draft.delegate is None:
            return [self._state(draft, names)]
        stated = []
        if draft.refs[delegates.of] != draft.delegate:
            draft.values[delegates.role] = draft.canon[delegates.role] = delegates.partner
            stated.append(self._state(draft, names))
            draft.refs[delegates.of] = draft.delegate
            for beside in (draft.values, draft.canon):
                beside.pop(delegates.of + CODES_SUFFIX, None)
        draft.values[delegates.role] = draft.canon[delegates.role] = delegates.delegate
        return [*stated, self._state(draft, names)]

    def _occurrence(self, statement: str) -> int:
        """How often this document has stated this by now: in a list whose rows add up, the second time is another entry."""
        short = int(statement[:16], 16)
        self._seen[short] = n = self._seen.get(short, 0) + 1
        return n

    @staticmethod
    def _tokens(wanted: Sequence[tuple[str, bool]], draft: Draft) -> tuple[str, ...]:
        """Canonical key or scope: a reference as `@role`, texts in the form in which they are compared."""
        tokens = []
        for name, is_text in wanted:
            if name in draft.refs:
                tokens.append(f"@{name}")
            else:
                text = draft.canon.get(name, "")
                tokens.append(normalise_name(text) if is_text else text)
        return tuple(tokens)

    def _header_of(self, name: str) -> str | None:
        return next((t.header for t in self.targets if t.property == name), None)

    def _reject(self, raw: RawRow, refused: Refused) -> Reject:
        column = refused.column
        value = raw.cells.get(column) if column else None
        if value is not None and (self._hidden(column) or refused.rule in PERSONAL or is_identity_number(value)):
            value = None
        if value is not None and len(value) > SHOWN:
            value = value[:SHOWN] + "…"
        cells, scope = raw.cells, None
        with suppress(Refused):
            cells = restore(cells, self._secret) if self.resent else cells
            scope = self._scope_of(self._cells(raw.cells)[0]) if self._scope and not raw.error else None
        kept = sealed_cells(cells, self._sealed, self._secret, shifted=bool(raw.error))
        message = refused.message
        return Reject(self.document, raw.sheet, raw.line, column, value, refused.rule, message, kept, scope, raw.path)

    def _hidden(self, column: str | None) -> bool:
        """Whether a column's values may not stand in messages."""
        for target in self.targets:
            prop = self._properties.get(target.property)
            if target.header == column and (target.part == "pid" or (prop and (prop.sensitive or prop.type is TypeName.PID))):
                return True
        return False

    def _scope_of(self, cells: Mapping[str, str]) -> tuple[str, ...] | None:
        """The snapshot scope a refused row spoils, as far as the row states; None where it does not."""
        try:
            if self._coalesce:
                cells = self._coalesce(cells).cells
            draft = self._opener.open(cells)
            self._columns.fill(draft, cells, self._scoped)
            self._opener.date(draft)
            for reader in self._parties:
                if reader.prop.name in self._scoped:
                    found = reader(cells, draft.day, draft.provider, None).ref
                    draft.refs |= {found.role: found} if found else {}
        except Refused:
            return None
        tokens = self._tokens(self._scope, draft)
        stated = tuple(draft.refs[t[1:]].identifier if t.startswith("@") else t for t in tokens)
        return (draft.provider, *stated) if all(stated) else None
