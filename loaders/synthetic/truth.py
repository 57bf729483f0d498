"""The expected results of a sample (`truth.json`): planted cases, files with their expected receipts, and a tour."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.synthetic.world.model import Department, Firm, Outsider, Person, party_of


@dataclass(slots=True)
class Truth:
    """Collects expected results. A person with an identity number is `identity:NUMBER`: the graph has a keyed hash of it."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    tour: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    dirty: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    persons: dict[str, dict[str, str]] = field(default_factory=dict)

    def case(
        self,
        kind: str,
        zh: str,
        en: str,
        parties: Mapping[str, "Firm | Person | Department | Outsider | str"],
        expect: Mapping[str, Any] | None = None,
        seen_in: Firm | None = None,
    ) -> None:
        """Add a case: its kind (unique), its story, the parties in it by role, and the expected results."""
        where = seen_in or next((p for p in parties.values() if isinstance(p, Firm)), None)
        ids = {role: self.party(p, where) for role, p in parties.items()}
        self.cases.append({"kind": kind, "story": {"zh": zh, "en": en}, "parties": ids, "expect": dict(expect or {})})

    def party(self, thing: "Firm | Person | Department | Outsider | str", where: Firm | None) -> str:
        """The id of a party; the document of a person who has one is added to `persons`."""
        if isinstance(thing, str):
            return thing
        if isinstance(thing, Person) and thing.identity:
            document = {"name": thing.name, "document": "居民身份证", "number": thing.identity}
            self.persons[f"identity:{thing.identity}"] = document
        assert where is not None
        return party_of(thing, where)

    def stop(self, firm: Firm, title: tuple[str, str], look: tuple[str, str]) -> None:
        """Add a stop to the tour: a firm and what to look at."""
        self.tour.append(
            {
                "party": firm.party,
                "name": firm.name,
                "title": {"zh": title[0], "en": title[1]},
                "story": {"zh": look[0], "en": look[1]},
            }
        )

    def write(self, path: Path, head: Mapping[str, Any]) -> dict[str, Any]:
        """Write everything to a JSON file, and return it."""
        content = {
            **head,
            "counts": self.counts,
            "tour": self.tour,
            "cases": self.cases,
            "persons": self.persons,
            "files": self.files,
            "dirty": self.dirty,
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return content
