"""texts: several texts in one cell."""

import json
import re
from collections.abc import Callable

from loaders.types.codes.identity_numbers import mask_identity_numbers
from loaders.types.words.text import MASKED, MAX_LENGTH
from loaders.values.canonical import canonical
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.normalise import clean_text, is_empty_text
from models.catalogue import Property

_SEPARATORS = re.compile(r"[;；、|\n]+")


def pieces(text: str, separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
    """The texts in a cell, each once, in order: a JSON list, or parted by the separators."""
    listed: object = None
    if text.lstrip().startswith("["):
        try:
            listed = json.loads(text)
        except ValueError:
            listed = None
    parts = [str(x) for x in listed if x is not None] if isinstance(listed, list) else separators.split(text)
    cleaned = (clean_text(part) for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if not is_empty_text(part)))


def split_by(characters: str) -> Callable[[str], tuple[str, ...]]:
    """A function that parts a cell at any of the characters."""
    pattern = re.compile(f"[{re.escape(characters)}]+")
    return lambda text: pieces(text, pattern)


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a JSON list, or texts parted by ; 、 | or a line break."""
    name = prop.name

    def read(text: str) -> Cell:
        if len(text) > MAX_LENGTH:
            raise Refused("too_long", f"{len(text):,} characters, at most {MAX_LENGTH:,} are kept")
        masked = mask_identity_numbers(text)
        values = pieces(masked)
        flags = () if masked == text else (MASKED,)
        return Cell(((name, values, canonical(values)),), flags) if values else EMPTY_CELL

    return read
