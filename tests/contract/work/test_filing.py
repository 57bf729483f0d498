"""Enterprises file for themselves: checked, shown as they choose, corrected with both versions shown, on both engines."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.desk.jobs import listing
from app.desk.jobs.listing import OPERATOR
from app.desk.jobs.worker import Pace, Worker
from app.desk.pushes.accepting import keyed
from app.desk.store import Desk, open_desk
from app.desk.store.tables.jobs import JOBS, PUSHES
from app.desk.store.tables.metadata import now
from app.engine import Engine
from app.errors import Conflict, Forbidden, InputError, NotFound
from app.questions import Questions
from app.settings import Settings
from app.work.filing import filing
from app.work.filing.filing import check_filing, fileables, send_filing
from app.work.filing.ordering import order_of
from app.work.kinds import KINDS
from app.work.resources import Resources
from loaders.check.reserved import read_seq
from models.caller import SHANGHAI, Caller, CallerRole
from models.catalogue import Catalogue
from models.work.filings import FilingCheck, FilingSent
from models.work.jobs import JobState
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, OTHER = fresh_code(7_311), fresh_code(7_312)
PARTY = f"uscc:{FIRM}"
ADDRESS = "杭州市西湖区示例路1号"
REGISTERED = {
    "_provider": "甲局", "_day": "2020-01-02", "企业名称": "申报公司", "统一社会信用代码": FIRM, "成立日期": "2020-01-02",
    "住所": ADDRESS, "注册资本": "1000000", "登记状态": "存续",
}  # fmt: skip
REPORT = {
    "年报年度": "2025", "年报日期": "2026-05-01", "资产总额": "2000000", "负债总额": "500000", "所有者权益合计": "1500000",
    "营业总收入": "800000", "从业人数": "12", "企业通信地址": ADDRESS,
    "资产总额是否公示": "是", "营业总收入是否公示": "否", "从业人数是否公示": "是",
}  # fmt: skip


@dataclass
class Filer:
    """An enterprise that files, the desk that takes it, and the graph that it comes into."""

    graph: Loaded
    desk: Desk
    settings: Settings
    folder: Path

    def caller(self, today: str, party: str | None = PARTY) -> Caller:
        roles = frozenset({CallerRole.PUBLIC, CallerRole.ENTERPRISE})
        return Caller(id="1", name="申报员", party=party, roles=roles, today=today)

    def file(self, rows: Any) -> Path:
        path = self.folder / "filing.json"
        path.write_text(json.dumps(rows if isinstance(rows, list) else [rows], ensure_ascii=False), encoding="utf-8")
        return path

    @property
    def questions(self) -> Questions:
        return self.graph.questions

    async def check(self, rows: Any, category: str = "annual_report", today: str = "2026-05-01") -> FilingCheck:
        path = self.file(rows)
        return (await check_filing(self.questions, self.settings, self.caller(today), category, path, path.name))[0]

    async def send(self, rows: Any, category: str = "annual_report", today: str = "2026-05-01") -> FilingSent:
        path = self.file(rows)
        sent = await send_filing(self.desk, self.questions, self.settings, self.caller(today), category, path, path.name)
        for job in sent.jobs:
            for _ in range(1000):
                found = await self.desk.read(listing.find, OPERATOR, job)
                if found.state.over:
                    break
                await asyncio.sleep(0.02)
            assert found.state is JobState.DONE, found
        return sent

    async def seen(self, level: int, category: str = "annual_report") -> list[dict[str, Any]]:
        group = await self.graph.group(PARTY, category, Caller(level=level))
        return [item["values"] for item in group["items"]]


@pytest.fixture
async def filer(engine: Engine, settings: Settings, catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Filer]:
    """An enterprise that is registered, and a worker over the graph of the test."""
    home = settings.model_copy(update={"home": tmp_path / "home"})
    graph = Loaded(engine, catalogue, home, tmp_path)
    await graph.load(sheet(tmp_path / "enterprise.csv", [REGISTERED]))
    with open_desk(home) as desk:
        resources = Resources(engine, catalogue, home)
        worker = Worker(desk, KINDS, resources, (), Pace(poll=0.02, beat=0.1))
        task = asyncio.create_task(worker.run())
        yield Filer(graph, desk, home, tmp_path)
        worker.stop()
        await asyncio.wait_for(task, 30)
        await resources.held.aclose()


async def test_the_public_sees_what_was_chosen_and_departments_all(filer: Filer) -> None:
    sent = await filer.send(REPORT)
    assert not sent.check.corrects
    (public,), (all_of_it,) = await filer.seen(0), await filer.seen(1)
    assert (public["assets"], public["employees"]) == (2_000_000.0, 12)
    assert {"turnover", "liabilities", "equity"}.isdisjoint(public)
    assert all_of_it["turnover"] == 800_000.0
    assert sent.check.rows[0].public is not None
    assert {"turnover", "liabilities", "equity"}.isdisjoint(sent.check.rows[0].public)
    text = json.dumps(await filer.graph.answer("portrait.party", party_id=PARTY), ensure_ascii=False)
    assert "800000" not in text
    assert "500000" not in text.replace("1500000", "")
    digest = await filer.graph.digest()
    await filer.graph.rederive()
    assert await filer.graph.digest() == digest


async def test_a_correction_shows_both_versions(filer: Filer) -> None:
    await filer.send(REPORT)
    fixed = REPORT | {"资产总额": "2100000", "负债总额": "600000", "营业总收入": "900000"}
    checked = await filer.check(fixed, today="2026-06-30")
    assert checked.corrects
    assert checked.rows[0].before == {"assets": 2_000_000.0, "liabilities": 500_000.0, "turnover": 800_000.0}
    assert set(checked.rows[0].kept_back) == {"liabilities", "turnover"}
    await filer.send(fixed, today="2026-06-30")
    assert [one["assets"] for one in await filer.seen(0)] == [2_100_000.0]
    assert [one["turnover"] for one in await filer.seen(1)] == [900_000.0]
    told = await filer.seen(0, "annual_report_amendment")
    assert [(one["item"], one["before"], one["after"]) for one in told] == [("assets", "2000000", "2100000")]
    assert {one["item"] for one in await filer.seen(1, "annual_report_amendment")} == {"assets", "liabilities", "turnover"}
    asked: dict[str, Any] = {"party_id": PARTY, "category": "annual_report"}
    versions = (await filer.graph.answer("records.versions", **asked))["versions"]
    assert [one["item"]["values"]["assets"] for one in versions] == [2_100_000.0, 2_000_000.0]
    assert versions[0]["changed"] == ["assets"]
    again = REPORT | {"资产总额": "2200000"}
    await filer.send(again, today="2026-06-30")
    assert [one["assets"] for one in await filer.seen(0)] == [2_200_000.0]


async def test_of_two_reports_filed_at_once_both_are_kept_and_the_later_counts(
    filer: Filer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is taken in before the other is known; then two come in the same millisecond."""
    moments = [datetime(2026, 5, 1, 9, 0, 0, milli * 1_000, SHANGHAI) for milli in (1, 2, 3, 3)]

    async def file_at_once(of: list[tuple[datetime, str]]) -> None:
        reports = [REPORT | {"资产总额": assets, "营业总收入": assets, "营业总收入是否公示": "否"} for _, assets in of]
        kept = filer.questions.answer

        async def as_before(name: str, *about: Any, **asked: Any) -> Any:
            """What was known before either came."""
            key = json.dumps([name, about[0].level if about else None, asked], default=str)
            if key not in known:
                known[key] = await kept(name, *about, **asked)
            return known[key]

        known: dict[str, Any] = {}
        monkeypatch.setattr(filer.questions, "answer", as_before)
        for (moment, _), report in zip(of, reports, strict=True):
            monkeypatch.setattr(filing, "now", lambda moment=moment: moment)
            await filer.send(report)
        monkeypatch.setattr(filer.questions, "answer", kept)

    async def shown() -> tuple[Any, Any, Any]:
        (public,), (all_of_it,) = await filer.seen(0), await filer.seen(1)
        return public["assets"], all_of_it["assets"], all_of_it["turnover"]

    # The later one comes first into the graph.
    await file_at_once([(moments[1], "2000"), (moments[0], "1000")])
    assert await shown() == (2000.0, 2000.0, 2000.0)
    stated = await filer.graph.engine.read("MATCH (s:AnnualReport) RETURN s.assets AS assets, s.level AS level")
    both = {(assets, level) for assets in (1000.0, 2000.0) for level in (0, 1)}
    assert {(one["assets"], one["level"]) for one in stated} == both, "both are kept"
    await file_at_once([(moments[2], "3000"), (moments[3], "4000")])
    public, assets, turnover = await shown()
    assert public == assets == turnover, "what the public and departments see is of one filing"
    assert public in (3000.0, 4000.0)
    digest = await filer.graph.digest()
    await filer.graph.rederive()
    assert (await shown(), await filer.graph.digest()) == ((public, assets, turnover), digest)


def test_the_order_of_filings_is_one_of_moments_and_then_of_what_was_filed() -> None:
    day, at = "2026-05-01", datetime(2026, 5, 1, 23, 59, 59, 999_000, SHANGHAI)
    later = [at, at + timedelta(milliseconds=1), at + timedelta(seconds=2)]
    for one, other in pairwise(later):
        for mine, theirs in product((b"a", b"b", bytes(64)), repeat=2):
            assert order_of(day, one, mine) + 1 < order_of(day, other, theirs)
    assert order_of(day, at, b"a") == order_of(day, at.astimezone(UTC), b"a") != order_of(day, at, b"b")
    assert order_of(day, later[-1], b"a") % 2 == 0
    assert read_seq(str(order_of(day, at + timedelta(days=1), b"\xff" * 9) + 1))


async def test_what_is_chosen_no_more_is_not_shown_any_more(filer: Filer) -> None:
    await filer.send(REPORT)
    await filer.send(REPORT | {"资产总额是否公示": "否"})
    assert "assets" not in (await filer.seen(0))[0]
    assert (await filer.seen(1))[0]["assets"] == 2_000_000.0


async def test_a_filing_that_failed_is_sent_again_under_its_key_as_it_was(
    desk: Desk, engine: Engine, settings: Settings, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = settings.model_copy(update={"home": tmp_path / "home"})
    filer = Filer(Loaded(engine, catalogue, home, tmp_path), desk, home, tmp_path)
    await filer.graph.load(sheet(tmp_path / "enterprise.csv", [REGISTERED]))
    moments = iter(datetime(2026, 5, 1, 12, 0, second, 123_456, SHANGHAI) for second in range(60))
    monkeypatch.setattr(filing, "now", lambda: next(moments))

    async def send(rows: Any, key: str, today: str = "2026-05-01") -> tuple[str, ...]:
        path = filer.file(rows)
        caller = filer.caller(today)
        return (await send_filing(desk, filer.questions, home, caller, "annual_report", path, path.name, key)).jobs

    def fail(job: str) -> None:
        with desk.writing() as connection:
            connection.execute(JOBS.update().where(JOBS.c.id == job).values(state="failed", finished_at=now()))

    def file_of(job: str) -> str:
        with desk.reading() as connection:
            return str(connection.execute(select(PUSHES.c.file).where(PUSHES.c.job == job)).scalar_one()).split(".")[0]

    both = await asyncio.gather(send(REPORT, "twice"), send(REPORT, "twice"))
    assert both[0] == both[1], "it came twice at the same moment"
    first = await send(REPORT, "first")
    assert await send(REPORT, "first") == first != both[0]
    sent = file_of(first[0])
    fail(first[0])
    assert await send(REPORT, "first", "2026-05-02") == first
    assert file_of(first[0]) == sent, "the same bytes, on whichever day"
    with desk.reading() as connection:
        assert listing.find(connection, OPERATOR, first[0]).state is JobState.QUEUED
    fail(first[0])
    # Meanwhile another one was filed and taken: what failed would now correct that.
    theirs = REPORT | {"资产总额": "2100000", "统一社会信用代码": FIRM, "企业名称": "申报公司", "_provider": f"企业自报 {FIRM}"}
    await filer.graph.load(sheet(tmp_path / "annual_report.csv", [{k: v for k, v in theirs.items() if "公示" not in k}]))
    with pytest.raises(Conflict, match="meanwhile"):
        await send(REPORT, "first", "2026-05-02")
    with desk.reading() as connection:
        assert len(keyed(connection, "申报员", "first")) == 1, "and nothing says that it amends that"


async def test_nobody_hides_a_filing_by_columns_of_the_service(filer: Filer) -> None:
    hiding = {"_level": "3", "_action": "withdraw", "_seq": "9", "_provider": "甲局", "_day": "2030-01-01", " _LEVEL ": "2"}
    await filer.send(REPORT | hiding)
    assert [one["assets"] for one in await filer.seen(0)] == [2_000_000.0]
    rows = await filer.graph.engine.read("MATCH (s:AnnualReport) RETURN s.level AS level, s.day AS day ORDER BY level")
    assert [(row["level"], row["day"]) for row in rows] == [(0, "2026-05-01"), (1, "2026-05-01")]


async def test_a_report_that_others_stated_is_not_replaced(filer: Filer) -> None:
    theirs = {k: v for k, v in REPORT.items() if "公示" not in k} | {"统一社会信用代码": FIRM, "企业名称": "申报公司"}
    await filer.graph.load(sheet(filer.folder / "annual_report.csv", [theirs | {"_provider": f"企业自报 {OTHER}"}]))
    checked = await filer.check(REPORT)
    assert [(one.rule, one.known) for one in checked.findings if one.refused] == [("recorded_by_another", f"企业自报 {OTHER}")]
    assert not checked.corrects
    with pytest.raises(Conflict, match="recorded_by_another"):
        await filer.send(REPORT)


async def test_what_the_register_shows_in_part_is_compared_in_part(filer: Filer) -> None:
    told = REGISTERED | {"_day": "2020-02-02", "联系电话": "13800138000", "邮箱": "a@example.cn"}
    await filer.graph.load(sheet(filer.folder / "enterprise.csv", [told]))
    same = await filer.check(REPORT | {"企业联系电话": "13800138000", "电子邮箱": "a@example.cn"})
    assert same.findings == ()
    other = await filer.check(REPORT | {"企业联系电话": "13912345678"})
    assert [(one.rule, one.property) for one in other.findings] == [("registered_otherwise", "phone")]


async def test_after_june_nothing_is_corrected_and_a_report_is_late(filer: Filer) -> None:
    late = await filer.check(REPORT, today="2026-07-01")
    assert [(one.rule, one.known, one.refused) for one in late.findings] == [("late", "2026-06-30", False)]
    await filer.send(REPORT)
    checked = await filer.check(REPORT | {"资产总额": "1"}, today="2026-07-01")
    assert "too_late_to_correct" in [one.rule for one in checked.findings if one.refused]
    with pytest.raises(Conflict, match="cannot be filed"):
        await filer.send(REPORT | {"资产总额": "1"}, today="2026-07-01")
    early = await filer.check(REPORT | {"年报年度": "2026"})
    assert [one.rule for one in early.findings if one.refused] == ["year_not_over"]


async def test_conflicts_with_the_register_and_last_year_are_shown_and_refuse_nothing(filer: Filer) -> None:
    last = REPORT | {"年报年度": "2024", "年报日期": "2025-05-01"}
    await filer.send(last, today="2025-05-01")
    odd = REPORT | {"营业总收入": "80000000", "从业人数": "0", "企业通信地址": "杭州市上城区别处2号", "资产总额": "9"}
    checked = await filer.check(odd)
    assert {(one.rule, one.property) for one in checked.findings} == {
        ("unlike_last_year", "turnover"),
        ("unlike_last_year", "assets"),
        ("nobody_employed", "employees"),
        ("registered_otherwise", "address"),
        ("does_not_balance", "assets"),
    }
    assert not checked.refused
    wrong = await filer.check(REPORT | {"资产总额": "很多"})
    assert wrong.refused or wrong.rows[0].remarks


async def test_immediate_information_has_its_term_and_guarantees_are_chosen_row_by_row(filer: Filer) -> None:
    change = {"股东": "张三", "变更前股权比例": "10%", "变更后股权比例": "20%", "股权变更日期": "2026-04-01"}
    assert [one.rule for one in (await filer.check(change, "equity_change", "2026-04-29")).findings] == []
    late = await filer.check(change, "equity_change", "2026-05-06")
    assert [one.rule for one in late.findings] == ["late"]
    given = {"债务人": "乙公司", "债权人": "丙银行", "主债权数额": "1000", "年报年度": "2025"}
    rows = [given | {"是否公示": "是"}, given | {"主债权数额": "2000", "是否公示": "否"}]
    await filer.send(rows, "guarantee")
    assert [one["amount"] for one in await filer.seen(0, "guarantee")] == [1_000.0]
    assert sorted(one["amount"] for one in await filer.seen(1, "guarantee")) == [1_000.0, 2_000.0]


async def test_an_enterprise_files_for_itself_alone(filer: Filer) -> None:
    with pytest.raises(InputError, match="another enterprise"):
        await filer.check(REPORT | {"统一社会信用代码": OTHER})
    assert not (await filer.check(REPORT | {"统一社会信用代码": FIRM})).refused
    with pytest.raises(NotFound, match="nothing that enterprises file"):
        await filer.check({"年报年度": "2025"}, "abnormal_operations")
    with pytest.raises(Forbidden):
        fileables(filer.questions, filer.caller("2026-05-01", None))
    assert "annual_report" in [one.category for one in fileables(filer.questions, filer.caller("2026-05-01")).items]
