"""choice: one of a closed list of words."""

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.normalise import is_empty, normalise_name
from models.catalogue import Property


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a canonical word or one accepted for it. A choice that accepts `*` takes every other word, flagged."""
    name = prop.name
    words = {normalise_name(w): choice for choice, accepted in prop.choices.items() for w in (choice, *accepted) if w != "*"}
    rest = next((choice for choice, accepted in prop.choices.items() if "*" in accepted), None)
    listed = ", ".join(f"{choice} ({accepted[0]})" if accepted else choice for choice, accepted in prop.choices.items())

    def read(text: str) -> Cell:
        found = words.get(text) or words.get(normalise_name(text))
        if found:
            return one(name, found)
        if is_empty(text):
            return EMPTY_CELL
        if rest:
            return one(name, rest, (f"word not known, read as {rest}",))
        raise Refused("choice", f"not one of {listed}")

    return read
