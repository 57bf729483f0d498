"""The heads of computed questions, read from their sources without a module being imported: what the help lists."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app import paths

DECORATOR = "question"


@dataclass(frozen=True, slots=True)
class Head:
    """What a computed question declares of its command: its titles, and parameters it may be asked with."""

    command: str
    title: str
    title_zh: str
    examples: tuple[Mapping[str, Any], ...] = ()

    @property
    def within(self) -> str:
        """The command by whose option it is asked; empty where it has a command of its own."""
        return self.command.partition(" ")[0] if self.option else ""

    @property
    def option(self) -> str:
        """That option."""
        return self.command.partition(" ")[2]


def heads() -> tuple[Head, ...]:
    """The heads of all computed questions that have a command, by its name."""
    return _heads(paths.COMPUTED)


@cache
def _heads(packages: tuple[str, ...]) -> tuple[Head, ...]:
    found = (head for package in packages for source in _sources(package) for head in _in(source))
    return tuple(sorted(found, key=lambda head: head.command))


def _sources(package: str) -> Iterator[str]:
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if f"@{DECORATOR}(" in source:
                yield source


def _in(source: str) -> Iterator[Head]:
    for node in ast.walk(ast.parse(source)):
        for made in node.decorator_list if isinstance(node, ast.AsyncFunctionDef) else ():
            if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == DECORATOR:
                keywords = {one.arg: one.value for one in made.keywords}
                if "command" in keywords:
                    command, title, title_zh = (ast.literal_eval(keywords[name]) for name in ("command", "title", "title_zh"))
                    yield Head(command, title, title_zh, tuple(_literal(keywords.get("examples"))))


def _literal(node: ast.expr | None) -> list[Mapping[str, Any]]:
    """The examples that stand as plain values."""
    found = []
    for one in node.elts if isinstance(node, ast.List) else ():
        try:
            found.append(ast.literal_eval(one))
        except ValueError:
            continue
    return found
