"""`quanjing jobs` beside a real service: listed, shown, followed, cancelled and tried again."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from secrets import token_hex

import httpx
import pytest
import pytest_asyncio

from app.engine import connect, writer
from app.settings import Settings
from models.caller import CallerRole
from tests.support.desk.commands import OFFICE, decision, quanjing
from tests.support.desk.keys import bearer, issue_at
from tests.support.served import served

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Beside:
    """A service with its worker, a client of it, and the command line on the same home."""

    settings: Settings
    client: httpx.AsyncClient

    async def push(self, *rows: dict[str, str], wait: int = 30) -> str:
        """Push decisions; gives the job."""
        content = json.dumps(rows, ensure_ascii=False).encode()
        answer = await self.client.post("/v1/records/penalty", content=content, params={"wait": wait})
        assert answer.status_code in (201, 202, 403), answer.text
        place = answer.headers["location"]
        return str(place.rpartition("/")[2])

    async def state(self, job: str) -> str:
        """The state of a job."""
        return str(json.loads((await quanjing(self.settings, "jobs", "show", job, "--json")).out)["state"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def beside(group: Settings) -> AsyncIterator[Beside]:
    """A service, and the command line beside it."""
    key = issue_at(group, CallerRole.DEPARTMENT, f"报送{token_hex(4)}", department=OFFICE).key
    headers = bearer(key) | {"Content-Type": "application/json"}
    async with served(group) as service, httpx.AsyncClient(base_url=service.url, headers=headers, timeout=60) as client:
        yield Beside(group, client)


async def test_jobs_are_listed_and_shown(beside: Beside) -> None:
    job = await beside.push(decision(f"{token_hex(3)}号"))
    refused = await beside.push(decision(f"{token_hex(3)}号", 数据来源单位="宁波市市场监督管理局"))
    page = json.loads((await quanjing(beside.settings, "jobs", "list", "--kind", "push", "--json")).out)
    assert {job: "done", refused: "failed"}.items() <= {one["id"]: one["state"] for one in page["items"]}.items()
    listed = await quanjing(beside.settings, "jobs", "list", "--state", "failed")
    assert (listed.code, refused in listed.out, job in listed.out) == (0, True, False)
    shown = await quanjing(beside.settings, "jobs", "show", job)
    assert (shown.code, "1 accepted" in shown.out) == (0, True), shown
    failed = await quanjing(beside.settings, "jobs", "show", refused)
    assert (failed.code, "a push states what its own department provides" in failed.out) == (1, True), failed
    in_chinese = await quanjing(beside.settings, "--lang", "zh", "jobs", "show", refused)
    assert "报送只能载本部门" in in_chinese.out
    unknown = await quanjing(beside.settings, "jobs", "show", "nothing")
    assert (unknown.code, "there is no such job" in unknown.err) == (4, True)


async def test_a_job_is_cancelled_and_tried_again(beside: Beside) -> None:
    engine = await connect(beside.settings)
    try:
        async with writer(engine, "load", 20.0, wait=30.0):
            job = await beside.push(decision(f"{token_hex(3)}号"), wait=0)
            cancelled = await quanjing(beside.settings, "jobs", "cancel", job, "--json")
            assert cancelled.code == 0, cancelled
            async with asyncio.timeout(60):
                while await beside.state(job) != "cancelled":  # noqa: ASYNC110 - another process changes it
                    await asyncio.sleep(0.2)
            again = await quanjing(beside.settings, "jobs", "cancel", job)
            assert again.code == 5, again
            retried = await quanjing(beside.settings, "jobs", "retry", job, "--json")
            assert (retried.code, json.loads(retried.out)["state"]) == (0, "queued")
    finally:
        await engine.close()
    followed = await quanjing(beside.settings, "jobs", "show", job, "--follow", "--json")
    shown = json.loads(followed.out)
    assert (followed.code, shown["state"], shown["result"]["accepted"]) == (0, "done", 1)
    done = await quanjing(beside.settings, "jobs", "retry", job)
    assert done.code == 5, done
