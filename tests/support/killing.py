"""A loader that kills itself, or the embedded engine, in the middle of its work.

Run as `python -m tests.support.killing FOLDER POINT NTH VICTIM`; settings come from the environment. POINT is a statement of
cypher/write/, NTH which of its runs; VICTIM is loader, engine or none. Prints the receipts as JSON.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.engine import apply_schema, connect
from app.settings import read_settings
from loaders.catalogue.files import read_catalogue
from loaders.load.reading import Reading
from loaders.load.run import loader
from loaders.read import find_files
from loaders.store.graph import GraphStore

WANTED = ("department", "enterprise", "listed_company", "penalty", "shareholder", "legal_representative")


def arm(point: str, nth: int, victim: str, home: Path) -> None:
    """Kill the victim right after the nth run of a statement, before its transaction commits."""
    run, count = GraphStore.run, 0

    async def deadly(self: GraphStore, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        nonlocal count
        rows = await run(self, name, params, **words)
        if name == point:
            count += 1
            if count == nth:
                os.kill(os.getpid() if victim == "loader" else _engine(home), signal.SIGKILL)
        return rows

    GraphStore.run = deadly  # type: ignore[method-assign]


def _engine(home: Path) -> int:
    return int(json.loads((home / "graph" / "endpoint.json").read_text())["pid"])


async def main(folder: str, point: str, nth: str, victim: str) -> None:
    settings = read_settings()
    if victim != "none":
        arm(point, int(nth), victim, settings.home)
    catalogue = read_catalogue()
    engine = await connect(settings)
    await apply_schema(engine, catalogue)
    files = [f for f in find_files(Path(folder), catalogue.categories) if f.category in WANTED]
    receipts = []
    async with loader(
        engine, catalogue, secret=b"kill", rejects=settings.home / "rejects", holder="kill", ttl=5.0, wait=10.0
    ) as work:
        for f in sorted(files, key=lambda f: WANTED.index(str(f.category))):
            receipt = await work.load(f.path, catalogue[str(f.category)], Reading())
            receipts.append(receipt.model_dump(include={"document", "rows", "accepted", "unchanged", "rejected", "error"}))
    await engine.close()
    print(json.dumps(receipts))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
