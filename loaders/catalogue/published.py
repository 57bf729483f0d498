"""What the catalogue tells those who send and those who read: groups, senders, laws, and the headers that are understood."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from loaders.mapping.headers import accepted, aliases
from loaders.values.normalise import normalise_header
from models.catalogue import RESERVED_COLUMNS, Catalogue, Category, CategoryGroup, Property, Title
from models.catalogue_answers import UnderstoodHeader, UnderstoodProperty

OTHER = CategoryGroup(name="other", title=Title(zh="其他", en="Others"))
"""The group of categories that stand in none."""
LISTED = frozenset({0, 1, 3})
"""The ranks of what the category lists, of names and of titles; parts of parties (`party_name`) go without saying."""
Understood = Mapping[str, tuple[UnderstoodHeader, ...]]


def group_of(catalogue: Catalogue, category: Category) -> CategoryGroup:
    """The group in which a category stands."""
    return next((group for group in catalogue.groups if category.name in group.categories), OTHER)


def groups_of(catalogue: Catalogue) -> list[tuple[CategoryGroup, list[Category]]]:
    """The groups in their order, each with its categories by name; those of no group last."""
    found = [(group, [catalogue[name] for name in group.categories]) for group in catalogue.groups]
    rest = [one for one in catalogue.categories.values() if group_of(catalogue, one) is OTHER]
    return [*found, *([(OTHER, rest)] if rest else [])]


def sender_of(catalogue: Catalogue, category: Category) -> Title | None:
    """Who a category is collected from; None where that is not said."""
    return category.collected_from or group_of(catalogue, category).collected_from


def laws_of(category: Category) -> tuple[str, ...]:
    """What the collection of a category rests on, and then what its terms of publicity do."""
    terms = category.public_for.versions if category.public_for else ()
    return tuple(dict.fromkeys((*category.law, *(one.law for one in terms))))


def card_of(catalogue: Catalogue, category: Category) -> dict[str, Any]:
    """A category in brief, as `CategoryCard` less what is there of it."""
    sender = sender_of(catalogue, category)
    return {
        "name": category.name,
        "title": category.title.model_dump(),
        "group": group_of(catalogue, category).name,
        "display_class": str(category.display_class),
        "level": category.level,
        "form": "edge" if category.edge else "record",
        "version": category.version,
        "properties": len(category.properties),
        **({"collected_from": sender.model_dump()} if sender else {}),
        "law": list(laws_of(category)),
        **({"approval": category.approval.model_dump()} if category.approval else {}),
        **({"due": category.due.model_dump(exclude_none=True)} if category.due else {}),
    }


def understood(category: Category) -> Understood:
    """The headers that are read as each property, and as each reserved column that some header states.

    First those that the category lists, then the property's name and its titles. One that is another property's is left out.
    """
    index = aliases(category)
    found: dict[str, dict[str, UnderstoodHeader]] = {}
    for header, alias in accepted(category):
        plain = normalise_header(header)
        if alias.rank not in LISTED or (alias.part and alias.rank) or alias not in index[plain]:
            continue
        one = UnderstoodHeader(header=header, part=alias.part or None, unit=alias.unit)
        found.setdefault(alias.property, {}).setdefault(plain + alias.part, one)
    return {name: tuple(headers.values()) for name, headers in found.items()}


def understood_properties(category: Category) -> tuple[UnderstoodProperty, ...]:
    """Each property of a category, with the headers that are read as it."""
    headers = understood(category)
    return tuple(_property(category, prop, headers.get(prop.name, ())) for prop in category.properties)


def understood_reserved(category: Category) -> Understood:
    """The headers of what a row says of itself, by reserved column."""
    return {name: headers for name, headers in understood(category).items() if name in RESERVED_COLUMNS}


def _property(category: Category, prop: Property, headers: tuple[UnderstoodHeader, ...]) -> UnderstoodProperty:
    return UnderstoodProperty(
        name=prop.name,
        title=prop.title,
        type=str(prop.type),
        required=prop.required,
        key=prop.name in category.key,
        level=prop.level,
        sensitive=prop.sensitive,
        kinds=tuple(map(str, prop.kinds)),
        words=prop.choices,
        headers=headers,
    )


def finds(catalogue: Catalogue, category: Category, word: str) -> bool:
    """Whether a word stands in what is published of a category: names, titles, group, sender, laws, properties or headers.

    Width and case do not count.
    """
    group, sender = group_of(catalogue, category), sender_of(catalogue, category)
    titles = [category.title, group.title, *([sender] if sender else []), *(prop.title for prop in category.properties)]
    texts = [category.name, group.name, *laws_of(category), *(prop.name for prop in category.properties)]
    texts += [text for title in titles for text in (title.zh, title.en)]
    texts += [one if isinstance(one, str) else one.header for headers in category.source.values() for one in headers]
    return _plain(word.strip()) in _plain("\n".join(texts))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
