"""Parts that several questions share: a Cypher expression in a file of its own, used like a function of variables."""

import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import QuestionError
from app.questions.text.lexer import TokenKind, tokens

FOLDER = "_parts"
DEEPEST = 4
_HEADER = re.compile(r"//\s*part:\s*([a-z_]+)\(([a-z_]+(?:,\s*[a-z_]+)*)\)\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """An expression over variables, whose names are replaced by those it is used with."""

    name: str
    variables: tuple[str, ...]
    text: str


def read_parts(folder: Path) -> dict[str, Part]:
    """The parts under a folder of questions, by name.

    Raises:
        QuestionError: a file lacks its header, or is named otherwise than its part.
    """
    parts: dict[str, Part] = {}
    for path in sorted((folder / FOLDER).glob("*.cypher")):
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        found = _HEADER.fullmatch(first)
        if found is None or found[1] != path.stem:
            place = f"{FOLDER}/{path.name}"
            raise QuestionError(f"{place}: the first line is `// part: {path.stem}(variable, …)`", file=place)
        parts[found[1]] = Part(found[1], tuple(v.strip() for v in found[2].split(",")), text)
    return parts


def insert_parts(source: str, parts: dict[str, Part], depth: int = 0) -> str:
    """The text with each `part(variable, …)` replaced by what it stands for.

    Raises:
        QuestionError: a part is used with the wrong number of variables, or parts use one another without end.
    """
    found = tokens(source)
    if depth > DEEPEST:
        raise QuestionError("parts use one another without end")
    out: list[str] = []
    at = 0
    for i, token in enumerate(found[:-1]):
        used = token.kind is TokenKind.NAME and token.text in parts and found[i + 1].sign("(")
        if not used or (i and found[i - 1].sign(".")):
            continue
        part = parts[token.text]
        end = i + 1 + 2 * len(part.variables)
        given = found[i + 2 : end : 2]
        commas = found[i + 3 : end - 1 : 2]
        shaped = end < len(found) and found[end].sign(")") and all(c.sign(",") for c in commas)
        if not shaped or any(g.kind is not TokenKind.NAME for g in given):
            raise QuestionError(f"part {part.name} takes {len(part.variables)} variables: {', '.join(part.variables)}")
        names = dict(zip(part.variables, (g.text for g in given), strict=True))
        out += [source[at : token.start], insert_parts(_renamed(part.text, names), parts, depth + 1).strip()]
        at = found[end].end
    return "".join(out) + source[at:]


def _renamed(text: str, names: dict[str, str]) -> str:
    found = tokens(text)
    out: list[str] = []
    at = 0
    for i, token in enumerate(found):
        if token.kind is not TokenKind.NAME or token.text not in names or (i and found[i - 1].sign(".")):
            continue
        if i + 1 < len(found) and found[i + 1].sign(":") and i and found[i - 1].sign("{", ","):
            continue
        out += [text[at : token.start], names[token.text]]
        at = token.end
    return "".join(out) + text[at:]
