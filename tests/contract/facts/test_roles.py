"""Roles without shares: a delegate decides nothing, a managing partner does, and a registration's own words count."""

from typing import Any

import pytest

from app.answers import Reader, Viewpoint
from app.answers.control_over_time import controls_over_time
from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.loading import PUBLIC, Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FUND, PARTNER, SHOP, FIRM = (fresh_code(37_000 + n) for n in range(4))
JANUARY, FEBRUARY = Reading(provider="甲局", day="2024-01-01"), Reading(provider="甲局", day="2024-02-01")
FULL = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)
CODE = "统一社会信用代码"


async def _register(graph: Loaded, *more: dict[str, Any]) -> None:
    fund = {"企业名称": "后委中心(有限合伙)", CODE: FUND, "类型": "有限合伙企业"}
    partner = {"企业名称": "后普公司", CODE: PARTNER, "类型": "有限责任公司"}
    await graph.say("enterprise.csv", fund, partner, *more, reading=JANUARY)


async def _controllers(graph: Loaded, code: str) -> list[str]:
    async with graph.serving() as client:
        answer = (await client.get(f"/v1/parties/uscc:{code}/controllers")).json()
    return sorted(str(one["name"]) for one in answer["controllers"])


async def _posts(graph: Loaded, code: str) -> dict[str, str]:
    """Who represents an enterprise, by code or name, and as what."""
    asked = "MATCH (h:Party)-[r:REPRESENTS {valid_to: '9999-12-31'}]->(:Party {id: $id}) WHERE r.withdrawn_at > 9e15"
    rows = await graph.engine.read(f"{asked} RETURN h.id AS id, r.post AS post", {"id": f"uscc:{code}"})
    return {str(row["id"]).rpartition(":")[2]: str(row["post"]) for row in rows}


async def test_a_delegate_or_a_mere_partner_controls_nothing(graph: Loaded) -> None:
    await _register(graph)
    for post in ("执行事务合伙人委派代表", "委派代表", "合伙人", "普通合伙人"):
        row = {CODE: FUND, "姓名": "委派员", "职务": post}
        await graph.say(f"legal_representative.{post}.csv", row, reading=JANUARY)
    assert await _controllers(graph, FUND) == []


async def test_a_delegate_told_later_ends_no_partner(graph: Loaded) -> None:
    await _register(graph)
    managing = {CODE: FUND, "person": f"uscc:{PARTNER}", "职务": "执行事务合伙人"}
    await graph.say("legal_representative.1.csv", managing, reading=JANUARY)
    delegate = {CODE: FUND, "姓名": "后委员", "职务": "执行事务合伙人委派代表"}
    await graph.say("legal_representative.2.csv", delegate, reading=FEBRUARY)
    assert await _controllers(graph, FUND) == ["后普公司"]
    assert await _posts(graph, FUND) == {PARTNER: "managing_partner", "后委员": "delegate"}
    other = {CODE: FUND, "姓名": "另委员", "职务": "执行事务合伙人委派代表"}
    await graph.say("legal_representative.3.csv", other, reading=Reading(provider="甲局", day="2024-03-01"))
    assert await _posts(graph, FUND) == {PARTNER: "managing_partner", "另委员": "delegate"}, "the next delegate takes the place"
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


@pytest.mark.parametrize("post", ["执行事务合伙人", "执行事务合伙人委派代表", ""])
async def test_a_partner_and_its_delegate_in_one_cell_are_two(graph: Loaded, post: str) -> None:
    await _register(graph)
    row = {CODE: FUND, "姓名": "后普公司（委派代表：张三）", "职务": post}
    receipt = await graph.say(
        "legal_representative.csv", row, reading=Reading(provider="甲局", day="2024-01-01", complete="00")
    )
    assert (receipt.rows, receipt.accepted, receipt.flagged) == (1, 1, 1)
    posts = await _posts(graph, FUND)
    assert posts == {"后普公司": "managing_partner", "张三": "delegate"}
    assert await _controllers(graph, FUND) == ["后普公司"]


async def test_the_roles_that_a_registration_tells(graph: Loaded) -> None:
    shop = {"企业名称": "面馆", CODE: SHOP, "类型": "个体工商户", "经营者": "面主"}
    firm = {"企业名称": "代表公司", CODE: FIRM, "类型": "有限责任公司", "法定代表人": "登法"}
    lone = fresh_code(37_010)
    studio = {"企业名称": "独资事务所", CODE: lone, "类型": "个人独资企业", "投资人": "投主"}
    more = fresh_code(37_011)
    fund = {
        "企业名称": "执伙中心(有限合伙)",
        CODE: more,
        "类型": "有限合伙企业",
        "执行事务合伙人": "后普公司（委派代表：张三）",
    }
    plain = fresh_code(37_012)
    mine = {"企业名称": "自伙中心(有限合伙)", CODE: plain, "类型": "有限合伙企业", "执行事务合伙人": "执伙人"}
    stall = {"企业名称": "面摊", CODE: fresh_code(37_013), "类型": "个体工商户", "法定代表人": "摊主"}
    await _register(graph, shop, firm, studio, fund, mine, stall)
    held = [{CODE: FIRM, "股东名称": f"碎{n}", "股东类型": "自然人股东", "持股比例": 0.2} for n in "一二三四五"]
    partners = [
        {CODE: more, "股东名称": "后普公司", "证照号码": PARTNER, "股东类型": "企业法人", "持股比例": 0.01},
        {CODE: more, "股东名称": "限伙人", "股东类型": "自然人股东", "持股比例": 0.99},
    ]
    await graph.say("shareholder.csv", *held, *partners, reading=FULL)
    assert await _controllers(graph, SHOP) == ["面主"]
    assert await _controllers(graph, stall[CODE]) == ["摊主"], "the column of all enterprises gives a sole trader's operator"
    assert await _controllers(graph, lone) == ["投主"]
    assert await _controllers(graph, plain) == ["执伙人"]
    assert await _controllers(graph, more) == ["后普公司"], "the partner whom the list has by its code, and not its delegate"
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{FIRM}/beneficial-owners")).json()
    assert (owners["status"], [one["name"] for one in owners["stand_ins"]]) == ("nobody", ["登法"])
    told = {CODE: FIRM, "姓名": "新法", "职务": "法定代表人"}
    await graph.say("legal_representative.csv", told, reading=FEBRUARY)
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{FIRM}/beneficial-owners")).json()
    assert [one["name"] for one in owners["stand_ins"]] == ["新法"], "a list of representatives goes before"


async def test_a_role_that_a_registration_tells_lasts_as_long_as_the_registration(graph: Loaded) -> None:
    fund = {"企业名称": "后委中心(有限合伙)", CODE: FUND, "类型": "有限合伙企业", "执行事务合伙人": "后普公司"}
    partner = {"企业名称": "后普公司", CODE: PARTNER, "类型": "有限责任公司"}
    await graph.say("enterprise.1.csv", fund, partner, reading=JANUARY)
    stake = {CODE: FUND, "股东名称": "后普公司", "证照号码": PARTNER, "股东类型": "企业法人", "持股比例": 0.01}
    await graph.say("shareholder.csv", stake, reading=JANUARY)
    await graph.say("enterprise.2.csv", fund | {"_action": "end"}, reading=FEBRUARY)
    asked = Viewpoint(PUBLIC, "2024-06-01")
    (span,) = (await controls_over_time(Reader(graph.questions, asked), f"uscc:{PARTNER}")).controls
    assert (span.id, span.since, span.until) == (f"uscc:{FUND}", "2024-01-01", "2024-02-01")
