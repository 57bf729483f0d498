"""A first mapping for one table: what its headers surely mean, what may be guessed from names and values, and what is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import yaml
from rapidfuzz import fuzz, process

from app.errors import InputError
from loaders.mapping.column_units import ColumnUnits
from loaders.mapping.envelope import envelope
from loaders.mapping.header_forms import header_forms
from loaders.mapping.headers import Target, aliases, match, missing, own_first
from loaders.read import Table
from loaders.read.rows import RawRow
from loaders.types import READERS
from loaders.values.cells import CellContext, Refused
from loaders.values.codes import uscc_check
from loaders.values.kinds import looks_like_body
from loaders.values.normalise import is_empty, normalise_header
from models.catalogue import RESERVED_COLUMNS, Category, TypeName

MOST = 0.8
"""The share of a column's values that must agree with a guess."""
SHORTEST = 5
"""Digits of the shortest number by which a party is known."""
ALIKE = 60
"""How like an accepted header another must be, of 100."""
_UNITS = {
    TypeName.MONEY: {1e3: "千", 1e4: "万", 1e6: "百万", 1e8: "亿"},
    TypeName.SHARE: {0.01: "%", 0.001: "‰"},
}
"""The words for units that an accepted header stands for without saying so."""


@dataclass(slots=True)
class MappingDraft:
    """What is proposed for one table: `sure` and `guessed` are headers by property, a guess with its reason.

    `misfits` are headers that are known, but whose values are not of their property. `units` are those of headers that do not
    say theirs, `units_known` the headers of which the catalogue says it. `sheet` and `table` name it where its file has others;
    `also` are categories that fit as well.
    """

    category: Category
    sure: dict[str, list[str]] = field(default_factory=dict)
    guessed: dict[str, tuple[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    units_known: frozenset[str] = frozenset()
    left: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    misfits: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    sheet: str | None = None
    table: str | None = None

    def lines(self) -> Iterable[str]:
        """What a mapping file states of the category, with remarks on what is sure and what is guessed."""
        yield f"  {self.category.name}:"
        if self.sheet:
            yield f"    sheet: {_shown(self.sheet)}"
        if self.table:
            yield f"    table: {_shown(self.table)}"
        yield "    columns:"
        for name, headers in self.sure.items():
            yield f"      {name}: {_shown(headers[0] if len(headers) == 1 else headers)}  # sure"
        for name, (header, why) in self.guessed.items():
            yield f"      {name}: {_shown(header)}  # guessed: {why}"
        if not self.sure and not self.guessed:
            yield "      {}"
        if self.units:
            yield "    units:"
            for header, unit in self.units.items():
                why = "as the catalogue has it" if header in self.units_known else "guessed from the numbers"
                yield f"      {_shown(header)}: {_shown(unit)}  # {why}"
        if self.also:
            yield f"# fits as well, to be chosen with --category: {', '.join(self.also)}"
        if self.lacking:
            yield f"# wanted, and in no column: {plain(', '.join(self.lacking))}"
        if self.misfits:
            yield f"# known, but with values of another kind: {plain(', '.join(dict.fromkeys(self.misfits)))}"
        if self.left:
            yield f"# not understood: {plain(', '.join(self.left))}"


def draft_table(category: Category, table: Table, rows: Sequence[RawRow]) -> MappingDraft:
    """A mapping for a table read as of a category, from its headers and some of its rows."""
    draft = MappingDraft(category)
    headers = [header for header in dict.fromkeys(table.headers) if header and table.headers.count(header) == 1]
    outer, sent = table.inherited, envelope(table)
    accepted, _ = own_first(category, match(category, headers), outer)
    targets = [t for t in accepted if t.header not in sent and _fits(category, t, rows)]
    for target in targets:
        if not target.code:
            draft.sure.setdefault(_name(target.property, target.part), []).append(target.header)
    used = {target.header for target in accepted}
    draft.misfits = [t.header for t in accepted if t not in targets and t.header not in sent]
    rest = [header for header in headers if header not in used and header not in sent]
    filled = {(t.property, t.part) for t in targets}
    for guess in (_by_codes, _by_name, _by_bodies):  # the surest first, for all columns
        for header in [h for h in rest if guess is not _by_name or h not in outer]:
            values = [text for row in rows if (text := row.cells.get(header) or "") and not is_empty(text)]
            if values and (found := guess(category, header, values, filled)):
                name, part, why = found
                filled.add((name, part))
                draft.guessed[_name(name, part)] = header, why
                rest.remove(header)
    draft.left = rest + [header for header in headers if header in sent]
    known = [*targets, *(Target(name, part, "") for name, part in filled)]
    draft.lacking = missing(category, known, [p.name for p in category.properties if p.required and p.default is None])
    draft.units = _listed_units(category, targets)
    draft.units_known = frozenset(draft.units)
    draft.units |= {h: u for h, u in _units(category, targets, draft, rows).items() if u == "%"}
    return draft


def _fits(category: Category, target: Target, rows: Sequence[RawRow]) -> bool:
    """Whether most values of a column can be read as what its header is accepted for; so can none."""
    values = [text for row in rows if (text := row.cells.get(target.header) or "") and not is_empty(text)]
    if target.property in RESERVED_COLUMNS or target.code or not values:
        return True
    prop = category.by_name[target.property]
    if prop.type is TypeName.PARTY:
        return target.part not in {"code", "uscc", "reg"} or _most(values, _like_a_code)
    return bool(target.part or prop.sensitive) or _readable(category, target.property, values)


def _like_a_code(text: str) -> bool:
    """Whether a text may be somebody's number, known or not: it has as many digits as the shortest of them."""
    return sum(map(str.isdigit, text)) >= SHORTEST


def _listed_units(category: Category, targets: Iterable[Target]) -> dict[str, str]:
    """The units, by header, that the catalogue states for headers that do not state them."""
    known = category.by_name
    words = {
        t.header: _UNITS.get(known[t.property].type, {}).get(t.unit) for t in targets if t.property in known and not t.part
    }
    return {header: word for header, word in words.items() if word and not any(form.units for form in header_forms(header))}


def _units(category: Category, targets: Sequence[Target], draft: MappingDraft, rows: Sequence[RawRow]) -> dict[str, str]:
    guessed = [Target(*_parts(name), header) for name, (header, _) in draft.guessed.items()]
    try:
        return ColumnUnits(category, [*targets, *guessed], iter(rows), lambda row: False).taken
    except InputError:
        return {}


def _by_codes(
    category: Category, header: str, values: Sequence[str], filled: set[tuple[str, str]]
) -> tuple[str, str, str] | None:
    """A guess from values that are codes with their check character."""
    if _most(values, _is_uscc):
        own = [(n, "") for n in category.party.identifiers] if category.party else []
        free = [*own, *((p.name, part) for p in category.parties for part in ("uscc", "code"))]
        taken = {name for name, part in filled if part in {"", "uscc", "code"}}
        if found := next((place for place in free if place[0] not in taken), None):
            return *found, "its values are unified social credit codes"
    return None


def _by_bodies(
    category: Category, header: str, values: Sequence[str], filled: set[tuple[str, str]]
) -> tuple[str, str, str] | None:
    """A guess from values that have the form of names of firms or offices."""
    if _most(values, lambda text: looks_like_body(text) is not None):
        own = [(category.party.names[0], "")] if category.party else []
        free = [*own, *((p.name, "name") for p in category.parties)]
        named = {name for name, part in filled if part in {"", "name"}}
        if found := next((place for place in free if place[0] not in named), None):
            return *found, "its values are names of firms or offices"
    return None


def _by_name(
    category: Category, header: str, values: Sequence[str], filled: set[tuple[str, str]]
) -> tuple[str, str, str] | None:
    """A guess from a header like an accepted one, whose values can be read as its property is."""
    index = aliases(category)
    found = process.extract(normalise_header(header), list(index), scorer=fuzz.ratio, limit=5, score_cutoff=ALIKE)
    for accepted, _, _ in found:
        for alias in index[accepted]:
            free = alias.property not in RESERVED_COLUMNS and (alias.property, alias.part) not in filled
            if free and _readable(category, alias.property, values):
                return alias.property, alias.part, f"the header is like {accepted}"
    return None


def _readable(category: Category, name: str, values: Sequence[str]) -> bool:
    prop = category.by_name[name]
    if prop.sensitive or prop.type is TypeName.PARTY:
        return not prop.sensitive
    read = READERS[prop.type](prop, CellContext(0.01 if prop.type is TypeName.SHARE else 1.0, True))

    def fits(text: str) -> bool:
        try:
            return bool(read(text).entries)
        except Refused:
            return False

    return _most(values, fits)


def _most(values: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return sum(map(fits, values)) >= MOST * len(values)


def _is_uscc(text: str) -> bool:
    plain = text.strip().upper()
    return len(plain) == 18 and plain.isalnum() and plain.isascii() and uscc_check(plain[:17]) == plain[17]


def _name(name: str, part: str) -> str:
    return f"{name}.{part}" if part else name


def _parts(name: str) -> tuple[str, str]:
    first, _, part = name.partition(".")
    return first, part


def plain(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _shown(value: str | Sequence[str]) -> str:
    """A value as YAML writes it in one line."""
    value = value if isinstance(value, str) else list(value)
    text: str = yaml.safe_dump(value, allow_unicode=True, width=10**6, default_flow_style=True)
    return text.removesuffix("\n").removesuffix("...").strip()
