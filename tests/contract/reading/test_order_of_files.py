"""The order in which files come changes nothing: neither facts nor what a name alone is found to mean."""

from itertools import permutations

from loaders.load.reading import Reading
from tests.support.engines import wipe
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

FIRM, OFFICE = fresh_code(841), "11330100MYJCHYBY3F"
BUREAU = "杭州市某某管理局"
MISTAKEN = {"企业名称": "误行企业", "统一社会信用代码": FIRM, "登记机关": BUREAU, "_day": "2024-02-10"}


async def test_a_name_waits_for_its_bearer_in_any_order(graph: Loaded) -> None:
    """A registration told by a bureau's name and taken back by another row; the bureau itself comes first, last or between."""
    files = {
        "enterprise.1.csv": MISTAKEN,
        "enterprise.2.csv": MISTAKEN | {"_action": "withdraw"},
        "department.csv": {"部门名称": BUREAU, "统一社会信用代码": OFFICE, "_day": "2000-01-01"},
    }
    paths = [sheet(graph.folder / name, [row]) for name, row in files.items()]
    digests = set()
    for order in permutations(paths):
        await wipe(graph.engine)
        for path in (*order, order[0]):
            receipt = await graph.load(path, reading=Reading(provider="某局"))
            assert (receipt.error, receipt.rejected) == (None, 0)
        found = await graph.engine.read("MATCH (:Mention {name: $n})-[r:RESOLVES_TO]->(p) RETURN p.id AS id", {"n": BUREAU})
        assert {row["id"] for row in found} == {f"uscc:{OFFICE}"}
        digests.add(await graph.digest())
        await graph.rederive()
        digests.add(await graph.digest())
    assert len(digests) == 1
