"""How a sender says which header fills which property, beside what the catalogue accepts."""

import re

from app.errors import InputError

_PIECES = re.compile(r'(?:"[^"]*"|[^",]|")+')
"""Pieces between commas that stand in no double quotes."""


def read_columns(text: str) -> dict[str, str]:
    """`property=header,…` as a mapping. Raises InputError.

    A header with a comma may stand in double quotes, alone or with its property. Where the quotes are gone, as a shell leaves
    them out, what follows a comma and names no property belongs to the header before it.
    """
    found: dict[str, str] = {}
    last = ""
    for piece in filter(str.strip, _PIECES.findall(text)):
        bare = piece.strip()
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            bare = bare[1:-1]
        name, sign, header = (part.strip() for part in bare.partition("="))
        if not sign and last:
            found[last] += f",{piece.rstrip()}"
        elif not name or not header:
            raise InputError(f"columns are given as property=header, separated by commas; {bare!r} is not")
        elif name in found:
            raise InputError(f"columns give {name!r} twice")
        else:
            found[name], last = header.strip('"'), name
    return found
