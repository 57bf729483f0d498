"""Clues as lines of text: where departments meet, and what a seed leads to."""

from collections.abc import Iterator, Mapping

from app.cli.language.speaking import spoken
from app.cli.text.party_text import by_name, left_out, of_table, when
from models.answers.shapes import NamedParty
from models.clues.meeting import ClueValue, DepartmentClues, DepartmentsMeeting, MeetingsAnswer
from models.clues.seeded import ClueLink, CluesAnswer, LinkedClue

Table = Mapping[str, NamedParty]


def meetings(answer: MeetingsAnswer) -> Iterator[str]:
    """Each meeting with its figures and records, and what values are common."""
    word, table = spoken(), _table(answer.parties)
    yield when(answer)
    yield word("clues_looked_at", looked_at=f"{answer.looked_at:,}", least=answer.least_departments, day=answer.since_day)
    if not answer.items:
        yield word("clues_no_meetings")
    for one in answer.items:
        yield ""
        yield from _meeting(one, answer, table)
    yield from _common(answer.common, answer.common_total, table)
    yield from left_out(answer.incomplete)
    yield word("clues_use")


def seeded(answer: CluesAnswer) -> Iterator[str]:
    """What the seeds are, whom they lead to, and what each family of departments holds."""
    word, table = spoken(), _table(answer.parties)
    yield when(answer)
    for seed in answer.seeds:
        parties = word("and_list").join(by_name(of_table(one, table)) for one in seed.parties)
        yield word("clues_seed", kind=word(f"clues_seed_{seed.kind}"), value=seed.value or "", parties=parties)
    for unused in answer.unused:
        yield word(f"clues_unused_{unused.reason}", value=unused.value)
    yield word("clues_linked", shown=answer.shown, total=answer.total)
    yield from (f"  {_linked(one, table)}" for one in answer.linked)
    for department in answer.departments:
        yield from _department(department, table)
    yield from _common(answer.common, len(answer.common), table)
    yield from left_out(answer.incomplete)
    yield word("clues_use")


def _table(parties: tuple[NamedParty, ...]) -> Table:
    return {one.id: one for one in parties if one.id}


def _meeting(one: DepartmentsMeeting, answer: MeetingsAnswer, table: Table) -> Iterator[str]:
    word = spoken()
    values = word("and_list").join(_value(value, table) for value in one.values)
    flag = word("clues_flagged") if one.flagged else ""
    yield word("clues_meet", departments=one.departments, parties=len(one.parties), values=values) + flag
    yield "  " + word(
        "clues_figures",
        chance=f"{one.chance:.4g}",
        bits=f"{one.surprise:.3f}",
        expected=f"{one.expected:.4g}",
        looked_at=f"{answer.looked_at:,}",
        drawn=one.null.drawn,
        population=f"{one.null.population:,}",
        stratum=word(f"clues_stratum_{one.null.level}", region=one.null.region or "", industry=one.null.industry or ""),
    )
    if one.met_on:
        yield "  " + word("clues_met_on", day=one.met_on)
    for department in one.held:
        yield from (f"  {line}" for line in _department(department, table))


def _department(department: DepartmentClues, table: Table) -> Iterator[str]:
    word = spoken()
    counts = {"shown": department.shown, "total": department.total, "adverse": department.adverse}
    yield word("clues_department", title=word.title(department.title), **counts)
    for one in department.records:
        mark = word("clues_adverse") if one.adverse else ""
        name = by_name(of_table(one.party, table))
        yield f"  {one.day}  {one.category}{mark}  {name}  {one.department}  ({one.statement})"


def _value(value: ClueValue, table: Table) -> str:
    word = spoken()
    shown = by_name(of_table(value.party, table)) if value.party else value.value or ""
    return word("clues_value", kind=word(f"clues_kind_{value.kind}"), value=shown, count=value.count)


def _linked(one: LinkedClue, table: Table) -> str:
    word = spoken()
    path = " → ".join(_step(step, table) for step in one.path)
    name = by_name(of_table(one.party, table))
    return word("clues_entry", party=name, bits=f"{one.bits:.3f}", by_chance=one.by_chance, path=path)


def _step(step: ClueLink, table: Table) -> str:
    word = spoken()
    shown = by_name(of_table(step.party, table)) if step.party else step.value or ""
    return word("clues_value", kind=word(f"clues_kind_{step.kind}"), value=shown, count=step.count)


def _common(values: tuple[ClueValue, ...], total: int, table: Table) -> Iterator[str]:
    if values:
        yield ""
        yield spoken()("clues_common", total=total)
        yield from (f"  {_value(value, table)}" for value in values)
