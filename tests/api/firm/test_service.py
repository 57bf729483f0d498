"""The service as a process: stopped under load, asked by more than it takes on, fuzzed over every route."""

import asyncio
import signal
from collections import Counter
from traceback import format_exception
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.settings import Settings
from models.caller import GRANTED
from tests.support.desk.keys import Headers, bearer, issue_at
from tests.support.served import served

SLOW = ("tests.support.slow_service",)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 6
"""Examples of each route: what is tried is bounded, so that it takes less than a minute."""
CALL_SECONDS = 60
OF_ROLES = 2
"""As many for each role."""


async def test_requests_under_way_are_answered_or_told_when_the_service_stops(group: Settings) -> None:
    async with served(group, *SLOW, test_slow="1.5", shutdown_seconds="1") as quick, httpx.AsyncClient() as client:
        asked = [asyncio.create_task(client.get(f"{quick.url}/v1/search?q=x{n}", timeout=60)) for n in range(20)]
        await asyncio.sleep(0.8)
        quick.process.send_signal(signal.SIGTERM)
        answers = await asyncio.gather(*asked)
        assert await asyncio.wait_for(quick.process.wait(), 30) in (0, -signal.SIGTERM)
        statuses = Counter(one.status_code for one in answers)
        assert statuses.keys() <= {200, 503}, statuses
        for one in answers:
            if one.status_code == 503:
                assert one.json()["type"] == "urn:quanjing:problem:shutting-down"
                assert one.headers["retry-after"]
        assert "Traceback" not in quick.log


async def test_requests_that_end_in_time_are_finished_when_the_service_stops(group: Settings) -> None:
    async with served(group, *SLOW, test_slow="1.5", shutdown_seconds="20") as patient, httpx.AsyncClient() as client:
        asked = [asyncio.create_task(client.get(f"{patient.url}/v1/search?q=x{n}", timeout=60)) for n in range(20)]
        await asyncio.sleep(0.8)
        patient.process.send_signal(signal.SIGTERM)
        answers = await asyncio.gather(*asked)
    assert [one.status_code for one in answers] == [200] * 20


async def test_more_than_it_takes_on_is_refused_at_once_and_live_answers(group: Settings) -> None:
    limits = httpx.Limits(max_connections=None)
    async with (
        served(group, *SLOW, test_slow="0.5", lookups="4") as service,
        httpx.AsyncClient(limits=limits, timeout=60) as client,
    ):
        loop = asyncio.get_running_loop()

        async def timed(path: str) -> tuple[int, float, httpx.Response]:
            begun = loop.time()
            answer = await client.get(service.url + path)
            return answer.status_code, loop.time() - begun, answer

        asked = [asyncio.create_task(timed(f"/v1/search?q=x{n}")) for n in range(60)]
        live = await timed("/live")
        found = await asyncio.gather(*asked)
        assert live[0] == 200
        by_status = Counter(status for status, _, _ in found)
        assert by_status == {200: 12, 503: 48}
        refused = [answer for status, _, answer in found if status == 503]
        assert {one.json()["type"] for one in refused} == {"urn:quanjing:problem:overloaded"}
        assert all(int(one.headers["retry-after"]) >= 1 for one in refused)
        assert (await timed("/v1/search?q=x"))[0] == 200, "it has recovered"
        assert service.log.count('"problem":"overloaded"') == 48, "each is logged with its cause"


async def test_the_work_of_clients_that_have_gone_is_ended(group: Settings) -> None:
    async with served(group, *SLOW, test_slow="20", lookups="2") as service:
        gone = []
        for n in range(6):
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
            writer.write(f"GET /v1/search?q=x{n} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            gone.append((reader, writer))
        await asyncio.sleep(1)
        for _, writer in gone:
            writer.close()
        async with asyncio.timeout(10):
            while service.log.count('"status":499') < 6:  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.1)


async def test_a_request_has_a_deadline(group: Settings) -> None:
    async with served(group, *SLOW, test_slow="20", request_seconds="1") as service, httpx.AsyncClient(timeout=60) as client:
        answer = await client.get(f"{service.url}/v1/search?q=x")
        assert (answer.status_code, answer.json()["type"]) == (504, "urn:quanjing:problem:deadline-exceeded")


async def test_no_route_gives_an_answer_that_is_not_described(group: Settings) -> None:
    async with served(group) as service:
        tried = await asyncio.to_thread(fuzzed, service.url, {}, EXAMPLES)
    assert tried > 20


@pytest.mark.slow
async def test_no_role_is_given_an_answer_that_is_not_described(group: Settings) -> None:
    async with served(group, push_wait_seconds="0") as service:
        for role in GRANTED:
            key = issue_at(group, role, f"试遍{role}").key
            tried = await asyncio.to_thread(fuzzed, service.url, bearer(key), OF_ROLES)
            assert tried > 20, role


def fuzzed(url: str, headers: Headers, most: int) -> int:
    """Ask every route of the description things that its description allows, and some that it does not; how many routes.

    `headers` are sent with each; `most` examples are tried of a route.
    """
    schema = schemathesis.openapi.from_url(f"{url}/v1/openapi.json", timeout=CALL_SECONDS)
    tried, wrong = 0, dict[str, Exception]()
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if "text/event-stream" in str(operation.definition.raw):  # it would go on and on
            continue
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            try:
                _ask(operation, mode, headers, most)
            except Exception as error:  # noqa: BLE001 - all routes are asked before it is said which of them fail
                wrong[operation.label] = error
        tried += 1
    assert not wrong, "\n".join(f"{label}: {''.join(format_exception(error))}" for label, error in wrong.items())
    return tried


def _ask(operation: Any, mode: Any, headers: Headers, most: int) -> None:
    if mode is schemathesis.GenerationMode.NEGATIVE and not operation.query:
        return

    @given(case=operation.as_strategy(generation_mode=mode))
    @examples(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        case.validate_response(case.call(allow_redirects=False, headers=headers, timeout=CALL_SECONDS), checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:  # whatever is sent to some routes is allowed
        if mode is schemathesis.GenerationMode.POSITIVE:
            raise
