"""The entries of a list in a cell: of JSON, or of a text with marks between them."""

import json
import re
from typing import Any

_BETWEEN = re.compile(r"[、;；，\n]|(?<![!-~]),|,(?!\s+[!-~])")
"""What stands between entries. A comma and a blank between Latin letters are within a name: ABC Co., Ltd."""
_OPENING, _CLOSING = "（([【〔《", "）)]】〕》"


def entries_of(text: str, parted: bool) -> list[Any]:
    """The entries of a list in a cell; a text that is no JSON is the only one, or those between its marks where it is `parted`.

    Raises ValueError, or RecursionError, where it begins as JSON and is none.
    """
    if text[:1] in "[{":
        found = json.loads(text, parse_int=str, parse_float=str)
        return found if isinstance(found, list) else [found]
    return _parts(text) if parted else [text]


def _parts(text: str) -> list[str]:
    """A text parted at the marks that stand in no brackets."""
    parts, depth, begun, seen = [], 0, 0, 0
    for mark in _BETWEEN.finditer(text):
        for character in text[seen : mark.start()]:
            depth += (character in _OPENING) - (character in _CLOSING and depth > 0)
        seen = mark.start()
        if not depth:
            parts.append(text[begun : mark.start()])
            begun = mark.end()
    parts.append(text[begun:])
    return [one.strip() for one in parts if one.strip()]
