"""Commands on clues: what a seed leads to, and where departments meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import AsOf, Json, KnownAt, ViewName, open_graph, put, put_json, run
from app.cli.language.help import CommandsOf

if TYPE_CHECKING:
    from models.base import Model

clues_app = CommandsOf("Clues: what a seed leads to, and where departments meet over what parties share.")
AtLevel = Annotated[int, typer.Option("--level", min=1, max=3, help="Highest level shown.")]
Shown = Annotated[int, typer.Option("--limit", min=1, max=500, help="How many are shown at most.")]


@clues_app.command("seed")
def seed(
    values: Annotated[
        list[str],
        typer.Argument(metavar="VALUE…", help="A code, name, person, address, phone, document number, record, or text."),
    ],
    limit: Shown = 50,
    level: AtLevel = 1,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """What departments hold on what these stand for, and on whom they lead to within two steps."""
    from app.cli.text.clues_text import seeded

    given = {"seed": values, "limit": limit, "as_of": as_of, "known_at": known_at, "view": view}
    _put(run(_asked("clues.of", level, given)), seeded, json)


@clues_app.command("meeting")
def meeting(
    since: Annotated[
        str | None, typer.Option("--since", help="Only those that came about on this day (YYYY-MM-DD) or later.")
    ] = None,
    limit: Shown = 50,
    level: AtLevel = 1,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Where departments meet over what parties share, and how many such meetings chance alone would show."""
    from app.cli.text.clues_text import meetings

    given = {"since": since, "limit": limit, "as_of": as_of, "known_at": known_at}
    _put(run(_asked("clues.meeting", level, given)), meetings, json)


def _put(answer: Any, lines: Any, json: bool) -> None:
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    for line in lines(answer):
        put(line)


async def _asked(name: str, level: int, given: dict[str, Any]) -> Model:
    from app.answers.asking import ask
    from app.answers.registry import computed
    from app.cli.acting import caller_here, is_caller
    from app.questions import Questions

    question = computed()[name]
    stated = {key: value for key, value in given.items() if value is not None}
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        caller = caller_here(0 if is_caller() else level)
        answer: Model = await ask(question, questions, caller, question.parse(stated))
        return answer
