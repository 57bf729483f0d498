"""Cells that hold one code, whose reading says what it remarks on."""

from collections.abc import Callable

from loaders.values.cells import EMPTY_CELL, Cell, Read, one
from loaders.values.normalise import is_empty


def reader_of_codes(name: str, code_and_flags: Callable[[str], tuple[str, tuple[str, ...]]]) -> Read:
    """Reads cells into the property `name`: `code_and_flags` gives the code in a text, and what is to be remarked of it."""

    def read(text: str) -> Cell:
        return EMPTY_CELL if is_empty(text) else one(name, *code_and_flags(text))

    return read
