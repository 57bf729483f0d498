"""Splits Cypher into tokens: enough to check a question, not to parse the language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.errors import QuestionError


class TokenKind(StrEnum):
    """The kind of a token; comments and blanks are no tokens."""

    NAME = "name"
    QUOTED = "quoted"
    TEXT = "text"
    NUMBER = "number"
    PARAMETER = "parameter"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its text (names unquoted, parameters without `$`), and its place in the source, from `start` to `end`."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """The text in upper case, for comparison with keywords; empty where the token is no plain name."""
        return self.text.upper() if self.kind is TokenKind.NAME else ""

    def sign(self, *texts: str) -> bool:
        """Whether the token is one of these signs."""
        return self.kind is TokenKind.SIGN and self.text in texts


_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
    r"|(?P<quoted>`(?:``|[^`])+`)"
    r"|(?P<parameter>\$[A-Za-z_]\w*)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>\.\.|<=|>=|<>|=~|\+=|[-+*/%^=<>()\[\]{}.,:;|&!?])",
    re.DOTALL,
)


_KINDS = {kind.value: kind for kind in TokenKind}


@lru_cache(maxsize=64)
def tokens(source: str) -> tuple[Token, ...]:
    """The tokens of a Cypher text; the last results are cached.

    Raises:
        QuestionError: something is no Cypher token; the message gives the line.
    """
    out: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(source):
        start, end = match.span()
        if start != at:
            break
        at = end
        kind = _KINDS.get(str(match.lastgroup))
        if kind is None:
            continue
        text = match.group()
        if kind is TokenKind.QUOTED:
            text = text[1:-1].replace("``", "`")
        elif kind is TokenKind.PARAMETER:
            text = text[1:]
        out.append(Token(kind, text, start, end))
    if at < len(source):
        line = source.count("\n", 0, at) + 1
        raise QuestionError(f"line {line}: {source[at]!r} is not understood")
    return tuple(out)


OPEN = {"(": ")", "[": "]", "{": "}"}


def match_brackets(code: Sequence[Token]) -> dict[int, int]:
    """The index of the closing bracket, by the index of the opening one.

    Raises:
        QuestionError: brackets do not match.
    """
    stack: list[int] = []
    pairs: dict[int, int] = {}
    for i, token in enumerate(code):
        if token.sign(*OPEN):
            stack.append(i)
        elif token.sign(*OPEN.values()):
            if not stack or OPEN[code[stack[-1]].text] != token.text:
                raise QuestionError(f"a bracket {token.text!r} has no partner")
            pairs[stack.pop()] = i
    if stack:
        raise QuestionError(f"a bracket {code[stack[-1]].text!r} has no partner")
    return pairs
