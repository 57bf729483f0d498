"""Which properties of a category hold traits: what a party states of itself, and others may state too."""

from dataclasses import dataclass

from models.catalogue import Category, Property, TypeName

TRAIT_TYPES = frozenset({TypeName.ADDRESS, TypeName.PHONE, TypeName.EMAIL, TypeName.AGENT})
"""Types of traits: where a record has such a value, it is a node of the graph."""
TRAIT_LABELS = {kind: kind.value.capitalize() for kind in sorted(TRAIT_TYPES)}
"""Labels of these nodes."""


@dataclass(frozen=True, slots=True)
class StatedTrait:
    """A statement states a trait: the label and id of its node, and the property that holds it."""

    statement: str
    label: str
    id: str
    property: str


def traits_of(category: Category) -> tuple[Property, ...]:
    """The properties of a record that hold traits of its subject; none of a relationship: nobody states of which end."""
    return tuple(p for p in category.properties if p.type in TRAIT_TYPES) if category.record else ()


def subject_of(category: Category) -> str | None:
    """The role of the party that a record is about before all others."""
    if category.record is None:
        return None
    return "party" if category.identifies else next(iter(category.record.about), None)
