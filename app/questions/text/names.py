"""Checks that a question follows bare names to the parties they mean.

A fact stated under a name alone hangs on a node for that name, which resolves to the party it means; so a question that only
looks at the party itself misses it, and one that returns the node returns no party. Parts follow the name; nothing else does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.errors import QuestionError
from app.questions.text.lexer import Token, TokenKind, match_brackets, tokens
from app.questions.text.patterns import Relationship, Scope, relationships

RESOLVES_TO = "RESOLVES_TO"
RECORDS = frozenset({"ABOUT", "ISSUED_BY"})
MEANINGS, FACT = "meanings", "fact"
"""The parts that return the meaning of a node's name, and a fact with the meanings of all names in it."""


@dataclass(frozen=True, slots=True)
class Names:
    """The check, for one catalogue: its relationship types, and the labels of the statements that identify parties."""

    edges: frozenset[str]
    identifying: frozenset[str]

    def check(self, source: str, text: str) -> None:
        """Check a question as it is written (`source`), and with its patterns in place (`text`).

        Raises:
            QuestionError: it resolves names by itself, or not at all.
        """
        if any(token.text == RESOLVES_TO for token in tokens(source)):
            raise QuestionError(f"{RESOLVES_TO} is followed by a part: mentions, meant or {MEANINGS}")
        code = tokens(text)
        pairs = match_brackets(code)
        for r in relationships(text, code, pairs):
            if set(r.types) & (RECORDS | self.edges):
                self._check(code, pairs, r)

    def _check(self, code: Sequence[Token], pairs: dict[int, int], r: Relationship) -> None:
        path = _Path.of(code, pairs, r)
        if "NAMES" in path.types or self._registered(code, pairs, r, path):
            return
        ends = path.parties if set(r.types) <= RECORDS else path.ends
        meant = _given(code, MEANINGS, 0)
        followed = [path.resolved(end) or path.person(end) or path.variable(end) in meant for end in ends]
        seen = [path.unconstrained(end) or (any(followed) and r.variable in _given(code, FACT, 1)) for end in ends]
        if not all(a or b for a, b in zip(followed, seen, strict=True)):
            raise QuestionError(
                f"{r.line}: {'|'.join(r.types)} misses what was stated under a bare name: match `mentions(p, m, bearer, held)` "
                f"in the place of the party, take `{MEANINGS}(p, held)` of one that is returned, or say why not: `// names: …`"
            )

    def _registered(self, code: Sequence[Token], pairs: dict[int, int], r: Relationship, path: "_Path") -> bool:
        """Whether the statement is a registration and the party the one that it identifies: by codes, never by its name."""
        pattern = [r.variable, ".", "role", "=", "'party'"]
        level = Scope.around(code, pairs, r).level
        words = [code[i].text for i in level]
        of_party = any(words[i : i + 5] == pattern for i in range(len(words)))
        return of_party and any(path.labels(node) & self.identifying for node in path.nodes)


@dataclass(frozen=True, slots=True)
class _Path:
    """The nodes and relationships of one pattern, as indices of their opening brackets; `at` is the relationship checked."""

    code: Sequence[Token]
    pairs: dict[int, int]
    nodes: tuple[int, ...]
    steps: tuple[int, ...]
    at: int

    @classmethod
    def of(cls, code: Sequence[Token], pairs: dict[int, int], r: Relationship) -> "_Path":
        opened = {right: left for left, right in pairs.items()}
        back, ahead = [r.at], [r.at]
        while (left := _before(code, opened, back[-1])) is not None:
            back.append(left)
        while (right := _after(code, pairs, ahead[-1])) is not None:
            ahead.append(right)
        path = [*reversed(back), *ahead[1:]]
        nodes = tuple(i for i in path if code[i].sign("("))
        return cls(code, pairs, nodes, tuple(i for i in path if code[i].sign("[")), r.at)

    @property
    def ends(self) -> tuple[int, int]:
        """The nodes on both sides of the relationship."""
        i = self.steps.index(self.at)
        return self.nodes[i], self.nodes[i + 1]

    @property
    def parties(self) -> tuple[int, ...]:
        """The nodes to which the relationship points."""
        left, right = self.ends
        return (left,) if self.code[self.at - 2].sign("<") else (right,)

    @property
    def types(self) -> set[str]:
        """The types of all relationships of the path."""
        return {t.text for i in self.steps for t in self.code[i : self.pairs[i]]}

    def resolved(self, node: int) -> bool:
        """Whether the pattern goes on to the party that the node's name means."""
        i = self.nodes.index(node)
        beside = self.steps[max(0, i - 1) : i + 1]
        return any(t.text == RESOLVES_TO for step in beside for t in self.code[step : self.pairs[step]])

    def variable(self, node: int) -> str | None:
        """The variable of a node; None where it has none."""
        token = self.code[node + 1]
        return token.text if token.kind is TokenKind.NAME else None

    def labels(self, node: int) -> set[str]:
        """The labels of a node."""
        inside = self.code[node : self.pairs[node]]
        return {b.text for a, b in pairwise(inside) if a.sign(":", "|", "&")}

    def person(self, node: int) -> bool:
        """Whether the node is a person, whom no bare name means."""
        return self.labels(node) == {"Person"}

    def unconstrained(self, node: int) -> bool:
        """Whether the path ends in the node, and nothing but its being a party is required of it."""
        return self.variable(node) is None and node in (self.nodes[0], self.nodes[-1]) and self.labels(node) <= {"Party"}


def _before(code: Sequence[Token], opened: dict[int, int], at: int) -> int | None:
    """The opening bracket of the element before the one at `at` in a pattern; None at the beginning."""
    i = at - 1
    steps = 0
    while i >= 0 and code[i].sign("<", "-", ">"):
        i, steps = i - 1, steps + 1
    return opened[i] if steps and i in opened and code[i].sign(")", "]") else None


def _after(code: Sequence[Token], pairs: dict[int, int], at: int) -> int | None:
    """The opening bracket of the element after the one at `at` in a pattern; None at the end."""
    i = pairs[at] + 1
    steps = 0
    while i < len(code) and code[i].sign("<", "-", ">"):
        i, steps = i + 1, steps + 1
    return i if steps and i in pairs and code[i].sign("(", "[") else None


def _given(code: Sequence[Token], part: str, place: int) -> set[str]:
    """The variables with which a part is called, as its argument number `place`."""
    at = 2 + 2 * place
    return {code[i + at].text for i in range(len(code) - at) if code[i].text == part and code[i + 1].sign("(")}
