"""Reads question files: the header that declares a question, and the Cypher under it."""

import importlib
import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.errors import InputError, QuestionError
from app.questions.examples import Example, parse_example
from app.questions.text.parts import FOLDER, QueryPart, insert_parts, patterns_of, read_parts
from models.base import Model

OVERRIDES = "_engine"
FRAME = "_frame.cypher"
NOT_QUESTIONS = frozenset({OVERRIDES, FOLDER, FRAME, "schema", "write"})
LONGEST_TEXT = 500
LONGEST_LIST = 2000
MOST_ROWS = 200
"""The most items that a list returns at once."""
TYPES: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool, "list[str]": list[str]}
NUMBERS = frozenset(("int", "float"))
"""The types whose parameters have bounds."""
_ADAPTERS = {name: TypeAdapter(kind) for name, kind in TYPES.items()}
_HEADER = re.compile(r"//\s*(question|title|title_zh|params|derived|answer|rows|public|needs|names|example):[ \t]*(.*?)\s*$")
_REPEATED = "example"
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_PARAM = re.compile(r"\s*([a-z][a-z0-9_]*)\s*:\s*([a-z\[\]]+)(\?)?\s*(?:(\d+)\.\.(\d+))?\s*(?:=\s*(.+?))?\s*")
_MODEL = re.compile(r"(models(?:\.[a-z_]+)+)\.([A-Z]\w*)(\[\])?")


@dataclass(frozen=True, slots=True)
class Param:
    """A declared parameter; `type` is a key of TYPES, `optional` allows null.

    A number is from `least` to `most`, stated in the head (`depth: int 1..10 = 4`); `limit` is from 1 to MOST_ROWS.
    """

    name: str
    type: str
    optional: bool
    has_default: bool
    default: Any = None
    least: int | None = None
    most: int | None = None

    def parse(self, value: Any) -> Any:
        """The value in the parameter's type; a text is converted, as from a command line.

        Raises:
            InputError: the value has another type, or is too long.
        """
        if value is None:
            if self.optional:
                return None
            raise InputError(f"parameter {self.name!r} is missing", parameter=self.name)
        try:
            parsed = _ADAPTERS[self.type].validate_python(value)
        except ValidationError:
            raise InputError(f"parameter {self.name!r} is no {self.type}", parameter=self.name) from None
        texts = parsed if isinstance(parsed, list) else [parsed]
        if len(texts) > LONGEST_LIST:
            raise InputError(f"parameter {self.name!r} has more than {LONGEST_LIST} entries", parameter=self.name)
        if any(isinstance(t, str) and len(t) > LONGEST_TEXT for t in texts):
            raise InputError(f"parameter {self.name!r} is longer than {LONGEST_TEXT}", parameter=self.name)
        if not _storable("".join(t for t in texts if isinstance(t, str))):
            raise InputError(f"parameter {self.name!r} is no text", parameter=self.name)
        if self.least is not None and self.most is not None and not self.least <= parsed <= self.most:
            raise InputError(f"{self.name} is from {self.least} to {self.most}", parameter=self.name)
        return parsed


def _storable(text: str) -> bool:
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """The model of an answer or of its rows, with its import path; `many` where there may be any number of them."""

    path: str
    model: type[Model]
    many: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One Cypher question: its name and titles, parameters, the model of its answer, and its text for each engine.

    `rows` is what the Cypher returns where Python completes it into `answer`; `derived` are parameters Python makes of those
    given. `overrides` maps an engine's name to its text. `examples` are parameters it is tried and tested with.
    `names` states why bare names are not followed, where they are not; `written` has each text twice: as in its file, and
    with the patterns, but no other parts, in place.
    """

    name: str
    title: str
    title_zh: str
    params: tuple[Param, ...]
    derived: tuple[Param, ...]
    answer: AnswerShape
    rows: AnswerShape
    public: bool
    file: str
    text: str
    overrides: dict[str, str]
    examples: tuple[Example, ...]
    needs: frozenset[str] = frozenset()
    names: str = ""
    written: tuple[tuple[str, str], ...] = ()

    def bind(self, given: dict[str, Any]) -> dict[str, Any]:
        """The values of all declared parameters: those given, parsed, and defaults for the rest.

        Raises:
            InputError: one is missing, unknown or of another type.
        """
        unknown = sorted(set(given) - {p.name for p in self.params})
        if unknown:
            raise InputError(f"question {self.name} has no parameter {unknown[0]!r}", parameter=unknown[0])
        out = {}
        for p in self.params:
            if p.name not in given and p.has_default:
                out[p.name] = p.default
            else:
                out[p.name] = p.parse(given.get(p.name))
        return out


def read_questions(
    folder: Path, check: Callable[[Question, str], None], categories: Collection[str] | None = None
) -> dict[str, Question]:
    """All questions under a folder by name; `check` is called with each question and each of its texts.

    A question is left out where its header `needs:` a category that is not among `categories`.

    Raises:
        QuestionError: names the file and what is wrong with it.
    """
    questions: dict[str, Question] = {}
    left_out: list[str] = []
    parts = read_parts(folder)
    for path in sorted(folder.rglob("*.cypher")):
        place = path.relative_to(folder)
        if place.parts[0] in NOT_QUESTIONS:
            continue
        question = _checked(path, place, folder, parts, check, categories)
        if categories is not None and not question.needs.issubset(categories):
            left_out.append(question.file)
            continue
        if question.name in questions:
            raise QuestionError(
                f"{place}: question {question.name!r} stands in {questions[question.name].file} too", file=str(place)
            )
        questions[question.name] = question
    _refuse_orphans(folder, {q.file for q in questions.values()} | set(left_out))
    return questions


def read_question(
    folder: Path, name: str, check: Callable[[Question, str], None], categories: Collection[str] | None = None
) -> Question | None:
    """The one question of this name, from the file that is named after it, without reading the others.

    None where no file is named so, or where it holds another question, or where it is left out as by `read_questions`.

    Raises:
        QuestionError: names the file and what is wrong with it.
    """
    place = Path(*name.split(".")).with_suffix(".cypher")
    if not _NAME.fullmatch(name) or place.parts[0] in NOT_QUESTIONS or not (folder / place).is_file():
        return None
    question = _checked(folder / place, place, folder, read_parts(folder), check, categories)
    left_out = categories is not None and not question.needs.issubset(categories)
    return None if left_out or question.name != name else question


def _checked(
    path: Path,
    place: Path,
    folder: Path,
    parts: dict[str, QueryPart],
    check: Callable[[Question, str], None],
    categories: Collection[str] | None,
) -> Question:
    """Read a question, and check it unless it needs a category that does not exist."""
    try:
        question = _read(path, place, _overrides(folder, place), parts)
        if categories is None or question.needs.issubset(categories):
            for text in (question.text, *question.overrides.values()):
                check(question, text)
    except QuestionError as error:
        raise QuestionError(f"{place}: {error.message}", file=str(place)) from None
    return question


def _overrides(folder: Path, place: Path) -> dict[str, str]:
    base = folder / OVERRIDES
    engines = sorted(p for p in base.iterdir() if p.is_dir()) if base.is_dir() else []
    return {e.name: (e / place).read_text(encoding="utf-8") for e in engines if (e / place).is_file()}


def _refuse_orphans(folder: Path, known_files: set[str]) -> None:
    files = {str(path.relative_to(folder)) for path in (folder / FOLDER).glob("*.cypher")} | known_files
    for path in sorted((folder / OVERRIDES).rglob("*.cypher")):
        place = Path(*path.relative_to(folder / OVERRIDES).parts[1:])
        if place.parts[0] not in NOT_QUESTIONS and str(place) not in files:
            raise QuestionError(f"{path.relative_to(folder)}: there is no {place} to override", file=str(place))


def _read(path: Path, place: Path, overrides: dict[str, str], parts: dict[str, QueryPart]) -> Question:
    source = path.read_text(encoding="utf-8")
    fields = _header(source)
    for needed in ("question", "title", "answer", "example"):
        if not fields.get(needed):
            raise QuestionError(f"the header lacks {needed!r}")
    if not _NAME.fullmatch(fields["question"]):
        raise QuestionError(f"{fields['question']!r} is no name of a question; it is subject.question in small letters")
    for engine, text in overrides.items():
        if _header(text) != fields:
            raise QuestionError(f"the override for {engine} has another header")
    answer = _shape(fields["answer"])
    patterns = patterns_of(parts)
    return Question(
        name=fields["question"],
        title=fields["title"],
        title_zh=fields.get("title_zh") or fields["title"],
        params=_params(fields.get("params", "")),
        derived=_params(fields.get("derived", ""), bounded=False),
        answer=answer,
        rows=_shape(fields["rows"]) if fields.get("rows") else answer,
        public=fields.get("public", "yes") != "no",
        file=str(place),
        text=insert_parts(source, parts),
        overrides={engine: insert_parts(text, parts) for engine, text in overrides.items()},
        examples=tuple(parse_example(line) for line in fields["example"].splitlines()),
        needs=frozenset(name.strip() for name in fields.get("needs", "").split(",") if name.strip()),
        names=fields.get("names", ""),
        written=tuple((text, insert_parts(text, patterns)) for text in (source, *overrides.values())),
    )


def _header(source: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in source.splitlines():
        if not line.startswith("//"):
            break
        match = _HEADER.fullmatch(line)
        if match and match[1] == _REPEATED and match[1] in fields:
            fields[match[1]] += f"\n{match[2]}"
        elif match:
            if match[1] in fields:
                raise QuestionError(f"the header says {match[1]!r} twice")
            fields[match[1]] = match[2]
    return fields


def _params(text: str, *, bounded: bool = True) -> tuple[Param, ...]:
    """The parameters a header declares; where they are `bounded`, numbers must state bounds, and nothing else may."""
    params: list[Param] = []
    for part in filter(str.strip, text.split(",")):
        match = _PARAM.fullmatch(part)
        if match is None or match[2] not in TYPES:
            raise QuestionError(f"parameter {part.strip()!r} is not `name: type` or `name: type = default`")
        name, kind, optional, low, high, default = match.groups()
        least, most = (int(low), int(high)) if low else (1, MOST_ROWS) if name == "limit" else (None, None)
        if bounded and (kind in NUMBERS) != (most is not None):
            raise QuestionError(f"parameter {name!r}: a number, and nothing else, has bounds: `{name}: int 1..100`")
        if any(p.name == name for p in params):
            raise QuestionError(f"parameter {name!r} is declared twice")
        try:
            value = json.loads(default) if default else None
        except ValueError:
            raise QuestionError(f"the default of {name!r} is no JSON value") from None
        bounds = {"least": least, "most": most}
        bare = Param(name, kind, bool(optional), default is not None, **bounds)
        if default is not None:
            try:
                value = bare.parse(value)
            except InputError as error:
                raise QuestionError(f"the default does not fit: {error.message}") from None
        params.append(replace(bare, default=value))
    return tuple(params)


def _shape(text: str) -> AnswerShape:
    match = _MODEL.fullmatch(text)
    if match is None:
        raise QuestionError(f"{text!r} is no model; it is models.module.Name or models.module.Name[]")
    try:
        model = getattr(importlib.import_module(match[1]), match[2], None)
    except ModuleNotFoundError:
        model = None
    if not (isinstance(model, type) and issubclass(model, Model)):
        raise QuestionError(f"there is no model {match[1]}.{match[2]}")
    return AnswerShape(f"{match[1]}.{match[2]}", model, bool(match[3]))
