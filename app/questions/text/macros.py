"""Expands the macros of question files: conditions for the facts a caller may see, and the catalogue's relationship types."""

import re
from collections.abc import Iterable, Sequence

from app.questions.text.lexer import Token, TokenKind, tokens

_VISIBLE = (
    "{r}.level <= $level AND $level < {r}.hidden_from AND {r}.valid_from <= $as_of AND {upper}"
    "{r}.recorded_at <= $known_at AND $known_at < {r}.withdrawn_at "
    "AND ($level > 0 OR ({r}.public_from <= $today AND $today < {r}.public_until))"
)
_HELD = "(" + _VISIBLE.replace("{upper}", "($as_of < {r}.valid_to OR {r}.event) AND ") + ")"
MACROS = {
    "held": _HELD,
    "was_held": re.sub(r"\$(as_of|known_at|today)", r"$was_\1", _HELD),
    "ever_held": "(" + _VISIBLE.replace("{upper}", "") + ")",
    "once_held": "("
    + _VISIBLE.replace("{upper}", "").replace("$known_at < {r}.withdrawn_at", "{r}.recorded_at < {r}.withdrawn_at")
    + ")",
    "usable": "({r}.usable)",
}
"""`held(r)`: the fact holds and may be seen. `ever_held(r)`: it held on some day up to `as_of`. `usable(r)`: not repaired.
`once_held(r)`: it held on some day up to `as_of`, as was known at `known_at` or at any moment before.

`was_held(r)`: it held at earlier times, `was_as_of`, `was_known_at` and `was_today`; no question takes these.
"""
GUARDS = frozenset({"held", "ever_held", "once_held"})
ANY_EDGE = "ANY_EDGE"
"""Stands for all relationship types of the catalogue's edge categories."""
NO_EDGE = "NO_EDGE"


def macro_calls(code: Sequence[Token]) -> list[tuple[int, str, str]]:
    """The macro calls among tokens: index of the name, macro, variable."""
    calls = []
    for i in range(len(code) - 3):
        name, left, variable, right = code[i : i + 4]
        plain = name.kind is TokenKind.NAME and name.text in MACROS
        if plain and left.sign("(") and variable.kind is TokenKind.NAME and right.sign(")"):
            calls.append((i, name.text, variable.text))
    return calls


def expand(source: str, edge_types: Iterable[str]) -> str:
    """The text in plain Cypher: macros replaced, comments and needless blanks removed."""
    code = tokens(source)
    types = "|".join(sorted(edge_types)) or NO_EDGE
    calls = {i: (macro, variable) for i, macro, variable in macro_calls(code)}
    out: list[str] = []
    at = skip = 0
    for i, token in enumerate(code):
        if i < skip:
            continue
        gap = " " if token.start > at and out else ""
        at = token.end
        if i in calls:
            macro, variable = calls[i]
            out.append(gap + MACROS[macro].replace("{r}", variable))
            skip, at = i + 4, code[i + 3].end
        elif token.kind is TokenKind.NAME and token.text == ANY_EDGE:
            out.append(gap + types)
        else:
            out.append(gap + source[token.start : token.end])
    return "".join(out)
