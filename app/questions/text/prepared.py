"""Questions made ready for an engine: their Cypher in its frame, and the parameters it takes. Read once in a process."""

from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from app.errors import QuestionError
from app.questions.finish import FINISHERS, PREPARERS
from app.questions.text.checks import IMPLICIT, WHOLE_MAP, QuestionChecker
from app.questions.text.files import FRAME, Question, read_question, read_questions
from app.questions.text.lexer import TokenKind, tokens
from app.questions.text.macros import expand
from models.catalogue import Catalogue

FRAMED = frozenset({"today"})
"""Parameters of the frame that is put around every question."""
MOST_FOLDERS = 8
Written = tuple[tuple[str, int, int], ...]
"""The files of a folder, each with the moment it was last written (ns) and its bytes."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question ready for an engine: its Cypher, and the parameters it takes besides its own; `cut` limits its rows.

    `returns_values`: its rows have values of records, from which restricted ones are removed. No other rows may have any.
    """

    question: Question
    cypher: str
    implicit: frozenset[str]
    own: frozenset[str]
    cut: int | str | None
    returns_values: bool


class PreparedQuestions:
    """The questions of a folder for one catalogue and the engine of this name: all of them, or each when it is asked for."""

    def __init__(self, folder: Path, catalogue: Catalogue, engine: str) -> None:
        self.catalogue = catalogue
        self._folder, self._engine = folder, engine
        self._frame = expand((folder / FRAME).read_text(encoding="utf-8"), ())
        self._check = QuestionChecker(catalogue)
        self._prepared: dict[str, Prepared] = {}
        self._whole = False

    def all(self) -> dict[str, Prepared]:
        """All questions by name.

        Raises:
            QuestionError: names the file and what is wrong with it.
        """
        if not self._whole:
            read = read_questions(self._folder, self._check, self.catalogue.categories)
            self._prepared = {name: self._prepare(question) for name, question in read.items()}
            self._whole = True
        return self._prepared

    def get(self, name: str) -> Prepared | None:
        """The question of this name, read now where it was not yet; None where there is none.

        Raises:
            QuestionError: names the file and what is wrong with it.
        """
        if name not in self._prepared and not self._whole:
            alone = read_question(self._folder, name, self._check, self.catalogue.categories)
            if alone is None:
                return self.all().get(name)
            self._prepared[name] = self._prepare(alone)
        return self._prepared.get(name)

    def _prepare(self, question: Question) -> Prepared:
        text = question.overrides.get(self._engine, question.text)
        if question.derived and question.name not in PREPARERS:
            raise QuestionError(f"`derived:` needs a preparer for {question.name}")
        if question.rows is not question.answer and question.name not in FINISHERS:
            raise QuestionError(f"{question.file}: `rows:` needs a finisher for {question.name}", file=question.file)
        code = tokens(text)
        used = {t.text for t in code if t.kind is TokenKind.PARAMETER} | _macro_parameters(text)
        returns_values = any(t.text == WHOLE_MAP for t in code)
        columns = ", ".join(f"{c}: {c}" for c in row_columns(question))
        own = expand(text, self.catalogue.edge_types)
        cypher = self._frame.replace("COLUMNS", columns).replace("QUESTION", own)
        implicit, others = frozenset(used & IMPLICIT) | FRAMED, frozenset(used - IMPLICIT)
        return Prepared(question, cypher, implicit, others, _cut(text), returns_values)


_READ: OrderedDict[tuple[Path, str, Written], PreparedQuestions] = OrderedDict()


def prepared_questions(folder: Path, catalogue: Catalogue, engine: str) -> PreparedQuestions:
    """The questions of a folder, shared by all in this process who ask with an equal catalogue while no file changes."""
    key = (folder, engine, _written(folder))
    found = _READ.get(key)
    if found is None or found.catalogue != catalogue:
        found = _READ[key] = PreparedQuestions(folder, catalogue, engine)
    _READ.move_to_end(key)
    while len(_READ) > MOST_FOLDERS:
        _READ.popitem(last=False)
    return found


def _written(folder: Path) -> Written:
    return tuple(
        (str(path), stat.st_mtime_ns, stat.st_size) for path in sorted(folder.rglob("*.cypher")) for stat in (path.stat(),)
    )


def row_columns(question: Question) -> list[str]:
    """The columns the Cypher of a question returns: its row model's fields, less those every answer carries."""
    from models.answers.parts import Stamp

    fields = question.rows.model.model_fields
    return [name for name in fields if name not in Stamp.model_fields]


def _cut(text: str) -> int | str | None:
    """The LIMIT of a text's last RETURN: a number of rows, or the name of the parameter that holds it; None without one."""
    most, depth = None, 0
    for token, following in pairwise(tokens(text)):
        depth += token.sign("{") - token.sign("}")
        if depth == 0 and token.upper in ("RETURN", "LIMIT"):
            most = following if token.upper == "LIMIT" else None
    if most is None:
        return None
    if most.kind is TokenKind.PARAMETER:
        return most.text if most.text not in IMPLICIT else None
    return int(most.text) if most.text.isdigit() else None


def _macro_parameters(text: str) -> set[str]:
    return {t.text for t in tokens(expand(text, ())) if t.kind is TokenKind.PARAMETER}
