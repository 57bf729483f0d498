"""Checks the Cypher of a question when its file is read, so that a wrong question never reaches an engine."""

import json
from collections.abc import Sequence
from itertools import pairwise

from app.engine.shape import read_shape
from app.errors import InputError, QuestionError
from app.questions.text.files import Question
from app.questions.text.lexer import Token, TokenKind, match_brackets, tokens
from app.questions.text.macros import ANY_EDGE, MACROS, macro_calls
from app.questions.text.names import Names
from app.questions.text.patterns import Relationship, Scope, relationships
from app.questions.visible import stored_names
from models.catalogue import Catalogue, Kind
from models.traits import TRAIT_LABELS

TRUTH = frozenset({"IN", "REFERS", "CALLED", "NAMES", "STATES", "IDENTIFIES"})
FACTS = frozenset({"ABOUT", "ISSUED_BY", "RESOLVES_TO"})
KINDS = frozenset(k.value for k in Kind)
TRAITS = frozenset(TRAIT_LABELS.values())
OWN = frozenset("Statement Coverage Ending Batch Brought Identifier Name Party Mention Tick Clock Analysis Trait".split())
NODES = OWN | KINDS | TRAITS
WRITES = frozenset(
    "CREATE MERGE SET DELETE DETACH REMOVE FOREACH DROP LOAD ALTER GRANT REVOKE DENY USE TRANSACTIONS TERMINATE".split()
)
PROCEDURES = frozenset({"db.index.fulltext.queryNodes"})
IMPLICIT = frozenset(
    "level as_of known_at today rules names_index brought loadings measures first_names anchors subjects stating"
    " after fetch".split()
)
"""Parameters the runner knows: the caller's level, the two times, the real day, the rules by which a name may be resolved
in the view, the full-text index of names, the batches that brought something the caller may see, the state of loading of
each category; by category the property
that relationships are ordered by, the first name of a registration, the reference to the end with few relationships, the role
of the party whose traits a record states, and the traits of it that the caller may see; and of a list with a cursor
the place it goes on after, and how many rows to fetch."""
FUNCTIONS = frozenset(
    "abs all allshortestpaths any ceil coalesce collect count date elementid endnode exists floor head isempty keys labels last"
    " left length max min nodes none properties range reduce relationships replace reverse right round shortestpath sign single"
    " size split startnode substring sum tail tofloat tointeger tolower tostring toupper trim type".split()
)
"""Functions of openCypher that both engines have, in lower case."""
LOOKED_UP = frozenset({"measures", "first_names", "anchors"})
"""Parameters that hold the name of a property to look up: never a restricted one."""
BEFORE_LISTS = frozenset("IN RETURN WITH DISTINCT UNWIND WHERE AND OR XOR NOT WHEN THEN ELSE CASE BY".split())
CURSOR = "cursor"
WHOLE_MAP = "properties"


class QuestionChecker:
    """Checks questions against one catalogue: labels, properties, guards of facts, and parameters."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._labels = NODES | set(catalogue.labels)
        self._facts = FACTS | catalogue.edge_types | read_shape().stored | {ANY_EDGE}
        identifying = frozenset(c.label for c in catalogue.categories.values() if c.identifies)
        self._names = Names(catalogue.edge_types | {ANY_EDGE}, identifying)
        self._categories: dict[str, list[str]] = {}
        for c in catalogue.categories.values():
            for word in (c.label, c.edge.type) if c.edge else (c.label,):
                self._categories.setdefault(word, []).append(c.name)
        self._restricted = {
            name: c.name
            for c in catalogue.categories.values()
            for p in c.properties
            if p.level > 0 or p.sensitive
            for name in stored_names(p)
        }

    def __call__(self, question: Question, text: str) -> None:
        """Check one text of a question.

        Raises:
            QuestionError: what is wrong, with the line where there is one.
        """
        code = tokens(text)
        pairs = match_brackets(code)
        _check_params(question, code)
        _check_examples(question)
        _check_reading(text, code)
        _check_calls(text, code)
        self._check_labels(text, code, pairs)
        self._check_properties(text, code)
        calls = {i: (macro, variable) for i, macro, variable in macro_calls(code)}
        for relationship in relationships(text, code, pairs):
            self._check_relationship(relationship, Scope.around(code, pairs, relationship), calls)
        for written, with_patterns in question.written:
            self._check_needs(question, written)
            if not question.names:
                self._names.check(written, with_patterns)
        if question.rows.many and not any(t.upper == "LIMIT" for t in code):
            raise QuestionError("a list needs a LIMIT")

    def _check_labels(self, text: str, code: Sequence[Token], pairs: dict[int, int]) -> None:
        maps = _inside_maps(code, pairs)
        for i, token in enumerate(code[:-1]):
            if not token.sign(":") or i in maps:
                continue
            at = i
            while at + 1 < len(code) and (code[at].sign(":", "&") or _alternative(code, at)):
                label = code[at + 1]
                if label.kind not in (TokenKind.NAME, TokenKind.QUOTED):
                    raise QuestionError(f"{_line(text, label)}: labels are named one by one, {label.text!r} is no label")
                if label.text not in self._labels and not _in_relationship(code, pairs, i):
                    raise QuestionError(f"{_line(text, label)}: the catalogue knows no label {label.text!r}")
                at += 2

    def _check_needs(self, question: Question, written: str) -> None:
        for token in tokens(written):
            owners = self._categories.get(token.text, [])
            if owners and question.needs.isdisjoint(owners):
                raise QuestionError(
                    f"{_line(written, token)}: who names {token.text!r} says so in the head: `// needs: {owners[0]}`"
                )

    def _check_properties(self, text: str, code: Sequence[Token]) -> None:
        for before, token in pairwise(code):
            if before.sign(".") and token.text in self._restricted:
                raise QuestionError(
                    f"{_line(text, token)}: {token.text!r} is restricted in {self._restricted[token.text]}; "
                    f"return it inside `values: {WHOLE_MAP}(…)` beside its `category`"
                )
            if before.sign(".") and token.sign("*"):
                raise QuestionError(f"{_line(text, token)}: `.*` takes what is restricted along; name what is returned")
        for i, token in enumerate(code[:-2]):
            index = token.kind is TokenKind.NAME and token.upper not in BEFORE_LISTS and code[i + 1].sign("[")
            plain = code[i + 2].kind is TokenKind.NUMBER or code[i + 2].text in LOOKED_UP
            if index and not plain:
                choice = ", ".join(sorted(LOOKED_UP))
                raise QuestionError(f"{_line(text, token)}: a property is named, or looked up by one of {choice}")
        for i, token in enumerate(code):
            if token.text != WHOLE_MAP or token.kind is not TokenKind.NAME:
                continue
            named = i >= 2 and code[i - 1].sign(":") and code[i - 2].text == "values"
            if not named:
                raise QuestionError(f"{_line(text, token)}: `{WHOLE_MAP}(…)` stands only as `values: {WHOLE_MAP}(…)`")

    def _check_relationship(self, r: Relationship, scope: Scope, calls: dict[int, tuple[str, str]]) -> None:
        unknown = sorted(set(r.types) - TRUTH - self._facts)
        if unknown:
            raise QuestionError(f"{r.line}: the catalogue knows no relationship type {unknown[0]!r}")
        if r.many and not r.bounded:
            raise QuestionError(f"{r.line}: a path needs an upper bound")
        if r.types and set(r.types) <= TRUTH:
            return
        what = "|".join(r.types) or "any relationship"
        if r.many:
            if not scope.guards_each(r, calls):
                raise QuestionError(
                    f"{r.line}: a path over {what} needs `all(x IN … WHERE held(x))` over its relationships, joined by AND"
                )
        elif r.variable is None:
            raise QuestionError(f"{r.line}: {what} needs a variable, and `held(…)` of it")
        elif not scope.guards(r.variable, calls):
            raise QuestionError(f"{r.line}: {what} needs `held({r.variable})` in its WHERE, joined by AND")


def _alternative(code: Sequence[Token], at: int) -> bool:
    """Whether a bar separates two labels, rather than the condition of a comprehension from its value."""
    return code[at].sign("|") and code[at + 1].text[:1].isupper()


def _line(text: str, token: Token) -> str:
    return f"line {text.count(chr(10), 0, token.start) + 1}"


def _check_calls(text: str, code: Sequence[Token]) -> None:
    """Refuse a call of what is no function, macro or part: one part that is misspelt, or has another name by now."""
    for i, (token, following) in enumerate(pairwise(code)):
        called = token.kind is TokenKind.NAME and not token.text.isupper() and following.sign("(")
        if not called or (i and code[i - 1].sign(".", ":", "&", "|")):
            continue
        if token.text.lower() not in FUNCTIONS and token.text not in MACROS:
            raise QuestionError(f"{_line(text, token)}: there is no function, macro or part {token.text!r}")


def _check_params(question: Question, code: Sequence[Token]) -> None:
    declared = {p.name for p in (*question.params, *question.derived)}
    clash = sorted(declared & IMPLICIT)
    if clash:
        raise QuestionError(f"parameter {clash[0]!r} is known to the runner and not declared")
    used = {t.text for t in code if t.kind is TokenKind.PARAMETER}
    undeclared = sorted(used - declared - IMPLICIT)
    if undeclared:
        raise QuestionError(f"parameter {undeclared[0]!r} is used but not declared")
    if (CURSOR in declared) != ("after" in used) and not (CURSOR in declared and question.derived):
        raise QuestionError(f"a question with parameter {CURSOR!r} goes on after `$after`, and only such a one")
    made = {CURSOR} | ({"limit"} if "fetch" in used else set())
    if question.derived:
        made |= {p.name for p in question.params}
    unused = sorted(declared - used - made)
    if unused:
        raise QuestionError(f"parameter {unused[0]!r} is declared but not used")


def _check_examples(question: Question) -> None:
    for example in question.examples:
        try:
            question.bind(example.parameters)
        except InputError as error:
            raise QuestionError(f"the example {json.dumps(example.parameters, ensure_ascii=False)}: {error.message}") from None


def _check_reading(text: str, code: Sequence[Token]) -> None:
    for i, token in enumerate(code):
        if token.upper in WRITES and not (i and code[i - 1].sign(".")):
            raise QuestionError(f"{_line(text, token)}: a question only reads, it has {token.upper}")
        if token.upper == "CALL" and not code[i + 1].sign("(", "{"):
            procedure, at = code[i + 1].text, i + 2
            while code[at].sign("."):
                procedure, at = f"{procedure}.{code[at + 1].text}", at + 2
            if procedure not in PROCEDURES:
                raise QuestionError(f"{_line(text, token)}: a question does not call {procedure}")


def _inside_maps(code: Sequence[Token], pairs: dict[int, int]) -> set[int]:
    """Indices of tokens whose nearest bracket is that of a map (not of a subquery)."""
    inside: set[int] = set()
    for left, right in sorted(pairs.items()):
        own = code[left].sign("{") and not _subquery(code, pairs, left)
        inner = set(range(left + 1, right))
        inside = inside | inner if own else inside - inner
    return inside


def _subquery(code: Sequence[Token], pairs: dict[int, int], left: int) -> bool:
    if left == 0:
        return False
    before = code[left - 1]
    if before.upper in {"CALL", "EXISTS", "COUNT", "COLLECT"}:
        return True
    if before.sign(")"):
        opener = next(i for i, j in pairs.items() if j == left - 1)
        return opener > 0 and code[opener - 1].upper == "CALL"
    return False


def _in_relationship(code: Sequence[Token], pairs: dict[int, int], at: int) -> bool:
    around = [left for left, right in pairs.items() if left < at < right]
    left = max(around, default=-1)
    return left > 0 and code[left].sign("[") and code[left - 1].sign("-")
