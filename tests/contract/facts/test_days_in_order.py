"""The days on which anything about a party changed come in one order, however the facts are stored and what is hidden."""

import random
from typing import Any

from app.engine import Tx
from loaders.load.reading import Reading
from models.statements import OPEN_DAY, OPEN_TICK
from tests.support.loading import INSPECTOR, PUBLIC, Loaded
from tests.support.worlds.hiding import fresh_code

ON = Reading(provider="甲局", day="2020-01-01")
FIRM, ORDERS = "uscc:1", 4
HOLDERS = tuple(f"uscc:{n}" for n in range(2, 10))
EDGE = """
UNWIND $rows AS row
MATCH (a:Party {id: row.a}), (b:Party {id: row.b})
CREATE (a)-[r:INVESTS_IN]->(b) SET r = row.is
"""


def _facts(seed: int) -> list[dict[str, Any]]:
    """Facts of one firm as owner and as owned, every fourth of them hidden from the public."""
    random_ = random.Random(seed)
    rows = []
    for n, other in enumerate(HOLDERS * 2):
        since, until = sorted(f"20{random_.randrange(10, 24)}-0{random_.randrange(1, 9)}-1{n % 4}" for _ in range(2))
        ends = (other, FIRM) if n < len(HOLDERS) else (FIRM, other)
        held = {"valid_from": since, "valid_to": until if n % 3 else OPEN_DAY, "level": 2 if n % 4 == 0 else 0}
        more = {"hidden_from": 9, "recorded_at": 0, "withdrawn_at": OPEN_TICK, "version_id": f"v{n}", "fact_id": f"f{n}"}
        public = {"public_from": "0001-01-01", "public_until": OPEN_DAY, "usable": True}
        rows.append({"a": ends[0], "b": ends[1], "is": held | more | public})
    random_.shuffle(rows)
    return rows


async def test_days_and_whom_they_are_about_come_in_one_order(graph: Loaded) -> None:
    everybody = [{"id": one} for one in (FIRM, *HOLDERS)]
    named = "UNWIND $rows AS row CREATE (:Identifier {id: row.id})-[:IDENTIFIES]->(:Party:Enterprise {id: row.id})"
    facts = _facts(0)
    seen = {level: {"days": set[str](), "below": set[str]()} for level in (0, 2)}
    for row in facts:
        for level in seen if row["is"]["level"] == 0 else (2,):
            seen[level]["days"] |= {row["is"]["valid_from"], row["is"]["valid_to"]} - {OPEN_DAY}
            seen[level]["below"] |= {row["b"]} - {FIRM}
    assert seen[0]["days"] < seen[2]["days"]
    await graph.say(
        "enterprise.csv", {"企业名称": "首家公司", "统一社会信用代码": fresh_code(9)}, reading=ON
    )  # starts the clock
    for seed in range(ORDERS):
        random.Random(seed).shuffle(facts)

        async def store(tx: Tx) -> None:
            await tx.run("MATCH (n) WHERE n:Party OR n:Identifier DETACH DELETE n")
            await tx.run(named, {"rows": everybody})
            await tx.run(EDGE, {"rows": facts})

        await graph.engine.transact(store)
        for level, caller in ((0, PUBLIC), (2, INSPECTOR)):
            answer = await graph.answer("ownership.days", caller, party_ids=[FIRM], as_of="2026-01-01")
            assert answer["days"] == sorted(seen[level]["days"]), (seed, level)
            assert answer["below"] == sorted(seen[level]["below"]), (seed, level)
