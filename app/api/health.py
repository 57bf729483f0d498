"""Whether the service lives and is ready, and its measurements."""

import ipaddress
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.api.deps import written
from app.api.thin import ThinRoute
from app.engine import Engine, now_tick
from app.errors import NotFound
from app.settings import Settings, listed
from models.service import Health

router = APIRouter(tags=["service"], route_class=ThinRoute)


@router.get("/live", response_model=Health)
async def live() -> Response:
    """Liveness: the process answers."""
    return written({"status": "live"})


@router.get("/ready", response_model=Health)
async def ready(request: Request) -> Response:
    """Readiness: the graph answers too; 503 where it does not."""
    engine: Engine = request.app.state.engine
    return written({"status": "ready", "tick": await now_tick(engine)})


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Measurements in the Prometheus text format, for the networks of operators; to others there are none."""
    settings: Settings = request.app.state.settings
    client = request.client
    if client is None or not _within(client.host, settings.operator_networks):
        raise NotFound("there is nothing here")
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/.well-known/security.txt", response_class=PlainTextResponse)
async def security_txt(request: Request) -> Response:
    """Whom to tell of a weakness of this service (RFC 9116), where its settings say so."""
    settings: Settings = request.app.state.settings
    if not settings.security_contact:
        raise NotFound("there is nothing here")
    until = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {settings.security_contact}\nExpires: {until}\nPreferred-Languages: zh, en\n"
    return PlainTextResponse(text)


@lru_cache(maxsize=1024)
def _within(address: str, networks: str) -> bool:
    """Whether an address is in one of the networks of a list."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(one in ipaddress.ip_network(network, strict=False) for network in listed(networks))
