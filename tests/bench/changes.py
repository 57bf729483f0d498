"""Taking back and joining: what a large withdrawal, a merge of two hubs and its split cost, and whether answers come meanwhile.

`python -m tests.bench.changes ENGINE STATEMENTS EDGES FOLDER` measures; with PORT and PARTY it asks a service for a party's
portrait until its standard input ends, and prints the times it took as JSON: who asks must not share a process with who
writes.
"""

import asyncio
import contextlib
import csv
import http.client
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

from loaders.load.reading import Reading
from loaders.load.run import Loader
from loaders.values.codes import reg_check
from models.catalogue import Catalogue
from tests.bench.graphs import Side, full_catalogue, loading, side
from tests.bench.ratios import Report
from tests.bench.reads import served
from tests.support.worlds.hiding import fresh_code

TOLD, LATER = (Reading(provider="市场监督管理局", day=day) for day in ("2024-01-01", "2024-02-01"))
NUMBER = "33010600034999" + reg_check("33010600034999")
EVERY, PATIENCE = 0.05, 120


@dataclass
class Timed:
    """The wall times of the steps, and the times of the answers given meanwhile."""

    graph: Side
    port: int
    party: str
    report: Report

    async def step(self, what: str, work: Callable[[], Awaitable[Any]], statements: int) -> float:
        """Do a step while somebody asks; gives its microseconds a statement."""
        asking = await asyncio.to_thread(_start_asking, self.port, self.party)
        used = self.graph.processor(), time.process_time()
        begun = time.perf_counter()
        await work()
        took = time.perf_counter() - begun
        spent = self.graph.processor() - used[0], time.process_time() - used[1]
        answers, _ = await asyncio.to_thread(asking.communicate, "")
        each = 1e6 * took / statements
        self.report.add(f"{what}, s for {statements} statements", took)
        self.report.add(
            f"{what}, us a statement",
            f"{each:.0f} (processor: engine {_each(spent[0], statements)}, client {_each(spent[1], statements)})",
        )
        self.report.add(f"{what}, answers meanwhile", _said(json.loads(answers)))
        return each


def _each(seconds: float, statements: int) -> str:
    return f"{1e6 * seconds / statements:.0f}"


def _said(found: dict[str, Any]) -> str:
    ms = [1e3 * t for t in found["times"]]
    if not ms:
        return f"none, {found['failed']} failed"
    tail = quantiles(ms, n=20)[-1] if len(ms) > 1 else ms[0]
    times = f"p50 {median(ms):.0f}, p95 {tail:.0f}, max {max(ms):.0f} ms"
    return f"{len(ms)}, {found['failed']} failed, {found['settling']} settling; {times}"


def _start_asking(port: int, party: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.changes", str(port), party],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def ask(port: int, party: str) -> dict[str, Any]:
    """Ask until standard input ends: seconds of each answer, how many failed, how many said that the graph settles."""
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    print("asking", flush=True)
    found: dict[str, Any] = {"times": [], "failed": 0, "settling": 0}
    while True:
        begun = time.perf_counter()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            try:
                connection.request("GET", f"/v1/parties/{quote(party, safe='')}/portrait")
                response = connection.getresponse()
                body = json.loads(response.read())
                found["failed"] += response.status != 200
                found["settling"] += bool(body.get("settling"))
                found["times"].append(time.perf_counter() - begun)
            except OSError:
                found["failed"] += 1
        if ended.wait(EVERY):
            return found


async def changes(name: str, statements: int, edges: int, folder: Path) -> Report:
    """A batch of `statements` holdings loaded and taken back; two parties of `edges` holdings each joined and split again."""
    catalogue = full_catalogue()
    report = Report("changes", name, statements)
    codes = [fresh_code(n) for n in range(1, max(statements, 2 * edges) + 3)]
    bystander, hub, others = codes[0], codes[1], codes[2:]
    async with side(name, folder / f"{name}-changes", catalogue) as graph:
        async with loading(graph.engine, catalogue, folder) as loader:
            firms = [{"name": f"企业{i}有限公司", "code": code} for i, code in enumerate(codes)]
            await _tell(loader, catalogue, folder, "enterprise.all", [*firms, {"name": "旧号有限公司", "code": NUMBER}])
            async with served(graph) as port:
                timed = Timed(graph, port, f"uscc:{bystander}", report)
                await _taken_back(timed, loader, catalogue, folder, others[:statements])
                await _joined(timed, loader, catalogue, folder, hub, others, edges)
        report.add("peak MB of the client", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        report.add("MB of the engine now", graph.process.memory_info().rss / 2**20)
    return report


async def _tell(
    loader: Loader,
    catalogue: Catalogue,
    folder: Path,
    name: str,
    rows: Iterable[dict[str, str]],
    reading: Reading = TOLD,
    merges: int = 0,
) -> str:
    path = folder / f"{name}.csv"
    listed = list(rows)
    await asyncio.to_thread(_write, path, listed)
    receipt = await loader.load(path, catalogue[name.partition(".")[0]], reading)
    assert (receipt.accepted, receipt.merges) == (len(listed), merges), receipt
    assert receipt.batch
    return receipt.batch


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


async def _taken_back(timed: Timed, loader: Loader, catalogue: Catalogue, folder: Path, firms: list[str]) -> None:
    half = len(firms) // 2
    rows = [{"enterprise": c, "holder": firms[i - half], "subscribed": "1000"} for i, c in enumerate(firms)]
    batches: list[str] = []

    async def load() -> None:
        batches.append(await _tell(loader, catalogue, folder, "shareholder.spread", rows))

    loaded = await timed.step("load", load, len(rows))
    taken = await timed.step("withdrawal", lambda: loader.keeper.withdraw_batch(batches[0]), len(rows))
    timed.report.add("withdrawal / load, a statement", taken / loaded)


async def _joined(
    timed: Timed, loader: Loader, catalogue: Catalogue, folder: Path, hub: str, others: list[str], edges: int
) -> None:
    rows = [
        {"enterprise": c, "holder": hub if i % 2 else NUMBER, "subscribed": "1000"} for i, c in enumerate(others[: 2 * edges])
    ]
    loaded = await timed.step(
        "load into two hubs", lambda: _tell(loader, catalogue, folder, "shareholder.hubs", rows), len(rows)
    )
    both = [{"name": "枢纽有限公司", "code": hub, "registration_no": NUMBER}]
    batches: list[str] = []

    async def join() -> None:
        batches.append(await _tell(loader, catalogue, folder, "enterprise.both", both, LATER, merges=1))

    merged = await timed.step("merge", join, edges)
    timed.report.add("merge / load, a moved statement", merged / loaded)
    split = await timed.step("split", lambda: loader.keeper.withdraw_batch(batches[0]), edges)
    timed.report.add("split / load, a moved statement", split / loaded)


if __name__ == "__main__":
    if sys.argv[1] in ("embedded", "neo4j"):
        asyncio.run(changes(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))).close()
    else:
        print(json.dumps(ask(int(sys.argv[1]), sys.argv[2])))
