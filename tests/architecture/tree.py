"""The files of the project, as the architecture tests see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "loaders", "models")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed; relative to the root, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    return tuple(sorted({Path(name) for name in listed if name and (ROOT / name).is_file()}))


def code() -> Iterator[Path]:
    """The Python files of the program itself, relative to the root."""
    return (path for path in files() if path.suffix == ".py" and path.parts[0] in PACKAGES)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def text_of(path: Path) -> str | None:
    """A file's text, or None where it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and top-level name of each absolute import, at any depth of the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


def docstrings(tree: ast.Module) -> set[int]:
    """Ids of the constants that are docstrings or other bare strings."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def patterns(tree: ast.Module) -> set[int]:
    """Ids of the constants inside calls of re.compile: regular expressions, not what they look for."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    compiled = (c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "compile")
    return {id(inner) for call in compiled for inner in ast.walk(call) if isinstance(inner, ast.Constant)}
