"""Many callers at once: what those who are answered notice, what the rest are told, and how soon it is over.

`python -m tests.bench.crowd HOME` measures the service over the graph that is there.
"""

import asyncio
import itertools
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from app.settings import Settings
from tests.bench.ratios import Report
from tests.bench.reads import over_home
from tests.support.served import Served, served

CALLERS, CROWD = 50, 250
TIMES = 5
"""As many times the callers that are all answered make the crowd that is too large."""
SECONDS = 10.0
RECOVERED = 10.0
FREE: dict[str, str] = {"rate_per_address": "", "connections": "5000"}


@dataclass
class Noticed:
    """What a crowd noticed: seconds of each answer, and how many other statuses there were."""

    answered: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    @property
    def p50(self) -> float:
        """The median of the seconds of answers."""
        return median(self.answered)

    @property
    def p95(self) -> float:
        """The seconds that one answer of twenty takes longer than."""
        return quantiles(self.answered, n=20)[-1] if len(self.answered) > 1 else self.answered[0]

    def __str__(self) -> str:
        told = ", ".join(f"{n} × {status}" for status, n in sorted(self.refused.items())) or "none refused"
        return f"{len(self.answered) / SECONDS:.0f}/s, p50 {1e3 * self.p50:.0f} ms, p95 {1e3 * self.p95:.0f} ms, {told}"


async def one_caller(port: int, paths: Iterator[str], until: float, noticed: Noticed) -> None:
    """Ask one path after the other on one connection; who is refused tries again when it is told to."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(f"GET {next(paths)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split(b" ", 2)[1])
        await reader.readexactly(_number(head, b"content-length: "))
        if status == 200:
            noticed.answered.append(time.perf_counter() - begun)
        else:
            noticed.refused[status] += 1
            await asyncio.sleep(_number(head, b"retry-after: "))
    writer.close()


def _number(head: bytes, name: bytes) -> int:
    return int(head.partition(b"\r\n" + name)[2].partition(b"\r\n")[0] or 0)


async def crowd(service: Served, paths: Sequence[str], callers: int, seconds: float) -> Noticed:
    """What so many callers notice in so many seconds."""
    noticed, turn = Noticed(), itertools.cycle(paths)
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one_caller(service.port, turn, until, noticed) for _ in range(callers)))
    return noticed


async def measured(name: str, size: int, settings: Settings, parties: Sequence[str], seconds: float = SECONDS) -> Report:
    """Portraits and beneficial owners asked by 50 and by 250, and by five times as many as are all answered."""
    report = Report("crowd", name, size)
    ids = [quote(party) for party in parties]
    kinds = {
        "portraits": ([f"/v1/parties/{one}/portrait" for one in ids], settings.lookups),
        "beneficial owners": ([f"/v1/parties/{one}/beneficial-owners" for one in ids], settings.inquiries),
    }
    async with served(settings, **FREE) as service:
        for kind, (paths, places) in kinds.items():
            await crowd(service, paths, 4, seconds / 5)
            for callers in (CALLERS, CROWD):
                report.add(f"{kind}, {callers} callers", str(await crowd(service, paths, callers, seconds)))
            carried = await crowd(service, paths, places, seconds)
            before = service.memory
            over, live = await asyncio.gather(
                crowd(service, paths, places * TIMES, seconds), crowd(service, ["/live"], 1, seconds)
            )
            after = time.perf_counter()
            while (await crowd(service, paths, 1, 0.5)).p50 > carried.p50 and time.perf_counter() < after + RECOVERED:
                pass
            report.add(f"{kind}, the {places} that are answered at once", str(carried))
            report.add(f"{kind}, {TIMES} times as many", str(over))
            report.ratio(f"{kind}, {TIMES} times as many: p95 ÷ p95", over.p95 / carried.p95, 3, at_least=False)
            report.add(f"{kind}: /live meanwhile", f"p95 {1e3 * live.p95:.0f} ms")
            report.add(f"{kind}: memory more by", f"{(service.memory - before) / 2**20:.0f} MB")
            report.ratio(f"{kind}: as quick as before after, s", time.perf_counter() - after, RECOVERED, at_least=False)
    return report


if __name__ == "__main__":
    asyncio.run(over_home(Path(sys.argv[1]).resolve(), measured))
