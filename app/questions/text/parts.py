"""Parts that several questions share: a file of Cypher, used in a question like a function of variables.

A `part` is an expression. A `pattern` stands in a MATCH and goes on from there; its condition joins the clause's own WHERE, so
that neither can be used without the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import QuestionError
from app.questions.text.lexer import Token, TokenKind, tokens
from app.questions.text.patterns import ENDS

FOLDER = "_parts"
DEEPEST = 4
_HEADER = re.compile(r"//\s*(part|pattern):\s*([a-z_]+)\(([a-z_]+(?:,\s*[a-z_]+)*)\)\s*")
Edit = tuple[int, int, str]
"""A replacement in a text: its start, its end, and the new text."""


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A shared piece of Cypher, its variables replaced by those it is called with; one may stand for a macro."""

    name: str
    variables: tuple[str, ...]
    text: str
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of a part: the indices of its first and last token, and its text with the variables in place."""

    part: QueryPart
    first: int
    last: int
    text: str


def read_parts(folder: Path) -> dict[str, QueryPart]:
    """The parts under a folder of questions, by name.

    Raises:
        QuestionError: a file lacks its header, or is named otherwise than its part.
    """
    parts: dict[str, QueryPart] = {}
    for path in sorted((folder / FOLDER).glob("*.cypher")):
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        match = _HEADER.fullmatch(first)
        if match is None or match[2] != path.stem:
            place = f"{FOLDER}/{path.name}"
            raise QuestionError(f"{place}: the first line is `// part: {path.stem}(variable, …)`", file=place)
        parts[match[2]] = QueryPart(match[2], tuple(v.strip() for v in match[3].split(",")), text, match[1] == "pattern")
    return parts


def patterns_of(parts: dict[str, QueryPart]) -> dict[str, QueryPart]:
    """Select the parts that are patterns, by name."""
    return {name: part for name, part in parts.items() if part.pattern}


def insert_parts(source: str, parts: dict[str, QueryPart], depth: int = 0) -> str:
    """The text with each `part(variable, …)` replaced by that part's text.

    Raises:
        QuestionError: a part is used with the wrong number of variables, or parts use one another without end.
    """
    if depth > DEEPEST:
        raise QuestionError("parts use one another without end")
    code = tokens(source)
    edits: list[Edit] = []
    for use in _uses(code, parts):
        text = insert_parts(use.text, parts, depth + 1).strip()
        if use.part.pattern:
            text, condition = _in_two(text, use.part)
            edits.append(_joined(code, use.last + 1, condition))
        edits.append((code[use.first].start, code[use.last].end, text))
    return _edited(source, edits)


def _uses(code: Sequence[Token], parts: dict[str, QueryPart]) -> Iterator[_Use]:
    for i, token in enumerate(code[:-1]):
        used = token.kind is TokenKind.NAME and token.text in parts and code[i + 1].sign("(")
        if not used or (i and code[i - 1].sign(".")):
            continue
        part = parts[token.text]
        end = i + 1 + 2 * len(part.variables)
        given = code[i + 2 : end : 2]
        commas = code[i + 3 : end - 1 : 2]
        shaped = end < len(code) and code[end].sign(")") and all(c.sign(",") for c in commas)
        if not shaped or any(g.kind is not TokenKind.NAME for g in given):
            raise QuestionError(f"part {part.name} takes {len(part.variables)} variables: {', '.join(part.variables)}")
        yield _Use(part, i, end, _renamed(part.text, dict(zip(part.variables, (g.text for g in given), strict=True))))


def _in_two(text: str, part: QueryPart) -> tuple[str, str]:
    """The pattern of a text and its condition, cut at its WHERE."""
    depth = 0
    for token in tokens(text):
        depth += token.sign("(", "[", "{") - token.sign(")", "]", "}")
        if depth == 0 and token.upper == "WHERE":
            return text[: token.start].strip(), text[token.end :].strip()
    raise QuestionError(f"pattern {part.name} has no WHERE")


def _joined(code: Sequence[Token], at: int, condition: str) -> Edit:
    """The edit that adds a condition to the WHERE of the clause that continues at a token, or a WHERE at the clause's end."""
    depth = 0
    for token in code[at:]:
        depth += token.sign("(", "[", "{") - token.sign(")", "]", "}")
        if depth == 0 and token.upper == "WHERE":
            return token.end, token.end, f" {condition} AND"
        if depth < 0 or (depth == 0 and (token.upper in ENDS or token.sign("|"))):
            return token.start, token.start, f" WHERE {condition} "
    return code[-1].end, code[-1].end, f" WHERE {condition}"


def _edited(source: str, edits: list[Edit]) -> str:
    out: list[str] = []
    at = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        out += [source[at:start], text]
        at = end
    return "".join(out) + source[at:]


def _renamed(text: str, names: dict[str, str]) -> str:
    code = tokens(text)
    edits: list[Edit] = []
    for i, token in enumerate(code):
        if token.kind is not TokenKind.NAME or token.text not in names or (i and code[i - 1].sign(".")):
            continue
        if i + 1 < len(code) and code[i + 1].sign(":") and i and code[i - 1].sign("{", ","):
            continue
        edits.append((token.start, token.end, names[token.text]))
    return _edited(text, edits)
