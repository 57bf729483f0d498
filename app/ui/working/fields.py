"""The fields of a form that is made from a category of the catalogue, and the row that a filled one stands for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loaders.mapping.template import choice_words
from models.catalogue import Category, Kind, Mode, Property, Title, TypeName

PREFIX = "f:"
"""What the names of inputs begin with that hold a cell."""
LONGEST = 4_000
_PLAIN = re.compile(r"\d+(\.\d+)?")
_INPUTS = {TypeName.DATE: "date", TypeName.MONEY: "number", TypeName.SHARE: "share", TypeName.NUMBER: "number"}
_INPUTS |= {TypeName.INTEGER: "number", TypeName.BOOLEAN: "choice", TypeName.CHOICE: "choice", TypeName.PID: "secret"}
_LONG = frozenset({"content", "violation", "business_scope", "basis", "remark", "reason", "before", "after"})
_PARTS = (
    ("name", Title(zh="名称", en="name")),
    ("code", Title(zh="代码", en="code")),
    ("kind", Title(zh="主体类型", en="kind of party")),
    ("pid", Title(zh="证件号码", en="document number")),
)
BOOLEANS = (("是", Title(zh="是", en="yes")), ("否", Title(zh="否", en="no")))
DAY = "_day"
ACTION = "_action"
ACTIONS = ("correct", "end", "withdraw")


@dataclass(frozen=True, slots=True)
class Field:
    """An input of a form: the header of its cell, its label, and how it is filled in.

    `kind` is text, long, date, number, share, choice or secret; `options` are the values of a choice with their words;
    `unit` stands behind the input. `looks_up`: it holds the code of a party. `first`: it stands before those that may be left.
    """

    header: str
    label: Title
    kind: str = "text"
    required: bool = False
    first: bool = False
    options: tuple[tuple[str, Title], ...] = ()
    unit: Title | None = None
    looks_up: bool = False

    @property
    def name(self) -> str:
        """The name of its input."""
        return f"{PREFIX}{self.header}"

    def takes_unit(self, text: str) -> bool:
        """Whether the unit stands behind what was filled in: not where that has one of its own (12万元)."""
        return self.unit is not None and _PLAIN.fullmatch(text.strip().replace(",", "")) is not None


def fields_of(category: Category) -> tuple[Field, ...]:
    """The fields of a category in the catalogue's order, those of a party together."""
    return tuple(field for prop in category.properties for field in _fields(category, prop))


def _fields(category: Category, prop: Property) -> Iterator[Field]:
    weighty = prop.required or prop.name in {*category.key, *category.scope, category.measure, *category.day}
    if category.party:
        weighty = weighty or prop.name in (*category.party.identifiers[:1], *category.party.names[:1])
    if prop.type is TypeName.PARTY:
        yield from _of_party(prop, weighty)
        return
    long = prop.type is TypeName.TEXT and prop.name in _LONG
    kind = "long" if long else _INPUTS.get(prop.type, "text")
    options = _options(prop)
    unit = {TypeName.MONEY: Title(zh="元", en="yuan"), TypeName.SHARE: Title(zh="%", en="%")}.get(prop.type)
    looks_up = category.party is not None and prop.name == category.party.identifiers[0]
    yield Field(prop.name, prop.title, kind, prop.required, weighty, options, unit, looks_up)


def _of_party(prop: Property, weighty: bool) -> Iterator[Field]:
    for part, word in _PARTS:
        if (part == "pid" and Kind.PERSON not in prop.kinds) or (part == "kind" and len(prop.kinds) < 2):
            continue
        title = prop.title if part == "name" else Title(zh=f"{prop.title.zh}{word.zh}", en=f"{prop.title.en}: {word.en}")
        options = tuple((str(kind), Title(zh="", en="")) for kind in prop.kinds) if part == "kind" else ()
        kind = "choice" if options else "secret" if part == "pid" else "text"
        required = prop.required and part == "name"
        yield Field(f"{prop.name}.{part}", title, kind, required, weighty, options, looks_up=part == "code")


def _options(prop: Property) -> tuple[tuple[str, Title], ...]:
    if prop.type is TypeName.BOOLEAN:
        return BOOLEANS
    return tuple((code, Title(zh=word, en=code.replace("_", " "))) for code, word in choice_words(prop).items())


def labels_of(category: Category, lang: str) -> dict[str, str]:
    """The labels of a category's fields in a language, by the headers of their cells."""
    return {field.header: getattr(field.label, lang) for field in fields_of(category)}


def needs_day(category: Category) -> bool:
    """Whether rows of a category have to say as of which day they are."""
    return category.mode is not Mode.APPEND


def row_of(fields: tuple[Field, ...], form: Mapping[str, object]) -> dict[str, str]:
    """The row that a filled form stands for: its cells by header, those that are empty left out."""
    row: dict[str, str] = {}
    for field in fields:
        given = form.get(field.name)
        text = given.strip()[:LONGEST] if isinstance(given, str) else ""
        if text:
            row[field.header] = f"{text}%" if field.kind == "share" and _PLAIN.fullmatch(text) else text
    action, day = form.get(PREFIX + ACTION), form.get(PREFIX + DAY)
    if isinstance(action, str) and action in ACTIONS:
        row[ACTION] = action
    if isinstance(day, str) and day.strip():
        row[DAY] = day.strip()[:40]
    return row


def values_of(form: Mapping[str, object]) -> dict[str, str]:
    """What a form holds of cells, by the names of inputs, to be shown again."""
    return {name: text[:LONGEST] for name, text in form.items() if name.startswith(PREFIX) and isinstance(text, str)}
