"""The change feed: what it costs a first load, and how long after a push a webhook is received.

`python -m tests.bench.feed [ENTERPRISES [PUSHES]]` measures on the embedded engine, in a folder of its own.
"""

import asyncio
import csv
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from app.changes.reading import ChangeFeed
from app.desk.store import open_desk
from app.engine import Engine, apply_schema, connect
from app.settings import Settings, read_settings
from app.webhooks.subscribing import Subscriptions
from loaders.catalogue.files import read_catalogue
from loaders.feed import writing
from loaders.load import keeper
from loaders.load.reading import Reading
from loaders.load.run import loader
from loaders.read import find_files
from loaders.synthetic import write_sample
from models.caller import Caller
from models.catalogue import Catalogue
from models.work.webhooks import NewWebhook
from tests.support.engines import PLAIN, environment
from tests.support.feed.receiving import ROOT, receiving
from tests.support.worlds.hiding import fresh_code

ORDER = ("department", "enterprise", "listed_company")


async def without(*args: Any, **more: Any) -> None:
    """Write no feed."""


async def load_all(settings: Settings, engine: Engine, catalogue: Catalogue, folder: Path) -> float:
    """Load a sample world; the seconds it took."""
    files = [f for f in find_files(folder, catalogue.categories) if f.category and "dirty" not in f.path.parts]
    files.sort(key=lambda f: (ORDER.index(f.category) if f.category in ORDER else len(ORDER), f.path.name))
    begun = time.perf_counter()
    async with loader(engine, catalogue, secret=b"bench", rejects=settings.home / "rejects", holder="bench", ttl=30.0) as work:
        for file in files:
            await work.load(file.path, catalogue[str(file.category)], Reading())
    return time.perf_counter() - begun


async def first_loads(folder: Path, files: Path, catalogue: Catalogue, rounds: int) -> dict[str, list[float]]:
    """The seconds of first loads, with the feed and without it in turn, each into a new graph."""
    took: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(rounds):
        for how in ("without", "with") if number % 2 else ("with", "without"):
            settings = read_settings(home=folder / f"{how}{number}", **PLAIN)
            engine = await connect(settings)
            await apply_schema(engine, catalogue)
            keeper.write_feed = writing.write_feed if how == "with" else without  # type: ignore[attr-defined]
            took[how].append(await load_all(settings, engine, catalogue, files))
            await engine.close()
    keeper.write_feed = writing.write_feed  # type: ignore[attr-defined]
    return took


async def pushes(folder: Path, catalogue: Catalogue, count: int) -> list[tuple[float, float]]:
    """For each push of one row: seconds from its beginning, and from its receipt, until the receiver had the message."""
    settings = read_settings(home=folder / "pushes", webhook_private=True, **PLAIN)
    engine = await connect(settings)
    await apply_schema(engine, catalogue)
    out: list[tuple[float, float]] = []
    with receiving(folder / "received.jsonl") as receiver, open_desk(settings) as desk:
        feed = ChangeFeed(engine, settings.key.encode())
        await Subscriptions(desk, feed, catalogue, settings).add(NewWebhook(url=receiver.url), Caller(), "bench")
        command = [sys.executable, "-m", "app.cli", "webhooks", "deliver"]
        deliverer = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment(settings), stderr=DEVNULL)
        try:
            async with loader(engine, catalogue, secret=b"b", rejects=folder / "r", holder="bench", ttl=30.0) as work:
                for number in range(count + 1):
                    file = folder / f"enterprise.{number}.csv"
                    row = {"code": fresh_code(number), "name": f"企业{number}公司", "_provider": "某局", "_day": "2024-01-01"}
                    with file.open("w", encoding="utf-8", newline="") as opened:
                        writer = csv.DictWriter(opened, row)
                        writer.writeheader()
                        writer.writerow(row)
                    begun = time.time()
                    await work.load(file, catalogue["enterprise"], Reading())
                    receipt = time.time()
                    while len(receiver.received()) <= number:  # noqa: ASYNC110 - it is another process that writes
                        await asyncio.sleep(0.02)
                    at = receiver.received()[number]["at"]
                    out.append((at - begun, at - receipt))
        finally:
            deliverer.terminate()
            await deliverer.wait()
    await engine.close()
    return out[1:]  # the first waits until the deliverer has started


def spread(seconds: Sequence[float]) -> str:
    """The median, the 95th percentile, and the most."""
    ordered = sorted(seconds)
    return f"p50 {statistics.median(ordered):.2f} s, p95 {ordered[int(len(ordered) * 0.95) - 1]:.2f} s, max {ordered[-1]:.2f} s"


async def main(enterprises: int, count: int, rounds: int = 3) -> None:
    """Measure, and print."""
    catalogue = read_catalogue()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as named:  # the engine may still be stopping
        folder = Path(named)
        told = await pushes(folder, catalogue, count)
        print(f"push of a row -> webhook received: {spread([one for one, _ in told])}")
        print(f"its receipt -> webhook received: {spread([one for _, one in told])}")
        write_sample(folder / "files", enterprises=enterprises, seed=1)
        took = await first_loads(folder, folder / "files", catalogue, rounds)
        for how, seconds in took.items():
            print(f"first load of {enterprises} enterprises {how} the feed: {[round(one, 1) for one in seconds]} s")
        ratio = statistics.median(took["with"]) / statistics.median(took["without"])
        print(f"with / without: {ratio:.3f}")


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
