"""Computed questions asked of a loaded graph by their examples, and their answers as the bytes that a caller gets."""

from collections.abc import Awaitable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.answers import Reader, ReadLimits, Viewpoint
from app.answers.registry import computed
from app.errors import Forbidden, InputError, NotFound
from app.questions.registry import ComputedQuestion
from app.questions.registry.fields import is_list, schemas
from models.base import Model
from models.caller import Caller
from models.catalogue import Title
from tests.support.loading import PUBLIC, Loaded

EARLIER, LATER = "2024-03-01", "2024-12-01"
OF, RELATIONS = tuple(computed().compared), "relations"
"""The answers that are compared between two days; the last is one about several parties."""
DIFFERENCES, OVER_TIME = "differences", "controls_over_time"
Parties = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A computed question with the parameters of one of its examples; its name says both."""

    name: str
    question: ComputedQuestion[Any]
    given: Mapping[str, Any] = field(default_factory=dict)

    def asked_about(self, parties: Sequence[str]) -> Iterator[Parties | list[str]]:
        """Whom it is asked about, of these: each, each two neighbours, or all of them together."""
        subjects = self.question.subjects
        if not subjects:
            yield ()
        elif is_list(schemas(self.question.params)[subjects[0]]):
            yield list(parties)
        elif self.question.takes_others and computed().compared[self.given["of"]].subjects[0] in self.given_lists():
            if len(parties) > 1:
                yield (parties[0],)
        else:
            yield from zip(*(parties[at:] for at in range(len(subjects))), strict=False)

    def given_lists(self) -> set[str]:
        """The parameters of other questions that are about several parties."""
        return {one.subjects[0] for one in computed().compared.values() if one.subjects[0] in one.options}

    def ask(self, reader: Reader, about: Parties | list[str], parties: Sequence[str]) -> Awaitable[Model]:
        """Ask it; of what is compared among several parties, the others stand beside the first."""
        if isinstance(about, list):
            return self.question(reader, about, **self.given)
        more: dict[str, Any] = dict(self.given)
        if self.question.takes_others and (several := computed().compared[more["of"]].subjects[0]) in self.given_lists():
            more[several] = list(parties[1:])
        return self.question(reader, *about, **more)


def cases() -> list[Case]:
    """Every computed question with each of its examples; a comparison is asked of every answer that can be compared."""
    found = []
    for question in computed().values():
        if question.takes_others:
            days = {"before": EARLIER, "after": LATER}
            found += [Case(f"{question.key} of {of}", question, {"of": of, **days}) for of in computed().compared]
            continue
        for example in question.examples:
            given = {name: value for name, value in example.parameters.items() if name not in question.subjects}
            stated = "".join(f" {name}={value}" for name, value in given.items())
            found.append(Case(f"{question.key}{stated}", question, given))
    return found


def reader(graph: Loaded, caller: Caller = PUBLIC, *, limits: ReadLimits | None = None, **when: Any) -> Reader:
    """A reader of a graph for one inquiry; `when` are as_of, known_at and view."""
    return Reader(graph.questions, Viewpoint(caller, **when), limits)


def same(answer: Model) -> str:
    """An answer byte for byte, but for the tick at which it was asked."""
    kept: dict[str, Any] = {name: 0 for name in ("tick", "known_at") if name in type(answer).model_fields}
    return answer.model_copy(update=kept).model_dump_json()


def unwritten(value: object) -> Iterator[Title]:
    """The sentences and titles of an answer that are empty, in either language."""
    if isinstance(value, Title):
        if not (value.zh and value.en):
            yield value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from unwritten(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from unwritten(one)


async def everything(
    graph: Loaded, parties: Iterable[str], caller: Caller = PUBLIC, *, but: Iterable[str] = (), **when: Any
) -> dict[str, str]:
    """What every case answers about each of the parties, or about several of them, as the bytes of `same`.

    Keys are the name of the case and the party, where it is about one. `but` names questions that are left out, by their
    functions. What has days of its own is asked where no day is.
    """
    everybody, out = list(parties), dict[str, str]()
    for case in cases():
        if case.question.key in but or ("as_of" in when and "as_of" not in case.question.fields):
            continue
        for about in case.asked_about(everybody):
            key = f"{case.name} {about[0]}" if isinstance(about, tuple) and about else case.name
            out[key] = await told(case.ask(reader(graph, caller, **when), about, everybody))
    return out


def left_out(answer: Any) -> set[tuple[str, str]]:
    """The parties behind which an answer leaves something out, each with the reason."""
    return {(gap.party.id, str(gap.reason)) for gap in answer.incomplete if gap.party is not None and gap.other is None}


def withheld_kinds(answer: Any) -> tuple[str, ...]:
    """The kinds of signal of which an answer tells the caller nothing."""
    return tuple(kind for gap in answer.incomplete if gap.reason == "withheld" for kind in gap.fields)


async def told(asked: Awaitable[Model]) -> str:
    """The bytes of an answer, or why there is none."""
    try:
        return same(await asked)
    except (InputError, NotFound, Forbidden) as error:
        return f"{type(error).__name__}: {error.message}"
