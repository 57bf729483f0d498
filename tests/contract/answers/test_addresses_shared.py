"""Firms at one address are found to share it however each wrote it, in a graph written before too."""

import pytest

from loaders.derive import traits
from tests.support.loading import PUBLIC, Loaded
from tests.support.worlds.hiding import fresh_code

WRITTEN = (
    "浙江省杭州市西湖区学知路268号2幢1101室",
    "杭州市西湖区学知路二百六十八号2栋１１０１室",
    "浙江杭州西湖区學知路268號2棟一一〇一室（自主申报）",
)
ELSEWHERE = "浙江省宁波市西湖区学知路268号2幢1101室"
FIRMS = [fresh_code(n) for n in range(971, 975)]
BESIDE = "MATCH (a:Address)<-[:STATES]-(:Statement)-[:ABOUT]->(p:Party) RETURN a.id AS address, collect(DISTINCT p.id) AS firms"


async def _sharing(graph: Loaded) -> list[list[str]]:
    return sorted(sorted(row["firms"]) for row in await graph.engine.read(BESIDE))


async def test_one_address_in_three_writings(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"name": f"甲{code[-3:]}有限公司", "code": code, "address": address, "_provider": "甲局", "_day": "2024-01-01"}
        for code, address in zip(FIRMS, (*WRITTEN, ELSEWHERE), strict=True)
    ]
    right = sorted([sorted(f"uscc:{code}" for code in FIRMS[:3]), [f"uscc:{FIRMS[3]}"]])
    with monkeypatch.context() as before:
        before.setattr(traits, "address_key", lambda text: text)
        await graph.say("enterprise.csv", *rows)
        assert len(await _sharing(graph)) == 4
    await graph.rederive()
    assert await _sharing(graph) == right
    shown = await graph.group(f"uscc:{FIRMS[1]}", "enterprise", PUBLIC)
    assert shown["items"][0]["values"]["address"] == WRITTEN[1], "an address is shown as it was told"
