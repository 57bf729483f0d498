"""Rows a second of each record category: so many invented rows of each, about as many firms, loaded into one graph.

`python -m tests.bench.categories ROWS FOLDER [ENGINE]` prints a line for each category, the slowest first.
"""

import asyncio
import sys
import time
from collections.abc import Collection
from pathlib import Path
from statistics import median

from app.engine import define_categories
from loaders.load.reading import Reading
from models.catalogue import Catalogue
from tests.bench.graphs import Side, full_catalogue, loading, side
from tests.bench.ratios import Report
from tests.support.loading import sheet
from tests.support.worlds.hiding import fresh_code, rows_about


async def each_category(
    name: str, rows: int, folder: Path, ours: Side, catalogue: Catalogue, only: Collection[str] = ()
) -> Report:
    """Load `rows` rows of each category, or of these; how many of them a second. What identifies is loaded first."""
    report = Report("category", name, rows)
    speeds: dict[str, float] = {}
    asked = [one for one in catalogue.categories.values() if not only or one.name in only]
    every = sorted(asked, key=lambda one: (not one.identifies, one.name))
    await define_categories(ours.engine, every)
    async with loading(ours.engine, catalogue, folder) as loader:
        for category in every:
            given = [
                row
                for n in range(rows)
                for row in rows_about(category, f"uscc:{fresh_code(n)}", f"甲{n}", _provider="某局")[:1]
            ]
            path = sheet(folder / f"{category.name}.csv", given)
            begun = time.perf_counter()
            receipt = await loader.load(path, category, Reading())
            speeds[category.name] = receipt.rows / (time.perf_counter() - begun)
            assert receipt.error is None, receipt.error
            assert receipt.accepted + receipt.unchanged == receipt.rows, (category.name, receipt.rejected)
    report.add("categories", len(speeds))
    report.add("rows/s, median", median(speeds.values()))
    for one, speed in sorted(speeds.items(), key=lambda item: item[1]):
        report.add(one, round(speed))
    return report


async def _main(rows: int, folder: Path, engine: str) -> None:
    catalogue = full_catalogue()
    async with side(engine, folder / engine, catalogue) as ours:
        (await each_category(engine, rows, folder, ours, catalogue)).close()


if __name__ == "__main__":
    made = Path(sys.argv[2]).resolve()
    made.mkdir(parents=True, exist_ok=True)
    asyncio.run(_main(int(sys.argv[1]), made, *(sys.argv[3:] or ["embedded"])))
