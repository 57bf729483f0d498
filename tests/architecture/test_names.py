"""One name is one thing: no two public classes are called alike, and nothing is renamed where it is imported."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.architecture.tree import code, parsed

CUSTOMARY = {("numpy", "np"), ("pandas", "pd"), ("networkx", "nx"), ("scipy.sparse", "sp")}
"""What everybody calls by these short names."""
COMMANDS = "app/cli"
"""A command is called like the question that it asks, so it may take that under another name."""


def renamed(tree: ast.Module) -> list[tuple[int, str, str]]:
    """Line, full name and new name of whatever is imported under another name."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found += [(node.lineno, f"{base}{alias.name}", alias.asname) for alias in node.names if alias.asname]
    return found


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in code():
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{path}:{node.lineno}")
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice, twice


def test_nothing_is_imported_under_another_name() -> None:
    wrong = [
        f"{path}:{line} {name} as {new}"
        for path in code()
        if Path(COMMANDS) not in path.parents
        for line, name, new in renamed(parsed(path))
        if (name, new) not in CUSTOMARY
    ]
    assert not wrong, f"two names that collide are told apart where they are defined: {wrong}"


def test_the_rule_of_imports_sees_what_it_should() -> None:
    source = "import numpy as np\nfrom a.b import c as d\nfrom a import e\nimport a.b as f"
    assert renamed(ast.parse(source)) == [(1, "numpy", "np"), (2, "a.b.c", "d"), (4, "a.b", "f")]
