"""Commands on what is asked about single records, and on what enterprises file: as the caller of --as."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import Json, open_graph, put, put_json, run
from app.cli.desks import at_desk
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import spoken

if TYPE_CHECKING:
    from models.caller import Caller
    from models.work.cases import CaseHistory
    from models.work.filings import FilingCheck

objections_app = CommandsOf("Objections to records, credit repair, and approval before publicity.")
filing_app = CommandsOf("What enterprises file themselves.")
PartyText = Annotated[str, typer.Argument(metavar="PARTY", help="Whom the record is about, by any identifier.")]
CategoryText = Annotated[str, typer.Argument(metavar="CATEGORY", help="The category of the record.")]
StatementText = Annotated[str, typer.Argument(metavar="STATEMENT", help="The first of the record's statements.")]
Grounds = Annotated[str, typer.Option("--grounds", help="Why; no personal data.")]
FilePath = Annotated[str, typer.Argument(metavar="FILE", help="The file that is filed: CSV, XLSX or JSON.")]


@objections_app.command("lodge")
def lodge(party: PartyText, category: CategoryText, statement: StatementText, grounds: Grounds, json: Json = False) -> None:
    """Object to a record; its provider answers, and until then it shows as contested."""
    _ask("objection", {"party": party, "category": category, "statement": statement, "grounds": grounds}, json)


@objections_app.command("repair")
def repair(party: PartyText, category: CategoryText, statement: StatementText, grounds: Grounds, json: Json = False) -> None:
    """Ask for the credit repair of a record."""
    _ask("credit_repair", {"party": party, "category": category, "statement": statement, "grounds": grounds}, json)


@objections_app.command("hold")
def hold(
    party: PartyText,
    category: CategoryText,
    statement: StatementText,
    grounds: Grounds,
    reason: Annotated[str, typer.Option("--reason", help="secrets or privacy.")] = "privacy",
    json: Json = False,
) -> None:
    """Hold a record of one's department back from the public until its approver decides."""
    given = {"party": party, "category": category, "statement": statement, "grounds": grounds, "reason": reason}
    _ask("publicity", given, json)


@filing_app.command("check")
def check(category: CategoryText, file: FilePath, json: Json = False) -> None:
    """Check a filing against the register and the report of the year before; nothing is sent."""
    found = run(_filed(category, Path(file), send=False))
    put_json(found.model_dump(mode="json")) if json else _say(found)


@filing_app.command("send")
def send(category: CategoryText, file: FilePath, json: Json = False) -> None:
    """Check a filing and send it; a worker loads it."""
    found = run(_filed(category, Path(file), send=True))
    put_json(found.model_dump(mode="json")) if json else _say(found.check, found.jobs)


def _ask(kind: str, given: dict[str, str], json: bool) -> None:
    found = run(_opened(kind, given))
    if json:
        put_json(found.model_dump(mode="json"))
        return
    put("\t".join([found.id, found.kind, found.receiver, found.state, (found.due.on if found.due else None) or ""]))


async def _opened(kind: str, given: dict[str, str]) -> CaseHistory:
    from pydantic import ValidationError

    from app.errors import Forbidden, InputError
    from app.questions import Questions
    from app.work.matters import OBJECTION, REPAIR, may_open, open_matter
    from models.work.matters import NewHolding, NewObjection, NewRepair

    form: Any = {OBJECTION: NewObjection, REPAIR: NewRepair}.get(kind, NewHolding)
    try:
        of = form.model_validate(given)
    except ValidationError as error:
        raise InputError(f"{error.errors()[0]['loc'][0]}: that is none", parameter=str(error.errors()[0]["loc"][0])) from None
    caller = _caller()
    if not may_open(caller, kind):
        raise Forbidden("this is not for this caller")
    async with open_graph() as (engine, catalogue):
        with at_desk() as desk:
            return (await open_matter(desk, Questions(catalogue, engine, ahead=False), caller, kind, of))[0]


async def _filed(category: str, file: Path, *, send: bool) -> Any:
    from app.questions import Questions
    from app.settings import read_settings
    from app.work.filing.filing import check_filing, send_filing

    caller, settings = _caller(), read_settings()
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        if not send:
            return (await check_filing(questions, settings, caller, category, file, file.name))[0]
        with at_desk() as desk:
            return await send_filing(desk, questions, settings, caller, category, file, file.name)


def _caller() -> Caller:
    """The caller of --as. Raises InputError where there is none."""
    from app.cli.acting import caller_here
    from app.errors import InputError

    caller = caller_here(0)
    if caller.id is None:
        raise InputError("say who acts: quanjing --as CALLER …")
    return caller


def _say(found: FilingCheck, jobs: tuple[str, ...] = ()) -> None:
    word = spoken()
    for one in found.findings:
        compared = f" ({one.known})" if one.known else ""
        put("\t".join([str(one.row), one.property or "", word.code("finding", one.rule), f"{one.filed or ''}{compared}"]))
    if not found.findings:
        put(word("filing_nothing_found"))
    for job in jobs:
        put(job)
