"""The commands of computed questions, each made from what the question declares."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from app.answers import Viewpoint
from app.answers.asking import ask
from app.answers.registry import computed
from app.cli.acting import caller_here
from app.cli.common import PARTY, AsOf, Json, KnownAt, Level, ViewName, open_graph, put, put_bytes, put_json, run
from app.cli.language.speaking import note_moment
from app.cli.naming import parties_named
from app.cli.text.answer_text import lines_of
from app.errors import InputError, NotFound
from app.questions import Questions
from app.questions.registry import ComputedQuestion
from app.questions.registry.declared import OTHER
from app.questions.registry.fields import Schema, is_list
from models.answers.parts import Stamp
from models.base import Model
from models.times import Times

Question = ComputedQuestion[Any]
OPTION = inspect.Parameter.KEYWORD_ONLY
SHARED: Mapping[str, tuple[Any, Any]] = {
    "as_of": (AsOf, None),
    "known_at": (KnownAt, None),
    "view": (ViewName, "strict"),
}
"""The options of the times, as every command has them."""
_PLAIN: Mapping[str, Any] = {"integer": int, "number": float, "string": str}
_TIMES = frozenset(Times.model_fields)


def command_of(name: str) -> Callable[..., None]:
    """The function behind a command of that name, with its options as typer reads them.

    Raises:
        NotFound: no computed question has this command.
    """
    questions = {one.command: one for one in computed().values() if one.command}
    if name not in questions:
        raise NotFound(f"no question has the command {name!r}")
    question = questions[name]
    instead = {
        command.partition(" --")[2].replace("-", "_"): one
        for command, one in questions.items()
        if command.startswith(f"{name} --")
    }

    def called(ids: list[str], level: int, json: bool, **given: Any) -> None:
        form, out = given.pop("format", None), given.pop("out", None)
        if out is not None and form is None:
            raise InputError("--out needs --format", parameter="format")
        for option, other in instead.items():
            if (second := given.pop(option)) is not None:
                kept = {key: value for key, value in given.items() if key in other.fields}
                _put(other, run(_answers(other, [[one, second] for one in ids], level, kept)), json)
                return
        answers = run(_answers(question, [[one] for one in ids], level, given))
        if form is None:
            _put(question, answers, json)
        else:
            _write(question, answers, form, out)

    parameters = dict(_parameters(question, instead))
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(key, OPTION, annotation=kind, default=default) for key, (kind, default) in parameters.items()]
    )
    called.__annotations__ = {key: kind for key, (kind, _) in parameters.items()}
    called.__doc__ = f"{question.title}.\n\n{question.description}"
    return called


def _parameters(question: Question, instead: Mapping[str, Question]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The options of a command, each with its annotation and its default; what has no default comes first."""
    schemas = computed().schemas(question)
    files = question.files.parameter if question.files else None
    own = [name for name in schemas if name not in {*question.subjects, *_TIMES, files}]
    required = [name for name, field in question.fields.items() if name in own and field.is_required()]
    yield "ids", (Annotated[list[str], typer.Argument(metavar="PARTY…", help=PARTY)], ...)
    for name in required:
        yield name, (Annotated[str, typer.Option(_flag(name), help=_help(schemas[name]))], ...)
    yield from ((name, _option(name, schemas[name])) for name in own if name not in required)
    for option, other in instead.items():
        yield option, (Annotated[str | None, typer.Option(_flag(option), metavar="PARTY", help=f"{other.title}.")], None)
    if files:
        yield "format", _option("format", {**schemas[files], "default": None})
        yield "out", (Annotated[Path | None, typer.Option(help="Where to; default standard output.")], None)
    yield "level", (Level, question.level)
    yield from ((name, shared) for name, shared in SHARED.items() if name in question.fields)
    yield "json", (Json, False)


def _option(name: str, schema: Schema) -> tuple[Any, Any]:
    """The annotation and the default of an option, from the schema of its parameter."""
    default, metavar = schema.get("default"), " | ".join(map(str, schema.get("enum", ()))) or None
    if is_list(schema):
        return Annotated[list[str] | None, typer.Option(_flag(name), help=_help(schema))], None
    if schema.get("type") == "boolean":
        flag = f"{_flag(name)}/--no-{name.replace('_', '-')}" if default else _flag(name)
        return Annotated[bool, typer.Option(flag, help=_help(schema))], bool(default)
    kind = _PLAIN[schema.get("type", "string")]
    least, most = (schema.get(bound) if kind is not str else None for bound in ("minimum", "maximum"))
    option = typer.Option(_flag(name), help=_help(schema), metavar=metavar, min=least, max=most)
    return Annotated[kind if default is not None else kind | None, option], default


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _help(schema: Schema) -> str:
    return str(schema.get("description") or "")


async def _answers(question: Question, named: list[list[str]], level: int, given: Mapping[str, Any]) -> list[Model]:
    """The answers about each of these parties, or of these pairs, all at one tick; one where it is about all of them.

    Parties are known by their names on the day asked about; of two days, on the later.
    """
    caller, stated = caller_here(level), {key: value for key, value in given.items() if _stated(question, value)}
    asked = Viewpoint(caller, given.get("as_of") or given.get("after"), given.get("known_at"), given.get("view") or "strict")
    found: list[Model] = []
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        parties = [await parties_named(questions, one, asked) for one in named]
        for subjects in _asked_about(question, parties, stated):
            tick = getattr(found[0], "known_at", None) if found else None
            found.append(await ask(question, questions, caller, question.parse({**stated, **subjects}), known_at=tick))
        for one in found[:1]:
            if isinstance(one, Stamp):
                await note_moment(engine, one.known_at, one.tick)
    return found


def _stated(question: Question, value: Any) -> bool:
    """Whether a value says anything: what is left out is left to the question, of another question a flag too."""
    return value is not None and value != [] and not (value is False and question.takes_others)


def _asked_about(question: Question, parties: list[list[str]], stated: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Whom a question is asked about, as its parameters take it: once for each, or once for all where it is about several."""
    schemas = computed().schemas(question)
    first = [one[0] for one in parties]
    if is_list(schemas[question.subjects[0]]):
        yield {question.subjects[0]: first}
        return
    other = computed().compared.get(str(stated.get(OTHER))) if question.takes_others else None
    several = other.subjects[0] if other and other.subjects[0] in other.options else None
    if several:
        yield {question.subjects[0]: first[0], several: first[1:]}
        return
    yield from (dict(zip(question.subjects, one, strict=True)) for one in parties)


def _put(question: Question, answers: list[Model], json: bool) -> None:
    """One document, or one for each party in a list; or text, a blank line between parties."""
    if json:
        documents = [answer.model_dump(mode="json") for answer in answers]
        put_json(documents[0] if len(documents) == 1 else documents)
        return
    for number, answer in enumerate(answers):
        if number:
            put("")
        for line in lines_of(question, answer):
            put(line)


def _write(question: Question, answers: list[Model], form: str, out: Path | None) -> None:
    """The one answer as a file."""
    assert question.files is not None
    if form not in question.files.media:
        raise InputError(f"format is one of {', '.join(map(str, question.files.media))}", parameter="format")
    if len(answers) != 1:
        raise InputError("a file is about one party", parameter="format")
    content = question.files.write(answers[0], form)
    if out is None:
        put_bytes(content)
    else:
        out.write_bytes(content)
