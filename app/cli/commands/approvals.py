"""Commands on approvals: list, grant, refuse, end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.common import Json, put, put_json
from app.cli.desks import at_desk, keep, user_here
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import spoken
from models.caller import SHANGHAI

if TYPE_CHECKING:
    from models.work.approvals import ApprovalCard, ApprovalState

approvals_app = CommandsOf("Leave for callers to push or take out more than their own.")
Approval = Annotated[str, typer.Argument(metavar="APPROVAL", help="Its id, as `quanjing approvals list` gives it.")]
Remark = Annotated[str | None, typer.Option("--remark", help="Why it is decided so.")]


@approvals_app.command("list")
def approvals_list(json: Json = False) -> None:
    """What callers asked leave for, and what became of it, the latest first."""
    from app.desk.approvals.register import list_approvals

    with at_desk() as desk, desk.reading() as connection:
        cards = list_approvals(connection)
    if json:
        put_json([card.model_dump(mode="json") for card in cards])
        return
    for card in cards:
        put(_line(card))


@approvals_app.command("grant")
def grant(
    approval: Approval,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Days for which it is granted.")] = 30,
    remark: Remark = None,
    json: Json = False,
) -> None:
    """Grant what a caller asked for."""
    from models.work.approvals import ApprovalState

    _decide(approval, ApprovalState.GRANTED, days, remark, json)


@approvals_app.command("refuse")
def refuse(approval: Approval, remark: Remark = None, json: Json = False) -> None:
    """Refuse what a caller asked for."""
    from models.work.approvals import ApprovalState

    _decide(approval, ApprovalState.REFUSED, 1, remark, json)


@approvals_app.command("end")
def end(approval: Approval, remark: Remark = None, json: Json = False) -> None:
    """Take back what was granted."""
    from models.work.approvals import ApprovalState

    _decide(approval, ApprovalState.ENDED, 1, remark, json)


def _decide(approval: str, state: ApprovalState, days: int, remark: str | None, json: bool) -> None:
    from app.desk.approvals.register import decide
    from models.work.approvals import Decision

    with at_desk() as desk, desk.writing() as connection:
        card = decide(connection, approval, state, Decision(days=days, remark=remark), user_here())
        keep(connection, f"approval {state}", card.id)
    if json:
        put_json(card.model_dump(mode="json"))
    else:
        put(_line(card))


def _line(card: ApprovalCard) -> str:
    word = spoken()
    until = [word("key_until", day=card.until.astimezone(SHANGHAI).date().isoformat())] if card.until else []
    state, kind = word.code("approval", card.state), word.code("approval", card.kind)
    remark = [card.remark] if card.remark else []
    return "\t".join([card.id, card.caller, kind, card.scope, state, *until, card.reason, *remark])
