"""What a sample holds: planted cases, files with their expected receipts, and a tour. Written as `truth.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.synthetic.world.model import Department, Firm, Outsider, Person, party_of


@dataclass(slots=True)
class Truth:
    """Collects what is planted. Persons with an identity number stand as `identity:NUMBER`: the graph keys a hash of it."""

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
        """Plant a case: its kind (unique), its story, who takes part, and what must come out."""
        where = seen_in or next((p for p in parties.values() if isinstance(p, Firm)), None)
        told = {role: self.party(p, where) for role, p in parties.items()}
        self.cases.append({"kind": kind, "story": {"zh": zh, "en": en}, "parties": told, "expect": dict(expect or {})})

    def party(self, thing: "Firm | Person | Department | Outsider | str", where: Firm | None) -> str:
        """The id of a party, remembering the document of a person who has one."""
        if isinstance(thing, str):
            return thing
        if isinstance(thing, Person) and thing.identity:
            document = {"name": thing.name, "document": "居民身份证", "number": thing.identity}
            self.persons[f"identity:{thing.identity}"] = document
        assert where is not None
        return party_of(thing, where)

    def stop(self, firm: Firm, title: tuple[str, str], look: tuple[str, str]) -> None:
        """Add a thing to try to the tour."""
        self.tour.append(
            {
                "party": firm.party,
                "name": firm.name,
                "title": {"zh": title[0], "en": title[1]},
                "story": {"zh": look[0], "en": look[1]},
            }
        )

    def write(self, path: Path, head: Mapping[str, Any]) -> dict[str, Any]:
        """Write everything, and return it."""
        told = {
            **head,
            "counts": self.counts,
            "tour": self.tour,
            "cases": self.cases,
            "persons": self.persons,
            "files": self.files,
            "dirty": self.dirty,
        }
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return told
