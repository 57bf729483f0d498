"""Pushes and jobs over HTTP: receipts, what is refused and how, and who sees which job."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.api.working.waiting import REPLAYED
from app.desk.jobs.worker import Pace, Worker
from app.desk.store import Desk
from app.engine import writer
from app.main import create_app
from app.settings import Settings
from app.work.kinds import KINDS
from app.work.resources import Resources
from loaders.catalogue.files import read_catalogue
from models.caller import CallerRole
from tests.support.desk.commands import OFFICE, decision
from tests.support.desk.keys import Headers, bearer, issue

OTHER = "宁波市市场监督管理局"
PLACE = "/v1/records/penalty"
NAMES = count()
PACE = Pace(poll=0.02, beat=0.1)


class Service:
    """A service with a worker: its application, a client, and keys of a department and others."""

    def __init__(self, app: Any, client: httpx.AsyncClient) -> None:
        self.app = app
        self.client = client
        desk: Desk = app.state.desk

        def key(role: CallerRole, **more: Any) -> Headers:
            return bearer(issue(desk, role, f"推送{role}{next(NAMES)}", **more).key)

        self.office = key(CallerRole.DEPARTMENT, department=OFFICE)
        self.other = key(CallerRole.DEPARTMENT, department=OTHER)
        self.operator = key(CallerRole.OPERATOR)
        self.investigator = key(CallerRole.INVESTIGATOR)

    async def push(self, rows: Any, key: str | None = None, whose: Headers | None = None, **more: Any) -> httpx.Response:
        """Push rows as JSON."""
        headers = {"Content-Type": "application/json", **(whose or self.office), **({"Idempotency-Key": key} if key else {})}
        content = rows if isinstance(rows, bytes) else json.dumps(rows, ensure_ascii=False).encode()
        place = more.pop("place", PLACE)
        return await self.client.post(place, content=content, headers=headers | more.pop("headers", {}), params=more)

    async def get(self, place: str, whose: Headers | None = None, **more: Any) -> httpx.Response:
        """Get an address."""
        return await self.client.get(place, headers=(whose or self.office) | more.pop("headers", {}), params=more)

    async def over(self, place: str) -> dict[str, Any]:
        """A job once it is over."""
        for _ in range(1500):
            job: dict[str, Any] = (await self.get(place)).json()
            if job["state"] not in ("queued", "running"):
                return job
            await asyncio.sleep(0.02)
        raise AssertionError(job)


@asynccontextmanager
async def serving_pushes(settings: Settings) -> AsyncIterator[Service]:
    """A service with these settings, and a worker beside it."""
    catalogue = read_catalogue()
    app = create_app(settings, catalogue)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        resources = Resources(app.state.engine, catalogue, settings)
        at_work = Worker(app.state.desk, KINDS, resources, (), PACE)
        task = asyncio.create_task(at_work.run())
        yield Service(app, client)
        at_work.stop()
        await asyncio.wait_for(task, 30)
        await resources.held.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it."""
    async with serving_pushes(group) as one:
        yield one


async def test_facts_name_the_document_of_a_push(service: Service) -> None:
    sent = await service.push([decision("文1号")], "d-1", document="决定\u202e.csv")
    assert (sent.status_code, sent.json()["document"]) == (201, "决定\\u202e.csv"), (
        "what turns the direction of a line is escaped"
    )
    again = await service.push([decision("文1号")], "d-1", document="其他.csv")
    assert (again.status_code, again.json()) == (200, sent.json()), (
        "it is one push, whatever it is called when it is sent again"
    )
    empty = await service.push([decision("文2号")], "d-2", document="")
    assert empty.status_code == 422


async def test_a_small_push_is_answered_with_its_receipt(service: Service) -> None:
    first = await service.push([decision("收1号"), decision("收2号")], "r-1")
    receipt = first.json()
    assert (first.status_code, receipt["accepted"], receipt["document"]) == (201, 2, "push:r-1")
    assert (receipt["provider"], receipt["repeated"]) == (OFFICE, False)
    again = await service.push([decision("收1号"), decision("收2号")], "r-1")
    assert (again.status_code, again.json(), again.headers[REPLAYED]) == (200, receipt, "true")
    assert again.headers["location"] == first.headers["location"]
    named_by_bytes = await service.push([decision("收1号"), decision("收2号")])
    assert named_by_bytes.status_code == 201
    assert (named_by_bytes.json()["batch"], named_by_bytes.json()["repeated"]) == (receipt["batch"], True)


async def test_pushes_of_every_kind(service: Service) -> None:
    row = decision("类1号")
    csv = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    bodies = {
        "application/x-ndjson": json.dumps(decision("类2号"), ensure_ascii=False) + "\n",
        "text/csv; charset=utf-8": csv,
        "text/csv": csv.replace("类1号", "类3号"),
        "Application/JSON": json.dumps(decision("类4号"), ensure_ascii=False),
    }
    for kind, body in bodies.items():
        found = await service.push(body.encode(), headers={"Content-Type": kind})
        assert (found.status_code, found.json()["accepted"]) == (201, 1), kind
    chinese = csv.replace("类1号", "类5号").encode("gb18030")
    found = await service.push(chinese, headers={"Content-Type": "text/csv; charset=gb18030"})
    assert (found.status_code, found.json()["accepted"]) == (201, 1)


async def test_a_key_used_for_another_body_is_a_conflict(service: Service) -> None:
    assert (await service.push([decision("冲1号")], "c-1")).status_code == 201
    for number, day in (("冲2号", "2024-03-20"), ("冲1号", "2024-01-01")):
        found = await service.push([decision(number)], "c-1", day=day)
        assert (found.status_code, found.json()["type"]) == (409, "urn:quanjing:problem:conflict")
        assert found.json()["errors"][0]["parameter"] == "Idempotency-Key"
    other = await service.push([decision("冲3号", 处罚机关=OTHER)], "c-1", service.other)
    assert other.status_code == 201, "keys are those of a caller"


async def test_the_same_push_many_times_at_once_is_one(service: Service) -> None:
    found = await asyncio.gather(*(service.push([decision("并1号")], "p-1") for _ in range(8)))
    assert {one.headers["location"] for one in found} == {found[0].headers["location"]}
    assert sorted({one.status_code for one in found}) == [200, 201]
    assert len({one.text for one in found}) == 1


@pytest.mark.parametrize(
    ("kind", "body", "place", "status", "problem"),
    [
        ("application/json", b"[]", "/v1/records/penaltyy", 404, "not-found"),
        ("application/json", b"", PLACE, 400, "bad-request"),
        ("application/pdf", b"%PDF", PLACE, 415, "unsupported-type"),
        ("", b"{}", PLACE, 415, "unsupported-type"),
        ("application/json", '[{"行政相对人名称": "半'.encode(), PLACE, 422, "invalid-input"),
        ("application/json", b'[{"a": 1}]', PLACE, 422, "invalid-input"),
        ("application/json", b"\x00\x01\x02", PLACE, 422, "invalid-input"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04", PLACE, 422, "invalid-input"),
    ],
)
async def test_what_cannot_be_taken(service: Service, kind: str, body: bytes, place: str, status: int, problem: str) -> None:
    found = await service.push(body, headers={"Content-Type": kind}, place=place)
    assert (found.status_code, found.json()["type"]) == (status, f"urn:quanjing:problem:{problem}")
    if status == 404:
        assert found.json()["did_you_mean"] == "penalty"
    assert not [*service.app.state.settings.home.glob("spool/*.coming")]


async def test_a_category_is_known_by_its_titles_too(service: Service) -> None:
    found = await service.push([decision("题1号")], place="/v1/records/行政处罚?dry_run=true")
    assert (found.status_code, found.json()["category"]) == (201, "penalty")


async def test_a_day_that_is_none_and_a_key_that_is_none(service: Service) -> None:
    assert (await service.push([decision("日1号")], day="2024-02-31")).status_code == 422
    assert (await service.push([decision("日1号")], "x" * 201)).status_code == 422
    assert (await service.push([decision("日1号")], headers={"Idempotency-Key": "键".encode()})).status_code == 422


async def test_who_may_push(service: Service) -> None:
    rows = [decision("谁1号")]
    assert (await service.client.post(PLACE, json=rows)).status_code == 401
    assert (await service.push(rows, whose=service.investigator)).status_code == 403
    refused = await service.push([decision("谁1号"), decision("谁2号", 数据来源单位=OTHER)])
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:quanjing:problem:forbidden")
    assert refused.json()["instance"] == refused.headers["location"]
    assert (await service.push(rows, whose=service.office)).json()["accepted"] == 1, "nothing of what was refused is there"


async def test_records_of_another_provider_need_an_approval(service: Service) -> None:
    rows = [decision("代1号", 数据来源单位=OTHER)]
    assert (await service.push(rows, provider=OTHER)).status_code == 403
    assert (await service.push([decision("代2号")], provider=OFFICE)).json()["accepted"] == 1
    asked = await service.client.post(
        "/v1/approvals", headers=service.office, json={"kind": "push", "scope": OTHER, "reason": "代报"}
    )
    assert asked.status_code == 201
    granted = f"/v1/approvals/{asked.json()['id']}/grant"
    assert (await service.client.post(granted, headers=service.operator, json={"remark": "同意", "days": 3})).status_code == 200
    found = await service.push(rows, provider=OTHER)
    assert (found.status_code, found.json()["provider"]) == (201, OTHER)


async def test_a_body_that_stops_half_way_leaves_nothing(service: Service) -> None:
    messages = iter(
        [
            {"type": "http.request", "body": b'[{"a"', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(messages, {"type": "http.disconnect"})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", b"999"), (b"host", b"127.0.0.1")]
    headers += [(name.lower().encode(), value.encode()) for name, value in service.office.items()]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
        "method": "POST",
        "scheme": "http",
        "path": PLACE,
        "raw_path": PLACE.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    spooled = {*service.app.state.settings.home.glob("spool/*")}
    before = (await service.get("/v1/jobs")).json()["total"]
    await service.app(scope, receive, send)
    assert all(message.get("status", 400) >= 400 for message in sent if message["type"] == "http.response.start")
    assert (await service.get("/v1/jobs")).json()["total"] == before
    assert {*service.app.state.settings.home.glob("spool/*")} == spooled


async def test_a_body_that_is_too_large(group: Settings) -> None:
    spooled = {*group.home.glob("spool/*")}
    async with serving_pushes(group.model_copy(update={"push_bytes": 2_000})) as small:
        declared = await small.push([decision(f"大{n}号") for n in range(40)])

        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(30):
                yield b" " * 100

        undeclared = await small.client.post(
            PLACE, content=pieces(), headers=small.office | {"Content-Type": "application/json"}
        )
        for found in (declared, undeclared):
            assert (found.status_code, found.json()["type"]) == (413, "urn:quanjing:problem:too-large")
        assert {*group.home.glob("spool/*")} == spooled


async def test_a_large_push_is_a_job(group: Settings) -> None:
    async with serving_pushes(group.model_copy(update={"push_small_bytes": 1_000})) as service:
        rows = [decision(f"多{n}号") for n in range(50)]
        begun = await service.push(rows, "l-1")
        job, place = begun.json(), begun.headers["location"]
        assert (begun.status_code, job["kind"], job["title"]) == (202, "push", "push:l-1")
        done = await service.over(place)
        assert done["state"] == "done"
        receipt = (await service.get(f"{place}/result")).json()
        assert (receipt["kind"], receipt["result"]["accepted"]) == ("push", 50)
        waited = await service.push(rows, "l-1", wait=5)
        assert (waited.status_code, waited.json()) == (200, receipt["result"])


async def test_a_job_is_seen_by_its_caller_and_operators_alone(service: Service) -> None:
    place = (await service.push([decision("看1号")])).headers["location"]
    for path in (place, f"{place}/result", f"{place}/events", f"{place}/rejects"):
        foreign, absent = (
            await service.get(path, service.other),
            await service.get(path.replace(place[9:], "0" * 28), service.other),
        )
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert foreign.json()["detail"] == absent.json()["detail"]
        assert (await service.client.get(path)).status_code == 401
    for step in ("cancel", "retry"):
        assert (await service.client.post(f"{place}/{step}", headers=service.other)).status_code == 404
        assert (await service.client.post(f"{place}/{step}", headers=service.office)).status_code == 409
    assert (await service.get(place, service.operator)).json()["state"] == "done"
    assert (await service.get("/v1/jobs", service.other, kind="push")).json()["total"] <= 1
    assert (await service.get("/v1/jobs", service.operator)).json()["total"] > 1


async def test_refused_rows_are_fetched_mended_and_sent_again(service: Service) -> None:
    receipt = (await service.push([decision("退1号"), decision("退2号", 处罚决定日期="2024-13-40")])).json()
    assert (receipt["accepted"], receipt["rejected"]) == (1, 1)
    fetched = await service.get(receipt["rejects"])
    assert fetched.headers["content-type"].startswith("text/csv")
    mended = fetched.content.replace(b"2024-13-40", b"2024-03-21")
    sent = await service.push(mended, headers={"Content-Type": "text/csv"})
    assert (sent.status_code, sent.json()["accepted"], sent.json()["batch"]) == (201, 1, receipt["batch"])
    assert (await service.get(sent.headers["location"] + "/rejects")).status_code == 404


async def test_the_events_of_a_job(service: Service) -> None:
    place = (await service.push([decision("事1号")], wait=0)).headers["location"]
    told = await service.get(f"{place}/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert (told.headers["cache-control"], told.headers["x-accel-buffering"]) == ("private, no-store", "no")
    events = [json.loads(line[6:]) for line in told.text.splitlines() if line.startswith("data: ")]
    assert events[-1]["state"] == "done"
    versions = [event["version"] for event in events]
    assert versions == sorted(set(versions))
    assert (await service.get(f"{place}/events", headers={"Last-Event-ID": str(versions[-1])})).status_code == 204


async def test_a_job_is_cancelled_and_tried_again(service: Service) -> None:
    async with writer(service.app.state.engine, "load", 20.0, wait=20.0):
        begun = await service.push([decision("消1号")], "x-1", wait=0)
        place = begun.headers["location"]
        assert begun.status_code == 202
        assert (await service.get(f"{place}/result")).status_code == 409
        assert (await service.client.post(f"{place}/retry", headers=service.office)).status_code == 409
        assert (await service.client.post(f"{place}/cancel", headers=service.office)).status_code == 200
        assert (await service.over(place))["state"] == "cancelled"
        again = await service.push([decision("消1号")], "x-1", wait=0)
        assert (again.status_code, again.headers["location"]) == (202, place)
        await service.client.post(f"{place}/cancel", headers=service.office)
        assert (await service.over(place))["state"] == "cancelled"
        retried = await service.client.post(f"{place}/retry", headers=service.office)
        assert retried.json()["state"] in ("queued", "running")
    assert (await service.over(place))["state"] == "done"
    assert (await service.get(f"{place}/result")).json()["result"]["accepted"] == 1


async def test_a_batch_is_withdrawn_by_its_department_or_an_operator(service: Service) -> None:
    batch = (await service.push([decision("撤1号")])).json()["batch"]
    place = f"/v1/batches/{batch}/withdraw"
    assert (await service.client.post(place, headers=service.investigator)).status_code == 403
    assert (await service.client.post(place, headers=service.other)).status_code == 403
    assert (await service.client.post("/v1/batches/nothing/withdraw", headers=service.operator)).status_code == 404
    gone = await service.client.post(place, headers=service.office)
    assert (gone.status_code, gone.json()) == (200, {"batch": batch, "statements": 1})
    assert (await service.client.post(place, headers=service.operator)).status_code == 200


async def test_a_dry_run(service: Service) -> None:
    found = await service.push([decision("试1号")], dry_run=True)
    assert found.json()["dry_run"]
    assert "试1号" in found.json()["preview"][0]["says"][0]
    assert (await service.push([decision("试1号")])).json()["accepted"] == 1


async def test_records_that_repair_those_of_others_need_an_approval(service: Service) -> None:
    place = "/v1/records/credit_repair"
    row = {"修复编号": "XF1", "企业名称": "甲公司", "统一社会信用代码": "91330106EXAMPLE115", "申请日期": "2024-05-01"}
    refused = await service.push([row], place=place)
    assert refused.status_code == 403
    assert "category:" in refused.json()["detail"]
    reason = {"kind": "push", "scope": "category:credit_repair", "reason": "受理信用修复"}
    asked = await service.client.post("/v1/approvals", headers=service.office, json=reason)
    granted = f"/v1/approvals/{asked.json()['id']}/grant"
    assert (await service.client.post(granted, headers=service.operator, json={"days": 3})).status_code == 200
    assert (await service.push([row], place=place)).json()["accepted"] == 1
