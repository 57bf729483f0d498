"""Reads the tables of examples."""

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Example = dict[str, Any]


def read(name: str) -> Any:
    """A table as it is written."""
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def examples(name: str) -> list[tuple[str, Example]]:
    """The examples of a table, each with the part it stands in."""
    return [(part, one) for part, found in read(name).items() for one in found]


def marks(words: list[str]) -> dict[str, str]:
    """The `name=value` words among some."""
    return dict(word.split("=", 1) for word in words if "=" in word)


def ticks(words: list[str]) -> list[tuple[int, int | None]]:
    """The `@1` and `@1-5` words among some: when it came, and when it was taken back."""
    found = []
    for word in words:
        if word.startswith("@"):
            came, _, left = word[1:].partition("-")
            found.append((int(came), int(left) if left else None))
    return found
