"""The command that tells what parties controlled over time."""

from collections.abc import Iterator
from typing import Annotated

import typer

from app.analytics.structure.states import flagged_state
from app.answers import Asked, Reader
from app.answers.control_over_time import controls_over_time as over_time_of
from app.answers.reading.naming import bare_name
from app.cli.common import AsOf, Json, KnownAt, Level, Party, ViewName, open_graph, put, put_json, run
from app.cli.inquiry_text import as_one
from app.cli.naming import parties_named
from app.questions import Questions
from app.rules.precedence import DEFAULT
from app.rules.rule_sets import MAJORITY
from app.ui.inquiry_words import EN
from models.answers.control import Certainty
from models.answers.control_over_time import ControlsOverTime, ControlSpan
from models.caller import Caller


def controls_over_time(
    party_id: Party,
    rules: Annotated[str, typer.Option(help="A rule set of a majority, by name.")] = MAJORITY,
    precedence: Annotated[str, typer.Option(help="Which holder list counts.")] = DEFAULT,
    days: Annotated[int, typer.Option(min=1, max=400, help="Days of change looked at, the latest.")] = 60,
    limit: Annotated[int, typer.Option(min=1, max=2_000, help="How many are shown.")] = 200,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """What a person or any party controls and controlled, each with the time during which it did."""
    asked = Asked(Caller(level=level), as_of, known_at, view)
    answer = run(_answer(asked, party_id, rules, precedence, days, limit))
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    for line in lines_of(answer):
        put(line)


async def _answer(asked: Asked, party_id: str, rules: str, precedence: str, days: int, limit: int) -> ControlsOverTime:
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        (party_id,) = await parties_named(questions, [party_id], asked)
        reader = Reader(questions, asked)
        return await over_time_of(reader, party_id, rules=rules, precedence=precedence, days=days, limit=limit)


def lines_of(answer: ControlsOverTime) -> Iterator[str]:
    """What it controls still, then what it did; the chain of evidence is that of the last day."""
    yield answer.party.name or str(answer.party.id)
    yield f"{answer.rules.title.en} ({answer.rules.name}); as of {answer.as_of}, as known at tick {answer.known_at}"
    yield f"controls over time ({answer.shown} of {answer.total})"
    for span in answer.controls:
        yield f"  {_named(span)}: {_time(span)}"
        if span.left_out:
            yield f"    {span.left_out} steps before: see {', '.join(one.name or str(one.id) for one in span.told_at)}"
        for link in span.because:
            yield f"    {link.text.en}"
    yield from as_one(answer)
    if answer.truncated:
        yield f"not all is shown: {len(answer.days)} of {answer.days_total} days were looked at; see --days and --limit"
    if answer.cut:
        yield f"not looked beyond: {', '.join(answer.cut)}"


def _named(span: ControlSpan) -> str:
    said = {"jointly": span.jointly, "possible": span.certainty is Certainty.POSSIBLE, "by name": span.by_name}
    marks = [mark for mark, so in said.items() if so]
    flagged = flagged_state(span.state)
    marks += [EN.get(f"state_{flagged}", flagged)] if flagged else []
    return f"{span.name or bare_name(span.id) or span.id}{''.join(f' [{mark}]' for mark in marks)}"


def _time(span: ControlSpan) -> str:
    since = f"since {span.since}" if span.since else "since before the days looked at"
    return f"{since}, until {span.until}" if span.until else since
