"""Who is the state and who is not: by the code, then by the type as told, then by a closed list of names."""

from typing import Any

import pytest

from loaders.normalise_codes import uscc_check
from loaders.reading import Reading
from models.catalogue import CoverageKind
from tests.support.hiding import fresh_code
from tests.support.loading import Loaded

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
