"""Extracts the relationship patterns of a Cypher text, and judges whether each is guarded in its clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from app.errors import QuestionError
from app.questions.text.lexer import Token, TokenKind
from app.questions.text.macros import GUARDS

CLAUSES = frozenset("MATCH OPTIONAL WITH RETURN UNWIND CALL UNION".split())
ENDS = CLAUSES | {"ORDER"}
LOOSE = frozenset({"OR", "XOR", "NOT"})
_NAMES = (TokenKind.NAME, TokenKind.QUOTED)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship pattern: its place, its variable, its types (none: any), and whether it is a path."""

    at: int
    end: int
    line: str
    variable: str | None
    types: tuple[str, ...]
    many: bool
    bounded: bool


def relationships(text: str, code: Sequence[Token], pairs: dict[int, int]) -> list[Relationship]:
    """All relationship patterns, in order.

    Raises:
        QuestionError: one has no brackets, so nothing could guard it, or its types are not named one by one.
    """
    out = []
    for i, token in enumerate(code):
        line = f"line {text.count(chr(10), 0, token.start) + 1}"
        if token.sign("-") and i + 1 < len(code):
            following = code[i + 1]
            if following.sign("-") and i and code[i - 1].sign(")", "<"):
                raise QuestionError(f"{line}: a relationship is written with its brackets")
            if following.sign("[") and code[pairs[i + 1] + 1 : pairs[i + 1] + 2] and code[pairs[i + 1] + 1].sign("-"):
                out.append(_parse(line, code, i + 1, pairs[i + 1]))
    return out


def _parse(line: str, code: Sequence[Token], left: int, right: int) -> Relationship:
    at = left + 1
    variable = None
    if code[at].kind in _NAMES:
        variable, at = code[at].text, at + 1
    types: list[str] = []
    if code[at].sign(":"):
        at += 1
        while code[at].kind in _NAMES:
            types.append(code[at].text)
            at += 1
            if not code[at].sign("|"):
                break
            at += 2 if code[at + 1].sign(":") else 1
        if not types or code[at].sign("!", "%", "&", "("):
            raise QuestionError(f"{line}: relationship types are named one by one")
    many = bounded = False
    if code[at].sign("*"):
        many, at = True, at + 1
        numbers = []
        while code[at].kind is TokenKind.NUMBER or code[at].sign(".."):
            numbers.append(code[at].text)
            at += 1
        bounded = bool(numbers) and numbers[-1] != ".."
    quantifier = right + 2 + (1 if code[right + 2 : right + 3] and code[right + 2].sign(">") else 0)
    if code[quantifier : quantifier + 1] and code[quantifier].sign("{", "+", "*"):
        raise QuestionError(f"{line}: a path is written as `*1..4` inside the brackets")
    if at != right and not code[at].sign("{"):
        raise QuestionError(f"{line}: a relationship pattern has more in it than variable, types and bounds")
    return Relationship(left, right, line, variable, tuple(types), many, bounded)


@dataclass(frozen=True, slots=True)
class Scope:
    """The clause of a pattern: the indices of its first and last token, and of those at its own depth of brackets."""

    code: Sequence[Token]
    first: int
    last: int
    level: tuple[int, ...]

    @classmethod
    def around(cls, code: Sequence[Token], pairs: dict[int, int], r: Relationship) -> Self:
        """The clause of a pattern: from its MATCH (or the bracket of a subquery or comprehension) to where the next begins."""
        around = sorted((left, right) for left, right in pairs.items() if left < r.at and r.end < right)
        first, stop = 0, len(code)
        for left, right in reversed(around):
            if code[left].sign("{", "["):
                first, stop = left + 1, right
                break
        level = _level(code, pairs, first, stop)
        began = [i for i in level if i < r.at and code[i].upper in CLAUSES]
        if began:
            first = began[-1]
        ends = [i for i in level if i > r.end and (code[i].upper in ENDS or code[i].sign("|"))]
        last = ends[0] if ends else stop
        return cls(code, first, last, tuple(i for i in level if first <= i < last))

    def guards(self, variable: str, calls: dict[int, tuple[str, str]]) -> bool:
        """Whether the WHERE demands `held(variable)`."""
        return any(macro in GUARDS and v == variable and self._demanded(i) for i, (macro, v) in calls.items())

    def guards_each(self, r: Relationship, calls: dict[int, tuple[str, str]]) -> bool:
        """Whether the WHERE demands `all(x IN r WHERE held(x) …)`, over the pattern's variable or its path's relationships."""
        code = self.code
        sources = [[r.variable]] if r.variable else []
        path = self._path(r)
        if path:
            sources.append(["relationships", "(", path, ")"])
        for i in self.level:
            if code[i].upper != "ALL" or not code[i + 1].sign("(") or code[i + 3].upper != "IN" or not self._demanded(i):
                continue
            item = code[i + 2].text
            for source in sources:
                at = i + 4 + len(source)
                if [t.text for t in code[i + 4 : at]] != source or code[at].upper != "WHERE":
                    continue
                macro, variable = calls.get(at + 1, ("", ""))
                after = code[at + 5]
                if macro in GUARDS and variable == item and (after.sign(")") or after.upper == "AND") and not self._loose(at):
                    return True
        return False

    def _loose(self, at: int) -> bool:
        depth = 0
        for token in self.code[at:]:
            if token.sign("(", "[", "{"):
                depth += 1
            elif token.sign(")", "]", "}"):
                depth -= 1
                if depth < 0:
                    return False
            elif depth == 0 and token.upper in LOOSE - {"NOT"}:
                return True
        return False

    def _demanded(self, at: int) -> bool:
        """Whether the condition at `at` is one of those joined by AND in the clause's own WHERE."""
        if at not in self.level or self.code[at - 1].upper not in {"WHERE", "AND"}:
            return False
        where = [i for i in self.level if self.code[i].upper == "WHERE"]
        if len(where) != 1 or at < where[0]:
            return False
        return not any(self.code[i].upper in LOOSE - {"NOT"} for i in self.level if i > where[0])

    def _path(self, r: Relationship) -> str | None:
        """The name of the path the pattern belongs to: `p = (…)-[…]-(…)`, plain or in shortestPath."""
        named = [i for i in self.level if i < r.at and self.code[i].sign("=") and self.code[i - 1].kind is TokenKind.NAME]
        commas = [i for i in self.level if i < r.at and self.code[i].sign(",")]
        if not named or (commas and commas[-1] > named[-1]):
            return None
        return self.code[named[-1] - 1].text


def _level(code: Sequence[Token], pairs: dict[int, int], first: int, stop: int) -> list[int]:
    """The indices from `first` to `stop` that are in no further bracket."""
    out = []
    i = first
    while i < stop:
        out.append(i)
        i = pairs[i] if i in pairs else i + 1
    return [i for i in out if i < stop]
