"""Whether the service lives and is ready, and its measurements."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.api.deps import written
from app.api.thin import ThinRoute
from app.engine import Engine, now_tick
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
    """Measurements in the Prometheus text format."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)
