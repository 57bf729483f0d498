"""Who is the state and who is not: by the code, then by the type as told, then by a closed list of names."""

from typing import Any

import pytest

from loaders.load.reading import Reading
from loaders.values.codes import uscc_check
from models.catalogue import CoverageKind
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FULL = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)
REGISTER = Reading(provider="甲局", day="2024-01-01")
OTHER = "其他投资者"
NOT_THE_STATE = ("某某厂工会委员会", "某某村村民委员会", "某某社区居民委员会", "某某小区业主委员会", "某某职工持股会")
THE_STATE = ("全国社会保障基金理事会", "某某街道办事处", "某某市财政局", "国务院")
OPEN = ("某某邮政局", "某某大学")


def _uscc(first: str, number: int) -> str:
    body = first + fresh_code(number)[len(first) : 17]
    return body + (uscc_check(body) or "")


async def _load(graph: Loaded, holders: list[dict[str, Any]]) -> list[str]:
    """A firm for each holder, which has 70 % of it; their codes."""
    firms = [fresh_code(31_000 + n) for n in range(len(holders))]
    rows = [{"企业名称": f"辨{n}公司", "统一社会信用代码": code, "类型": "有限责任公司"} for n, code in enumerate(firms)]
    await graph.say("enterprise.csv", *rows, reading=REGISTER)
    held = []
    for firm, holder in zip(firms, holders, strict=True):
        held.append({"统一社会信用代码": firm, "持股比例": 0.7} | holder)
        held.append({"统一社会信用代码": firm, "股东名称": "民甲", "股东类型": "自然人股东", "持股比例": 0.3})
    receipt = await graph.say("shareholder.csv", *held, reading=FULL)
    assert receipt.rejected == 0
    return firms


async def _status(graph: Loaded, firm: str) -> tuple[str, str]:
    """What the beneficial owners of a firm come to, and the form of its first controller."""
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{firm}/beneficial-owners")).json()
        control = (await client.get(f"/v1/parties/uscc:{firm}/ownership")).json()
    return owners["status"], max(control["owners"], key=lambda one: one["integrated_min"])["form"]


async def test_by_name_alone_where_the_type_says_nothing(graph: Loaded) -> None:
    names = (*NOT_THE_STATE, *THE_STATE, *OPEN)
    firms = await _load(graph, [{"股东名称": name, "股东类型": OTHER} for name in names])
    found = {name: await _status(graph, firm) for name, firm in zip(names, firms, strict=True)}
    assert {name: found[name] for name in NOT_THE_STATE} == dict.fromkeys(NOT_THE_STATE, ("found", "organisation"))
    assert {name: found[name] for name in THE_STATE} == dict.fromkeys(THE_STATE, ("state_owned", "state"))
    assert {name: found[name] for name in OPEN} == dict.fromkeys(OPEN, ("found", "unknown"))


async def test_a_code_decides_before_the_type_and_the_type_before_the_name(graph: Loaded) -> None:
    holders = [
        {"股东名称": "某某村村民委员会", "证照号码": _uscc("54", 32_001), "股东类型": "机关法人"},
        {"股东名称": "某某邮政局", "证照号码": _uscc("11", 32_002), "股东类型": OTHER},
        {"股东名称": "某某大学", "证照号码": _uscc("12", 32_003), "股东类型": "企业法人"},
        {"股东名称": "某某市财政局", "证照号码": _uscc("91", 32_004), "股东类型": "机关法人"},
        {"股东名称": "某某工会", "证照号码": _uscc("81", 32_005), "股东类型": "机关法人"},
        {"股东名称": "某某邮政局", "股东类型": "机关法人"},
        {"股东名称": "某某市财政局", "股东类型": "企业法人"},
    ]
    firms = await _load(graph, holders)
    found = [(await _status(graph, firm))[1] for firm in firms]
    assert found == ["organisation", "state", "state", "unknown", "organisation", "state", "unknown"]


async def test_a_union_above_a_holding_company_is_no_state_and_its_firms_are_related(graph: Loaded) -> None:
    parent, firm = fresh_code(33_001), fresh_code(33_002)
    rows = [("华某投资控股有限公司", parent), ("华某技术有限公司", firm)]
    named = [{"企业名称": n, "统一社会信用代码": c, "类型": "有限责任公司"} for n, c in rows]
    await graph.say("enterprise.csv", *named, reading=REGISTER)
    held = [
        {"统一社会信用代码": parent, "股东名称": "华某投资控股有限公司工会委员会", "持股比例": 0.99},
        {"统一社会信用代码": parent, "股东名称": "任某", "股东类型": "自然人股东", "持股比例": 0.01},
        {
            "统一社会信用代码": firm,
            "股东名称": "华某投资控股有限公司",
            "股东类型": "法人股东",
            "证照号码": parent,
            "持股比例": 1,
        },
    ]
    await graph.say("shareholder.csv", *held, reading=FULL)
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{firm}/beneficial-owners")).json()
        related = (await client.get(f"/v1/parties/uscc:{firm}/related")).json()
    assert owners["status"] != "state_owned"
    assert related["stops"] == []
    kinds = {one["name"]: one["reasons"][0]["kind"] for one in related["related"]}
    assert kinds["华某投资控股有限公司"] == kinds["华某投资控股有限公司工会委员会"] == "parent"


async def test_two_firms_of_one_village_are_fellow_subsidiaries(graph: Loaded) -> None:
    village = {"股东名称": "东村村民委员会", "证照号码": _uscc("54", 34_001), "股东类型": OTHER}
    first, _ = await _load(graph, [village, village])
    async with graph.serving() as client:
        related = (await client.get(f"/v1/parties/uscc:{first}/related")).json()
        owners = (await client.get(f"/v1/parties/uscc:{first}/beneficial-owners")).json()
    kinds = {one["name"]: one["reasons"][0]["kind"] for one in related["related"]}
    assert kinds["东村村民委员会"] == "parent"
    assert kinds["辨1公司"] == "fellow_subsidiary"
    assert owners["status"] != "state_owned"


async def test_what_a_type_says_of_a_firm_is_not_taken_for_a_person(graph: Loaded) -> None:
    target, *firms = (fresh_code(35_000 + n) for n in range(4))
    types = ("有限责任公司(自然人独资)", "个人独资企业", "有限责任公司(自然人投资或控股)")
    named = [{"企业名称": f"虚构{n}公司", "统一社会信用代码": code} for n, code in enumerate((target, *firms))]
    await graph.say("enterprise.csv", *named, reading=REGISTER)
    held = [
        {"统一社会信用代码": target, "股东名称": f"虚构{n}公司", "股东类型": said, "证照号码": code, "持股比例(%)": share}
        for n, (said, code, share) in enumerate(zip(types, firms, (40, 30, 30), strict=True), 1)
    ]
    receipt = await graph.say("shareholder.csv", *held, reading=FULL)
    assert (receipt.accepted, receipt.flagged) == (3, 0)
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{target}/ownership")).json()["owners"]
    assert {one["id"]: one["direct"] for one in owners} == dict(zip([f"uscc:{c}" for c in firms], (0.4, 0.3, 0.3), strict=True))
    assert {one["kind"] for one in owners} == {"Enterprise"}


async def test_numbers_that_are_no_code_join_nobody_and_make_no_department(graph: Loaded) -> None:
    first, second, third = (fresh_code(36_000 + n) for n in range(3))
    firms = [{"企业名称": f"虚构{n}公司", "统一社会信用代码": c} for n, c in enumerate((first, second, third))]
    await graph.say("enterprise.csv", *firms, reading=REGISTER)
    told = (
        (first, "香港虚构远东有限公司", "外商投资企业", "境外企业登记证", "1234567", 100),
        (second, "虚构海岛控股有限公司(BVI)", "外商投资企业", "境外企业登记证", "1234567", 60),
        (second, "杭州虚构贸易有限公司", "企业法人", "营业执照", "330106000510", 30),
        (second, "上海虚构实业有限公司", "企业法人", "组织机构代码证", "12345678-1", 10),
        (third, "张甲有限公司", "企业法人", "营业执照", "0", 50),
        (third, "李乙有限公司", "企业法人", "营业执照", "0", 50),
    )
    names = ("统一社会信用代码", "股东名称", "股东类型", "证照类型", "证照号码", "持股比例(%)")
    receipt = await graph.say("shareholder.csv", *(dict(zip(names, row, strict=True)) for row in told), reading=FULL)
    assert (receipt.accepted, receipt.flagged, receipt.rejected) == (6, 6, 0)
    licences = [
        {
            "行政相对人名称": name,
            "统一社会信用代码": "0",
            "许可编号": no,
            "许可决定日期": "2026-01-05",
            "许可机关": "某市市场监督管理局",
        }
        for name, no in (("杭州虚构茶楼", "JY4"), ("杭州虚构酒楼", "JY5"))
    ]
    receipt = await graph.say("licence.csv", *licences, reading=REGISTER)
    assert (receipt.accepted, receipt.flagged, receipt.rejected) == (2, 2, 0)
    async with graph.serving() as client:
        answers = [(await client.get(f"/v1/parties/uscc:{c}/ownership")).json()["owners"] for c in (first, second, third)]
        page = (await client.get(f"/parties/uscc:{first}")).text
    assert [sorted((o["name"], o["direct"], o["form"]) for o in owners) for owners in answers] == [
        [("香港虚构远东有限公司", 1.0, "company")],
        [
            ("上海虚构实业有限公司", 0.1, "company"),
            ("杭州虚构贸易有限公司", 0.3, "company"),
            ("虚构海岛控股有限公司(BVI)", 0.6, "unknown"),
        ],
        [("张甲有限公司", 0.5, "company"), ("李乙有限公司", 0.5, "company")],
    ]
    assert "1234567" in page, "kept as stated"
    rows = await graph.engine.read("MATCH (p:Department) RETURN count(p) AS n")
    assert rows == [{"n": 0}]
    group = await graph.group(f"uscc:{third}", "shareholder")
    assert [item["values"]["holder_codes"] for item in group["items"]] == [["0"], ["0"]]
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest
