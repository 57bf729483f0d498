"""The catalogue's files: YAML, one category each, checked against the form in models/catalogue.py."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from app.errors import CatalogueError
from app.paths import CATALOGUE
from loaders.headers import aliases
from models.catalogue import Catalogue, Category

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text, so that `no` and `2026-04-01` stay what was written; in C where that is built."""


def read_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """All categories of a folder. Raises CatalogueError with file and line for the first file that is wrong."""
    files = sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])
    if not files:
        raise CatalogueError(f"no category files (*.yml) in {folder}", file=str(folder))
    categories: dict[str, Category] = {}
    for path in files:
        category = read_category(path)
        if category.name in categories:
            raise CatalogueError(
                f"{path}:1: category {category.name!r} is described by another file too", file=str(path), line=1
            )
        if category.name != path.stem:
            raise CatalogueError(f"{path}:1: category {category.name!r} belongs in {category.name}.yml", file=str(path), line=1)
        categories[category.name] = category
    try:
        return Catalogue(categories=categories)
    except ValidationError as error:
        raise CatalogueError(f"{folder}: {_reason(error.errors()[0])}", file=str(folder)) from None


def read_category(path: Path) -> Category:
    """One category file. Raises CatalogueError naming the file, the line and every mistake in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=LOADER)
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path}: not UTF-8 text at byte {error.start}", file=str(path)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CatalogueError(f"{path}:{line}: {error.problem or 'not YAML'}", file=str(path), line=line) from None
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path}:1: not YAML: {error}", file=str(path), line=1) from None
    if not isinstance(root, yaml.MappingNode):
        raise CatalogueError(f"{path}:1: a category file is a mapping", file=str(path), line=1)
    data = _construct(root, path)
    try:
        category = Category.model_validate(data)
    except ValidationError as error:
        found = [(_line(root, e["loc"]), _where(e["loc"]), _reason(e)) for e in error.errors()]
        lines = [f"{path}:{line}: {where}{reason}" for line, where, reason in sorted(found)]
        raise CatalogueError("\n".join(lines), file=str(path), line=min(line for line, _, _ in found)) from None
    try:
        aliases(category)
    except ValueError as error:
        line = _line(root, ("source",))
        raise CatalogueError(f"{path}:{line}: source: {error}", file=str(path), line=line) from None
    return category


def _construct(node: yaml.Node, path: Path) -> Any:
    """Plain lists, mappings and texts; the form turns texts into what it needs. A key given twice is an error."""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise CatalogueError(f"{path}:{line}: a key must be a word", file=str(path), line=line)
            if key.value in found:
                raise CatalogueError(f"{path}:{line}: {key.value!r} is given twice", file=str(path), line=line)
            found[key.value] = _construct(value, path)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, path) for item in node.value]
    return node.value


def _line(root: yaml.Node, location: tuple[int | str, ...]) -> int:
    """The line of the deepest node on the way to a mistake; of the key itself where the key is the mistake."""
    node, line = root, root.start_mark.line
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == step), None)
            if pair is None:
                continue
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
    return int(line) + 1


def _where(location: tuple[int | str, ...]) -> str:
    steps = [str(s) for s in location if not (isinstance(s, str) and (s in {"str", "Header"} or s.startswith("constrained")))]
    return ".".join(steps) + ": " if steps else ""


def _reason(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key"
    return str(error["msg"]).removeprefix("Value error, ")
