"""Connections that send too much, too slowly, or nothing: refused with bounded memory, while others are answered."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.settings import Settings
from tests.support.served import Served, served

MB = 1 << 20
HOST = b"Host: localhost\r\n"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Served]:
    """A service that takes few connections and has little patience."""
    async with served(group, connections="60", head_seconds="3", idle_seconds="2", request_seconds="2") as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def patient(group: Settings) -> AsyncIterator[Served]:
    """A service that takes few connections, and leaves them open while a busy machine opens more."""
    async with served(group, connections="60", idle_seconds="60") as one:
        yield one


async def exchange(port: int, sent: bytes, *, end: bool = True) -> bytes:
    """What is answered to these bytes until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


async def live(port: int) -> float:
    """Seconds until /live answered."""
    begun = time.perf_counter()
    answer = await exchange(port, b"GET /live HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200"), answer
    return time.perf_counter() - begun


async def endless_header(port: int, megabytes: int) -> bytes:
    """What is answered to a header of so many megabytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET /live HTTP/1.1\r\n" + HOST + b"X-Long: ")
        try:
            for _ in range(megabytes * 16):
                writer.write(b"x" * (MB // 16))
                await writer.drain()
        except ConnectionError:
            pass
        try:
            return await asyncio.wait_for(reader.read(200), 30)
        except ConnectionError:
            return b""
    finally:
        writer.close()


async def test_headers_of_a_hundred_megabytes_take_no_memory(service: Served) -> None:
    before = service.memory
    answers, seconds = await asyncio.gather(
        asyncio.gather(*(endless_header(service.port, 120) for _ in range(4))), live(service.port)
    )
    assert all(answer.startswith(b"HTTP/1.1 431 ") for answer in answers if answer)
    assert any(answers), "one at least is told why"
    assert service.memory - before < 30 * MB
    assert seconds < 5


@pytest.mark.parametrize(
    ("sent", "status", "kind"),
    [
        (b"GET /live HTTP/1.1\r\n" + HOST + b"X-Long: " + b"x" * 20_000 + b"\r\n\r\n", 431, b"headers-too-large"),
        (b"GET /live HTTP/1.1\r\n" + HOST + b"X-A: b\r\n" * 200 + b"\r\n", 431, b"headers-too-large"),
        (b"GET /live?q=" + b"x" * 40_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, b"uri-too-long"),
        (b"GET /live HTTP/1.1\r\nHost : x\r\n\x00\r\n\r\n", 400, b"bad-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400, b"bad-request"),
        (b"GET /live HTTP/1.1\r\n" + HOST + b"X-Half", 408, b"request-timeout"),
        (b"", 408, b"request-timeout"),
    ],
    ids=["long header", "many headers", "long target", "no HTTP", "TLS", "half a head", "nothing"],
)
async def test_what_is_no_request_is_refused_as_a_problem(service: Served, sent: bytes, status: int, kind: bytes) -> None:
    answer = await exchange(service.port, sent)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"application/problem+json" in answer
    assert b"urn:quanjing:problem:" + kind in answer
    assert b"\r\nserver:" not in answer.lower()


async def test_half_open_connections_block_nobody(service: Served) -> None:
    held = [await asyncio.open_connection("127.0.0.1", service.port) for _ in range(300)]
    try:
        for _, writer in held:
            writer.write(b"GET /li")
        assert await live(service.port) < 5
        first, last = held[0][0], held[-1][0]
        assert await asyncio.wait_for(first.read(), 30) == b"", "the oldest made room"
        assert (await asyncio.wait_for(last.read(), 30)).startswith(b"HTTP/1.1 408 ")
    finally:
        for _, writer in held:
            writer.close()


async def test_a_connection_that_is_used_is_not_closed_for_idle_ones(patient: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", patient.port)
    held = []
    try:
        for _ in range(4):
            writer.write(b"GET /live HTTP/1.1\r\n" + HOST + b"\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
            await reader.readexactly(len(b'{"status":"live"}'))
            held += [await asyncio.open_connection("127.0.0.1", patient.port) for _ in range(40)]
            await live(patient.port)  # connections are taken in their order: these are taken too by now
    finally:
        for _, one in (*held, (reader, writer)):
            one.close()


async def test_an_answer_that_nobody_reads_is_dropped(service: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=1024)
    try:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        for _ in range(400):
            writer.write(b"GET /v1/openapi.json HTTP/1.1\r\n" + HOST + b"\r\n")
        await asyncio.sleep(11)
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        got = 0
        try:
            while piece := await asyncio.wait_for(reader.read(MB), 20):
                got += len(piece)
        except ConnectionError:
            pass
        assert got < 60 * MB, "not all of it was kept for us"
    finally:
        writer.close()
    assert await live(service.port) < 5


async def test_a_body_that_nobody_asked_for_ends_the_connection(service: Served) -> None:
    head = b"GET /live HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n"
    answer = await exchange(service.port, head + b"x" * 1000)
    assert answer.startswith(b"HTTP/1.1 200")
