"""The columns of an empty file for a category, under headers that are read as what they say."""

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.mapping.headers import match
from models.catalogue import Category, Property, TypeName
from models.catalogue_terms import Header

PROVIDER, DAY = "_provider", "_day"
_UNITS = {TypeName.MONEY: "（元）", TypeName.SHARE: "（%）"}
_NAMES = {"name": "名称", "uscc": "统一社会信用代码", "kind": "类型"}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column: its header, the property that it fills (None: the row's provider or day), and for a party which part of it.

    `choices` are the words that may stand in it, where only some may.
    """

    header: str
    property: Property | None
    part: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


def template_columns(category: Category, *, english: bool = False) -> list[TemplateColumn]:
    """The columns in which a whole row of a category can be written, in the order of its properties.

    Headers are the Chinese titles with units, or, in English, the names of properties. Amounts are in yuan, shares in per cent.
    """
    columns = [TemplateColumn(PROVIDER, None), TemplateColumn(DAY, None)]
    for prop in category.properties:
        columns += _of_party(category, prop, english) if prop.type is TypeName.PARTY else [_of(category, prop, english)]
    return columns


def _of(category: Category, prop: Property, english: bool) -> TemplateColumn:
    unit = _UNITS.get(prop.type, "")
    wanted = (
        (prop.name + ("（%）" if prop.type is TypeName.SHARE else ""),) if english else (prop.title.zh + unit, prop.name + unit)
    )
    header = next((one for one in wanted if _fills(category, one, prop.name, "")), prop.name)
    return TemplateColumn(header, prop, "", prop.required, _words(prop))


def _of_party(category: Category, prop: Property, english: bool) -> Iterator[TemplateColumn]:
    parts = ["name", "uscc"] + (["kind"] if len(prop.kinds) > 1 else [])
    parts += [part for part in ("pid_type", "pid", "pid_country") if _own(category, prop, part)]
    for part in parts:
        column = TemplateColumn(f"{prop.name}_{part}", prop, part, prop.required and part == "name")
        for header in () if english else (prop.title.zh + _NAMES.get(part, ""), *_own(category, prop, part)):
            found = next((one for one in (part, "code") if _fills(category, header, prop.name, one)), None)
            if found and not header.isascii() and (found == part or part == "uscc"):
                column = TemplateColumn(header, prop, found, column.required)
                break
        yield column


def _own(category: Category, prop: Property, part: str) -> list[str]:
    """The headers that a category lists for a part of a party."""
    listed = (one for one in category.source.get(prop.name, ()) if isinstance(one, Header))
    return [one.header for one in listed if one.part == part]


def _fills(category: Category, header: str, name: str, part: str) -> bool:
    """Whether a column of this header, alone, fills the property, or this part of it, and nothing else."""
    return [(target.property, target.part) for target in match(category, [header])] == [(name, part)]


def _words(prop: Property) -> tuple[str, ...]:
    """The words that may be written, where only some may."""
    if prop.type is TypeName.BOOLEAN:
        return ("是", "否")
    return tuple(choice_words(prop).values())


def choice_words(prop: Property) -> dict[str, str]:
    """The word that a person writes for each choice of a property, by the choice."""
    return {word: next((w for w in accepted if w != "*" and not w.isascii()), word) for word, accepted in prop.choices.items()}
