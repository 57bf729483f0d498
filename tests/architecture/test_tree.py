"""What the tree holds: small files, nothing half done, nothing of anybody's machine."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, code, files, parsed, text_of

TOP = {
    ".ci",
    ".dockerignore",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "app",
    "cypher",
    "docker-compose.yml",
    "docs",
    "loaders",
    "models",
    "notebooks",
    "pyproject.toml",
    "requirements",
    "tests",
}
LONGEST = 400
FULLEST = 18
"""So many files of code of one kind lie in a folder at most; about 15 are meant."""
CAPPED = {".py", ".cypher", ".yml", ".html", ".css", ".js"}
# A letter in brackets keeps this file from holding what it looks for.
UNDONE = re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX)\b")
MACHINE = re.compile(r"(?<![\w.])/(?:[r]oot|[w]ork|[h]ome/\w+|[U]sers/\w+|private/[v]ar)(?:/|(?![-\w]))|[A-Z]:\\[U]sers")
HOSTS = re.compile(
    r"[p]ypi\.org|[p]ythonhosted|registry\.[n]pmjs|[r]epo1?\.maven|[d]eb\.debian|[d]ocker\.io\b|[g]hcr\.io|[p]roxy\.golang"
    r"|[c]rates\.io|[m]irrors?\.[a-z]+\.(?:edu|com|org|cn)",
    re.IGNORECASE,
)


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """`file:line` of each line of a text file that holds the pattern."""
    return [
        f"{path}:{number}"
        for path in files()
        if (text := text_of(path)) is not None
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_unexpected_lies_at_the_top() -> None:
    assert {path.parts[0] for path in files()} <= TOP


@pytest.mark.parametrize("suffix", sorted(CAPPED))
def test_no_file_is_long(suffix: str) -> None:
    lengths = {path: len((ROOT / path).read_bytes().splitlines()) for path in files() if path.suffix == suffix}
    long = {str(path): length for path, length in lengths.items() if length > LONGEST}
    assert not long, f"over {LONGEST} lines: {long}"


@pytest.mark.parametrize("suffix", [".py", ".cypher"])
def test_no_folder_is_full(suffix: str) -> None:
    held = Counter(path.parent.as_posix() for path in files() if path.suffix == suffix)
    full = {folder: count for folder, count in held.items() if count > FULLEST}
    assert not full, f"over {FULLEST} files, to be parted by subject: {full}"


def test_nothing_is_left_to_do() -> None:
    assert lines_with(UNDONE) == []


def stubs(tree: ast.Module) -> Iterator[int]:
    """Lines that say something is not written yet; what a subclass must give is abstract instead."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(raised, ast.Name) and raised.id == "NotImplementedError":
                yield node.lineno


def test_nothing_is_a_stub() -> None:
    assert [f"{path}:{line}" for path in code() for line in stubs(parsed(path))] == []


def test_no_path_of_a_machine_stands_in_the_tree() -> None:
    assert lines_with(MACHINE) == []


def test_no_package_host_stands_in_the_tree() -> None:
    assert lines_with(HOSTS) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("/ro" + "ot/x", True),
        ("cd /wo" + "rk/main", True),
        ("/ho" + "me/li/quanjing", True),
        ("href='/home'", False),
        ("the framework/work", False),
        ("/workers/1", False),
    ],
)
def test_the_path_rule_sees_what_it_should(line: str, found: bool) -> None:
    assert bool(MACHINE.search(line)) is found


def test_public_things_of_the_program_are_described() -> None:
    """Modules, classes and functions; a method or a nested function may speak for itself."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    silent = []
    for path in code():
        tree = parsed(path)
        if not ast.get_docstring(tree) and tree.body:
            silent.append(str(path))
        public = (node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_"))
        silent += [f"{path}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)]
    assert not silent, f"no docstring: {silent}"


def test_links_of_the_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
    dead = [
        f"{path}: {target}"
        for path in files()
        if path.suffix == ".md"
        for target in link.findall(text_of(path) or "")
        if not (ROOT / path.parent / target).exists()
    ]
    assert not dead, dead
