"""The texts that stand in the source of the program, as the tests of their Chinese see them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import typer

from tests.architecture.tree import code, docstrings, parsed


def template(node: ast.AST) -> str | None:
    """A text of the source with `{}` for each value filled in; None where it is worked out elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def written() -> Iterator[str]:
    """Every text in the source of the program and of its parser of arguments, with `{}` for each value filled in."""
    parser = Path(typer.__file__).parent.rglob("*.py")
    for tree in (*map(parsed, code()), *(ast.parse(path.read_text(encoding="utf-8")) for path in parser)):
        yield from filter(None, (template(node) for node in ast.walk(tree) if isinstance(node, ast.expr)))


def whole_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and template of each text of one file that is neither a docstring nor a piece of another text."""
    tree = parsed(path)
    passed = docstrings(tree) | {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) not in passed and (text := template(node)):
            yield node.lineno, text  # type: ignore[attr-defined]
