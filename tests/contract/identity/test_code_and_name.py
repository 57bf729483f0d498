"""One holder told by code in one file and by name in another file of one list is one holder, and counts once."""

from itertools import permutations
from typing import Any

import pytest

from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.engines import wipe
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, FIRM_NAME = "91440300MA89MXMR0F", "深圳虚构丙丁资产管理有限公司"
HOLDER, OTHER = "深圳虚构甲乙投资有限公司", fresh_code(861)
REGISTERED = {"企业名称": FIRM_NAME, "统一社会信用代码": FIRM, "注册资本": "1000万元人民币", "成立日期": "2014-11-27"}
OF = {"企业名称": FIRM_NAME, "统一社会信用代码": FIRM}
FULL = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)


def _files(code: str, amount: int = 600) -> dict[str, list[dict[str, Any]]]:
    money = "认缴出资额(万元)"
    return {
        "enterprise.csv": [REGISTERED],
        "shareholder.csv": [
            OF | {"股东名称": HOLDER, "股东类型": "企业法人", "证照号码": code, money: 600},
            OF | {"股东名称": "王丙", "股东类型": "自然人", "证照号码": "", money: 400},
        ],
        "shareholder.contribution.csv": [
            OF | {"股东名称": HOLDER, money: amount, "认缴出资日期": "2030-01-01"},
            OF | {"股东名称": "王丙", money: 400},
        ],
    }


async def _shares(graph: Loaded) -> dict[str, float]:
    """Shares by holder; each is told with its name, though nothing registers it."""
    async with graph.serving() as client:
        answer = (await client.get(f"/v1/parties/uscc:{FIRM}/ownership", params={"as_of": "2024-06-01"})).json()
    shares: dict[str, float] = {}
    assert {one["name"] for one in answer["owners"]} <= {HOLDER, "王丙"}
    for one in answer["owners"]:
        shares[one["id"]] = round(shares.get(one["id"], 0.0) + one["integrated_min"], 6)
    return shares


async def test_a_holder_told_by_code_and_by_name_counts_once_in_any_order(graph: Loaded) -> None:
    for code in ("440301999000017", OTHER):
        digests = set()
        for order in list(permutations(_files(code).items()))[:: 2 if code == OTHER else 5]:
            await wipe(graph.engine)
            for name, rows in order:
                receipt = await graph.load(sheet(graph.folder / name, rows), reading=FULL)
                assert (receipt.error, receipt.rejected) == (None, 0)
            assert sorted((await _shares(graph)).values()) == [0.4, 0.6]
            digests.add(await graph.digest())
        await graph.rederive()
        digests.add(await graph.digest())
        assert len(digests) == 1
    group = await graph.group(f"uscc:{FIRM}", "shareholder")
    assert [item["values"].get("subscribed_on") for item in group["items"] if item["values"]["subscribed"] == 6_000_000] == [
        "2030-01-01"
    ], "what either file says is shown"


async def test_other_figures_add_and_a_withdrawn_code_leaves_the_name(graph: Loaded) -> None:
    """A row of the other file that says another figure is another entry; without the coded row the name stands for itself."""
    receipts = {}
    for name, rows in _files(OTHER, amount=200).items():
        receipts[name] = await graph.load(sheet(graph.folder / name, rows), reading=FULL)
    assert (await _shares(graph))[f"uscc:{OTHER}"] == round(800 / 1200, 6)
    await graph.withdraw(receipts["shareholder.csv"].batch)
    shares = await _shares(graph)
    assert f"uscc:{OTHER}" not in shares
    assert sorted(shares.values()) == [round(200 / 600, 6), round(400 / 600, 6)]
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_a_total_in_one_file_and_instalments_in_another_count_once(graph: Loaded) -> None:
    """Those of the coded holder come to its total; those of the other holder do not: his total counts, and it is said."""
    money, due = "认缴出资额(万元)", "认缴出资日期"
    first = _files(OTHER)
    first["shareholder.contribution.csv"] = [
        OF | {"股东名称": HOLDER, "股东类型": "企业", money: 200, due: "2030-01-01"},
        OF | {"股东名称": HOLDER, "股东类型": "企业", money: 400, due: "2031-01-01"},
        OF | {"股东名称": "王丙", "股东类型": "自然人股东", money: 300, due: "2030-01-01"},
        OF | {"股东名称": "王丙", "股东类型": "自然人股东", money: 50, due: "2031-01-01"},
    ]
    receipts = [await graph.load(sheet(graph.folder / name, rows), reading=FULL) for name, rows in first.items()]
    assert [r.conflicts for r in receipts] == [0, 0, 1]
    (said,) = receipts[-1].differences
    assert said.endswith("say different things: a row loaded before counts")
    assert {"line 4", "line 5"} <= {said[i : i + 6] for i in range(len(said))}
    assert sorted((await _shares(graph)).values()) == [0.4, 0.6]
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_what_is_told_later_by_the_holders_certain_name_replaces_what_was_told_by_its_code(graph: Loaded) -> None:
    registered = [REGISTERED, {"企业名称": HOLDER, "统一社会信用代码": OTHER, "注册资本": "", "成立日期": "2010-01-01"}]
    await graph.say("enterprise.csv", *registered, reading=Reading(provider="甲局", day="2015-01-01", complete="00"))
    coded = OF | {"股东名称": HOLDER, "股东类型": "企业法人", "证照号码": OTHER, "持股比例": "60%"}
    await graph.say("shareholder.1.csv", coded, reading=Reading(provider="甲局", day="2024-01-01"))
    await graph.say(
        "shareholder.2.csv", coded | {"证照号码": "", "持股比例": "70%"}, reading=Reading(provider="甲局", day="2024-02-01")
    )
    assert await _shares(graph) == {f"uscc:{OTHER}": 0.7}
