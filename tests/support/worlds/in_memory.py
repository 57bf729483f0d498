"""The sample world in a store in memory, by the pure functions that every load uses."""

import asyncio
from pathlib import Path
from typing import Any

from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.check.effects import Effects
from loaders.load.write import drain, write_rows
from loaders.read import open_tables
from loaders.store.memory import MemoryGraph, MemoryStore
from loaders.types.codes.pid import hash_document
from models.catalogue import Catalogue, TimeKind
from models.facts import FactLink
from models.statements import OPEN_TICK, Row, Scalar

SECRET = b"test"


class Loaded:
    """A sample in a store in memory: one batch a file, named as the file."""

    def __init__(self, out: Path, truth: dict[str, Any]) -> None:
        self.catalogue: Catalogue = read_catalogue()
        self.kept, self.tick = MemoryGraph(), 0
        self.cases = {case["kind"]: case for case in truth["cases"]}
        for file in sorted(truth["files"], key=lambda f: str(f["name"])):
            if not file["repeated"]:
                asyncio.run(self._load(out / file["name"], file["category"]))

    def _store(self) -> MemoryStore:
        self.tick += 1
        return MemoryStore(self.kept, self.catalogue, self.tick)

    async def _load(self, path: Path, category: str) -> None:
        rows: list[Row] = []
        for table in open_tables(path):
            effects = Effects(self.catalogue, self.catalogue[category])
            checker = RowChecker(self.catalogue[category], secret=SECRET, document=path.name, effects=effects)
            checker.bind(table.headers)
            rows += [row for row in map(checker, table.rows) if isinstance(row, Row)]
        await write_rows(self._store(), self.catalogue, path.name, rows)
        await self._settle()

    async def _settle(self) -> None:
        while (await drain(self._store(), self.catalogue))[0]:
            pass

    def withdraw(self, file: str) -> None:
        self._store().withdraw(file)
        asyncio.run(self._settle())

    def party(self, identifier: str) -> str:
        scheme, _, number = identifier.partition(":")
        if scheme == "identity":
            identifier = f"pid:{hash_document(number, 'resident', SECRET)[0]}"
        return self.kept.identifies[identifier].id

    def facts(self, party: str, category: str, day: str | None = None) -> list[FactLink]:
        """Believed facts of a category about a party (records) or at it (edges)."""
        found = [
            x
            for x in self.kept.links.values()
            if x.category == category and x.end == self.party(party) and x.props["withdrawn_at"] == OPEN_TICK
        ]
        found = [x for x in found if x.type != "ISSUED_BY" and x.props.get("role", "party") in ("party", "enterprise")]
        return [x for x in found if day is None or x.props["valid_from"] <= day < x.props["valid_to"]]

    def records(self, asked: dict[str, Any]) -> list[dict[str, str]]:
        """The records (or relationships) that a case speaks of, as a caller of its level sees them, the latest first: what it
        names of their values."""
        at, level, party = asked["on"], asked["level"], self.party(asked["party"])
        event = self.catalogue[asked["category"]].time is TimeKind.EVENT
        found = []
        for link in self.kept.links.values():
            p = link.props
            if link.category != asked["category"] or party not in (link.start, link.end) or link.type == "ISSUED_BY":
                continue
            if p["withdrawn_at"] < OPEN_TICK or not p["level"] <= level < p["hidden_from"]:
                continue
            if p["valid_from"] <= at and (event or at < p["valid_to"]):
                said = self.kept.statements[p["by"][0]]
                found.append((p["valid_from"], said.id, {n: plain(said.values.get(n)) for n in asked.get("values", {})}))
        return [values for _, _, values in sorted(found, key=lambda one: one[:2], reverse=True)]


def plain(value: Scalar | None) -> str:
    """A value as a case states it."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
