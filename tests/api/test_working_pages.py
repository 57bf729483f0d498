"""The pages of departments: entry, upload, mending and jobs, each as a browser without scripts uses it."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest
import pytest_asyncio
from markupsafe import escape

from app.settings import Settings
from models.caller import CallerRole
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.commands import OFFICE, decision
from tests.support.desk.keys import issue
from tests.support.desk.signed_in import Browser, key_of, over, sign_in, text_of
from tests.support.worlds.small_group import FIRM, HOSTILE_NAME, NAMES

HOSTILE = """"><script>alert(1)</script>'&"""
ROW = {
    "f:party.name": NAMES[FIRM],
    "f:party.code": FIRM[5:],
    "f:decision_no": "页1号",
    "f:decided_on": "2024-03-20",
    "f:authority.name": OFFICE,
    "f:fine": "5000",
    "f:gravity": "serious",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it."""
    async with serving_pushes(group) as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(service: Service) -> Browser:
    """The browser of a department, signed in."""
    return await sign_in(service.client, issue(service.app.state.desk, CallerRole.DEPARTMENT, "页面局", department=OFFICE).key)


async def test_a_form_is_made_from_the_catalogue(office: Browser) -> None:
    assert "/entry/penalty" in (await office.get("/entry")).text
    html = (await office.get("/entry/penalty")).text
    assert "行政处罚决定书文号" in html
    assert re.search(r'name="f:decision_no"[^>]* required', html)
    assert re.search(r'type="date"[^>]*|name="f:decided_on"', html)
    assert '<option value="serious">严重</option>' in html
    assert "<script>" not in html, "no script stands in the page"
    english = (await office.get("/entry/penalty?lang=en")).text
    assert "Decision number" in english
    shares = (await office.get("/entry/shareholder")).text
    assert 'name="f:_day"' in shares
    assert re.search(r'<select id="f:basis"', shares), "what has a list of words is chosen from it"
    for category in ("enterprise", "branch", "department", "licence", "same_as", "spot_check", "listed_holder"):
        assert (await office.get(f"/entry/{category}")).status_code == 200, category
    assert (await office.get("/entry/nothing")).status_code == 404


async def test_an_enterprise_is_looked_up_by_its_code(office: Browser) -> None:
    found = await office.post("/entry/penalty", {**ROW, "f:party.name": "", "step": "lookup"})
    assert found.status_code == 200
    assert NAMES[FIRM] in found.text
    assert 'value="页1号"' in found.text, "what was filled in stays"
    assert re.search(r'name="f:party.name" value="[^"]+"', found.text)  # the name is filled in where it was empty
    kept = await office.post("/entry/penalty", {**ROW, "f:party.name": "另一名称", "step": "lookup"})
    assert 'name="f:party.name" value="另一名称"' in kept.text
    unknown = await office.post("/entry/penalty", {"f:party.code": "91330106NOBODY0000", "step": "lookup"})
    assert "未见该代码的主体" in unknown.text


async def test_from_the_form_to_the_receipt(service: Service, office: Browser) -> None:
    key = key_of((await office.get("/entry/penalty")).text)
    preview = await office.post("/entry/penalty", {**ROW, "key": key, "step": "preview"})
    words = text_of(preview.text)
    assert "罚款金额=5,000 元" in words
    assert "失信严重程度=严重" in words
    assert "数据日期 2024-03-20，提供单位" in words, "the texts of the loader are Chinese"
    assert NAMES[FIRM] in words
    before = await service.get(f"/v1/parties/{FIRM}/records", category="penalty")
    assert "页1号" not in before.text, "nothing is written yet"
    assert key_of(preview.text) == key
    sent = await office.post("/entry/penalty", {**ROW, "key": key, "step": "submit"})
    receipt = await over(office, sent)
    assert "接受" in text_of(receipt)
    assert OFFICE in receipt
    assert 'href="/entry/penalty">再填一条' in receipt, "one goes on to the next"
    assert '<li aria-current="step">回执' in receipt
    again = await office.post("/entry/penalty", {**ROW, "key": key, "step": "submit"})
    assert again.headers["location"] == sent.headers["location"], "sent twice it counts once"
    other = await office.post("/entry/penalty", {**ROW, "f:fine": "6000", "key": key, "step": "submit"})
    assert other.status_code == 409
    after = (await service.get(f"/v1/parties/{FIRM}/records", category="penalty")).json()
    told = [one["values"] for one in after["items"] if one["values"]["decision_no"] == "页1号"]
    assert [(one["fine"], one["gravity"]) for one in told] == [(5000.0, "serious")]
    documents = [one["evidence"]["document"] for one in after["items"] if one["values"]["decision_no"] == "页1号"]
    assert documents == ["网上填报"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"f:decided_on": "2024-13-40"}, "不能报送"),
        ({"f:decision_no": ""}, "不能报送"),
    ],
)
async def test_what_cannot_be_sent_is_said_before(office: Browser, change: dict[str, str], says: str) -> None:
    preview = await office.post("/entry/penalty", {**ROW, **change, "step": "preview"})
    assert preview.status_code == 200
    assert says in text_of(preview.text)
    assert 'value="submit"' not in preview.text
    back = await office.post("/entry/penalty", {**ROW, **change, "step": "edit"})
    assert 'value="页1号"' in back.text or change.get("f:decision_no") == ""


async def test_a_preview_speaks_of_fields_by_their_labels(office: Browser) -> None:
    preview = await office.post("/entry/penalty", {**ROW, "f:decided_on": "2024-13-40", "step": "preview"})
    assert "处罚决定日期：没有 2024-13-40 这一天" in text_of(preview.text)
    assert "decided_on:" not in text_of(preview.text)
    english = await office.post("/entry/penalty?lang=en", {**ROW, "f:decided_on": "2024-13-40", "step": "preview"})
    assert "Decided on: there is no day" in text_of(english.text)


@pytest.mark.parametrize(
    ("filled", "shown"), [("5000", "5000 元"), ("1,000", "1,000 元"), ("12万元", "12万元"), ("十二万", "十二万")]
)
async def test_a_unit_stands_behind_what_has_none(office: Browser, filled: str, shown: str) -> None:
    preview = await office.post("/entry/penalty", {**ROW, "f:fine": filled, "step": "preview"})
    assert re.search(rf"罚款金额 {shown} (?!元)", text_of(preview.text))


async def test_what_a_registration_would_take_off_the_record_is_said_before(office: Browser) -> None:
    firm = {"f:name": "杭州癸子科技有限公司", "f:code": "91330106NXKE91000C", "f:_day": "2024-01-01"}
    whole = {**firm, "f:registered_capital": "500万元", "f:established": "2020-01-01", "f:address": "杭州市西湖区文三路1号"}
    first = await office.post("/entry/enterprise", {**whole, "step": "preview"})
    assert "不再显示" not in first.text, "there is nothing on record"
    await over(office, await office.post("/entry/enterprise", {**whole, "key": "registered", "step": "submit"}))
    later = await office.post("/entry/enterprise", {**firm, "f:_day": "2024-06-01", "step": "preview"})
    assert "报送后将不再显示：注册资本、成立日期、住所" in text_of(later.text)
    assert "已报过同一数据日期" not in later.text
    same = await office.post("/entry/enterprise", {**whole, "f:registered_capital": "600万元", "step": "preview"})
    assert "不再显示" not in same.text
    assert "已报过同一数据日期" in same.text
    right = {**whole, "f:registered_capital": "600万元", "f:_action": "correct"}
    corrected = await office.post("/entry/enterprise", {**right, "step": "preview"})
    assert "已报过同一数据日期" not in corrected.text
    await over(office, await office.post("/entry/enterprise", {**right, "key": "corrected", "step": "submit"}))
    assert "600 万元" in text_of((await office.get("/parties/uscc:91330106NXKE91000C")).text)


async def test_an_empty_form_is_refused(office: Browser) -> None:
    answer = await office.post("/entry/penalty", {"step": "preview", "f:more": "x"})
    assert answer.status_code == 422
    assert "没有填写任何内容" in answer.text


async def test_shares_and_days_are_read_as_they_are_meant(office: Browser) -> None:
    row = {
        "f:enterprise.name": NAMES[FIRM],
        "f:enterprise.code": FIRM[5:],
        "f:holder.name": "周九壬",
        "f:holder.kind": "Person",
        "f:share": "12.5",
        "f:_day": "2024-08-01",
        "step": "preview",
    }
    words = text_of((await office.post("/entry/shareholder", row)).text)
    assert "持股比例=12.5 %" in words
    assert "数据日期 2024-08-01" in words


@pytest.mark.parametrize("step", ["preview", "lookup", "edit"])
async def test_what_is_filled_in_is_escaped(office: Browser, step: str) -> None:
    filled = dict.fromkeys(("f:party.name", "f:party.code", "f:decision_no", "f:authority.name", "f:content"), HOSTILE)
    html = (await office.post("/entry/penalty", {**ROW, **filled, "key": HOSTILE, "step": step})).text
    assert "<script>alert" not in html
    assert str(escape(HOSTILE)) in html


async def upload(browser: Browser, name: str, content: bytes, **more: str) -> httpx.Response:
    """Upload a file as the page does."""
    given = {"category": "penalty", "day": "", "coverage": "", "key": key_of((await browser.get("/upload")).text), **more}
    return await browser.post("/upload", given, files={"file": (name, content)})


def csv_of(*rows: dict[str, str]) -> bytes:
    """Rows as CSV."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heads, *([row.get(name, "") for name in heads] for row in rows)]
    return "\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines).encode()


async def test_a_file_with_a_bad_row_is_mended_in_the_page(service: Service, office: Browser) -> None:
    bad = decision("传2号", 处罚决定日期="2024-13-40", 违法事实=HOSTILE)
    sent = await upload(office, "决定.csv", csv_of(decision("传1号"), bad))
    receipt = await over(office, sent)
    assert "修改被退回的行" in receipt
    job = sent.headers["location"].partition("?")[0]
    mend = (await office.get(f"{job}/mend")).text
    assert "<script>alert" not in mend
    words = text_of(mend)
    assert "处罚决定日期" in words
    assert "第 3 行" in words
    wrong = re.search(r'class="field wrong".*?name="(c0-\d+)" value="([^"]*)"', mend, re.DOTALL)
    assert wrong
    assert wrong[2] == "2024-13-40"
    cells = {name: unescape(value) for name, value in re.findall(r'name="(c\d+-\d+)" value="([^"]*)"', mend)}
    still = await office.post(f"{job}/mend", {**cells, wrong[1]: "2024-14-01", "key": key_of(mend)})
    assert "修改被退回的行" in await over(office, still)
    mended = await office.post(f"{job}/mend", {**cells, wrong[1]: "2024-03-21", "key": f"{key_of(mend)}-2"})
    done = await over(office, mended)
    assert "修改被退回的行" not in done
    batches = set(re.findall(r'class="code">([0-9a-f]{20,})</dd>', receipt)) & set(
        re.findall(r'class="code">([0-9a-f]{20,})</dd>', done)
    )
    assert batches, "it completes the batch that it came from"
    held = (await service.get("/v1/parties/uscc:91330106EXAMPLE115/records", category="penalty", limit=100)).json()
    found = {one["values"]["decision_no"]: one["values"] for one in held["items"]}
    assert found["传2号"]["violation"] == HOSTILE
    assert found["传2号"]["decided_on"] == "2024-03-21"
    sources = {one["values"]["decision_no"]: one["evidence"]["document"] for one in held["items"]}
    assert (sources["传1号"], sources["传2号"]) == ("决定.csv", "决定.csv"), "facts name the file that they come from"


async def test_rows_may_be_left_out_but_not_all(office: Browser) -> None:
    bad = [decision(f"弃{n}号", 处罚决定日期="2024-13-40") for n in range(2)]
    sent = await upload(office, "x.csv", csv_of(*bad))
    await over(office, sent)
    job = sent.headers["location"].partition("?")[0]
    none = await office.post(f"{job}/mend", {"drop0": "1", "drop1": "1"})
    assert none.status_code == 422
    wrong = re.search(r'class="field wrong".*?name="c0-(\d+)"', (await office.get(f"{job}/mend")).text, re.DOTALL)
    assert wrong
    one = await office.post(f"{job}/mend", {"drop0": "1", f"c1-{wrong[1]}": "2024-03-22"})
    assert "修改被退回的行" not in await over(office, one)


async def test_numbers_of_persons_are_not_shown_when_rows_are_mended(office: Browser) -> None:
    number = "11010519491231002X"
    bad = decision(
        "密1号", 处罚决定日期="2024-13-40", 证件号码=number, 行政相对人名称="周十壬", 统一社会信用代码="", 证件类型="身份证"
    )
    sent = await upload(office, "x.csv", csv_of(bad))
    await over(office, sent)
    job = sent.headers["location"].partition("?")[0]
    mend = (await office.get(f"{job}/mend")).text
    assert number not in mend
    assert "sealed:" not in mend
    assert "已加密" in mend
    cells = {name: unescape(value) for name, value in re.findall(r'name="(c\d+-\d+)" value="([^"]*)"', mend)}
    wrong = re.search(r'class="field wrong".*?name="(c0-\d+)"', mend, re.DOTALL)
    assert wrong
    done = await over(office, await office.post(f"{job}/mend", {**cells, wrong[1]: "2024-03-22"}))
    assert "修改被退回的行" not in done


@pytest.mark.parametrize(
    ("name", "content", "more", "status"),
    [
        ("x.pdf", b"%PDF", {}, 422),
        ("", b"", {}, 422),
        ("x.csv", b"", {}, 400),
        ("x.csv", b"a,b\n1,2\n", {"category": "nothing"}, 404),
        ("x.csv", b"a,b\n1,2\n", {"category": ""}, 404),
    ],
)
async def test_what_cannot_be_uploaded_is_said_on_the_form(
    office: Browser, name: str, content: bytes, more: dict[str, str], status: int
) -> None:
    answer = await upload(office, name, content, **more)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert 'enctype="multipart/form-data"' in answer.text


async def test_a_trial_writes_nothing(service: Service, office: Browser) -> None:
    html = await over(office, await upload(office, "y.csv", csv_of(decision("试1号")), dry_run="1"))
    assert "仅为试读" in html
    assert "试1号" in html
    assert "试1号" not in (await service.get("/v1/parties/uscc:91330106EXAMPLE115/records", category="penalty")).text


async def test_a_large_file_is_a_job_that_is_cancelled_and_tried_again(service: Service, office: Browser) -> None:
    from app.engine import writer

    async with writer(service.app.state.engine, "load", 5.0, wait=10.0):
        sent = await office.post(
            "/upload",
            {"category": "penalty"},
            files={"file": (f"{HOSTILE}.csv", csv_of(decision("大1号", 违法事实="长" * 400_000)))},
        )
        assert sent.status_code == 303
        job = sent.headers["location"].partition("?")[0]
        html = (await office.get(job)).text
        assert "data-bar" in html
        assert "<script>alert" not in html
        assert str(escape("<script>alert")) in html
        listed = (await office.get("/jobs?state=queued")).text + (await office.get("/jobs?state=running")).text
        assert job in listed
        assert (await office.post(f"{job}/cancel")).status_code == 303
    assert "已取消" in await over(office, sent)
    assert (await office.post(f"{job}/retry")).status_code == 303
    assert "接受" in text_of(await over(office, sent))


async def test_jobs_are_listed_for_whose_they_are(service: Service, office: Browser) -> None:
    other = await sign_in(service.client, issue(service.app.state.desk, CallerRole.ANALYST, "页面分析").key)
    operator = await sign_in(service.client, issue(service.app.state.desk, CallerRole.OPERATOR, "页面管理").key)
    job = (await upload(office, "z.csv", csv_of(decision("列1号")))).headers["location"].partition("?")[0]
    assert job in (await office.get("/jobs")).text
    assert job not in (await other.get("/jobs")).text
    assert "没有任务" in (await other.get("/jobs")).text
    assert job in (await operator.get("/jobs")).text
    for path in (job, f"{job}/mend", "/jobs/nothing"):
        assert (await other.get(path)).status_code in (403, 404)
    assert (await other.post(f"{job}/cancel")).status_code == 404
    for place in ("/entry", "/entry/penalty", "/upload"):
        assert (await other.get(place)).status_code == 403
        public = await service.client.get(place, headers={"Accept": "text/html"})
        assert public.status_code == 303
        assert public.headers["location"].startswith("/sign-in")
        assert (await service.client.get(place)).status_code == 401
    assert (await other.post("/entry/penalty", {**ROW, "step": "submit"})).status_code == 403


async def test_pages_hold_nothing_for_caches_and_no_script_of_their_own(office: Browser) -> None:
    for path in ("/entry", "/entry/penalty", "/upload", "/jobs"):
        answer = await office.get(path)
        assert "no-store" in answer.headers["cache-control"]
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", answer.text), path


async def test_the_name_of_a_firm_is_escaped_where_it_is_looked_up(office: Browser) -> None:
    from tests.support.worlds.small_group import HOSTILE as FIRM_OF_HOSTILE_NAME

    found = await office.post("/entry/penalty", {"f:party.code": FIRM_OF_HOSTILE_NAME[5:], "step": "lookup"})
    assert str(escape(HOSTILE_NAME)) in found.text
    assert "<script>alert" not in found.text
