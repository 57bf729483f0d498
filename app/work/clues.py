"""Clues sent to a department as cases: what such a case rests on, in the form in which every department may see it."""

from typing import Any

from app.answers import Reader, Viewpoint
from app.answers.clues.meeting import meeting
from app.answers.clues.seeded import clues
from app.errors import NotFound
from app.questions import Questions
from app.rules.cases.kinds import case_kinds
from models.caller import Caller
from models.clues.meeting import ClueValue, DepartmentClues, DepartmentsMeeting, MeetingsAnswer
from models.clues.seeded import CluesAnswer, LinkedClue
from models.work.cases import NewCase

CLUE = "clue"
"""The kind of case."""
MOST_RECORDS, MOST_LINKS, MOST_FACTS, LONGEST = 30, 10, 20, 100
"""How many records and links the basis of a case names; `records_total` and `linked_total` say how many there are."""


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
            basis = _of_meeting(one, answer)
            return NewCase(kind=CLUE, key=case_key(key, receiver), receiver=receiver, sender=caller.department, basis=basis)
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
    key, basis = case_key(f"linked:{party}", receiver), _of_seed(party, answer)
    return NewCase(kind=CLUE, key=key, receiver=receiver, sender=caller.department, party=party, basis=basis)


def case_key(about: str, receiver: str) -> str:
    """The key of a case: one for each department about the same parties, whatever their figures are on the day."""
    return f"{about} {receiver}"[:300]


def _of_meeting(one: DepartmentsMeeting, answer: MeetingsAnswer) -> dict[str, Any]:
    return {
        "parties": list(one.parties),
        "values": [_value(value) for value in one.values[:5]],
        "departments": one.departments,
        "chance": one.chance,
        "surprise": round(one.surprise, 6),
        "expected": one.expected,
        "looked_at": answer.looked_at,
        "drawn": one.null.drawn,
        "population": one.null.population,
        "level": one.null.level,
        "region": one.null.region,
        "industry": one.null.industry,
        "window_days": answer.window_days,
        **_records(one.held),
        **_when(answer),
    }


def _of_seed(party: str, answer: CluesAnswer) -> dict[str, Any]:
    linked = [_link(one) for one in answer.linked[:MOST_LINKS]]
    return {"parties": [party], "linked": linked, "linked_total": answer.total, **_records(answer.departments), **_when(answer)}


def _link(one: LinkedClue) -> dict[str, Any]:
    steps = [f"{step.kind.value} {step.value or ''}".strip() for step in one.path]
    facts = [fact for step in one.path for fact in step.facts][:4]
    return {"party": one.party, "bits": round(one.bits, 6), "path": [step[:LONGEST] for step in steps], "facts": facts}


def _value(one: ClueValue) -> dict[str, Any]:
    facts = [fact for bearer in one.bearers for fact in bearer.facts][:MOST_FACTS]
    return {"kind": one.kind.value, "value": one.value[:LONGEST] if one.value else None, "facts": facts}


def _records(held: tuple[DepartmentClues, ...]) -> dict[str, Any]:
    every = [record for department in held for record in department.records if record.adverse]
    named = [[one.department, one.category, one.party, one.day, one.statement] for one in every[:MOST_RECORDS]]
    return {"records": named, "records_total": sum(department.adverse for department in held)}


def _when(answer: CluesAnswer | MeetingsAnswer) -> dict[str, Any]:
    return {"as_of": answer.as_of, "known_at": answer.known_at, "rules_version": answer.rules_version}
