"""What no sane sender would send: a clear message with its place, the rest loaded, nothing lost or half-written."""

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from loaders.load.reading import Reading
from loaders.read import find_files
from loaders.synthetic import write_sample
from models.catalogue import CoverageKind
from models.work.receipt import Receipt
from tests.support import engines
from tests.support.loading import INSPECTOR, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

ONE = pytest.mark.parametrize("engine_name", engines.chosen()[:1])
TOLD = Reading(provider="某市市场监督管理局", day="2024-06-01")
CODES = [fresh_code(n) for n in range(601, 612)]
LEFT_OVER = """
OPTIONAL MATCH (b:Batch) WHERE b.state = 'open' WITH count(b) AS open
OPTIONAL MATCH (s:Statement {dirty: true}) WITH open, count(s) AS dirty
OPTIONAL MATCH (s:Statement) WHERE NOT (s)-[:IN]->(:Batch) RETURN open, dirty, count(s) AS homeless
"""


def _sound(receipt: Receipt) -> Receipt:
    assert receipt.rows == receipt.accepted + receipt.unchanged + receipt.rejected
    assert bool(receipt.rejected) == bool(receipt.rejects)
    return receipt


def _rejects(receipt: Receipt) -> list[dict[str, str]]:
    assert receipt.rejects
    path = Path(receipt.rejects)
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def _whole(graph: Loaded, open_batches: int = 0) -> None:
    """Nothing is half-written: no statement without a batch, none that waits, what was derived is what follows."""
    rows = await graph.engine.read(LEFT_OVER)
    assert rows == [{"open": open_batches, "dirty": 0, "homeless": 0}]
    before = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == before


def _book(path: Path, *rows: Sequence[Any], merged: str | None = None) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    if merged:
        page.merge_cells(merged)
    book.save(path)
    return path


async def test_the_dirty_files_of_the_sample(graph: Loaded) -> None:
    truth = write_sample(graph.folder / "sample", 1, 5)
    files = [(graph.folder / "sample" / f["name"], f["category"]) for f in truth["dirty"]]
    receipts = await graph.load_all(files)
    for told, receipt in zip(truth["dirty"], receipts, strict=True):
        _sound(receipt)
        if told["outcome"] == "refused":
            assert receipt.error, told["name"]
            assert (receipt.rows, receipt.rejects) == (0, None), told["name"]
            assert receipt.document == Path(told["name"]).name
            continue
        counts = {k: getattr(receipt, k) for k in ("rows", "accepted", "rejected")}
        assert (receipt.error, counts) == (None, {k: told[k] for k in counts}), told["name"]
        if told["rejects"]:
            found = _rejects(receipt)
            assert [{"line": int(r["_line"]), "rule": r["_rule"]} for r in found] == told["rejects"]
            assert all(r["_message"] and r["_batch"] == receipt.batch for r in found)
            assert all(r["_column"] for r in found if r["_rule"] not in ("unreadable", "identifier")), found
    days = await graph.engine.read("MATCH (s:Penalty) RETURN DISTINCT s.decided_on AS day")
    assert days == [{"day": "2024-03-05"}], "six written forms of one day"
    await _whole(graph)


@ONE
@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("企业名称,统一社会信用代码\n甲,{0}\n".encode("utf-16-le"), "UTF-8 or GB18030"),
        (b"\xff\xfe\x00\x01\x02" * 200, None),
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\n\n", "empty"),
        ("统一社会信用代码\n{0}\n".encode(), "no column for name"),
        ("企业名称\n甲\n".encode(), "code"),
        ("企业名称,企业名称,统一社会信用代码\n甲,乙,{0}\n".encode(), "twice"),
        (b"PK\x03\x04 no workbook", "XLSX"),
    ],
)
async def test_files_that_cannot_be_read_are_refused_whole(graph: Loaded, content: bytes, why: str | None) -> None:
    path = graph.folder / "enterprise.bad.csv"
    path.write_bytes(content.replace(b"{0}", CODES[0].encode()))
    receipt = await graph.load(path, reading=TOLD)
    assert receipt.error
    assert why is None or why in receipt.error, receipt.error
    assert (receipt.batch, receipt.rows, receipt.rejects) == (None, 0, None)
    assert await graph.engine.read("MATCH (n) WHERE n:Statement OR n:Batch OR n:Party RETURN count(n) AS n") == [{"n": 0}]


@ONE
async def test_who_and_when_must_be_known(graph: Loaded) -> None:
    path = sheet(graph.folder / "enterprise.csv", [{"name": "甲", "code": CODES[0]}])
    for reading, wanted in ((Reading(day="2024-01-01"), "--provider"), (Reading(provider="某局"), "--day")):
        receipt = await graph.load(path, reading=reading)
        assert receipt.error
        assert wanted in receipt.error


async def test_a_bad_byte_and_bad_cells_cost_their_rows_alone(graph: Loaded) -> None:
    head = "企业名称,统一社会信用代码,注册资本(万元),成立日期".encode("gb18030")
    rows = [f"杭州净{i}有限公司,{code},100,2020-01-0{i + 1}".encode("gb18030") for i, code in enumerate(CODES[:5])]
    rows[1] = rows[1].replace("净".encode("gb18030"), b"\xff\xff")
    rows[2] = rows[2].replace(b",100,", b",-100,")
    rows[3] = rows[3].replace(b"2020-01-04", b"2020-02-30")
    path = graph.folder / "enterprise.mixed.csv"
    path.write_bytes(b"\r\n".join([head, *rows, b""]))
    receipt = _sound(await graph.load(path, reading=TOLD))
    assert (receipt.rows, receipt.accepted, receipt.rejected, receipt.error) == (5, 4, 1, None)
    found = {(int(r["_line"]), r["_rule"], r["_column"]) for r in _rejects(receipt)}
    assert found == {(3, "unreadable", "")}
    for i, name, told in ((2, "registered_capital", "-100"), (3, "established", "2020-02-30")):
        values = (await graph.group(f"uscc:{CODES[i]}", "enterprise"))["items"][0]["values"]
        assert (values.get(name), values[f"{name}_told"]) == (None, told), "a bad cell costs nothing but itself"
    await _whole(graph)


@ONE
async def test_merged_headers_and_formulas(graph: Loaded) -> None:
    head = ("企业名称", "统一社会信用代码", "住所", "")
    rows = [("杭州并格有限公司", CODES[0], "=CONCATENATE(1,2)", ""), ("=HYPERLINK(1)", CODES[1], "@SUM(1)", "")]
    rows.append(("杭州移格有限公司", CODES[2], "某路", "移过来的"))
    path = _book(graph.folder / "enterprise.merged.xlsx", ("企业名录",), head, *rows, merged="A1:D1")
    receipt = _sound(await graph.load(path, reading=TOLD))
    assert (receipt.rows, receipt.accepted) == (3, 2), receipt
    (shifted,) = _rejects(receipt)
    assert (shifted["_line"], shifted["_message"]) == ("5", "4 cells in a table of 3 columns")
    told = await graph.engine.read("MATCH (s:Registration) RETURN s.name AS name, s.address AS address ORDER BY name")
    assert told == [
        {"name": "=HYPERLINK(1)", "address": "@SUM(1)"},
        {"name": "杭州并格有限公司", "address": "=CONCATENATE(1,2)"},
    ], "a formula without a stored value is text, and never run"
    receipt = await graph.load(_book(graph.folder / "enterprise.gone.xlsx", ("",)), reading=TOLD)
    assert receipt.error
    bad = sheet(graph.folder / "enterprise.formula.csv", [{"name": "=1+1", "code": "123", "address": "-2"}])
    (reject,) = _rejects(await graph.load(bad, reading=TOLD))
    assert (reject["name"], reject["address"]) == ("'=1+1", "'-2"), "no spreadsheet takes it for a formula"


@ONE
async def test_a_folder_with_one_bad_file(graph: Loaded) -> None:
    folder = graph.folder / "sent"
    (folder / "penalty").mkdir(parents=True)
    sheet(folder / "enterprise.2024-06.csv", [{"name": "甲有限公司", "code": CODES[0]}])
    (folder / "enterprise.2024-07.xlsx").write_bytes(b"no workbook at all")
    (folder / "nonsense.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    penalty = {"party": CODES[0], "decision_no": "1", "decided_on": "2024-06-06", "authority": "某局"}
    sheet(folder / "penalty" / "june.csv", [penalty])
    found = find_files(folder, graph.catalogue.categories)
    problems = {f.path.name: f.problem for f in found if f.category is None}
    assert list(problems) == ["nonsense.csv"]
    assert problems["nonsense.csv"]
    receipts = await graph.load_all([(f.path, f.category) for f in found if f.category], TOLD)
    assert {r.document: (r.accepted, bool(r.error)) for r in receipts} == {
        "enterprise.2024-06.csv": (1, False),
        "enterprise.2024-07.xlsx": (0, True),
        "june.csv": (1, False),
    }
    assert (await graph.group(f"uscc:{CODES[0]}", "penalty", INSPECTOR))["total"] == 1
    await _whole(graph)


@ONE
async def test_code_in_names_of_everything(graph: Loaded) -> None:
    evil = "'}) DETACH DELETE n // <script>alert(1)</script> `${{7*7}}`"
    header = "名称') RETURN 1 //"
    path = sheet(graph.folder / "enterprise.evil.csv", [{header: evil, "code": CODES[0], evil: "x", "address": evil}])
    reading = Reading(provider=evil, day="2024-01-01", columns={"name": header})
    receipt = await graph.load(path, reading=reading, name=f"{evil}.csv")
    assert (receipt.accepted, receipt.provider, receipt.error) == (1, evil, None)
    person = {"enterprise": CODES[0], "person": evil, "post": evil}
    assert (await graph.load(sheet(graph.folder / "key_person.evil.csv", [person]), reading=reading_of(evil))).accepted == 1
    portrait = await graph.answer("portrait.party", party_id=f"uscc:{CODES[0]}")
    assert portrait["party"]["name"] == evil
    assert portrait["base"][0]["items"][0]["evidence"]["document"] == f"{evil}.csv"
    someone = portrait["people"][0]["items"][0]["party"]["id"]
    async with graph.serving() as client:
        for party in (f"uscc:{CODES[0]}", someone):
            page = await client.get(f"/parties/{party}", headers={"accept": "text/html"}, follow_redirects=True)
            assert "<script>alert" not in page.text
            assert page.status_code in (200, 404)
        assert (await client.get("/ready")).json()["status"] == "ready"
    await _whole(graph)


def reading_of(provider: str) -> Reading:
    """A reading of this provider, without columns."""
    return Reading(provider=provider, day="2024-01-01")


def _cut_sheet(path: Path, keep: int) -> Path:
    """The same workbook with its sheet cut off in the middle: the package is whole, its content is not."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(n for n in parts if n.startswith("xl/worksheets/sheet"))
    rows = parts[name].split(b"</row>")
    parts[name] = b"</row>".join(rows[: keep + 1]) + b"</row>" + rows[keep + 1][:9]
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


HEAD = ("统一社会信用代码", "法定代表人", "职务", "_day")


async def _represented(graph: Loaded, *codes: str) -> list[str]:
    out = []
    for code in codes:
        group = await graph.group(f"uscc:{code}", "legal_representative")
        out.append("、".join(sorted(i["party"]["name"] for i in group["items"])))
    return out


async def test_a_cut_off_list_closes_nothing(graph: Loaded) -> None:
    """Whole lists of one name end the former one; a list that broke off, or lost a row, ends nobody."""
    codes = [fresh_code(n) for n in range(640, 655)]
    first = [(code, f"旧{i}", "法定代表人", "2024-01-01") for i, code in enumerate(codes)]
    later = [(code, f"新{i}", "法定代表人", "2024-05-01") for i, code in enumerate(codes)]
    some = (codes[0], codes[11], codes[14])
    reading = Reading(provider="某局")
    receipt = _sound(await graph.load(_book(graph.folder / "legal_representative.1.xlsx", HEAD, *first), reading=reading))
    assert (receipt.accepted, receipt.covered) == (15, 15)
    whole = _book(graph.folder / "legal_representative.2.xlsx", HEAD, *later)
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])
    receipt = await graph.load(whole, reading=reading)
    assert (receipt.rows, receipt.covered) == (0, 0)
    assert "damaged" in str(receipt.error)
    assert await _represented(graph, *some) == ["旧0", "旧11", "旧14"]
    whole.write_bytes(content)
    cut = await graph.load(_cut_sheet(whole, 12), reading=reading)
    assert (cut.rows, cut.accepted, cut.covered) == (12, 12, 0), cut
    assert cut.error
    assert "after row 13" in cut.error
    broken = whole.read_bytes()
    assert await _represented(graph, *some) == ["新0、旧0", "新11、旧11", "旧14"]
    whole.write_bytes(content)
    receipt = _sound(await graph.load(whole, reading=reading))
    assert (receipt.accepted, receipt.unchanged, receipt.covered, receipt.error) == (3, 12, 15, None)
    assert await _represented(graph, *some) == ["新0", "新11", "新14"]
    await _whole(graph, open_batches=1)
    shown = await graph.answer("batches.show", INSPECTOR, batch=cut.batch)
    assert (shown["state"], shown["receipt"]["accepted"]) == ("open", 12)
    assert "after row 13" in shown["remark"]
    assert "withdraw" in shown["remark"]
    (listed,) = [b for b in (await graph.answer("batches.list", INSPECTOR))["items"] if b["state"] == "open"]
    assert listed["remark"] == shown["remark"]
    await graph.withdraw(cut.batch)
    assert await _represented(graph, *some) == ["新0", "新11", "新14"]
    shown = await graph.answer("batches.show", INSPECTOR, batch=cut.batch)
    assert (shown["state"], shown.get("remark")) == ("withdrawn", None)
    whole.write_bytes(broken)
    again = await graph.load(whole, reading=reading)
    assert (again.withdrawn, again.rows, again.category, again.document) == (True, 12, "legal_representative", whole.name)
    await _whole(graph)


@ONE
async def test_a_list_with_a_refused_row_closes_nothing_until_it_is_told_whole(graph: Loaded) -> None:
    code, other = CODES[:2]
    reading = Reading(provider="某局")
    rows = [(code, "旧", "法定代表人", "2024-01-01"), (other, "旧", "法定代表人", "2024-01-01")]
    named = [dict(zip(HEAD, r, strict=True)) for r in rows]
    assert (await graph.load(sheet(graph.folder / "legal_representative.1.csv", named), reading=reading)).covered == 2
    changed = [
        (code, "新", "法定代表人", "2024-05-01"),
        (code, "", "", "2024-05-01"),
        (other, "新", "法定代表人", "2024-05-01"),
    ]
    named = [dict(zip(HEAD, r, strict=True)) for r in changed]
    receipt = _sound(await graph.load(sheet(graph.folder / "legal_representative.2.csv", named), reading=reading))
    assert (receipt.accepted, receipt.rejected, receipt.covered) == (2, 1, 1)
    assert any("not closed" in note for note in receipt.notes)
    assert await _represented(graph, code, other) == ["新、旧", "新"]
    mended = _mend(receipt, {"法定代表人": "新二"})
    again = _sound(await graph.load(mended, "legal_representative", reading))
    assert (again.accepted, again.covered, again.batch) == (1, 0, receipt.batch), "mended rejects are never a snapshot"
    assert await _represented(graph, code) == ["新、新二、旧"]


def _mend(receipt: Receipt, cells: dict[str, str]) -> Path:
    """The rejects file with these cells written over."""
    rows = [row | cells for row in _rejects(receipt)]
    return sheet(Path(str(receipt.rejects)).with_name("mended.csv"), rows, "utf-8-sig")


async def test_mended_rejects_complete_their_batch(graph: Loaded) -> None:
    authority = {"authority": "某局", "decided_on": "2024-03-03", "_provider": "某局"}
    good = [{"代码_1": CODES[i], "decision_no": f"文{i}", "fine": 100} | authority for i in range(4)]
    sent = [dict(row) for row in good]
    sent[1]["代码_1"], sent[3]["代码_1"] = "123", CODES[3][:-1] + ("0" if CODES[3][-1] != "0" else "1")
    receipt = _sound(await graph.say("penalty.2024-03.csv", *sent))
    assert (receipt.rows, receipt.accepted, receipt.rejected) == (4, 2, 2)
    assert [(r["_line"], r["_column"]) for r in _rejects(receipt)] == [("3", "代码_1"), ("5", "代码_1")]
    half = await graph.digest()
    again = _sound(await graph.load(Path(str(receipt.rejects)), "penalty"))
    assert (again.rejected, await graph.digest()) == (2, half), "nothing was mended yet"
    rows = _rejects(receipt)
    for row, i in zip(rows, (1, 3), strict=True):
        row["代码_1"] = CODES[i]
    mended = sheet(graph.folder / "mended.csv", rows, "utf-8-sig")
    done = _sound(await graph.load(mended, "penalty"))
    assert (done.rows, done.accepted, done.rejected, done.batch) == (2, 2, 0, receipt.batch)
    evidence = (await graph.group(f"uscc:{CODES[3]}", "penalty", INSPECTOR))["items"][0]["evidence"]
    assert (evidence["batch"], evidence["place"]) == (receipt.batch, "5"), "where it stood when it was first sent"
    full = await graph.digest()
    repeated = await graph.load(mended, "penalty")
    assert repeated == done.model_copy(update={"repeated": True})
    clean = _sound(await graph.say("penalty.clean.csv", *good))
    assert (clean.unchanged, clean.accepted) == (4, 0)
    assert await graph.digest() == full, "as if it had been sound at once"
    await _whole(graph)
    await graph.withdraw(clean.batch)
    assert await graph.digest() == full
    await graph.withdraw(receipt.batch)
    gone = await graph.digest()
    for later in (mended, sheet(graph.folder / "stale.csv", [r | {"fine": "7"} for r in rows], "utf-8-sig")):
        assert await graph.load(later, "penalty") == receipt.model_copy(update={"withdrawn": True})
    assert await graph.digest() == gone


@ONE
async def test_a_rehearsal_writes_nothing(graph: Loaded) -> None:
    rows = [
        {"name": "甲有限公司", "code": CODES[0]},
        {"name": "乙有限公司", "code": "1"},
        {"name": "甲有限公司", "code": CODES[0]},
    ]
    path = sheet(graph.folder / "enterprise.dry.csv", rows)
    dry = await graph.load(path, reading=TOLD, dry_run=True)
    assert (dry.rows, dry.accepted, dry.unchanged, dry.rejected, dry.dry_run) == (3, 1, 1, 1, True)
    assert any("line 3" in note for note in dry.notes)
    assert await graph.engine.read("MATCH (n) WHERE n:Statement OR n:Batch OR n:Party RETURN count(n) AS n") == [{"n": 0}]
    wet = _sound(await graph.load(path, reading=TOLD))
    assert [getattr(wet, k) for k in ("rows", "accepted", "unchanged", "rejected")] == [3, 1, 1, 1]
    assert (await graph.load(path, reading=TOLD, dry_run=True)).repeated


@ONE
async def test_shares_beyond_the_whole_and_lists_of_them(graph: Loaded) -> None:
    rows = [
        {"企业代码": CODES[0], "股东": f"股东{i}有限公司", "持股比例（%）": s, "_day": "2024-02-02"}
        for i, s in enumerate(SHARES)
    ]
    path = sheet(graph.folder / "shareholder.shares.csv", rows)
    receipt = _sound(await graph.load(path, reading=Reading(provider="某局", coverage=CoverageKind.FULL)))
    assert (receipt.accepted, receipt.rejected, receipt.covered) == (7, 0, 1)
    group = await graph.group(f"uscc:{CODES[0]}", "shareholder")
    assert sorted(i["values"].get("share", -1) for i in group["items"]) == [-1, -1, -1, -1, -1, 0.25, 1.0]
    told = sorted(i["values"]["share_told"] for i in group["items"] if "share_told" in i["values"])
    assert told == ["-5", "120", "30-20", "一半"]


SHARES = ("25", "120", "-5", "100", "一半", "30-20", "")
