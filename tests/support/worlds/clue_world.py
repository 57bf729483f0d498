"""A small world of clues: departments that meet over what three firms share, and what must not be taken for that."""

from collections.abc import Mapping
from typing import Any

from tests.support.desk.commands import decision
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

FIRMS, CROWD = 60, range(10, 35)
AS_OF, DAY = "2024-12-01", "2024-06-03"
PHONE, HOTLINE, ADDRESS = "13911112222", "13933334444", "杭州市西湖区文一路77号"
MARKET, TAX, COURT = "杭州市市场监督管理局", "国家税务总局杭州市税务局", "杭州市西湖区人民法院"
REGISTER = {"_provider": MARKET, "_day": "2024-01-02"}
MET = (1, 2, 3)
"""The firms over which three departments meet, by their phone and by their address."""
Row = dict[str, Any]


def code(number: int) -> str:
    return fresh_code(number)


def party(number: int) -> str:
    return f"uscc:{fresh_code(number)}"


def named(number: int) -> str:
    return f"杭州线索{number}号贸易有限公司"


def firm(number: int, **more: Any) -> Row:
    """A registration that shares with others only what is given."""
    own = {
        "企业名称": named(number),
        "统一社会信用代码": code(number),
        "行业": "I65",
        "行政区划": "330106",
        "住所": f"杭州市上城区中山路{number + 100}号",
        "联系电话": f"1500000{number:04}",
    }
    if number in MET:
        own |= {"住所": ADDRESS, "联系电话": PHONE}
    if number in CROWD:
        own |= {"联系电话": HOTLINE}
    return own | REGISTER | more


def penalised(number: int, of: str = MARKET, day: str = DAY, **more: Any) -> Row:
    """A decision about a firm."""
    stated = {"统一社会信用代码": code(number), "行政相对人名称": named(number), "处罚决定日期": day, "处罚机关": of}
    return decision(f"罚{number}号") | stated | {"_provider": of, "_day": day} | more


def in_arrears(number: int, **more: Any) -> Row:
    """Taxes that a firm owes."""
    stated = {"纳税人名称": named(number), "统一社会信用代码": code(number), "欠税税种": "增值税", "欠税余额": "80000"}
    return stated | {"税务机关": TAX, "发布日期": DAY, "_provider": TAX, "_day": DAY} | more


def dishonest(number: int, **more: Any) -> Row:
    """A firm on the list of dishonest debtors."""
    stated = {"被执行人名称": named(number), "统一社会信用代码": code(number), "执行案号": f"（2024）浙0106执{number}号"}
    return stated | {"执行法院": COURT, "发布日期": DAY, "_provider": COURT, "_day": DAY} | more


async def fill(graph: Loaded, *, met: bool = True, of: Mapping[str, Any] | None = None) -> None:
    """Load the firms; the records over which departments meet too, unless not `met`, with `of` in each."""
    await graph.say("enterprise", *(firm(number) for number in range(1, FIRMS + 1)))
    # Of those who share the hotline three are known to three departments; a hotline is common.
    await graph.say("penalty", penalised(10))
    await graph.say("tax_arrears", in_arrears(11))
    await graph.say("dishonest_debtor", dishonest(12))
    if met:
        await meet(graph, **(of or {}))


async def meet(graph: Loaded, **more: Any) -> None:
    """Load the records by which three departments meet over MET."""
    await graph.say("penalty", penalised(1, **more))
    await graph.say("tax_arrears", in_arrears(2, **more))
    await graph.say("dishonest_debtor", dishonest(3, **more))
