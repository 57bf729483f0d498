"""The layers around the routes, each by itself: hosts, rates, even moments for what is not found, what may be kept."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from app.api.around.caching import Caching
from app.api.around.equal_time import STEP, EqualTime
from app.api.around.hosts import Hosts
from app.api.around.rates import Rates, network_of
from app.api.around.rates_shared import SharedStorage
from app.errors import TooManyRequests, UnknownHost
from app.settings import read_settings

STRONG = "b1f0c3d5e7a94826b1f0c3d5e7a94826"
Headers = dict[str, str]


async def asked(
    layer: Any, path: str = "/v1/x", headers: Headers | None = None, client: str = "198.51.100.7"
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body that come through a layer."""
    given = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": given, "client": (client, 1), "state": {}}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await layer(scope, receive, send)
    body = b"".join(one.get("body", b"") for one in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def answering(make: Callable[[], Response]) -> Any:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await make()(scope, receive, send)

    return app


OK = answering(lambda: JSONResponse({"a": 1}))


@pytest.mark.parametrize(
    ("hosts", "host", "known"),
    [
        ("", "localhost", True),
        ("", "localhost:8000", True),
        ("", "127.0.0.1:8000", True),
        ("", "[::1]:8000", True),
        ("", "evil.example", False),
        ("", "localhost.evil.example", False),
        ("", "localhost@evil.example", False),
        ("", "localhost/evil", False),
        ("", "", False),
        ("a.example,*.b.example", "A.example:443", True),
        ("a.example,*.b.example", "x.b.example", True),
        ("a.example,*.b.example", "b.example", False),
        ("a.example,*.b.example", "xb.example", False),
        ("a.example", "localhost", False),
        ("*", "anything.example", True),
    ],
)
async def test_hosts(hosts: str, host: str, known: bool) -> None:
    layer = Hosts(OK, read_settings(hosts=hosts))
    if known:
        assert (await asked(layer, headers={"Host": host}))[0] == 200
    else:
        with pytest.raises(UnknownHost):
            await asked(layer, headers={"Host": host})
    assert (await asked(layer, "/live", headers={"Host": host}))[0] == 200


async def test_two_hosts_are_none() -> None:
    layer = Hosts(OK, read_settings())
    scope: Scope = {"type": "http", "path": "/", "headers": [(b"host", b"localhost"), (b"host", b"evil.example")]}
    with pytest.raises(UnknownHost):
        await layer(scope, None, None)  # type: ignore[arg-type]


async def test_rates_per_address_and_per_key() -> None:
    layer = Rates(OK, read_settings(rate_per_address="3/minute", rate_per_key="2/minute"))
    for _ in range(3):
        await asked(layer)
    with pytest.raises(TooManyRequests) as caught:
        await asked(layer)
    assert 1 <= caught.value.context["retry_after"] <= 60
    assert (await asked(layer, "/live"))[0] == 200, "whoever watches the process is not counted"
    for n in range(2):
        await asked(layer, headers={"Authorization": "Bearer a"}, client=f"203.0.113.{n}")
    with pytest.raises(TooManyRequests):
        await asked(layer, headers={"Authorization": "Bearer a"}, client="203.0.113.9")
    assert (await asked(layer, headers={"Authorization": "Bearer b"}, client="203.0.113.9"))[0] == 200


def test_what_counts_as_one_address() -> None:
    assert network_of("203.0.113.9") == "203.0.113.9"
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") == "2001:db8::/64"
    assert network_of("::ffff:203.0.113.9") == "203.0.113.9"
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")


async def test_several_processes_count_together(tmp_path: Path) -> None:
    settings = read_settings(home=tmp_path, rate_per_address="3/minute", workers=2)
    one, other = Rates(OK, settings), Rates(OK, settings)
    for layer in (one, other, one):
        await asked(layer)
    with pytest.raises(TooManyRequests):
        await asked(other)
    assert (tmp_path / "rates.db").stat().st_mode & 0o077 == 0


def test_the_shared_count_begins_anew_after_its_time(tmp_path: Path) -> None:
    storage = SharedStorage(tmp_path / "rates.db")
    assert [storage.incr("a", 0.2), storage.incr("a", 0.2), storage.get("a"), storage.get("b")] == [1, 2, 2, 0]
    time.sleep(0.25)
    assert (storage.get("a"), storage.incr("a", 0.2)) == (0, 1)
    limiter, most = FixedWindowRateLimiter(storage), parse("2/hour")
    assert [limiter.hit(most, "x") for _ in range(3)] == [True, True, False]


async def test_what_is_not_found_takes_the_same_time_however_long_it_was_sought() -> None:
    async def after(seconds: float, status: int = 404) -> float:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await asyncio.sleep(seconds)
            await PlainTextResponse("", status)(scope, receive, send)

        begun = time.perf_counter()
        await asked(EqualTime(app))
        return time.perf_counter() - begun

    quick, slow = [await after(0) for _ in range(5)], [await after(STEP * 0.6) for _ in range(5)]
    assert min(*quick, *slow) >= STEP
    assert abs(sorted(quick)[2] - sorted(slow)[2]) < STEP / 5
    assert await after(0, 200) < STEP


@pytest.mark.parametrize(
    ("path", "headers", "status", "control"),
    [
        ("/v1/search", {}, 200, b"no-cache"),
        ("/v1/search", {}, 422, b"no-store"),
        ("/v1/search", {"Authorization": "Bearer x"}, 200, b"private, no-store"),
        ("/v1/search", {"Cookie": "a=b"}, 200, b"private, no-store"),
        ("/v1/parties/person:x:y/portrait", {}, 200, b"no-store"),
        ("/parties/pid%3Ax", {}, 200, b"no-store"),
        ("/static/style.css", {}, 200, b"public, max-age=3600"),
    ],
)
async def test_what_may_be_kept(path: str, headers: Headers, status: int, control: bytes) -> None:
    layer = Caching(answering(lambda: JSONResponse({}, status)))
    assert (await asked(layer, path, headers))[1][b"cache-control"] == control


async def test_who_has_the_answer_already_gets_none() -> None:
    answer = {"a": 1}
    layer = Caching(answering(lambda: JSONResponse(answer)))
    status, headers, body = await asked(layer)
    tag = headers[b"etag"].decode()
    assert (status, body) == (200, b'{"a":1}')
    status, headers, body = await asked(layer, headers={"If-None-Match": f'"other", {tag}'})
    assert (status, body, b"content-length" in headers) == (304, b"", False)
    answer["a"] = 2
    assert (await asked(layer, headers={"If-None-Match": tag}))[0] == 200
