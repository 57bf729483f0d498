"""The jobs of pushes at work on a real graph: once in it, for the department that sent it, whatever broke on the way."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from app.desk.jobs import listing, queue
from app.desk.jobs.kinds import JobKind
from app.desk.jobs.listing import OPERATOR
from app.desk.jobs.rows import moment
from app.desk.jobs.worker import Pace, Worker
from app.desk.store import Desk, open_desk
from app.desk.store.tables.jobs import JOBS, PUSHES
from app.engine import Engine, writer
from app.settings import Settings
from app.work.batches import WithdrawParams
from app.work.kinds import KINDS, PUSH, SCHEDULES, TIDY, WITHDRAW
from app.work.pushes import PushParams
from app.work.resources import Resources
from app.work.tidying import TidyParams
from loaders.upkeep.digest_graph import graph_digest
from models.catalogue import Catalogue
from models.statements import OPEN_TICK
from models.work.jobs import JobCard, JobState

OFFICE, OTHER = "杭州市市场监督管理局", "宁波市市场监督管理局"
CODE = "91330106EXAMPLE115"
HELD = "MATCH (s:Penalty)-[r:ABOUT]->() WHERE r.withdrawn_at = $open RETURN s.decision_no AS number, s.fine AS fine"
PACE = Pace(poll=0.02, beat=0.1, upkeep=0.2)


def penalty(number: str, **more: str) -> dict[str, str]:
    """One decision."""
    return {
        "行政相对人名称": "某某科技有限公司",
        "行政相对人代码_1（统一社会信用代码）": CODE,
        "行政处罚决定书文号": number,
        "处罚决定日期": "2024-03-20",
        "处罚机关": OFFICE,
        **more,
    }


def read(path: str) -> str:
    """The refused rows in a file, as text."""
    return Path(path).read_text(encoding="utf-8-sig")


class Office:
    """A desk with a worker over a graph, and what a department does with it."""

    def __init__(self, desk: Desk, resources: Resources) -> None:
        self.desk = desk
        self.resources = resources

    async def begin(self, rows: Any, **more: Any) -> str:
        """Put in the push of a document; gives its job."""
        text = rows if isinstance(rows, str) else json.dumps(rows, ensure_ascii=False)
        folder = self.resources.spool.folder
        folder.mkdir(exist_ok=True)
        name = f"{len(list(folder.iterdir()))}-{abs(hash(text))}{'.json' if text.startswith('[') else '.csv'}"
        (folder / name).write_text(text, encoding="utf-8")
        given = {"file": name, "document": "push:1", "category": "penalty", "provider": OFFICE, **more}
        return await self.desk.write(queue.put, PUSH.new(PushParams(**given), "甲"))

    async def end(self, job: str) -> tuple[JobCard, dict[str, Any]]:
        """A job once it is over, and its result."""
        for _ in range(1500):
            found = await self.desk.read(listing.find, OPERATOR, job)
            if found.state.over:
                done = found.state is JobState.DONE
                return found, json.loads((await self.desk.read(listing.result, OPERATOR, job))[1]) if done else {}
            await asyncio.sleep(0.02)
        raise AssertionError(found)

    async def push(self, rows: Any, **more: Any) -> tuple[JobCard, dict[str, Any]]:
        """Push a document, and wait."""
        return await self.end(await self.begin(rows, **more))

    async def do(self, kind: JobKind[Any, Resources], params: Any) -> tuple[JobCard, dict[str, Any]]:
        """Do a job of any kind."""
        return await self.end(await self.desk.write(queue.put, kind.new(params, "甲")))

    async def total(self) -> int:
        """How many decisions there are."""
        return len(await self.fines())

    async def fines(self) -> dict[str, float | None]:
        """The fine of each decision that holds, by its number."""
        found = await self.resources.engine.read(HELD, {"open": OPEN_TICK})
        return {row["number"]: row["fine"] for row in found}


@asynccontextmanager
async def worked(desk: Desk, resources: Resources) -> AsyncIterator[None]:
    """A worker, for the time of a block."""
    worker = Worker(desk, KINDS, resources, (), PACE)
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await asyncio.wait_for(task, 30)
        await resources.held.aclose()


@pytest.fixture
async def office(engine: Engine, settings: Settings, catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Office]:
    """A desk with a worker over the graph of the test."""
    home = settings.model_copy(update={"home": tmp_path / "home"})
    with open_desk(home) as desk:
        one = Office(desk, Resources(engine, catalogue, home))
        async with worked(desk, one.resources):
            yield one


async def test_a_push_is_loaded_once_however_often_it_is_sent(office: Office) -> None:
    rows = [penalty("1号"), penalty("2号"), penalty("", 处罚机关=OFFICE)]
    first, receipt = await office.push(rows)
    assert first.state is JobState.DONE
    assert (receipt["rows"], receipt["accepted"], receipt["rejected"]) == (3, 2, 1)
    assert (receipt["provider"], receipt["document"], receipt["repeated"]) == (OFFICE, "push:1", False)
    _, again = await office.push(rows)
    assert (again["batch"], again["repeated"]) == (receipt["batch"], True)
    assert await office.total() == 2
    assert list(office.resources.spool.folder.iterdir()) == []


async def test_a_push_for_another_provider_writes_nothing(office: Office) -> None:
    failed, _ = await office.push([penalty("1号"), penalty("2号", 数据来源单位=OTHER)])
    assert failed.state is JobState.FAILED
    assert failed.error is not None
    assert (failed.error.type, failed.error.status) == ("forbidden", 403)
    assert await office.total() == 0
    done, _ = await office.push([penalty("1号"), penalty("2号", 数据来源单位=OFFICE)])
    assert done.state is JobState.DONE
    assert await office.total() == 2


async def test_refused_rows_are_mended_by_their_department_alone(office: Office) -> None:
    _, receipt = await office.push([penalty("1号"), penalty("2号", 处罚决定日期="2024-13-40")])
    assert receipt["rejected"] == 1
    mended = read(receipt["rejects"]).replace("2024-13-40", "2024-03-21")
    failed, _ = await office.push(mended, provider=OTHER)
    assert failed.error is not None
    assert failed.error.status == 403
    _, completed = await office.push(mended)
    assert (completed["batch"], completed["accepted"]) == (receipt["batch"], 1)
    assert await office.total() == 2


async def test_corrections_and_withdrawals_are_pushed_as_rows(office: Office) -> None:
    await office.push([penalty("1号", **{"罚款金额（万元）": "1"}), penalty("2号")])
    _, corrected = await office.push(
        [penalty("1号", _action="correct", **{"罚款金额（万元）": "2"}), penalty("2号", _action="withdraw")]
    )
    assert corrected["accepted"] == 2
    assert await office.fines() == {"1号": 20_000.0}


async def test_a_batch_is_withdrawn_by_its_department_or_an_operator(office: Office) -> None:
    _, receipt = await office.push([penalty("1号")])
    batch = receipt["batch"]
    refused, _ = await office.do(WITHDRAW, WithdrawParams(batch=batch, provider=OTHER))
    unknown, _ = await office.do(WITHDRAW, WithdrawParams(batch="nothing"))
    assert [job.error.status if job.error else None for job in (refused, unknown)] == [403, 404]
    assert await office.total() == 1
    _, gone = await office.do(WITHDRAW, WithdrawParams(batch=batch, provider=OFFICE))
    assert gone == {"batch": batch, "statements": 1}
    assert await office.total() == 0
    again, _ = await office.do(WITHDRAW, WithdrawParams(batch=batch))
    assert again.state is JobState.DONE
    _, sent_again = await office.push([penalty("1号")])
    assert sent_again["withdrawn"]
    _, reissued = await office.push([penalty("1号")], reissue="判决撤销")
    assert reissued["accepted"] == 1


async def test_a_dry_run_writes_nothing_and_says_what_it_would(office: Office) -> None:
    digest = await graph_digest(office.resources.engine)
    _, receipt = await office.push([penalty("1号")], dry_run=True)
    assert receipt["dry_run"]
    assert "1号" in receipt["preview"][0]["says"][0]
    assert await graph_digest(office.resources.engine) == digest


async def test_a_push_waits_for_another_writer_and_loses_no_attempt(office: Office) -> None:
    async with writer(office.resources.engine, "load", 5.0, wait=10.0):
        job = await office.begin([penalty("1号")])
        for _ in range(600):
            waiting = await office.desk.read(listing.find, OPERATOR, job)
            if waiting.progress.what.startswith("load is writing"):
                break
            await asyncio.sleep(0.02)
        assert waiting.progress.what == "load is writing to this graph"
    done, receipt = await office.end(job)
    assert (done.state, done.attempts, receipt["accepted"]) == (JobState.DONE, 1, 1)


async def test_what_cannot_be_read_says_so_in_its_receipt(office: Office) -> None:
    done, receipt = await office.push('[{"行政相对人名称": "半')
    assert done.state is JobState.DONE
    assert receipt["error"]
    assert await office.total() == 0


async def test_bytes_that_are_gone_fail_for_good(office: Office) -> None:
    failed, _ = await office.do(PUSH, PushParams(file="x.json", document="push:1", category="penalty", provider=OFFICE))
    assert failed.error is not None
    assert (failed.error.type, failed.attempts) == ("invalid-input", 1)


async def test_the_bytes_of_a_push_that_failed_are_kept_for_their_term(office: Office) -> None:
    work = office.resources

    async def failed(days: float, number: str) -> tuple[str, Path]:
        """A push that failed so many days ago, with its file."""
        job = await office.begin([penalty(number, 数据来源单位=OTHER)], document=f"push:{number}")
        found, _ = await office.end(job)
        assert found.state is JobState.FAILED

        def long_ago(c: Connection) -> str:
            c.execute(update(JOBS).where(JOBS.c.id == job).values(finished_at=moment(-days * 86_400)))
            given: dict[str, Any] = c.execute(select(JOBS.c.params).where(JOBS.c.id == job)).scalar_one()
            row = {"id": job, "caller": "甲", "key": number, "digest": number, "category": "penalty", "bytes": 1, "job": job}
            c.execute(insert(PUSHES).values(row | {"file": given["file"], "created_at": moment()}))
            return str(given["file"])

        return job, work.spool.path(await office.desk.write(long_ago))

    term = work.settings.push_days
    old, young = await failed(term + 0.5, "1号"), await failed(term - 0.5, "2号")
    _, tidied = await office.do(TIDY, TidyParams())
    assert (tidied["jobs"], tidied["files"]) == (0, 1)
    assert (old[1].exists(), young[1].exists()) == (False, True)
    for job, problem in ((old[0], "no longer kept: send it again"), (young[0], "a push states what its own department")):
        await office.desk.write(queue.retry, job)
        again, _ = await office.end(job)
        assert again.error is not None
        assert problem in again.error.detail


async def test_the_turn_of_the_day_and_what_is_kept_for_its_term(office: Office) -> None:
    for schedule in SCHEDULES:
        kind = KINDS[schedule.kind]
        done, _ = await office.do(kind, kind.params())
        assert done.state is JobState.DONE
