"""What a filled form would take off the record: a registration is replaced as a whole, by what the newer one states."""

from dataclasses import dataclass

from fastapi import Request

from app.errors import InputError, NotFound
from app.questions.codes import identifier
from app.questions.listings import records_question
from app.security.guard import caller_of, questions_of
from app.ui.working.fields import ACTION, DAY
from models.catalogue import Category, Mode, Title


@dataclass(frozen=True, slots=True)
class Replaced:
    """The titles of what the provider's own record states and the form leaves out; whether that record is of the same day."""

    left_out: tuple[Title, ...] = ()
    same_day: bool = False


async def replaced(request: Request, category: Category, row: dict[str, str]) -> Replaced:
    """What a row would take off the record of the party that it registers; nothing where it registers none, or a new one.

    Only records of the caller's department count: no provider replaces what another states.
    """
    if category.party is None or category.mode is not Mode.UPSERT or row.get(ACTION) not in (None, "correct"):
        return Replaced()
    code, caller, questions = row.get(category.party.identifiers[0], ""), caller_of(request), questions_of(request)
    name, params = records_question(questions.catalogue, category.name, None)
    try:
        listing = await questions.answer(name, caller, as_of=row.get(DAY), party_id=identifier(code), **params)
    except (NotFound, InputError):
        return Replaced()
    filled = {header.partition(".")[0] for header in row}
    held = [one for one in listing["items"] if one["evidence"]["provider"] == caller.department and one["evidence"]["current"]]
    stated = {name for one in held for name in one["values"]}
    left_out = tuple(prop.title for prop in category.properties if prop.name in stated - filled)
    same_day = ACTION not in row and any(one["evidence"]["day"] == row.get(DAY) for one in held)
    return Replaced(left_out, same_day)
