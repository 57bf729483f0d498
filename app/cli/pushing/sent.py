"""Which files are pushed, and which were: kept in a file, by the bytes of each, so that a push that broke off goes on."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.harmless import harmless_name
from models.work.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file to push, under the name it is called by; `problem` is why it cannot be."""

    path: Path
    name: str
    category: str
    problem: str | None = None


def listed(path: Path, category: str) -> list[Outgoing]:
    """The files meant by a path: itself, or the data files of a folder, each with its category. Raises InputError."""
    from app.cli.common import known_catalogue
    from app.cli.naming import category_named
    from loaders.read import find_files
    from loaders.read.opening import refusal

    catalogue = known_catalogue()
    one = None if category == "auto" else category_named(catalogue, category).name
    if path.is_dir():
        found = find_files(path, catalogue.categories)
        return [
            Outgoing(f.path, harmless_name(str(f.path.relative_to(path))), f.category or "", f.problem)
            for f in found
            if one in (None, f.category)
        ]
    name = harmless_name(path.name)
    word = one or path.name.split(".")[0]
    problem = refusal(path, name) or (None if word in catalogue.categories else f"{name}: its name begins with no category")
    return [Outgoing(path, name, word, problem)]


def key_of(file: Outgoing, day: str | None) -> str:
    """The Idempotency-Key of a file: of its bytes, its category and its day."""
    digest = sha256(f"{file.category}|{day or ''}|".encode())
    with file.path.open("rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


class Sent:
    """What was sent and answered with a receipt, by service and key, in a file for its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._known = {}

    def has(self, file: Outgoing, day: str | None, to: str) -> bool:
        """Whether a file with these bytes was sent there."""
        return self._name(file, day, to) in self._known

    def note(self, file: Outgoing, day: str | None, to: str, receipt: Receipt) -> None:
        """Keep that a file was sent, before anything else is."""
        counts = receipt.model_dump(include={"batch", "rows", "accepted", "unchanged", "rejected"})
        self._known[self._name(file, day, to)] = {"document": file.name, **counts}
        ready = self._path.with_name(self._path.name + ".ready")
        with os.fdopen(os.open(ready, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(self._known, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        ready.replace(self._path)

    @staticmethod
    def _name(file: Outgoing, day: str | None, to: str) -> str:
        return f"{to.rstrip('/')} {key_of(file, day)}"
