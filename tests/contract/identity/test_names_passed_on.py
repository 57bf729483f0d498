"""A name alone is whoever bore it on the day that the row speaks of; told late or out of order, it comes to the same."""

from typing import Any

import pytest

from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.engines import wipe
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRST, SECOND, TARGET, BRANCH = (fresh_code(n) for n in (851, 852, 853, 854))
NAME, BRANCH_NAME = "传名公司", "传名公司杭州分公司"


def _firm(name: str, code: str) -> dict[str, Any]:
    kind = "有限责任公司分公司" if code == BRANCH else "有限责任公司"
    return {"企业名称": name, "统一社会信用代码": code, "类型": kind}


LIST = {"统一社会信用代码": TARGET, "股东名称": NAME, "股东类型": "企业法人", "持股比例": "1"}
FILES: dict[str, tuple[tuple[dict[str, Any], ...], str, dict[str, Any]]] = {
    "enterprise.2020.csv": (
        (_firm(NAME, FIRST), _firm("后名公司", SECOND), _firm("传名靶公司", TARGET), _firm(BRANCH_NAME, BRANCH)),
        "2020-01-01",
        {"complete": "00"},
    ),
    "shareholder.2021.csv": ((LIST,), "2021-01-01", {"coverage": CoverageKind.FULL}),
    "enterprise.2022.csv": ((_firm("前名公司", FIRST), _firm(NAME, SECOND)), "2022-01-01", {}),
    "shareholder.2023.csv": ((LIST,), "2023-01-01", {"coverage": CoverageKind.FULL}),
    "branch.2021.csv": (({"分支机构统一社会信用代码": BRANCH, "总公司名称": NAME},), "2021-01-01", {}),
    "branch.2023.csv": (({"分支机构统一社会信用代码": BRANCH, "总公司名称": NAME},), "2023-01-01", {}),
}
ORDERS = (sorted(FILES), sorted(FILES, reverse=True))


async def _load(graph: Loaded, name: str) -> None:
    rows, day, more = FILES[name]
    receipt = await graph.load(sheet(graph.folder / name, rows), reading=Reading(provider="甲局", day=day, **more))
    assert (receipt.error, receipt.rejected) == (None, 0)


async def _owner(client: Any, as_of: str) -> set[str]:
    answer = (await client.get(f"/v1/parties/uscc:{TARGET}/ownership", params={"as_of": as_of})).json()
    return {one["id"] for one in answer["owners"]}


async def _head(client: Any, as_of: str) -> set[str]:
    answer = (await client.get(f"/v1/parties/uscc:{BRANCH}/controllers", params={"as_of": as_of})).json()
    return {one["id"] for one in answer["controllers"]}


async def test_the_bearer_of_the_day_is_meant_in_any_order(graph: Loaded) -> None:
    digests = set()
    for order in ORDERS:
        await wipe(graph.engine)
        for name in order:
            await _load(graph, name)
        digests.add(await graph.digest())
    await graph.rederive()
    assert digests == {await graph.digest()}
    async with graph.serving() as client:
        for as_of, bearer in (("2021-06-01", FIRST), ("2022-06-01", FIRST), ("2023-06-01", SECOND)):
            assert await _owner(client, as_of) == {f"uscc:{bearer}"}
        assert await _head(client, "2021-06-01") == {f"uscc:{FIRST}"}
        assert await _head(client, "2023-06-01") == {f"uscc:{SECOND}"}
        found = (await client.get("/v1/search", params={"q": NAME})).json()["items"]
    assert [item["id"] for item in found[:3]] == [f"uscc:{SECOND}", f"uscc:{FIRST}", f"uscc:{BRANCH}"]
