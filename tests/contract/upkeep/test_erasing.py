"""What the law says must go is gone from graph, refused rows and receipts, and the same rows do not bring it back."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.commands.erasing import counts
from app.errors import InputError, NotFound
from loaders.check.sealing import seal
from loaders.erase.parties import erase_parties
from loaders.load.reading import Reading
from loaders.store.queries import query
from models.catalogue import CoverageKind
from models.work.erasure import Erasure
from tests.support.loading import INSPECTOR, SECRET, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

FIRM, PARENT = fresh_code(831), fresh_code(832)
FULL = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)
REGISTER = Reading(provider="甲局", day="2010-01-01")
GONE, STAYS = "被忘记", "留下来"
HOLDERS = (
    {"企业代码": FIRM, "股东名称": GONE, "股东类型": "自然人股东", "持股比例(%)": 30},
    {"企业代码": FIRM, "股东名称": STAYS, "股东类型": "自然人股东", "持股比例(%)": 30},
    {"企业代码": FIRM, "股东名称": "母公司", "证照号码": PARENT, "持股比例(%)": 40},
)
NUMBER = "11010519491231002X"
"""The specimen of the standard for identity numbers; nobody's."""
PERSON = f"person:uscc:{FIRM}:{GONE}"


async def _fill(graph: Loaded) -> Path:
    rows = [
        {"企业名称": "忘记公司", "统一社会信用代码": FIRM, "法定代表人": GONE},
        {"企业名称": "母公司", "统一社会信用代码": PARENT, "法定代表人": STAYS},
    ]
    await graph.load(sheet(graph.folder / "enterprise.csv", rows), reading=REGISTER)
    path = sheet(graph.folder / "shareholder.csv", HOLDERS)
    await graph.load(path, reading=FULL)
    posts = [{"企业代码": FIRM, "姓名": name, "职务": "董事"} for name in (GONE, STAYS)]
    await graph.load(sheet(graph.folder / "key_person.csv", posts), reading=FULL)
    return path


async def _erase(graph: Loaded, *targets: str, dry_run: bool = False) -> Erasure:
    async with graph.writing() as work:
        return await erase_parties(work.keeper, targets, "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=dry_run)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


async def _everything(graph: Loaded) -> str:
    """Every property of every node and relationship, as text."""
    nodes = await graph.engine.read("MATCH (n) RETURN labels(n) AS what, properties(n) AS p")
    edges = await graph.engine.read("MATCH ()-[r]->() RETURN type(r) AS what, properties(r) AS p")
    return "\n".join(str(row) for row in (*nodes, *edges))


async def test_an_erased_person_is_nowhere_and_stays_away(graph: Loaded) -> None:
    path = await _fill(graph)
    bad = [{"企业代码": "9", "股东名称": name, "持股比例(%)": 1} for name in (GONE, STAYS)]
    receipt = await graph.load(sheet(graph.folder / "shareholder.bad.csv", bad), reading=FULL)
    assert receipt.rejects
    rejects = Path(receipt.rejects)
    sheet(rejects.with_name("closed.rejects.csv"), [{"_batch": "b", "姓名": seal(GONE, b"another")}], "utf-8-sig")
    before = await graph.digest()
    counted = await _erase(graph, PERSON, dry_run=True)
    assert (counted.statements, counted.rejects, await graph.digest()) == (2, 1, before)
    done = await _erase(graph, PERSON)
    assert (done.statements, done.rejects, done.unsearched) == (2, 1, 1)
    assert "1 refused rows not searched" in counts(done)
    assert done.references == counted.references
    everything = await _everything(graph)
    assert [line for line in everything.splitlines() if GONE in line] == []
    assert STAYS in everything
    assert (GONE in _text(rejects), STAYS in _text(rejects)) == (False, True)
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{FIRM}/ownership", params={"as_of": "2024-06-01"})).json()["owners"]
    assert {one["name"] for one in owners} == {STAYS, "母公司"}
    kept = [Erasure.model_validate(row) for row in await graph.engine.read(query("erasures"), {"limit": 9})]
    assert kept == [done], "what is told of it later is what was told then"
    after = await graph.digest()
    assert after != before
    await graph.rederive()
    assert await graph.digest() == after
    again = await graph.load(path, reading=Reading(provider="甲局", day="2024-01-01"))
    assert (again.accepted, again.unchanged, again.rejected) == (0, 3, 0)
    assert "1 rows say what was erased: they stay out" in again.notes
    assert await graph.digest() == after
    assert GONE not in await _everything(graph)


async def test_a_statement_about_a_firm_stays_without_the_person(graph: Loaded) -> None:
    await _fill(graph)
    pledge = {
        "企业代码": FIRM,
        "登记编号": "1",
        "出质人": "母公司",
        "质权人": GONE,
        "质权人类型": "自然人",
        "股权出质设立登记日期": "2024-01-01",
    }
    loaded = await graph.say("equity_pledge.csv", pledge, reading=REGISTER)
    assert loaded.accepted == 1
    await _erase(graph, PERSON)
    assert GONE not in await _everything(graph)
    shown = await graph.group(f"uscc:{FIRM}", "equity_pledge", INSPECTOR, as_of="2024-06-01")
    assert shown["total"] == 1
    assert (await graph.answer("party.show", party_id=f"uscc:{FIRM}"))["name"] == "忘记公司"
    digest = await graph.digest()
    again = await graph.say("equity_pledge.2.csv", pledge, reading=Reading(provider="甲局", day="2010-01-01", lenient=True))
    assert (again.accepted, again.unchanged) == (0, 1)
    assert GONE not in await _everything(graph)
    await graph.rederive()
    assert await graph.digest() == digest


async def test_a_name_among_other_words_goes_too(graph: Loaded) -> None:
    await _fill(graph)
    firm = {"企业名称": "忘记公司", "统一社会信用代码": FIRM}
    change = firm | {"变更事项": f"投资人（{GONE}）", "变更前": f"{STAYS};{GONE} 60%", "变更后": GONE, "变更日期": "2024-02-01"}
    await graph.say("registration_change.csv", change, reading=REGISTER)
    fine = {"行政相对人名称": "忘记公司", "行政相对人代码": FIRM, "决定书文号": "甲罚〔2024〕1号", "处罚决定日期": "2024-02-01"}
    fine |= {
        "处罚机关": "甲局",
        "违法事实": f"经查，{GONE}未按规定",
        "处罚类别": f"警告;罚款（{GONE}）",
        "罚款金额": f"待{GONE}定",
    }
    await graph.say("penalty.csv", fine, reading=REGISTER)
    done = await _erase(graph, PERSON)
    everything = await _everything(graph)
    assert [line for line in everything.splitlines() if GONE in line] == []
    assert done.references >= 6
    (shown,) = (await graph.group(f"uscc:{FIRM}", "penalty", INSPECTOR, as_of="2024-06-01"))["items"]
    assert (shown["values"]["violation"], shown["values"]["penalty_types"]) == ("经查，…未按规定", ["警告", "罚款（…）"])
    (changed,) = (await graph.group(f"uscc:{FIRM}", "registration_change", INSPECTOR, as_of="2024-06-01"))["items"]
    assert (changed["values"]["before"], changed["values"].get("after")) == (f"{STAYS};… 60%", None)
    digest = await graph.digest()
    again = await graph.say("penalty.2.csv", fine, reading=replace(REGISTER, lenient=True))
    assert (again.accepted, again.unchanged) == (0, 1)
    await graph.rederive()
    assert await graph.digest() == digest
    assert GONE not in await _everything(graph)


async def test_one_statement_is_erased(graph: Loaded) -> None:
    await _fill(graph)
    (row,) = await graph.engine.read(
        "MATCH (s:Statement {category: 'shareholder'})-[r:REFERS]->(:Identifier) WHERE r.name = $name RETURN s.id AS id",
        {"name": GONE},
    )
    done = await _erase(graph, row["id"])
    assert (done.statements, done.references) == (1, 0)
    posts = await graph.group(f"uscc:{FIRM}", "key_person", INSPECTOR, as_of="2024-06-01")
    assert posts["total"] == 2
    holders = await graph.group(f"uscc:{FIRM}", "shareholder", INSPECTOR, as_of="2024-06-01")
    assert holders["total"] == 2


async def test_a_killed_erasure_is_finished_by_the_next_writer(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    await _fill(graph)
    async with graph.writing() as work:

        async def killed() -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(type(work.keeper), "finish_erasures", lambda self: killed())
            with pytest.raises(KeyboardInterrupt):
                await erase_parties(work.keeper, [PERSON], "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False)
    async with graph.writing():
        pass
    assert GONE not in await _everything(graph)
    states = await graph.engine.read("MATCH (e:Erasure) RETURN e.state AS state, e.reason AS reason")
    assert states == [{"state": "done", "reason": "本人请求"}]


async def test_what_cannot_be_erased_says_why(graph: Loaded) -> None:
    await _fill(graph)
    with pytest.raises(NotFound):
        await _erase(graph, "pid:none")
    with pytest.raises(NotFound):
        await _erase(graph, "0" * 32)
    with pytest.raises(InputError, match="no natural person"):
        await _erase(graph, f"uscc:{FIRM}")
    async with graph.writing() as work:
        for operator, reason in (
            ("管理员", " "),
            ("管理员", f"{GONE}本人请求"),
            ("管理员", f"本人请求，证号{NUMBER}"),
            (NUMBER, "本人请求"),
        ):
            with pytest.raises(InputError, match="--reason"):
                await erase_parties(work.keeper, [PERSON], operator, reason, work.rejects, secret=SECRET, dry_run=False)
    assert STAYS in await _everything(graph)
    assert GONE in await _everything(graph), "nothing went"
