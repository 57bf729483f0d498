"""Which column of a file fills which property: by name, title or accepted header, or as the sender maps them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.errors import InputError
from loaders.normalise import normalise_header
from loaders.types.money import read_unit
from models.catalogue import PARTS, RESERVED_COLUMNS, SHARED_PARTS, Category, Header, Property, TypeName

_SUFFIX = re.compile(r"(.+?)\((?:单位)?:?([^()]+|[^()]*\([^()]*\))\)\Z")
_PER_CENT = {"%": 0.01, "％": 0.01, "百分比": 0.01, "PERCENT": 0.01, "‰": 0.001}
_PIECES = {"股": 1.0, "万股": 1e4, "亿股": 1e8, "万": 1e4, "亿": 1e8, "人": 1.0, "份": 1.0, "万份": 1e4, "千股": 1e3}
_PIECES_OF_COLUMNS = re.compile(r'(?:"[^"]*"|[^",]|")+')
"""Pieces between commas that stand in no double quotes."""
_PART_TITLES = {"name": "名称", "code": "代码", "uscc": "统一社会信用代码", "kind": "类型", "region": "行政区划"}
_AMOUNTS = frozenset({TypeName.MONEY, TypeName.SHARE, TypeName.NUMBER, TypeName.INTEGER})


@dataclass(frozen=True, slots=True)
class Target:
    """What a column fills: a property (or reserved column), for a party one part of it, and what one in it stands for."""

    property: str
    part: str
    header: str
    unit: float = 1.0
    unit_stated: bool = False
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """An accepted header's meaning."""

    property: str
    part: str
    unit: float | None
    rank: int


def read_columns(text: str) -> dict[str, str]:
    """`property=header,…` as a mapping. Raises InputError.

    A header with a comma may stand in double quotes, alone or with its property. Where the quotes are gone, as a shell leaves
    them out, what follows a comma and names no property belongs to the header before it.
    """
    found: dict[str, str] = {}
    last = ""
    for piece in filter(str.strip, _PIECES_OF_COLUMNS.findall(text)):
        bare = piece.strip()
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            bare = bare[1:-1]
        name, sign, header = (part.strip() for part in bare.partition("="))
        if not sign and last:
            found[last] += f",{piece.rstrip()}"
        elif not name or not header:
            raise InputError(f"columns are given as property=header, separated by commas; {bare!r} is not")
        elif name in found:
            raise InputError(f"columns give {name!r} twice")
        else:
            found[name], last = header.strip('"'), name
    return found


def aliases(category: Category) -> dict[str, list[Alias]]:
    """Every accepted header of a category in its normalised form. Raises ValueError where two properties claim one header."""
    index: dict[str, list[Alias]] = {}
    for header, alias in _accepted(category):
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


def _accepted(category: Category) -> Iterator[tuple[str, Alias]]:
    """Accepted headers, strongest claim first: what the category lists and names of properties, then titles."""
    for name in RESERVED_COLUMNS:
        yield name, Alias(name, "", None, 0)
    for name, headers in category.source.items():
        for entry in headers:
            header = entry if isinstance(entry, Header) else Header(header=entry)
            yield header.header, Alias(name, header.part or "", header.unit if header.unit != 1.0 else None, 0)
    for prop in category.properties:
        yield prop.name, Alias(prop.name, "", None, 1)
    for prop in category.parties:
        for part in PARTS:
            yield f"{prop.name}_{part}", Alias(prop.name, part, None, 2)
            yield f"{prop.name}.{part}", Alias(prop.name, part, None, 2)
    for prop in category.properties:
        if prop.type is TypeName.MONEY:
            yield f"{prop.name}_currency", Alias(prop.name, "currency", None, 2)
            yield f"{prop.title.zh}币种", Alias(prop.name, "currency", None, 3)
        yield prop.title.zh, Alias(prop.name, "", None, 3)
        yield prop.title.en, Alias(prop.name, "", None, 3)
        for part, word in _PART_TITLES.items() if prop.type is TypeName.PARTY else ():
            yield prop.title.zh + word, Alias(prop.name, part, None, 4)


def match(category: Category, headers: Sequence[str], columns: Mapping[str, str] | None = None) -> list[Target]:
    """The targets of a file's headers, in the file's order; headers that nothing accepts are left out.

    Raises InputError where the mapping names what is not there, or where two columns fill one property.
    """
    index = aliases(category)
    chosen = _chosen(category, headers, columns or {})
    taken = {header for header, _, _ in chosen}
    filled = {(name, part) for _, name, part in chosen}
    claims: list[tuple[str, Alias]] = [(h, Alias(name, part, None, 0)) for h, name, part in chosen]
    for header in headers:
        if header in taken:
            continue
        for alias in _find(index, header):
            if (alias.property, alias.part) not in filled:
                claims.append((header, alias))
    seen: dict[tuple[str, str], str] = {}
    for header, alias in claims:
        other = seen.setdefault((alias.property, alias.part), header)
        if other is not header or headers.count(header) > 1:
            twice = (
                f"column {header!r} stands there twice" if other == header else f"columns {other!r} and {header!r} both fill it"
            )
            wanted = alias.property + (f".{alias.part}" if alias.part else "")
            raise InputError(f"{wanted}: {twice}; say which with --columns {wanted}=HEADER", column=header)
    order = {header: i for i, header in enumerate(headers)}
    by_name = category.by_name
    return [_target(h, a, by_name.get(a.property)) for h, a in sorted(claims, key=lambda c: order[c[0]])]


def _find(index: Mapping[str, list[Alias]], header: str) -> list[Alias]:
    plain = normalise_header(header)
    found = index.get(plain)
    if found is None and (suffix := _SUFFIX.match(plain)) and _is_unit(suffix[2]):
        found = index.get(suffix[1])
    return found or []


def _is_unit(word: str) -> bool:
    return word in _PER_CENT or word in _PIECES or read_unit(word) is not None


def _chosen(category: Category, headers: Sequence[str], columns: Mapping[str, str]) -> list[tuple[str, str, str]]:
    found = []
    by_name = category.by_name
    for wanted, header in columns.items():
        name, part = wanted, ""
        if wanted not in by_name and wanted not in RESERVED_COLUMNS:
            name, _, part = wanted.partition(".") if "." in wanted else _part(wanted, by_name)
            if name not in by_name or part not in _parts_of(by_name[name]):
                raise InputError(
                    f"category {category.name} has no property {wanted!r}; it has {', '.join(by_name)}", property=wanted
                )
        if header not in headers:
            same = [h for h in headers if normalise_header(h) == normalise_header(header)]
            if len(same) != 1:
                raise InputError(f"no column {header!r} (wanted for {wanted}); the file has {_listed(headers)}", column=header)
            header = same[0]
        found.append((header, name, part))
    return found


def _parts_of(prop: Property) -> tuple[str, ...]:
    return PARTS if prop.type is TypeName.PARTY else ("currency",) if prop.type is TypeName.MONEY else ()


def _part(wanted: str, by_name: Mapping[str, Property]) -> tuple[str, str, str]:
    for part in sorted((*PARTS, "currency"), key=len, reverse=True):
        if wanted.endswith("_" + part) and wanted[: -len(part) - 1] in by_name:
            return wanted[: -len(part) - 1], "_", part
    return wanted, "", ""


def _listed(headers: Iterable[str]) -> str:
    shown = [repr(h[:60]) for h in headers if h][:40]
    return ", ".join(shown) or "no named column"


def _target(header: str, alias: Alias, prop: Property | None) -> Target:
    unit, currency, stated = alias.unit, None, alias.unit is not None
    suffix = _SUFFIX.match(normalise_header(header))
    if prop and prop.type in _AMOUNTS and suffix and alias.part != "currency":
        word = suffix[2]
        if prop.type is TypeName.MONEY and (found := read_unit(word)):
            currency, stated = found[1], True
            unit = float(found[0]) if unit is None else unit
        elif prop.type is TypeName.SHARE and word in _PER_CENT:
            unit, stated = _PER_CENT[word] if unit is None else unit, True
        elif prop.type in {TypeName.NUMBER, TypeName.INTEGER} and word in _PIECES:
            unit, stated = _PIECES[word] if unit is None else unit, True
        elif _is_unit(word):
            raise InputError(
                f"column {header!r}: the unit {word} does not fit {prop.name}, which is of type {prop.type}", column=header
            )
    return Target(alias.property, alias.part, header, 1.0 if unit is None else unit, stated, currency)


def missing(category: Category, targets: Iterable[Target], names: Iterable[str]) -> list[str]:
    """Those of `names` that no column fills, each with its Chinese title."""
    filled = {t.property for t in targets if t.part != "currency"}
    by_name = category.by_name
    return [f"{name} ({by_name[name].title.zh})" for name in names if name not in filled]


def listed_headers(headers: Iterable[str]) -> str:
    """Headers as a message shows them: the first forty, cut."""
    return _listed(headers)
