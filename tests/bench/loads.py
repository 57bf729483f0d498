"""Loading against raw UNWIND, and into one hub against the average."""

import csv
import gc
import time
from asyncio import to_thread
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.engine import Engine, define_categories
from loaders.load.reading import Reading
from loaders.load.run import Loader
from loaders.read import find_files
from models.catalogue import Catalogue
from tests.bench.graphs import Side, full_catalogue, loading, side, world
from tests.bench.ratios import Pair, Report, total_speed
from tests.bench.recording import RecordingEngine, replay

SMALL_FILE = 500
HUB_PART = 2000
HUB_HEADER = ("_provider", "_day", "统一社会信用代码", "股东统一社会信用代码", "认缴出资额")


async def load_against_raw(
    name: str, enterprises: int, folder: Path, ours: Side, base: Side, catalogue: Catalogue, months: str = ""
) -> Report:
    """Every file of the sample world through the loader into one graph; what it wrote, by the bare driver, into another.

    `months` is a part of the names of the files taken; empty: all.
    """
    files = world(enterprises, folder)
    recorder = RecordingEngine(ours.engine)
    pairs = []
    client = Pair(0, 0.0, 0.0)
    engines = Pair(0, ours.processor(), base.processor())
    async with loading(recorder, catalogue, folder) as loader:
        recorder.take()
        with base.session() as session:
            given = [
                loader.file(found.path, catalogue[found.category], Reading())
                for found in find_files(files, catalogue.categories)
                if found.category is not None and found.path.parent == files and months in found.path.name
            ]
            await define_categories(base.engine, [file.category for file in given])
            for file, following in zip(given, [*given[1:], None], strict=True):
                begun, used = time.perf_counter(), time.process_time()
                receipt = await loader.load_file(file, following=following)
                if following:
                    await following.settled()  # nothing of ours goes on while the baseline is measured
                took, spent = time.perf_counter() - begun, time.process_time() - used
                sent = recorder.take()
                if receipt.error is None and sent:
                    begun, used = time.perf_counter(), time.process_time()
                    await to_thread(replay, session, sent)
                    pairs.append(Pair(receipt.rows, took, time.perf_counter() - begun))
                    client = Pair(0, client.ours + spent, client.base + time.process_time() - used)
                del sent
                gc.unfreeze()
    report = _load_report(name, enterprises, pairs)
    rows = sum(p.size for p in pairs)
    report.add("client processor, us a row, on line / raw", f"{1e6 * client.ours / rows:.0f} / {1e6 * client.base / rows:.0f}")
    cost = [
        1e6 * (after - before) / rows for after, before in ((ours.processor(), engines.ours), (base.processor(), engines.base))
    ]
    report.add("engine processor, us a row, on line / raw", f"{cost[0]:.0f} / {cost[1]:.0f}")
    report.add("same graph", str(await _counts(ours) == await _counts(base)))
    return report


def _load_report(name: str, enterprises: int, pairs: list[Pair]) -> Report:
    report = Report("load", name, enterprises)
    rows = sum(p.size for p in pairs)
    large = [p for p in pairs if p.size > SMALL_FILE]
    report.add("rows", rows)
    report.add("rows/s on line", rows / sum(p.ours for p in pairs))
    report.add("rows/s raw UNWIND", rows / sum(p.base for p in pairs))
    report.ratio("load / raw, all rows", total_speed(pairs), 0.8, at_least=True)
    if large:
        report.add(f"load / raw, median of the {len(large)} files over {SMALL_FILE} rows", median(p.speed for p in large))
    small = [p for p in pairs if p.size <= SMALL_FILE]
    if small:
        report.add(f"load / raw, median of the {len(small)} smaller files", median(p.speed for p in small))
        report.add(
            "ms a smaller file, on line / raw",
            f"{1e3 * median(p.ours for p in small):.0f} / {1e3 * median(p.base for p in small):.0f}",
        )
    return report


async def _counts(one: Side) -> list[int]:
    nodes = await one.engine.read("MATCH (n) WHERE n:Statement OR n:Identifier OR n:Party OR n:Batch RETURN count(n) AS n")
    facts = await one.engine.read("MATCH (:Party)-[r]->(:Party) RETURN count(r) AS n")
    refers = await one.engine.read("MATCH (:Statement)-[r]->() RETURN count(r) AS n")
    return [int(rows[0]["n"]) for rows in (nodes, facts, refers)]


async def hub_against_average(name: str, enterprises: int, folder: Path) -> Report:
    """Holdings of one enterprise in all others, and as many spread over all, part by part in turn into one graph."""
    catalogue = full_catalogue()
    codes = _codes(world(enterprises, folder))
    hub, others = codes[0], codes[1:]
    size = min(HUB_PART, max(50, len(others) // 4))
    async with side(name, folder / f"{name}-hub", catalogue) as one:
        await _register(one.engine, catalogue, folder, codes)
        pairs = []
        async with loading(one.engine, catalogue, folder) as loader:
            for i in range(0, len(others) - size + 1, size):
                part = others[i : i + size]
                shifted = [others[(i + j + len(others) // 2) % len(others)] for j in range(size)]
                spread = await _holdings(loader, catalogue, folder, part, shifted)
                pairs.append(Pair(i + size, await _holdings(loader, catalogue, folder, part, [hub] * size), spread))
        report = Report("hub", name, enterprises)
        report.add("edges of the hub", pairs[-1].size)
        report.add("rows/s into the hub", size / median(p.ours for p in pairs))
        report.add("rows/s spread", size / median(p.base for p in pairs))
        report.ratio("hub / average, median part", median(p.speed for p in pairs), 0.8, at_least=True)
        last = pairs[-max(1, len(pairs) // 10) :]
        report.ratio(
            "hub / average, the last tenth (the hub at its largest)", median(p.speed for p in last), 0.8, at_least=True
        )
    return report


def _codes(files: Path) -> list[str]:
    with (files / "enterprise.2024-01.csv").open(encoding="gb18030", newline="") as file:
        rows = csv.DictReader(file)
        return sorted({code for row in rows if len(code := (row.get("统一社会信用代码") or "").strip()) == 18})


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


async def _register(engine: Engine, catalogue: Catalogue, folder: Path, codes: list[str]) -> None:
    header = ("_provider", "_day", "企业名称", "统一社会信用代码")
    rows = [("市场监督管理局", "2024-01-01", f"企业{i}有限公司", code) for i, code in enumerate(codes)]
    async with loading(engine, catalogue, folder) as loader:
        receipt = await loader.load(_write(folder / "enterprise.csv", header, rows), catalogue["enterprise"], Reading())
        assert receipt.accepted == len(codes), receipt


async def _holdings(loader: Loader, catalogue: Catalogue, folder: Path, held: list[str], holders: list[str]) -> float:
    rows = [("市场监督管理局", "2024-01-01", h, s, "1000") for h, s in zip(held, holders, strict=True)]
    path = _write(folder / "shareholder.csv", HUB_HEADER, rows)
    begun = time.perf_counter()
    receipt = await loader.load(path, catalogue["shareholder"], Reading())
    assert receipt.accepted == len(rows), receipt
    return time.perf_counter() - begun
