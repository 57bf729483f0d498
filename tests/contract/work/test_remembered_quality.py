"""What is remembered of the quality of batches equals what is worked out anew, whatever is written meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.answers import Reader
from app.answers.quality import reading
from app.answers.quality.batches import BatchQuality, read_batch
from app.answers.quality.measured import problems, quality
from loaders.load.reading import Reading
from models.caller import Caller, today
from models.work.receipt import Receipt
from tests.contract.work.test_quality import OFFICE, SENT, decision, mended
from tests.support.inquiring import reader
from tests.support.loading import OFFICER, Loaded
from tests.support.worlds.hiding import fresh_code

OTHERS = "密局"
STEPS = 12


@dataclass
class Writing:
    """Writes this and that at random: penalties, some of them hidden, of firms by code, by former name and by name alone."""

    graph: Loaded
    random: Random
    sent: list[Receipt] = field(default_factory=list)

    def party(self) -> dict[str, str]:
        which = self.random.randrange(4)
        code, name = {"统一社会信用代码": fresh_code(710 + which)}, {"行政相对人名称": f"示例{which}有限公司"}
        return self.random.choice([code | name, code | {"行政相对人名称": f"示例{which}旧有限公司"}, name])

    def number(self) -> str:
        return f"文{self.random.randrange(12)}号"

    async def penalties(self, step: int) -> None:
        days, levels = [today(), "2024-03-01", "2024-02-30"], "0002"
        rows = [
            decision(self.number(), self.random.choice(days), None, **self.party(), _level=self.random.choice(levels))
            for _ in range(3)
        ]
        provider = self.random.choice([OFFICE, OTHERS])
        self.sent.append(await self.graph.say(f"penalty.{step}.csv", *rows, reading=Reading(provider=provider)))

    async def registration(self, step: int) -> None:
        which = step // 6 % 4
        row = {"企业名称": f"示例{which}有限公司", "统一社会信用代码": fresh_code(710 + which)}
        said = Reading(provider="登记局", day=f"2020-01-{step + 1:02}")
        await self.graph.say(f"enterprise.{step}.csv", row, reading=said)

    async def repair(self, step: int) -> None:
        row = decision(self.number(), _action="repair", **self.party())
        await self.graph.say(f"penalty.{step}.csv", row, reading=SENT)

    async def mending(self, step: int) -> None:
        for one in self.sent:
            if one.rejected and one.rejects:
                await self.graph.load(mended(Path(str(one.rejects))), "penalty", SENT)

    async def withdrawal(self, step: int) -> None:
        await self.graph.withdraw(self.sent.pop(self.random.randrange(len(self.sent))).batch)

    async def step(self, step: int) -> None:
        every = (self.penalties, self.registration, self.repair, self.mending, self.withdrawal, self.penalties)
        await every[step % len(every)](step)


async def answers(graph: Loaded) -> list[Any]:
    """All figures and rows behind them, as two callers see them."""
    out: list[Any] = []
    for caller in (OFFICER, Caller(level=2)):
        asked = await quality(reader(graph, caller))
        rows = [await problems(reader(graph, caller), provider=provider) for provider in (OFFICE, OTHERS)]
        out.append([asked.items, asked.totals, *(one.items for one in rows)])
    return out


async def test_what_is_remembered_of_batches_equals_what_is_worked_out_anew(
    graph: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, read = read_batch, list[str]()

    async def counted(asked: Reader, batch: Mapping[str, Any], *given: Any) -> BatchQuality:
        read.append(batch["batch"])
        return await work(asked, batch, *given)

    monkeypatch.setattr(reading, "read_batch", counted)
    writing = Writing(graph, Random(20261130))
    saved = 0
    for step in range(STEPS):
        await writing.step(step)
        read.clear()
        remembered, few = await answers(graph), len(read)
        kept = reading._KEPT.pop(graph.questions)
        assert remembered == await answers(graph), f"step {step}"
        reading._KEPT[graph.questions] = kept
        saved += len(read) - 2 * few
    assert saved > 0, "what has not changed is not read again"
    last = decision("末1号", party=fresh_code(799), 行政相对人名称="末有限公司", 处罚机关="末局")
    await graph.say("penalty.last.csv", last, reading=Reading(provider="末局"))
    read.clear()
    await answers(graph)
    assert len(read) == 2, "the new batch alone, for either caller"
