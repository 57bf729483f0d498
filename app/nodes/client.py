"""Asks another node over HTTP: again where it fails in passing, never for longer or more than is bounded, and nobody else."""

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import ValidationError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt

from app.errors import Forbidden, InputError, NodeAnswer, NotFound, QuanjingError, ServiceUnreachable, StartOver, Unauthorized
from app.nodes.trying import PASSING, Again, Pause, retry_after
from models.base import Model
from models.work.nodes import BucketListing, Digests, NewNode, StatementPage

M = TypeVar("M", bound=Model)
Params = Mapping[str, str | int | Sequence[str]]
MOST_BYTES = 256 << 20
"""The most bytes of one answer."""
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
WHOLE_SECONDS = 180.0
"""How long one answer may take as a whole, however slowly it drips."""
TRIES = 8


class NodeClient:
    """A client of one node, with one key. Close it, or use it as an asynchronous context manager.

    `not_from` is the graph from which, or through which, what the node has is left out of its digests.
    """

    def __init__(
        self,
        node: NewNode,
        key: str,
        *,
        tries: int = TRIES,
        whole_seconds: float = WHOLE_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._name, self._base = node.name, node.url.rstrip("/") + "/"
        self._tries, self._whole = tries, whole_seconds
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._client = httpx.AsyncClient(headers=headers, timeout=TIMEOUT, follow_redirects=False, transport=transport)
        self.requests = 0
        self.not_from = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def statements(self, **params: str | int | Sequence[str] | None) -> StatementPage:
        """A page of the node's statements. Raises as `_asked`."""
        return await self._asked("v1/statements", {k: v for k, v in params.items() if v}, StatementPage)

    async def digests(self, **params: str | int | Sequence[str] | None) -> Digests:
        """The digests of the node's statements. Raises as `_asked`."""
        asked = params | {"not_from": self.not_from}
        return await self._asked("v1/digests", {k: v for k, v in asked.items() if v}, Digests)

    async def listing(self, category: str, **params: str | int | Sequence[str] | None) -> BucketListing:
        """What the node has of a category under a beginning of ids. Raises as `_asked`."""
        asked = params | {"not_from": self.not_from}
        return await self._asked(f"v1/digests/{category}", {k: v for k, v in asked.items() if v}, BucketListing)

    async def _asked(self, place: str, params: Params, model: type[M]) -> M:
        """An answer of the node, as a model.

        Raises:
            ServiceUnreachable: it does not answer, however often it is asked.
            Unauthorized, Forbidden: the key is not good, or not for this.
            NotFound, StartOver, InputError: it says so.
            NodeAnswer: it answers something else, too much, or sends elsewhere.
        """
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._tries), wait=Pause(), retry=retry_if_exception_type(Again), reraise=True
        )
        try:
            body: bytes = await retrying(self._once, place, params)
        except Again as error:
            raise ServiceUnreachable(f"the node {self._name} {error}") from None
        try:
            return model.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(map(str, first["loc"][:6]))
            raise NodeAnswer(
                f"the node {self._name} answers what cannot be read: {where[:100]}: {first['msg'][:200]}"
            ) from None

    async def _once(self, place: str, params: Params) -> bytes:
        self.requests += 1
        try:
            async with (
                asyncio.timeout(self._whole),
                self._client.stream("GET", self._base + place, params=dict(params)) as answer,
            ):
                return await self._body(answer)
        except httpx.TransportError as error:
            raise Again(f"does not answer: {str(error) or type(error).__name__}") from None
        except httpx.DecodingError:
            raise NodeAnswer(f"the node {self._name} answers what cannot be read: its compression is broken") from None
        except TimeoutError:
            raise Again(f"does not end its answer within {self._whole:.0f} seconds") from None

    async def _body(self, answer: httpx.Response) -> bytes:
        if answer.status_code in PASSING:
            raise Again(f"answers {answer.status_code}", retry_after(answer))
        if answer.is_redirect or answer.status_code < 200 or 300 <= answer.status_code < 400:
            raise NodeAnswer(
                f"the node {self._name} sends elsewhere ({answer.status_code}): give the address that answers itself"
            )
        parts, size = [], 0
        async for part in answer.aiter_bytes():
            size += len(part)
            if size > MOST_BYTES:
                raise NodeAnswer(f"the node {self._name} answers more than {MOST_BYTES >> 20} MB")
            parts.append(part)
        if answer.is_error:
            raise self._error(answer.status_code, b"".join(parts))
        return b"".join(parts)

    def _error(self, status: int, body: bytes) -> QuanjingError:
        kinds: dict[int, type[QuanjingError]] = {
            401: Unauthorized,
            403: Forbidden,
            404: NotFound,
            410: StartOver,
            422: InputError,
        }
        return kinds.get(status, NodeAnswer)(f"the node {self._name} answers {status}: {_detail(body)}")


def _detail(body: bytes) -> str:
    """What a problem says of itself, at most 200 characters."""
    import json

    try:
        found: Any = json.loads(body[:20_000])
        text = found.get("detail") or found.get("title")
    except (ValueError, AttributeError):
        text = None
    return str(text or "without a reason")[:200]
