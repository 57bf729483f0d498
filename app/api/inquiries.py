"""Ownership, control, beneficial owners, groups, related parties, relations, networks, and what differs between two days."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.analytics.relations.export import MEDIA_TYPES, export
from app.answers import Reader
from app.answers import control as controlling
from app.answers import relations as relating
from app.answers.difference import differences as differences_of
from app.answers.ownership import ownership as owned
from app.api import asking
from app.api.asking import OfControl, OfDifferences, OfGroup, OfNetwork, OfOwners, OfOwnership, OfRelations, OfRules
from app.api.deps import Asked, Asker, as_json, told_of, written
from app.api.parties import PartyId
from app.api.thin import ThinRoute
from app.rules.rule_sets import rule_sets
from models.answers.network import ExportFormat
from models.answers.stamped import (
    BeneficialOwnersAnswer,
    ControlAnswer,
    DifferencesAnswer,
    GroupAnswer,
    NetworkAnswer,
    OwnershipAnswer,
    RelatedAnswer,
    RelationsAnswer,
)
from models.service import RuleSetCards

router = APIRouter(prefix="/v1", tags=["inquiries"], route_class=ThinRoute)
FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in dict.fromkeys(MEDIA_TYPES.values()) if media != "application/json"}}
}


@router.get("/parties/{party_id:path}/ownership", response_model=OwnershipAnswer)
async def ownership(request: Request, party_id: PartyId, query: OfOwnership, questions: Asked, caller: Asker) -> Response:
    """Who owns a party and what it owns, looked through to any depth: direct and integrated shares, chains, what is unknown."""
    bounds: dict[str, Any] = {"depth": query.depth, "limit": query.limit, "paths": query.paths}
    reader = Reader(questions, asking.asked(caller, query))
    answer = await owned(reader, party_id, basis=query.basis, precedence=query.precedence, **bounds)
    return told_of(request, party_id, answer.party, answer)


@router.get("/parties/{party_id:path}/controllers", response_model=ControlAnswer)
async def controllers(request: Request, party_id: PartyId, query: OfControl, questions: Asked, caller: Asker) -> Response:
    """Who controls a party and what it controls by a rule set (default company_law_265), each with its chain of evidence."""
    reader = Reader(questions, asking.asked(caller, query))
    concert = asking.groups(query.concert)
    how = {"concert": concert, "suggest_concert": query.suggest_concert, **asking.options(query)}
    answer = await controlling.control(reader, party_id, **how)
    return told_of(request, party_id, answer.party.id, answer)


@router.get("/parties/{party_id:path}/beneficial-owners", response_model=BeneficialOwnersAnswer)
async def beneficial_owners(request: Request, party_id: PartyId, query: OfOwners, questions: Asked, caller: Asker) -> Response:
    """The beneficial owners of an enterprise under the 2024 Measures: computed, not what was filed."""
    reader = Reader(questions, asking.asked(caller, query))
    concert = asking.groups(query.concert)
    answer = await controlling.beneficial_owners(reader, party_id, precedence=query.precedence, concert=concert)
    return told_of(request, party_id, answer.party.id, answer)


@router.get("/parties/{party_id:path}/group", response_model=GroupAnswer)
async def group(request: Request, party_id: PartyId, query: OfGroup, questions: Asked, caller: Asker) -> Response:
    """The group of enterprises a party belongs to, by control (default company_law_265): its parent and its members."""
    reader = Reader(questions, asking.asked(caller, query))
    answer = await controlling.group(reader, party_id, to_person=query.to_person, **asking.options(query))
    return told_of(request, party_id, answer.party.id, answer)


@router.get("/parties/{party_id:path}/related", response_model=RelatedAnswer)
async def related(request: Request, party_id: PartyId, query: OfRules, questions: Asked, caller: Asker) -> Response:
    """The related parties of an enterprise under CAS 36 with Interpretation 13, each with its reasons (default cas_36)."""
    reader = Reader(questions, asking.asked(caller, query))
    answer = await controlling.related(reader, party_id, **asking.options(query))
    return told_of(request, party_id, answer.party.id, answer)


@router.get("/parties/{party_id:path}/network", response_model=NetworkAnswer, responses=FILES)
async def network(request: Request, party_id: PartyId, query: OfNetwork, questions: Asked, caller: Asker) -> Response:
    """What surrounds a party, with so many links of each kind, and how many there are; or the same network as a file."""
    reader = Reader(questions, asking.asked(caller, query))
    shown: dict[str, Any] = {"depth": query.depth, "limit": query.limit, "limits": relating.by_kind(query.limits)}
    answer = await relating.network(reader, party_id, **shown, exclude=query.exclude)
    if query.format is ExportFormat.JSON or answer.party != party_id:
        return told_of(request, party_id, answer.party, answer)
    return Response(export(answer, query.format), media_type=MEDIA_TYPES[query.format], headers=_file(answer, query.format))


@router.get("/parties/{party_id:path}/differences", response_model=DifferencesAnswer)
async def differences(request: Request, party_id: PartyId, query: OfDifferences, questions: Asked, caller: Asker) -> Response:
    """Who came, who left and what changed in an answer about a party between two days, both as known at one tick.

    The answer is asked with the options of its own route; one that it does not take is refused. Of relations: those of the
    party and of `parties`, among all of them.
    """
    asked = asking.asked(caller, query)
    days = {"of": query.of, "before": query.before, "after": query.after}
    answer = await differences_of(questions, asked, party_id, **days, **query.given())
    return told_of(request, party_id, answer.party, answer)


@router.get("/relations", response_model=RelationsAnswer)
async def relations(query: OfRelations, questions: Asked, caller: Asker) -> Response:
    """How 2 to 200 parties are related: the best paths of each pair, and the network that they make up."""
    reader = Reader(questions, asking.asked(caller, query))
    answer = await relating.relations(
        reader,
        asking.parties(query.parties),
        hops=query.hops,
        paths=query.paths,
        exclude=query.exclude,
        through=query.through,
        cursor=query.cursor,
    )
    return as_json(answer)


@router.get("/rule-sets", response_model=RuleSetCards)
async def all_rule_sets() -> Response:
    """The rule sets by name, each with its law, its comparisons, and what of the law it leaves out.

    Besides them there is `custom`, with a threshold and a comparison of the caller's.
    """
    cards = [rules.model_dump(mode="json") for rules in rule_sets().values()]
    return written({"items": cards, "shown": len(cards), "total": len(cards), "next": None})


def _file(answer: NetworkAnswer, form: ExportFormat) -> dict[str, str]:
    """Under which name a browser keeps a file (RFC 6266)."""
    ending = "zip" if form is ExportFormat.CSV else form.value
    exact = f"network-{answer.party.replace(':', '-')}-{answer.as_of}.{ending}"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in exact)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(exact, safe='')}"}
