"""Routes of webhooks: a caller's own subscriptions to the change feed."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from app.api.deps import CallerDep, QuestionsDep, as_json
from app.desk.webhooks import register
from app.desk.webhooks.register import Owner
from app.security.guard import GuardedRoute, desk_of
from app.webhooks.subscribing import Subscriptions
from models.caller import Caller
from models.work.webhooks import IssuedWebhook, NewWebhook, Replay, SecretRotation, WebhookCard, Webhooks

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], route_class=GuardedRoute)
WebhookId = Annotated[str, Path(max_length=40, description="The id of a webhook of the caller's.")]


def subscriptions(request: Request, questions: QuestionsDep) -> Subscriptions:
    """The subscriptions of the service."""
    state = request.app.state
    return Subscriptions(state.desk, state.changes, questions.catalogue, state.settings)


def owner(caller: Caller) -> Owner:
    """Whose webhooks a caller may see and change: their own."""
    return Owner(caller.id or "")


@router.post("", response_model=IssuedWebhook, status_code=201)
async def add(request: Request, new: NewWebhook, questions: QuestionsDep, caller: CallerDep) -> Response:
    """Subscribe to changes. The secret that signs them stands in this answer, and never again."""
    return _once(await subscriptions(request, questions).add(new, caller, caller.name or ""))


@router.get("", response_model=Webhooks)
async def webhooks(request: Request, caller: CallerDep) -> Response:
    """The caller's webhooks, the oldest first."""
    cards = tuple(await desk_of(request).read(register.webhooks, owner(caller)))
    return as_json(Webhooks(items=cards, shown=len(cards), total=len(cards)))


@router.get("/{webhook_id}", response_model=WebhookCard)
async def webhook(request: Request, webhook_id: WebhookId, caller: CallerDep) -> Response:
    """One webhook: its state, and how delivery goes."""
    return as_json(await desk_of(request).read(register.webhook, webhook_id, owner(caller)))


@router.delete("/{webhook_id}", status_code=204)
async def remove(request: Request, webhook_id: WebhookId, caller: CallerDep) -> Response:
    """Remove a webhook; a message on its way may still arrive."""
    await desk_of(request).write(register.remove_webhook, webhook_id, owner(caller))
    return Response(status_code=204)


@router.post("/{webhook_id}/rotate", response_model=IssuedWebhook, status_code=201)
async def rotate(
    request: Request, webhook_id: WebhookId, how: SecretRotation, questions: QuestionsDep, caller: CallerDep
) -> Response:
    """Give a webhook a new secret; the old one signs beside it for some hours."""
    return _once(await subscriptions(request, questions).rotate(webhook_id, owner(caller), how.hours))


@router.post("/{webhook_id}/disable", response_model=WebhookCard)
async def disable(request: Request, webhook_id: WebhookId, caller: CallerDep) -> Response:
    """Deliver no more until it is enabled again."""
    work = desk_of(request).write(register.disable_webhook, webhook_id, owner(caller), "by its owner")
    return as_json(await work)


@router.post("/{webhook_id}/enable", response_model=WebhookCard)
async def enable(request: Request, webhook_id: WebhookId, caller: CallerDep) -> Response:
    """Deliver again, from where it stopped."""
    return as_json(await desk_of(request).write(register.enable_webhook, webhook_id, owner(caller)))


@router.post("/{webhook_id}/replay", response_model=WebhookCard)
async def replay(request: Request, webhook_id: WebhookId, how: Replay, questions: QuestionsDep, caller: CallerDep) -> Response:
    """Send everything after a cursor or a moment again, as far back as the feed is kept."""
    return as_json(await subscriptions(request, questions).replay(webhook_id, owner(caller), how.since))


def _once(issued: IssuedWebhook) -> Response:
    return Response(
        orjson.dumps(issued.model_dump(mode="json")), 201, {"Cache-Control": "no-store"}, media_type="application/json"
    )
