"""Commands on cases: list, show, act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.common import CursorText, Json, Limit, open_graph, put, put_json, run
from app.cli.desks import at_desk, keep, user_here
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import say_page, spoken
from models.caller import SHANGHAI

if TYPE_CHECKING:
    from app.desk.cases.participants import Participant
    from models.work.cases import CaseCard, NewStep

cases_app = CommandsOf("Matters that departments are to deal with, their terms, and the steps taken in them.")
Case = Annotated[str, typer.Argument(metavar="CASE", help="Its id, as `quanjing cases list` gives it.")]
DueBy = Annotated[str | None, typer.Option("--due-by", help="Only those due on this day (YYYY-MM-DD) or before.")]


@cases_app.command("list")
def cases_list(
    department: Annotated[str | None, typer.Option("--department", help="Only those sent to it, or by it.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only cases of this kind.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only cases in this state.")] = None,
    due_by: DueBy = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not over.")] = False,
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """The cases of the desk, the latest first; with --as, those that the caller may see."""
    from pydantic import ValidationError

    from app.desk.cases.register import list_cases
    from app.errors import InputError
    from models.work.cases import CaseFilter

    given = {"department": department, "kind": kind, "state": state, "due_by": due_by, "open": open_only or None}
    try:
        which = CaseFilter.model_validate(given)
    except ValidationError:
        raise InputError("a day is written YYYY-MM-DD", parameter="due_by") from None
    viewer = viewer_here()
    with at_desk() as desk, desk.reading() as connection:
        page = list_cases(connection, viewer, which, limit, cursor)
    if json:
        put_json(page.model_dump(mode="json"))
        return
    for card in page.items:
        put(_line(card))
    say_page(page.shown, page.total, page.next)


@cases_app.command("show")
def show(case: Case, json: Json = False) -> None:
    """A case, with every step taken in it."""
    from app.desk.cases.register import read_case
    from app.desk.cases.warnings import plain_case

    viewer = viewer_here()
    with at_desk() as desk, desk.reading() as connection:
        found = plain_case(read_case(connection, case, viewer))
    if json:
        put_json(found.model_dump(mode="json"))
        return
    put(_line(found))
    for name, value in found.basis.items():
        put(f"  {name}: {value}")
    for step in found.steps:
        at = step.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        put("\t".join(["  " + str(step.number), at, step.by, _action(found.kind, step.action), step.after, step.remark or ""]))


@cases_app.command("act")
def act_in(
    case: Case,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="One of the actions that `show` lists.")],
    remark: Annotated[str | None, typer.Option("--remark", help="Why; some actions need it.")] = None,
    json: Json = False,
) -> None:
    """Take an action in a case: claim it, answer it, accept the answer; what is allowed stands in the case."""
    from app.desk.cases.register import act, read_case
    from app.desk.cases.warnings import plain_case
    from app.work.matters import needs_check
    from models.work.cases import NewStep

    viewer, step = viewer_here(), NewStep(action=action, remark=remark)
    with at_desk() as desk, desk.reading() as connection:
        kind = read_case(connection, case, viewer).kind
    if needs_check(kind, action):
        run(_check(case, step))
    with at_desk() as desk, desk.writing() as connection:
        found = plain_case(act(connection, case, step, viewer))
        keep(connection, f"case {action}", found.id)
    if json:
        put_json(found.model_dump(mode="json"))
    else:
        put(_line(found))


async def _check(case: str, step: NewStep) -> None:
    """Check a step against the graph, as the service does; only callers of --as act on records."""
    from app.cli.acting import caller_here
    from app.questions import Questions
    from app.work.matters import check_step

    caller = caller_here(0)
    if caller.id is None:  # whoever owns the folder is no department, and the desk refuses it
        return
    async with open_graph() as (engine, catalogue):
        with at_desk() as desk:
            await check_step(desk, Questions(catalogue, engine, ahead=False), caller, case, step)


def viewer_here() -> Participant:
    """Who looks: the caller of --as; else whoever owns the folder, as an operator."""
    from app.cli.acting import caller_here
    from app.cli.common import HIGHEST
    from app.desk.cases.participants import Participant, participant_of

    caller = caller_here(0)
    return Participant(user_here(), level=HIGHEST, operator=True) if caller.id is None else participant_of(caller)


def _line(card: CaseCard) -> str:
    from app.rules.cases.kinds import case_kinds

    word, kind = spoken(), case_kinds().get(card.kind)
    titles = [word.title(kind.title), word.title(kind.states[card.state].title)] if kind else [card.kind, card.state]
    due = []
    if card.due is not None and not card.final:
        known = card.due.on is not None
        due = [word("case_late" if card.due.late else "case_due" if known else "case_due_unknown", day=card.due.on or "")]
    allowed = [word("case_allowed", actions=", ".join(card.actions))] if card.actions else []
    return "\t".join([card.id, *titles, card.receiver, card.party or card.key, *due, *allowed])


def _action(kind: str, action: str) -> str:
    from app.rules.cases.kinds import case_kinds

    known = case_kinds().get(kind)
    title = known.actions[action].title if known and action in known.actions else None
    return spoken().title(title) if title else action
