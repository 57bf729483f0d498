"""Which column of a file fills which property: by name, title or accepted header, or as the sender maps them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.errors import InputError
from loaders.mapping.header_forms import header_forms
from loaders.values.normalise import normalise_header
from loaders.values.units import AMOUNTS, Unit, unit_in, unit_of
from models.catalogue import RESERVED_COLUMNS, Category, Property, TypeName
from models.catalogue_terms import PARTS, SHARED_PARTS, Header

_PART_TITLES = {"name": "名称", "code": "代码", "uscc": "统一社会信用代码", "kind": "类型", "region": "行政区划"}
_CODE_ENDS = ("(代码)", "(编码)", "代码", "编码", "_CODE", "CODE", "_DM")
_WORD_ENDS = ("_CN", "CN", "(名称)", "(中文)", "名称", "_NAME", "_MC")
_WORDED = frozenset({TypeName.CHOICE, TypeName.TEXT, TypeName.TEXTS, TypeName.INDUSTRY, TypeName.REGION})
"""Types of which a column of words may stand beside one of codes."""


HeaderChoice = str | Sequence[str]
"""The header that a sender gives for a property, or several, of which the first that is filled counts."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column fills: a property (or reserved column), for a party one part of it, and what one in it stands for.

    `code`: it holds the codes of what another column states in words; the words count.
    """

    property: str
    part: str
    header: str
    unit: float = 1.0
    unit_stated: bool = False
    currency: str | None = None
    code: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """An accepted header's meaning. Of several columns that fill one property the one of the lowest `order` goes first."""

    property: str
    part: str
    unit: float | None
    rank: int
    order: int = 0


MOST_INDICES = 1_000
_INDICES: dict[int, tuple[Category, dict[str, list["Alias"]]]] = {}
"""The accepted headers of categories, which never change, by the identity of each."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A column that fills something: its header, what it means, the units its header states, and whether it holds codes."""

    header: str
    alias: Alias
    units: tuple[Unit, ...] = ()
    code: bool = False


def aliases(category: Category) -> Mapping[str, list[Alias]]:
    """Every accepted header of a category in its normalised form. Raises ValueError where two properties claim one header."""
    known = _INDICES.get(id(category))
    if known is None or known[0] is not category:
        if len(_INDICES) >= MOST_INDICES:
            _INDICES.clear()
        _INDICES[id(category)] = known = (category, _index(category))
    return known[1]


def _index(category: Category) -> dict[str, list[Alias]]:
    index: dict[str, list[Alias]] = {}
    for header, alias in accepted(category):
        there = index.setdefault(normalise_header(header), [])
        if any((a.property, a.part) == (alias.property, alias.part) for a in there):
            continue
        if not there or _shared(alias, there):
            there.append(alias)
        elif alias.rank < 2 and (alias.rank == 0 or all(a.property != alias.property for a in there)):
            raise ValueError(f"header {header!r} is accepted for {there[0].property!r} and for {alias.property!r}")
    return index


def _shared(alias: Alias, there: list[Alias]) -> bool:
    return alias.part in SHARED_PARTS or all(a.part in SHARED_PARTS for a in there)


def accepted(category: Category) -> Iterator[tuple[str, Alias]]:
    """Accepted headers, strongest claim first: what the category lists and names of properties, then titles."""
    for name in RESERVED_COLUMNS:
        yield name, Alias(name, "", None, 0)
    for name, headers in category.source.items():
        for order, entry in enumerate(headers, 2):
            header = entry if isinstance(entry, Header) else Header(header=entry)
            yield header.header, Alias(name, header.part or "", header.unit if header.unit != 1.0 else None, 0, order)
    for prop in category.properties:
        yield prop.name, Alias(prop.name, "", None, 1, 1)
    for prop in category.parties:
        for part in PARTS:
            yield f"{prop.name}_{part}", Alias(prop.name, part, None, 2)
            yield f"{prop.name}.{part}", Alias(prop.name, part, None, 2)
    for prop in category.properties:
        if prop.type is TypeName.MONEY:
            yield f"{prop.name}_currency", Alias(prop.name, "currency", None, 2)
            yield f"{prop.title.zh}币种", Alias(prop.name, "currency", None, 3)
            for word in ("币种", "currency"):
                yield word, Alias(prop.name, "currency", None, 3, 1)
        yield prop.title.zh, Alias(prop.name, "", None, 3)
        yield prop.title.en, Alias(prop.name, "", None, 3, 1)
        for part, word in _PART_TITLES.items() if prop.type is TypeName.PARTY else ():
            yield prop.title.zh + word, Alias(prop.name, part, None, 4)


def match(
    category: Category,
    headers: Sequence[str],
    columns: Mapping[str, HeaderChoice] | None = None,
    units: Mapping[str, str] | None = None,
) -> list[Target]:
    """The targets of a file's headers, in the file's order; headers that nothing accepts are left out.

    Several columns may fill one property, each in its own rows; they stand together, the one that goes first at their head.
    `units` are given for headers, and go before what those state (see `with_units`). Raises InputError where the mapping names
    what is not there, or where two columns of one header fill something.
    """
    index = aliases(category)
    by_name = category.by_name
    chosen = _chosen(category, index, headers, columns or {})
    taken = {claim.header for claim in chosen}
    filled = {(claim.alias.property, claim.alias.part) for claim in chosen}
    found = {h: claims for h in dict.fromkeys(headers) if h not in taken and (claims := _claims(index, by_name, h))}
    claims = chosen + [c for of_one in found.values() for c in of_one if (c.alias.property, c.alias.part) not in filled]
    claims = _beside(claims, [h for h in headers if h not in taken], by_name)
    for claim in claims:
        if headers.count(claim.header) > 1:
            wanted = claim.alias.property + (f".{claim.alias.part}" if claim.alias.part else "")
            raise InputError(
                f"{wanted}: column {claim.header!r} stands there twice; give the two different headers", column=claim.header
            )
    position = {header: i for i, header in enumerate(headers)}
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: position[c.header]):
        groups.setdefault((claim.alias.property, claim.alias.part), []).append(claim)
    targets = [
        _target(replace(claim, units=()) if units and claim.header in units else claim, by_name.get(name))
        for (name, _), group in groups.items()
        for claim in sorted(group, key=lambda c: (c.code, c.alias.order))
    ]
    return with_units(category, targets, units) if units else targets


def meanings(category: Category) -> Callable[[str], frozenset[tuple[str, str]]]:
    """What states the properties, each with the part, for which a category accepts a header; none where it is not known."""
    index, by_name = aliases(category), category.by_name
    return lambda header: frozenset((c.alias.property, c.alias.part) for c in _claims(index, by_name, header))


def _claims(index: Mapping[str, list[Alias]], by_name: Mapping[str, Property], header: str) -> list[Claim]:
    """What a header is accepted for, by the fullest of its forms that is known."""
    forms = list(header_forms(header))
    units = max((form.units for form in forms), key=len)
    for form in forms:
        if found := index.get(form.plain):
            return [Claim(header, replace(a, unit=None) if form.units else a, units) for a in found]
    for form in forms:
        for end in _WORD_ENDS:
            found = [a for a in index.get(form.plain.removesuffix(end), ()) if form.plain.endswith(end) and not a.part]
            if found and all(a.property in by_name and by_name[a.property].type in _WORDED for a in found):
                return [Claim(header, a) for a in found]
    return []


def _beside(claims: Sequence[Claim], headers: Sequence[str], by_name: Mapping[str, Property]) -> list[Claim]:
    """The claims, with columns of codes marked that stand beside the column of their words, known by themselves or not."""
    words: dict[str, list[Claim]] = {}
    for claim in claims:
        words.setdefault(_stem(claim.header, _WORD_ENDS), []).append(claim)
    own = {claim.header for claim in claims}
    out = []
    for claim in claims:
        beside = words.get(_code_stem(claim.header), [])
        same = (claim.alias.property, claim.alias.part)
        is_code = any((w.alias.property, w.alias.part) == same and w.header != claim.header for w in beside)
        out.append(replace(claim, code=True) if is_code else claim)
    for header in headers:
        if header in own:
            continue
        for word in words.get(_code_stem(header), []):
            prop = by_name.get(word.alias.property)
            if prop and not word.alias.part and prop.type in _WORDED and not word.code:
                out.append(Claim(header, replace(word.alias, unit=None), (), code=True))
    return out


def _stem(header: str, ends: tuple[str, ...]) -> str:
    plain = normalise_header(header)
    return next((plain.removesuffix(end) for end in ends if plain.endswith(end) and len(plain) > len(end)), plain)


def _code_stem(header: str) -> str:
    """What a header of codes shares with that of their words; empty where it has the form of words itself."""
    plain = normalise_header(header)
    return "" if plain.endswith("_CN") else _stem(header, _CODE_ENDS)


def _chosen(
    category: Category, index: Mapping[str, list[Alias]], headers: Sequence[str], columns: Mapping[str, HeaderChoice]
) -> list[Claim]:
    """The columns that the sender names. One is in the unit that the catalogue states for its header as of that property."""
    found = []
    for wanted, given in columns.items():
        name, part = address(category, wanted)
        known = {normalise_header(header) for header in headers}
        some = [given] if isinstance(given, str) else [h for h in given if normalise_header(h) in known] or given[:1]
        for order, one in enumerate(some):
            header = _find(wanted, one, headers)
            same = (c for c in _claims(index, category.by_name, header) if (c.alias.property, c.alias.part) == (name, part))
            listed = next(same, None)
            alias = Alias(name, part, listed.alias.unit if listed else None, 0, order)
            found.append(Claim(header, alias, listed.units if listed else _units(header)))
    return found


def address(category: Category, wanted: str) -> tuple[str, str]:
    """The property and part that a mapping names, such as `fine`, `party.uscc`, `holder_name` or `_day`. Raises InputError."""
    by_name = category.by_name
    if wanted in by_name or wanted in RESERVED_COLUMNS:
        return wanted, ""
    name, _, part = wanted.partition(".") if "." in wanted else _part(wanted, by_name)
    if name not in by_name or part not in _parts_of(by_name[name]):
        raise InputError(f"category {category.name} has no property {wanted!r}; it has {', '.join(by_name)}", property=wanted)
    return name, part


def _find(wanted: str, header: str, headers: Sequence[str]) -> str:
    if header in headers:
        return header
    same = [h for h in headers if normalise_header(h) == normalise_header(header)]
    if len(same) != 1:
        raise InputError(f"no column {header!r} (wanted for {wanted}); the file has {listed_headers(headers)}", column=header)
    return same[0]


def _units(header: str) -> tuple[Unit, ...]:
    return max((form.units for form in header_forms(header)), key=len)


def _parts_of(prop: Property) -> tuple[str, ...]:
    return PARTS if prop.type is TypeName.PARTY else ("currency",) if prop.type is TypeName.MONEY else ()


def _part(wanted: str, by_name: Mapping[str, Property]) -> tuple[str, str, str]:
    for part in sorted((*PARTS, "currency"), key=len, reverse=True):
        if wanted.endswith("_" + part) and wanted[: -len(part) - 1] in by_name:
            return wanted[: -len(part) - 1], "_", part
    return wanted, "", ""


def _target(claim: Claim, prop: Property | None) -> Target:
    alias, header = claim.alias, claim.header
    unit, stated, currency = alias.unit, alias.unit is not None, None
    if prop and alias.part != "currency" and (found := unit_in(claim.units, prop, header)):
        unit, stated, currency = found[0] if unit is None else unit, True, found[1]
    return Target(alias.property, alias.part, header, 1.0 if unit is None else unit, stated, currency, claim.code)


def with_units(category: Category, targets: Iterable[Target], units: Mapping[str, str]) -> list[Target]:
    """The targets with the units that are given for their headers. Raises InputError for a word that is no such unit."""
    by_name = category.by_name
    out = []
    for target in targets:
        word, prop = units.get(target.header), by_name.get(target.property)
        if word and prop and target.part != "currency" and prop.type in AMOUNTS:
            unit = unit_of(normalise_header(word))
            found = unit_in((unit,), prop, target.header) if unit else None
            if found is None:
                raise InputError(f"column {target.header!r}: {word!r} is no unit", column=target.header)
            target = replace(target, unit=found[0], unit_stated=True, currency=found[1])
        out.append(target)
    return out


def own_first(
    category: Category, targets: Sequence[Target], inherited: Collection[str]
) -> tuple[list[Target], tuple[str, ...]]:
    """The targets, those of a row itself before those of objects around it; and inherited amounts that add up, left out."""
    totals = tuple(t.header for t in targets if t.header in inherited and t.property in category.adds and not t.part)
    left = [t for t in targets if t.header not in totals or t.property not in category.adds]
    return sorted(left, key=lambda t: t.header in inherited), totals


def missing(category: Category, targets: Iterable[Target], names: Iterable[str]) -> list[str]:
    """Those of `names` that no column fills, each with its Chinese title."""
    filled = {t.property for t in targets if t.part != "currency"}
    by_name = category.by_name
    return [f"{name} ({by_name[name].title.zh})" for name in names if name not in filled]


def listed_headers(headers: Iterable[str]) -> str:
    """Headers as a message shows them: the first forty, cut."""
    shown = [repr(h[:60]) for h in headers if h][:40]
    return ", ".join(shown) or "no named column"
