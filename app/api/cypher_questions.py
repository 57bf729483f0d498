"""Routes of the list of questions, the answers of Cypher questions, rule sets, and loaded batches."""

from collections.abc import Collection
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.answers.asking import ask
from app.api.answers import lists_of
from app.api.deps import CallerDep, OfBatches, QuestionsDep, When, as_json, times, written
from app.api.thin import ThinRoute
from app.errors import BadRequest
from app.questions.cards import computed_card, question_card, question_cards
from app.questions.registry import Registry
from app.rules.rule_sets import rule_sets
from app.security.policy import rule_of
from models.service import QuestionCard, QuestionCards, RuleSetCards
from models.work.batches import BatchCard, Batches

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=ThinRoute)
TIMES = ("as_of", "known_at", "view")


@router.get("/questions", response_model=QuestionCards)
async def all_questions(request: Request, questions: QuestionsDep) -> Response:
    """All questions, with their parameters."""
    cards = question_cards(questions.all.values(), request.app.state.computed)
    return written({"items": cards, "shown": len(cards), "total": len(cards), "next": None})


@router.get("/questions/{name}", response_model=QuestionCard)
async def one_question(request: Request, name: str, questions: QuestionsDep) -> Response:
    """One question, with its parameters and examples."""
    registry: Registry = request.app.state.computed
    if name in registry:
        return written(computed_card(registry, registry[name]))
    return written(question_card(questions.question(name)))


@router.get("/questions/{name}/answer", response_model=dict[str, Any])
async def answer(request: Request, name: str, questions: QuestionsDep, caller: CallerDep) -> Response:
    """The answer to a question. Its parameters, and the times, are those of the query."""
    registry: Registry = request.app.state.computed
    if name in registry:
        computed = registry[name]
        return as_json(await ask(computed, questions, caller, computed.parse(_given(request, lists_of(registry, computed)))))
    question = questions.question(name)
    rule_of(question).admit(caller)
    given = _given(request, {p.name for p in question.params if p.type.startswith("list")})
    times_given = {k: given.pop(k) for k in TIMES if k in given}
    clash = {"self", "name", "caller"} & set(given)
    if clash:
        question.bind(given)
    return written(await questions.answer(name, caller, **times_given, **given))


def _given(request: Request, lists: Collection[str]) -> dict[str, Any]:
    """The parameters of a query, each given once; a list, as often as it has entries."""
    given: dict[str, Any] = {}
    for key, value in request.query_params.multi_items():
        if key in lists:
            given.setdefault(key, []).append(value)
        elif key in given:
            raise BadRequest(f"parameter {key[:40]!r} is given twice")
        else:
            given[key] = value
    return given


@router.get("/rule-sets", response_model=RuleSetCards)
async def all_rule_sets() -> Response:
    """The rule sets by name, each with its law, its comparisons, and what of the law it leaves out.

    Besides them there is `custom`, with a threshold and a comparison of the caller's.
    """
    cards = [rules.model_dump(mode="json") for rules in rule_sets().values()]
    return written({"items": cards, "shown": len(cards), "total": len(cards), "next": None})


@router.get("/batches", response_model=Batches)
async def batches(query: OfBatches, questions: QuestionsDep, caller: CallerDep) -> Response:
    """The loaded batches, the latest first."""
    page: dict[str, Any] = {"category": query.category, "limit": query.limit, "cursor": query.cursor}
    return written(await questions.answer("batches.list", caller, **times(query), **page))


@router.get("/batches/{batch}", response_model=BatchCard)
async def batch(batch: str, query: When, questions: QuestionsDep, caller: CallerDep) -> Response:
    """One batch."""
    return written(await questions.answer("batches.show", caller, **times(query), batch=batch))
