"""Reads YAML files of a known form, and reports the line of every mistake in them."""

from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from app.errors import QuanjingError

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text, so that `no` and `2026-04-01` stay what was written; in C where that is built."""
M = TypeVar("M", bound=BaseModel)
E = TypeVar("E", bound=QuanjingError)


class Read(NamedTuple):
    """The content of a file, and its root node, by which lines are known."""

    data: Any
    root: yaml.Node


def read_form(path: Path, form: type[M], wrong: type[QuanjingError], what: str) -> tuple[M, yaml.Node]:
    """A file of the given form, and its nodes. Raises `wrong`, naming the file, the line and every mistake in it."""
    data, root = read_yaml(path, wrong, what)
    try:
        return form.model_validate(data), root
    except ValidationError as error:
        mistakes = sorted((line_of(root, e["loc"]), _where(e["loc"]), reason(e)) for e in error.errors())
        lines = [f"{path}:{line}: {where}{why}" for line, where, why in mistakes]
        raise wrong("\n".join(dict.fromkeys(lines)), file=str(path), line=mistakes[0][0]) from None


def read_yaml(path: Path, wrong: type[QuanjingError], what: str) -> Read:
    """A mapping in plain values. Raises `wrong` with file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=LOADER)
    except OSError as error:
        raise wrong(f"{path}: {error.strerror}", file=str(path)) from None
    except UnicodeDecodeError as error:
        raise wrong(f"{path}: not UTF-8 text at byte {error.start}", file=str(path)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise wrong(f"{path}:{line}: {error.problem or 'not YAML'}", file=str(path), line=line) from None
    except yaml.YAMLError as error:
        raise wrong(f"{path}:1: not YAML: {error}", file=str(path), line=1) from None
    if not isinstance(root, yaml.MappingNode):
        raise wrong(f"{path}:1: {what} is a mapping", file=str(path), line=1)
    return Read(_construct(root, path, wrong), root)


def _construct(node: yaml.Node, path: Path, wrong: type[QuanjingError]) -> Any:
    """Plain lists, mappings and texts; the form turns texts into what it needs. A key given twice is an error."""
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise wrong(f"{path}:{line}: a key must be a word", file=str(path), line=line)
            if key.value in mapping:
                raise wrong(f"{path}:{line}: {key.value!r} is given twice", file=str(path), line=line)
            mapping[key.value] = _construct(value, path, wrong)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, path, wrong) for item in node.value]
    return node.value


def line_of(root: yaml.Node, location: tuple[int | str, ...]) -> int:
    """The line of a mistake at `location`: of the deepest node on the way to it, or of the key where that is the mistake."""
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


def mistake(wrong: type[E], path: Path, root: yaml.Node, location: tuple[int | str, ...], why: str) -> E:
    """An error that names the file and the line of what is wrong at `location`."""
    line = line_of(root, location)
    return wrong(f"{path}:{line}: {why}", file=str(path), line=line)


def _where(location: tuple[int | str, ...]) -> str:
    steps = [
        str(s)
        for s in location
        if not (isinstance(s, str) and (s in {"str", "Header"} or s.startswith(("constrained", "tuple["))))
    ]
    return ".".join(steps) + ": " if steps else ""


def reason(error: Any) -> str:
    """The message of a validation error, without pydantic's own words around it."""
    if error["type"] == "extra_forbidden":
        return "unknown key"
    return str(error["msg"]).removeprefix("Value error, ")
