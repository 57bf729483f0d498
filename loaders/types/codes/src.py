"""src: a provider's own number for a party."""

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.normalise import clean_text, is_empty
from models.catalogue import Property


def source_number(text: str) -> str:
    """The number as the provider writes it. Raises Refused past 100 characters."""
    number = clean_text(text)
    if len(number) > 100:
        raise Refused("too_long", "a provider's number has at most 100 characters")
    return number


def source_id(provider: str, number: str, person: bool) -> str:
    """The identifier `src:provider:number`, with `person:` before a person's number, so that its kind is known alone."""
    return f"src:{provider.replace(':', '：')}:{'person:' if person else ''}{number}"


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a provider's own number; it identifies only together with the provider."""
    name = prop.name

    def read(text: str) -> Cell:
        return EMPTY_CELL if is_empty(text) else one(name, source_number(text))

    return read
