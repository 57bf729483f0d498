"""Opening cases about single records: objections, applications for credit repair, records held back from the public."""

from collections.abc import Mapping
from typing import Any

from app.desk.cases.participants import Participant, participant_of
from app.desk.cases.register import numbered_cases, open_case, read_case
from app.desk.store import Connection, Desk
from app.errors import Conflict, Forbidden, InputError, NotFound
from app.questions import Questions
from app.questions.codes import identifier
from app.work.filing.providers import provider_of_party
from loaders.load.acting import refuse_hidden, stated
from models.caller import Caller, CallerRole
from models.work.cases import CaseHistory, NewCase, NewStep
from models.work.matters import OfRecord

OBJECTION, REPAIR, PUBLICITY = "objection", "credit_repair", "publicity"
CORRECT, UPHOLD = "correct", "uphold"
MATTERS = frozenset({OBJECTION, REPAIR, PUBLICITY})
"""The kinds of case that are about one record (of publicity also: about a batch)."""
REFUSED = frozenset({"rejected", "refused"})
"""The final states in which it stays as it was."""
REGISTRATION, AUTHORITY = "enterprise", "registration_authority"


async def open_matter(desk: Desk, questions: Questions, caller: Caller, kind: str, of: OfRecord) -> tuple[CaseHistory, bool]:
    """Open a case about a record that the caller may see; gives it, and whether it was made now. It goes to who provided it.

    An enterprise speaks of records about itself alone; a department holds back records of its own alone.

    Raises:
        NotFound: there is no such record, or none that the caller may see.
        Forbidden: it is not for this caller.
        Conflict: this sender has asked it before and is not answered yet, or was refused on the same grounds; or the public is
            not shown the record that is to be held back.
    """
    party, evidence = await _record(questions, caller, of)
    if caller.party is not None and party != await _own(questions, caller):
        raise Forbidden("an enterprise speaks of records about itself")
    provider = str(evidence["provider"])
    if kind == PUBLICITY and caller.department != provider:
        raise Forbidden("a department holds back records of its own")
    sender = caller.department or caller.party
    if sender is None:
        raise Forbidden("this key has neither department nor party")
    statement = str(evidence["statements"][0])
    if kind == PUBLICITY:
        about = (await stated(questions.engine, [statement])).get(statement)
        if about is None:
            raise NotFound("there is no such record")
        refuse_hidden(about, questions.catalogue[of.category])
    basis = {"statement": statement, **of.model_dump(mode="json", exclude={"party", "statement"})}
    receiver = await _answering(questions, caller, party) if provider == provider_of_party(party) else provider
    new = NewCase(kind=kind, key=f"{statement} {sender}", receiver=receiver, sender=sender, party=party, basis=basis)
    return await desk.write(_open_once, new, participant_of(caller))


def _open_once(connection: Connection, new: NewCase, by: Participant) -> tuple[CaseHistory, bool]:
    """Open a case about a record, unless its sender has one that is open, or was refused for the same reasons."""
    own, number = numbered_cases(connection, new.kind, new.key, by)
    for earlier in own:
        if not earlier.final:
            if earlier.basis == new.basis:
                return read_case(connection, earlier.id, by), False
            raise Conflict("an earlier case of yours about this record is open", case=earlier.id)
        if earlier.state in REFUSED and earlier.basis == new.basis:
            raise Conflict("this was refused on the same grounds: state new ones", case=earlier.id)
    return open_case(connection, new.model_copy(update={"key": f"{new.key} {number}"}), by)


async def check_step(desk: Desk, questions: Questions, caller: Caller, case: str, step: NewStep) -> None:
    """Check, before a step is taken, what the desk alone does not know: that a record said to be corrected has been, and that
    one to be taken back still stands.

    Raises NotFound where there is no such case for the caller; Conflict where the record still stands as it was objected to, or
    stands no more.
    """
    found = await desk.read(read_case, case, participant_of(caller))
    if not needs_check(found.kind, step.action):
        return
    party, category, statement = found.party or "", str(found.basis["category"]), str(found.basis["statement"])
    versions = await versions_of(questions, caller, party, category, statement)
    standing = [one["item"]["evidence"]["statements"] for one in versions if "known_to" not in one]
    if step.action == UPHOLD:
        if not any(statement in resting for resting in standing):
            raise Conflict("the record stands no more: it was corrected or taken back")
    elif any(resting[0] == statement for resting in standing):
        raise Conflict("the record stands as it was: send its correction first, then answer")


def needs_check(kind: str, action: str) -> bool:
    """Whether an action in a case of a kind is checked against the graph."""
    return kind == OBJECTION and action in (CORRECT, UPHOLD)


async def versions_of(questions: Questions, caller: Caller, party: str, category: str, statement: str) -> list[dict[str, Any]]:
    """The versions of a record that a caller may see, the last first."""
    asked = {"party_id": identifier(party), "category": category, "statement": statement}
    found: list[dict[str, Any]] = (await questions.answer("records.versions", caller, **asked))["versions"]
    return found


async def _record(questions: Questions, caller: Caller, of: OfRecord) -> tuple[str, Mapping[str, Any]]:
    """The party that a record is about, by its own id, and the record's evidence."""
    if of.category not in questions.catalogue.categories:
        raise InputError("the catalogue has no such category", parameter="category")
    asked = {"party_id": identifier(of.party), "category": of.category, "statement": of.statement}
    answer = await questions.answer("records.versions", caller, **asked)
    for one in answer["versions"]:
        evidence = one["item"]["evidence"]
        if "known_to" not in one and of.statement in evidence["statements"]:
            return str(answer["party"]["id"]), evidence
    raise NotFound("there is no such record")


async def _answering(questions: Questions, caller: Caller, party: str) -> str:
    """The authority that registered an enterprise: it answers for what that filed. Raises Conflict where it is not known."""
    if REGISTRATION in questions.catalogue.categories:
        page = await questions.answer("records.list", caller, party_id=party, category=REGISTRATION, limit=1)
        named = [one["values"].get(AUTHORITY) for one in page["items"]]
        if named and named[0] and named[0].get("name"):
            return str(named[0]["name"])
    raise Conflict("nobody is known who answers for this record: its enterprise states no registration authority")


async def _own(questions: Questions, caller: Caller) -> str:
    """The party that the caller acts for, by its own id."""
    answer = await questions.answer("party.show", caller, party_id=identifier(caller.party or ""))
    return str(answer["id"])


def may_open(caller: Caller, kind: str) -> bool:
    """Whether a caller may open cases of this kind at all."""
    wanted = {CallerRole.DEPARTMENT} if kind == PUBLICITY else {CallerRole.DEPARTMENT, CallerRole.ENTERPRISE}
    return not wanted.isdisjoint(caller.roles)
