"""Who may import what, beyond the layers that import-linter checks."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, code, docstrings, imported, parsed, patterns

HOMES = {
    "neo4j": ("app/engine",),
    "arcadedb_embedded": ("app/engine",),
    "jpype": ("app/engine",),
    "pandas": ("loaders", "app/analytics", "app/frames"),
    "networkx": ("app/analytics",),
    "sqlalchemy": ("app/desk",),
    "alembic": ("app/desk/store",),
    "fastapi": ("app/api", "app/ui", "app/security", "app/main.py"),
    "starlette": ("app/api", "app/ui", "app/security", "app/main.py"),
    "typer": ("app/cli.py", "app/cli"),
}
ENGINE_NAMES = {"embedded", "neo4j", "arcadedb"}
CYPHER = re.compile(
    r"\b(?:MATCH|MERGE|CREATE)\s*(?:\w+\s*=\s*)?\(|\bUNWIND\s+[\[$\w].*\bAS\b|\bCALL\s*\{|\bON\s+(?:CREATE|MATCH)\s+SET\b"
)


def inside(path: Path, homes: tuple[str, ...]) -> bool:
    """Whether the file lies in one of the folders, or is one of the files."""
    return any(path == Path(home) or Path(home) in path.parents for home in homes)


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_is_imported_only_at_home(library: str) -> None:
    homes = HOMES[library]
    wrong = [f"{p}:{line}" for p in code() if not inside(p, homes) for line, name in imported(parsed(p)) if name == library]
    assert not wrong, f"{library} belongs to {', '.join(homes)}: {wrong}"


def engine_comparisons(tree: ast.Module) -> Iterator[int]:
    """Lines that compare something with the name of an engine, or match on it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            compared = [inner for side in (node.left, *node.comparators) for inner in ast.walk(side)]
            line = node.lineno
        elif isinstance(node, ast.MatchValue):
            compared, line = [node.value], node.lineno
        else:
            continue
        if any(isinstance(inner, ast.Constant) and inner.value in ENGINE_NAMES for inner in compared):
            yield line


def test_nobody_asks_which_engine_it_is() -> None:
    wrong = [f"{p}:{line}" for p in code() if not inside(p, ("app/engine",)) for line in engine_comparisons(parsed(p))]
    assert not wrong, f"what differs between engines is a capability or an override file: {wrong}"


def cypher_strings(tree: ast.Module) -> Iterator[int]:
    """Lines of the strings that look like Cypher; docstrings and regular expressions aside."""
    spared = docstrings(tree) | patterns(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in spared
            and CYPHER.search(node.value)
        ):
            yield node.lineno


def test_queries_stand_in_query_files() -> None:
    wrong = [f"{p}:{line}" for p in code() if not inside(p, ("app/engine",)) for line in cypher_strings(parsed(p))]
    assert not wrong, f"a query is a file under cypher/: {wrong}"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('if settings.engine == "neo4j":\n    pass', [1]),
        ('x = engine.capabilities.name in ("embedded", "other")', [1]),
        ('match name:\n    case "arcadedb":\n        pass', [2]),
        ('url.startswith("neo4j://")\nname = "neo4j"', []),
    ],
)
def test_the_engine_rule_sees_what_it_should(source: str, lines: list[int]) -> None:
    assert list(engine_comparisons(ast.parse(source))) == lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('q = "MATCH (p:Party) RETURN p"', [1]),
        ('q = f"MERGE (x:{label} {{id: $id}})"', [1]),
        ('"""MATCH (p) in a docstring."""', []),
        ('import re\nP = re.compile(r"MATCH (p)")', []),
        ('message = "no match (yet); CREATE nothing"', []),
    ],
)
def test_the_query_rule_sees_what_it_should(source: str, lines: list[int]) -> None:
    assert list(cypher_strings(ast.parse(source))) == lines


PROSE = re.compile("[\u4e00-\u9fff]|[A-Za-z]+ [a-z]+ [a-z]+")


def prose(tree: ast.Module) -> Iterator[int]:
    """Lines with a text in both languages, or with a string of Chinese or of three English words.

    Docstrings and regular expressions are spared: these read the titles of posts (董事兼总经理), and write nothing.
    """
    spared = docstrings(tree) | patterns(tree)
    for node in ast.walk(tree):
        if (isinstance(node, ast.Name) and node.id == "Title") or (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in spared
            and PROSE.search(node.value)
        ):
            yield node.lineno


def test_analytics_writes_no_sentences() -> None:
    wrong = [f"{p}:{line}" for p in code() if inside(p, ("app/analytics",)) for line in prose(parsed(p))]
    assert not wrong, f"analytics gives reasons as data, app/words writes them: {wrong}"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('x = Title(zh="甲", en="a")', [1, 1]),
        ('def f(name: str) -> str:\n    return f"{name}控制"', [2]),
        ('def f(name: str) -> str:\n    return f"{name} holds most of the votes"', [2]),
        ('"""A term (登记状态)."""\nimport re\nP = re.compile(r"[及和]")\nx = "managing_partner"', []),
    ],
)
def test_the_rule_of_sentences_sees_what_it_should(source: str, lines: list[int]) -> None:
    assert list(prose(ast.parse(source))) == lines


def layers() -> list[str]:
    """The layers that import-linter checks, top first, each as its modules in one string."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "layers")
    return [re.sub(r"[()]", "", layer) for layer in contract["layers"]]


def test_the_layers_are_those_of_the_design() -> None:
    assert [re.split(r" [:|] ", layer) for layer in layers()] == [
        ["app.main", "app.cli"],
        ["app.api", "app.ui", "app.frames"],
        ["app.security"],
        ["app.work"],
        ["app.standing"],
        ["app.answers"],
        ["app.analytics"],
        ["app.webhooks", "app.nodes"],
        ["app.changes", "app.templates"],
        ["loaders"],
        ["app.questions"],
        ["app.desk"],
        ["app.engine", "app.words"],
        ["app.rules"],
        ["models"],
        ["app.settings"],
        ["app.yaml_files"],
        ["app.signing_in_settings", "app.errors", "app.paths", "app.home", "app.harmless"],
    ]


def test_every_module_has_its_layer() -> None:
    placed = {name for layer in layers() for name in re.split(r" [:|] ", layer)}
    children = {f"app.{path.parts[1].removesuffix('.py')}" for path in code() if path.parts[0] == "app"} - {"app.__init__"}
    assert children <= placed, f"no layer names {sorted(children - placed)}"
    assert {name.split(".")[0] for name in placed} == set(PACKAGES)
