"""What the audit log keeps of requests that are cut short: by their deadline, or by a client that goes."""

import asyncio

import httpx

from app.desk.audit.search import find
from app.desk.store import open_desk
from app.settings import Settings
from models.caller import CallerRole
from models.work.audit import AuditRecord
from tests.support.desk.keys import bearer, issue_at
from tests.support.served import served

SLOW = ("tests.support.slow_service",)


def kept(settings: Settings, caller: str) -> list[AuditRecord]:
    """What the log has of a caller's searches."""
    with open_desk(settings) as desk, desk.reading() as connection:
        return list(find(connection, caller=caller, action="GET /v1/search").items)


async def soon(settings: Settings, caller: str, count: int) -> list[AuditRecord]:
    """So many entries of a caller, once they are written."""
    async with asyncio.timeout(20):
        while len(found := await asyncio.to_thread(kept, settings, caller)) < count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.2)
    return found


async def test_a_request_ended_by_its_deadline_is_kept_as_504_and_one_whose_client_went_as_499(group: Settings) -> None:
    late, gone = (issue_at(group, CallerRole.ANALYST, name) for name in ("迟到", "离开"))
    async with served(group, *SLOW, test_slow="20", request_seconds="1.5") as service, httpx.AsyncClient(timeout=60) as client:
        answer = await client.get(f"{service.url}/v1/search?q=x", headers=bearer(late.key))
        assert answer.status_code == 504
        _, writer = await asyncio.open_connection("127.0.0.1", service.port)
        head = f"GET /v1/search?q=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {gone.key}\r\n\r\n"
        writer.write(head.encode())
        await writer.drain()
        await asyncio.sleep(0.5)
        writer.close()
        entries = [*await soon(group, "迟到", 1), *await soon(group, "离开", 1)]
    assert [(entry.status, entry.bytes) for entry in entries] == [(504, 0), (499, 0)]


async def test_a_request_that_the_stopping_service_ends_is_kept_as_503(group: Settings) -> None:
    caller = issue_at(group, CallerRole.ANALYST, "停机")
    async with served(group, *SLOW, test_slow="20", shutdown_seconds="1") as service, httpx.AsyncClient(timeout=60) as client:
        asking = asyncio.create_task(client.get(f"{service.url}/v1/search?q=x", headers=bearer(caller.key)))
        await asyncio.sleep(1)
        service.process.terminate()
        assert (await asking).status_code == 503
        await service.process.wait()
    assert [entry.status for entry in await soon(group, "停机", 1)] == [503]
