"""A graph filled through the loader, as tests use it: files in, questions asked, pages served."""

import csv
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from app.engine import Engine
from app.main import create_app
from app.paths import CYPHER
from app.questions import Questions
from app.settings import Settings
from loaders.load.reading import Reading
from loaders.load.run import Loader, loader
from loaders.types.codes.pid import hash_document
from loaders.upkeep.digest_graph import graph_digest
from models.caller import Caller
from models.catalogue import Catalogue
from models.work.receipt import Receipt

SECRET = b"test"
PUBLIC, OFFICER, INSPECTOR = Caller(level=0), Caller(level=1), Caller(level=2)
MOVING = frozenset({"tick", "known_at", "recorded_at", "recorded", "loaded_at", "loaded_on", "receipt"})
"""What differs between two graphs that say the same: ticks and wall times."""
STAMPS = frozenset({"tick", "known_at"})


def sheet(path: Path, rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8") -> Path:
    """Write rows as CSV, with every column that any of them has."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass
class Loaded:
    """A graph and what was loaded into it. `folder` takes files to load and their rejects, `cypher` has the questions."""

    engine: Engine
    catalogue: Catalogue
    settings: Settings
    folder: Path
    receipts: dict[str, Receipt] = field(default_factory=dict)
    cypher: Path = CYPHER
    questions: Questions = field(init=False)

    def __post_init__(self) -> None:
        self.questions = Questions(self.catalogue, self.engine, self.cypher)

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.engine.capabilities.name

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Loader]:
        """A loader on this graph."""
        async with loader(
            self.engine,
            self.catalogue,
            secret=SECRET,
            rejects=self.folder / "rejects",
            holder="test",
            ttl=20.0,
            wait=30.0,
        ) as found:
            yield found

    async def load(self, path: Path, category: str | None = None, reading: Reading | None = None, **more: Any) -> Receipt:
        """Load one file; its category is the first word of its name unless given."""
        category = category or path.name.partition(".")[0]
        async with self.writing() as work:
            receipt = await work.load(path, self.catalogue[category], reading or Reading(), **more)
        self.receipts[path.name] = receipt
        return receipt

    async def load_all(self, files: Iterable[tuple[Path, str]], reading: Reading | None = None) -> list[Receipt]:
        """Load files of known categories under one lease."""
        receipts = []
        async with self.writing() as work:
            for path, category in files:
                receipts.append(await work.load(path, self.catalogue[category], reading or Reading()))
                self.receipts[path.name] = receipts[-1]
        return receipts

    async def say(self, name: str, *rows: Mapping[str, Any], reading: Reading | None = None) -> Receipt:
        """Load rows as a file of this name, `category.anything.csv`."""
        return await self.load(sheet(self.folder / name, rows), reading=reading)

    async def withdraw(self, batch: str | None) -> int:
        """Withdraw a batch."""
        assert batch
        async with self.writing() as work:
            return await work.keeper.withdraw_batch(batch)

    async def rederive(self) -> None:
        """Derive everything again."""
        async with self.writing() as work:
            await work.keeper.rederive()

    async def digest(self) -> str:
        """The digest of what is believed now."""
        return await graph_digest(self.engine)

    async def answer(self, question: str, caller: Caller = PUBLIC, **asked: Any) -> dict[str, Any]:
        """The answer to a question in plain values."""
        return await self.questions.answer(question, caller, **asked)

    async def group(self, party: str, category: str, caller: Caller = PUBLIC, **asked: Any) -> dict[str, Any]:
        """The group of one category in a portrait; records before relationships, ours before theirs."""
        portrait = await self.answer("portrait.party", caller, party_id=identifier(party), **asked)
        return next(g for g in groups(portrait) if g["category"] == category)

    @asynccontextmanager
    async def serving(self, questions: Path | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """A client of the service over this graph, in this process."""
        async with serving(self.settings, self.catalogue, questions or self.cypher) as client:
            yield client


def groups(portrait: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All groups of a portrait."""
    return [g for section in portrait.values() if isinstance(section, list) for g in section if "items" in g]


def identifier(party: str) -> str:
    """The identifier of a party as a sample's truth names it: an identity number becomes its hash."""
    scheme, _, number = party.partition(":")
    return f"pid:{hash_document(number, 'resident', SECRET)[0]}" if scheme == "identity" else party


def still(node: Any) -> Any:
    """An answer without what moves with every write: ticks, wall times, and the cursor that holds a tick."""
    if isinstance(node, dict):
        kept = {k: still(v) for k, v in node.items() if k not in MOVING}
        return kept | {"next": node["next"] is not None} if "next" in node else kept
    return [still(v) for v in node] if isinstance(node, list | tuple) else node


def steady(node: Any) -> Any:
    """An answer without its tick, and without what a cursor holds of it."""
    if isinstance(node, dict):
        kept = {k: steady(v) for k, v in node.items() if k not in STAMPS}
        return kept | {"next": node["next"] is not None} if "next" in node else kept
    return [steady(v) for v in node] if isinstance(node, list | tuple) else node


@asynccontextmanager
async def serving(settings: Settings, catalogue: Catalogue, questions: Path = CYPHER) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service with these settings, in this process; it is started and stopped as a server would."""
    app = create_app(settings, catalogue, questions)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client
