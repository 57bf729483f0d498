"""The layer around every request: its id, its metrics, its line in the log, and the security headers for browsers."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import QuanjingError
from app.security.audited import GONE
from models.problem import Problem

LOG = structlog.get_logger("quanjing.http")
HEADER = "X-Request-Id"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GIVEN = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SAFETY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"; ".join(
            (
                b"default-src 'none'",
                b"style-src 'self'",
                b"script-src 'self'",
                b"connect-src 'self'",
                b"img-src 'self'",
                b"form-action 'self'",
                b"base-uri 'none'",
                b"frame-ancestors 'none'",
            )
        ),
    ),
]


HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class Metrics:
    """The Prometheus metrics of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "quanjing_http_requests_total", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "quanjing_http_seconds", "Seconds a request took.", ("route",), buckets=_BUCKETS, registry=self.registry
        )
        self.questions = Histogram(
            "quanjing_question_seconds", "Seconds the graph took.", ("question",), buckets=_BUCKETS, registry=self.registry
        )

        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered, and its seconds."""
        key = (method if method in METHODS else "-", route, status)
        series = self._series.get(key)
        if series is None:
            series = self._series[key] = self.requests.labels(*key), self.seconds.labels(route)
        series[0].inc()
        series[1].observe(seconds)

    def question_answered(self, question: str, seconds: float) -> None:
        """Count a question that the graph answered, and its seconds."""
        self.questions.labels(question).observe(seconds)


def failed(problem: Problem, error: Exception) -> None:
    """Log why the service could not answer: an error of its own in a sentence, any other with its trace."""
    own = isinstance(error, QuanjingError)
    LOG.error(
        "request failed",
        request_id=problem.request_id,
        problem=problem.type.rpartition(":")[2],
        cause=str(error)[:300] if own else type(error).__name__,
        exc_info=None if own else error,
    )


class Observed:
    """The outermost ASGI layer. A path is logged as its route's template alone, since paths hold names and numbers."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, fail: Callable[[Scope, Exception], Response], *, tls: bool = False
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._fail = fail
        self._safety = [*SAFETY, HSTS] if tls else SAFETY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; HEAD is GET without its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        method = str(scope["method"])
        head = method == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}  # a copy: the server goes by its own, and expects a body of a GET
        status = 500
        started = False

        async def sending(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), *self._safety]
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if started:
                LOG.error("an answer broke off", request_id=request_id, exc_info=error)
            else:
                await self._fail(scope, error)(scope, receive, sending)
        finally:
            took = time.perf_counter() - begun
            if scope["state"].get("gone") and not started:
                status = GONE
            route = getattr(scope.get("route"), "path", "-")
            self._metrics.answered(method, route, status, took)
            LOG.info("request", request_id=request_id, method=method, route=route, status=status, ms=round(took * 1000, 2))


def _request_id(scope: Scope) -> str:
    given = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"")
    return given.decode() if _GIVEN.fullmatch(given) else uuid.uuid4().hex
