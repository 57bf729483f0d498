"""Clues sent to a department as cases: what such a case rests on, in the form in which every department may see it."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError

from app.answers import Reader, Viewpoint
from app.answers.clues.meeting import meeting
from app.answers.clues.seeded import clues
from app.desk.cases.participants import Participant, participant_of
from app.desk.cases.register import numbered_cases, open_case, read_case
from app.desk.store import Connection
from app.errors import Conflict, InputError, NotFound
from app.questions import Questions
from app.rules.cases.kinds import case_kinds
from loaders.values.canonical import digest
from models.answers.shapes import IncompleteReason
from models.caller import Caller
from models.clues.basis import BasisLink, BasisValue, ClueBasis
from models.clues.meeting import ClueValue, DepartmentClues, DepartmentsMeeting, MeetingsAnswer
from models.clues.seeded import CluesAnswer, LinkedClue
from models.work.cases import CaseCard, CaseHistory, NewCase

CLUE = "clue"
"""The kind of case."""
MOST_RECORDS, MOST_LINKS, MOST_FACTS, LONGEST = 30, 10, 20, 100
"""How many records and links the basis of a case names; `records_total` and `linked_total` say how many there are."""
LONGEST_KEY = 280
"""Characters of a key without its number."""


def department_caller(caller: Caller) -> Caller:
    """The caller with the level of the kind of case: what every department that it may be sent to sees."""
    return caller.model_copy(update={"level": min(caller.level, case_kinds()[CLUE].level)})


async def meeting_case(
    questions: Questions, caller: Caller, key: str, receiver: str, *, as_of: str | None = None, known_at: str | None = None
) -> NewCase:
    """A case about departments that meet, by the key of the meeting, for a department.

    Raises:
        NotFound: there is no such meeting for whoever may see cases of the kind.
    """
    reader = Reader(questions, Viewpoint(department_caller(caller), as_of, known_at))
    answer = await meeting(reader, limit=500)
    for one in answer.items:
        if one.key == key:
            name, basis = case_key(key, receiver, caller), _of_meeting(one, answer)
            return NewCase(kind=CLUE, key=name, receiver=receiver, sender=caller.department, basis=basis)
    raise NotFound("there is no such meeting of departments on this day")


async def seeded_case(
    questions: Questions, caller: Caller, party: str, receiver: str, *, as_of: str | None = None, known_at: str | None = None
) -> NewCase:
    """A case about a party with whom it is linked and what departments hold on them, for a department.

    Raises:
        NotFound: nothing is known of the party to whoever may see cases of the kind.
    """
    reader = Reader(questions, Viewpoint(department_caller(caller), as_of, known_at))
    answer = await clues(reader, (party,))
    seeds = [one for seed in answer.seeds for one in seed.parties]
    if party not in seeds:
        raise NotFound("nothing is known of this")
    key, basis = case_key(f"linked:{party}", receiver, caller), _of_seed(party, answer)
    return NewCase(kind=CLUE, key=key, receiver=receiver, sender=caller.department, party=party, basis=basis)


def case_key(about: str, receiver: str, caller: Caller) -> str:
    """What a sender's cases about the same parties for a department are known by; a number follows, of each that was opened."""
    sender = caller.department or participant_of(caller).by
    key = f"{about} {receiver} {sender}"
    return key if len(key) <= LONGEST_KEY else digest([about, receiver, sender])


def clue_open(connection: Connection, key: str, by: Participant) -> CaseCard | None:
    """The case of a sender about the same parties for a department that is not over."""
    return next((one for one in numbered_cases(connection, CLUE, key, by)[0] if not one.final), None)


def open_clue_case(connection: Connection, new: NewCase, by: Participant) -> tuple[CaseHistory, bool]:
    """Open a case about a clue, unless its sender has one about the same that is not over, whatever its figures are.

    Raises Forbidden where the caller may not; Conflict where others open cases about the same all the time.
    """
    for last in (False, True):
        if (before := clue_open(connection, new.key, by)) is not None:
            return read_case(connection, before.id, by), False
        _, number = numbered_cases(connection, CLUE, new.key, by)
        try:
            return open_case(connection, new.model_copy(update={"key": f"{new.key} {number}"}), by)
        except Conflict:  # another one of the sender has just opened it
            if last:
                raise
    raise AssertionError


def checked_basis(basis: Mapping[str, Any]) -> ClueBasis:
    """What a case about a clue rests on, in its form. Raises InputError, naming what is wrong."""
    try:
        return ClueBasis.model_validate(basis)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in ("basis", *first["loc"]))
        raise InputError(f"{where}: {first['msg'].removeprefix('Value error, ')}", parameter="basis") from None


def _of_meeting(one: DepartmentsMeeting, answer: MeetingsAnswer) -> dict[str, Any]:
    return _basis(
        parties=one.parties,
        values=tuple(_value(value) for value in one.values[:5]),
        departments=one.departments,
        chance=one.chance,
        surprise=round(one.surprise, 6),
        expected=one.expected,
        looked_at=answer.looked_at,
        drawn=one.null.drawn,
        population=one.null.population,
        level=one.null.level,
        region=one.null.region,
        industry=one.null.industry,
        window_days=answer.window_days,
        **_records(one.held, answer, len(one.values) > 5),
    )


def _of_seed(party: str, answer: CluesAnswer) -> dict[str, Any]:
    linked = tuple(_link(one) for one in answer.linked[:MOST_LINKS])
    more = _records(answer.departments, answer, len(linked) < answer.total)
    return _basis(parties=(party,), linked=linked, linked_total=answer.total, **more)


def _basis(**given: Any) -> dict[str, Any]:
    return ClueBasis(**given).model_dump(mode="json", exclude_none=True)


def _link(one: LinkedClue) -> BasisLink:
    steps = [f"{step.kind.value} {step.value or ''}".strip() for step in one.path]
    facts = [fact for step in one.path for fact in step.facts][:4]
    return BasisLink(party=one.party, bits=round(one.bits, 6), path=tuple(step[:LONGEST] for step in steps), facts=tuple(facts))


def _value(one: ClueValue) -> BasisValue:
    facts = [fact for bearer in one.bearers for fact in bearer.facts][:MOST_FACTS]
    return BasisValue(kind=one.kind, value=one.value[:LONGEST] if one.value else None, facts=tuple(facts))


def _records(held: Sequence[DepartmentClues], answer: CluesAnswer | MeetingsAnswer, cut: bool) -> dict[str, Any]:
    """The adverse records of the basis, in turn one of each family, and when they were read."""
    families = [[(one.family, r.category, r.party, r.day, r.statement) for r in one.records if r.adverse] for one in held]
    every = [record for some in zip_longest(*families) for record in some if record is not None]
    total = sum(department.adverse for department in held)
    records = tuple(every[:MOST_RECORDS])
    return {
        "records": records,
        "records_total": total,
        "cut": cut or len(records) < total or any(one.reason is not IncompleteReason.LENGTH for one in answer.incomplete),
        "as_of": answer.as_of,
        "known_at": answer.known_at,
        "rules_version": answer.rules_version,
    }
