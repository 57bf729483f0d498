"""A graph that holds the records of every example of warning rules side by side, each about parties of its own."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from loaders.load.reading import Reading
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

FOLDER = Path(__file__).parents[2] / "examples" / "warnings"
ENTERPRISES, PERSONS = "ABCDEFGHIJ", "PQRST"
REGISTER = {"_provider": "示例市登记局", "_day": "2015-01-05"}
FIRST = 31 * 1_291
"""The number of the first invented code, so that no other world has them; those of an example are in the order of letters."""


@dataclass(frozen=True, slots=True)
class WarningExample:
    """An example: records of a few parties, named by letters, and on whom of them a rule warns on a day.

    A to J are enterprises, P to T persons known by a document. `warns` are the letters of the parties
    warned about, `figures` what the warning shows, `roles` who stands in it besides.
    """

    rule: str
    case: str
    day: str
    number: int
    records: dict[str, list[dict[str, Any]]]
    warns: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def party(self, letter: str) -> str:
        """The identifier of a party of this example."""
        if letter in PERSONS:
            return "pid:" + hashlib.sha256(f"{self.number} {letter}".encode()).hexdigest()[:HASH]
        return f"uscc:{fresh_code(FIRST + 31 * self.number + ENTERPRISES.index(letter))}"

    def letters(self) -> list[str]:
        """The enterprises that it names."""
        named = {v for rows in self.records.values() for row in rows for v in row.values() if _is_letter(v)}
        return sorted((named & set(ENTERPRISES)) | {"A"})

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Its records as rows, by category; of each enterprise a registration, unless it states one."""
        stated = {row["party"]: row for row in self.records.get("enterprise", ()) if "party" in row}
        out = {"enterprise": [self._registration(one, stated.get(one, {})) for one in self.letters()]}
        again = [row for row in self.records.get("enterprise", ()) if "again" in row]
        out["enterprise"] += [self._registration(row["again"], row) for row in again]
        for category, rows in self.records.items():
            if category != "enterprise":
                out[category] = [REGISTER | {k: self._cell(v) for k, v in row.items()} for row in rows]
        return out

    def _registration(self, letter: str, stated: dict[str, Any]) -> dict[str, Any]:
        own = {"name": f"示例{self.number}{letter}有限公司", "code": self.party(letter)[5:], "established": "2015-01-05"}
        rest = {k: v for k, v in stated.items() if k not in ("party", "again")}
        return REGISTER | own | {"state": "存续", "type": "有限责任公司"} | rest

    def _cell(self, value: Any) -> Any:
        return self.party(value) if _is_letter(value) else value


HASH = 40


def _is_letter(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value in ENTERPRISES + PERSONS


def warning_examples() -> list[WarningExample]:
    """Every example of every table, in their order."""
    out: list[WarningExample] = []
    for path in sorted(FOLDER.glob("*.yml")):
        for rule, examples in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for one in examples:
                given = {"day": "2024-06-01", "records": {}} | {k: _plain(v) for k, v in one.items()}
                out.append(WarningExample(rule=rule, number=len(out), **given))
    return out


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return (
        [_plain(v) for v in value] if isinstance(value, list) else value.isoformat() if hasattr(value, "isoformat") else value
    )


async def fill(graph: Loaded) -> None:
    """Load the records of all examples, a file of each category, registrations first."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in warning_examples():
        for category, some in one.rows().items():
            rows.setdefault(category, []).extend(some)
    first = sorted(rows, key=lambda name: not graph.catalogue[name].identifies)
    files = [(sheet(graph.folder / f"{name}.examples.csv", rows[name]), name) for name in first]
    receipts = await graph.load_all(files, Reading(complete="00"))
    wrong = [(r.category, r.error, r.rejected, r.remarks) for r in receipts if r.error or r.rejected]
    assert not wrong, wrong
