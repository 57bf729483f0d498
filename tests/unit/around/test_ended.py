"""Requests are ended: when their client goes, when they take too long, when their body stops, when the server stops."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.api.around.deadline import Ended
from app.engine.deadline import remaining
from app.errors import BodyTimeout, DeadlineExceeded, ShuttingDown, TooLarge
from app.settings import read_settings

QUICK = read_settings(request_seconds=0.3, body_seconds=0.2, body_bytes=2_000)
LONG = 30.0


def scope(method: str = "GET", *headers: tuple[bytes, bytes]) -> Scope:
    return {"type": "http", "method": method, "path": "/v1/x", "headers": list(headers), "state": {}}


def client(*messages: Message, gone: asyncio.Event | None = None) -> Receive:
    """What a client sends: these messages, then nothing until it has gone."""
    waiting = list(messages)

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        await (gone or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    return receive


def body(text: bytes = b"", *, more: bool = False) -> Message:
    return {"type": "http.request", "body": text, "more_body": more}


class App:
    """An application that works for long, and knows how it ended."""

    def __init__(self, seconds: float = LONG, *, reads: bool = False) -> None:
        self.ended = "not"
        self.left: float | None = None
        self._seconds, self._reads = seconds, reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.left = remaining()
        try:
            while self._reads and (await receive()).get("more_body"):
                pass
            await asyncio.sleep(self._seconds)
            self.ended = "done"
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})


async def run(app: Any, asked: Scope, receive: Receive) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await Ended(app, QUICK)(asked, receive, send)
    return sent


async def test_what_is_quick_is_answered_and_knows_its_time() -> None:
    app = App(0)
    sent = await run(app, scope(), client(body()))
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    assert app.left is not None
    assert 0 < app.left <= QUICK.request_seconds


async def test_what_takes_too_long_is_cancelled() -> None:
    app = App()
    with pytest.raises(DeadlineExceeded):
        await run(app, scope(), client(body()))
    assert app.ended == "cancelled"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_when_the_client_goes_the_work_is_cancelled(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.around.deadline.WATCH_AFTER", 0.01)
    gone, app, asked = asyncio.Event(), App(reads=True), scope(method)
    asyncio.get_running_loop().call_later(0.1, gone.set)
    assert await run(app, asked, client(body(), gone=gone)) == []
    assert (app.ended, asked["state"]["gone"]) == ("cancelled", True)


async def test_a_body_that_stops_on_its_way() -> None:
    with pytest.raises(BodyTimeout):
        await run(App(reads=True), scope("POST"), client(body(b"half", more=True)))


async def test_a_body_that_keeps_coming_is_not_hurried_by_the_deadline() -> None:
    async def slowly() -> Message:
        await asyncio.sleep(0.1)
        return pieces.pop()

    pieces = [body(b"end")] + [body(b"x", more=True)] * 6
    app = App(0, reads=True)
    await run(app, scope("POST"), slowly)
    assert app.ended == "done"


@pytest.mark.parametrize(
    ("headers", "messages"),
    [
        ([(b"content-length", b"2001")], [body()]),
        ([(b"content-length", b"lots")], [body()]),
        ([], [body(b"x" * 1500, more=True), body(b"x" * 1500, more=True)]),
    ],
)
async def test_a_body_that_is_too_large(headers: list[tuple[bytes, bytes]], messages: list[Message]) -> None:
    with pytest.raises(TooLarge):
        await run(App(reads=True), scope("POST", *headers), client(*messages))


async def test_when_the_server_stops_what_is_under_way_is_told() -> None:
    app = App()
    task = asyncio.create_task(run(app, scope(), client(body())))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(ShuttingDown):
        await task
    assert app.ended == "cancelled"


async def test_a_stream_of_events_goes_on_and_on() -> None:
    async def events(asked: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await asyncio.sleep(QUICK.request_seconds * 2)
        await send({"type": "http.response.body", "body": b"data: x\n\n"})

    assert len(await run(events, scope(), client(body()))) == 2


async def test_who_reads_while_it_is_watched_gets_what_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.around.deadline.WATCH_AFTER", 0.01)
    seen: list[str] = []

    async def late(asked: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.1)
        seen.append((await receive())["type"])

    await run(late, scope(), client(body()))
    assert seen == ["http.request"]
