"""Traits: what a party states of itself that others may state too, in the one form by which it is compared.

Each is a node of the graph: an address by its text, a telephone number and an e-mail by a hash, since they are not for
everybody. Which properties state one is told by their types in the catalogue, and who is shown it by their levels.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from loaders.values.addresses import address_key
from loaders.values.canonical import digest
from loaders.values.normalise import normalise_name
from models.catalogue import Category, TypeName
from models.traits import TRAIT_LABELS, StatedTrait, traits_of

LONGEST = 300
"""Characters; what is longer is no trait."""
LEAST_DIGITS = 7
"""Of a telephone number: shorter ones are services that everybody calls."""
_HASHED = frozenset({TypeName.PHONE, TypeName.EMAIL})

TraitProperties = tuple[tuple[str, TypeName], ...]


def compared(kind: TypeName, text: str) -> str | None:
    """A value of one of TRAIT_TYPES in the form in which it is compared; None where it is nothing to compare.

    Telephone numbers are compared without the extension and the prefix of the country, e-mails without case, agents by name.
    """
    plain: str | None = normalise_name(text)
    if kind is TypeName.ADDRESS:
        plain = address_key(text)
    elif kind is TypeName.PHONE:
        number = normalise_name(text).split("转")[0].split("#")[0].removeprefix("+86").removeprefix("0086")
        plain = number if len(number) >= LEAST_DIGITS else None
    elif kind is TypeName.EMAIL:
        plain = plain.lower() if plain and "@" in plain else None
    return plain if plain and len(plain) <= LONGEST else None


def trait_id(kind: TypeName, text: str) -> str | None:
    """The id of the node of a value; None where it is nothing to compare. Ids of different kinds differ."""
    value = compared(kind, text)
    return f"{kind}:{digest([kind, value])}" if value and kind in _HASHED else value and f"{kind}:{value}"


def trait_properties(category: Category) -> TraitProperties:
    """The properties of a category that hold traits, with their types."""
    return tuple((p.name, p.type) for p in traits_of(category))


def stated_traits(properties: TraitProperties, statement: str, values: Mapping[str, Any]) -> Iterator[StatedTrait]:
    """The traits that a statement with these values states in these properties of its category."""
    for name, kind in properties:
        value = values.get(name)
        if value is not None and (found := trait_id(kind, str(value))):
            yield StatedTrait(statement, TRAIT_LABELS[kind], found, name)
