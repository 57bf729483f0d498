"""HEAD on a real server: the head of the answer, no body, and a connection that goes on."""

import http.client
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import Receive, Scope, Send

from app.api.observe import Metrics, Observed

LONG = {"items": ["甲"] * 10_000}


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/missing":
        raise HTTPException(404)
    if scope["path"] == "/broken":
        raise ValueError("broken")
    await JSONResponse(LONG | {"method": scope["method"]})(scope, receive, send)


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server over an app that answers, misses and breaks."""
    app = Observed(ExceptionMiddleware(_answer), Metrics(), lambda scope, error: Response("broken", 500))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_a_head_is_that_of_the_answer_and_the_connection_goes_on(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for path, status in (("/x", 200), ("/missing", 404), ("/broken", 500), ("/x", 200)):
        seen = []
        for method in ("HEAD", "GET", "HEAD"):
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == status
            assert bool(body) is (method == "GET")
            seen.append(answer.getheader("content-length"))
        assert len(set(seen)) == 1
        assert seen[0] not in {None, "0"}
    connection.close()
