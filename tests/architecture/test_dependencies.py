"""What the program imports is declared, and what is declared is imported, or named here with what it is for."""

import sys
import tomllib
from collections import defaultdict
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import PACKAGES, ROOT, code, imported, parsed

NOT_IMPORTED = {
    "httptools": "uvicorn parses HTTP with it where it is there",
    "neo4j-rust-ext": "the driver packs and unpacks Bolt with it where it is there",
    "psycopg": "SQLAlchemy speaks to PostgreSQL by it",
    "python-multipart": "starlette reads forms with it",
    "tzdata": "zoneinfo reads Asia/Shanghai from it where the system has no time zones",
    "uvloop": "uvicorn runs on its loop where it is there",
}
"""Declared packages that another one looks for by itself."""
BROUGHT = {
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "starlette": "fastapi",
}
"""Imports that come with a declared package and are part of what it offers."""


def declared() -> set[str]:
    """The packages the program asks for, by their canonical names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}


@cache
def installed() -> dict[str, list[str]]:
    """The packages of this environment by the modules they install."""
    return dict(packages_distributions())


@cache
def imports() -> dict[str, list[Path]]:
    """The foreign modules that the program imports, and the files that do."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in code():
        for name in {name for _, name in imported(parsed(path))} - sys.stdlib_module_names - set(PACKAGES):
            found[name].append(path)
    return found


def packages(module: str) -> set[str]:
    """The packages that install a module, by their canonical names."""
    names = installed().get(module, [])
    return {canonicalize_name(name) for name in names} | ({BROUGHT[module]} if module in BROUGHT else set())


def test_every_import_is_declared() -> None:
    wrong = {module: paths for module, paths in imports().items() if not packages(module) & declared()}
    assert not wrong, f"declare what is imported: {wrong}"


def test_every_declared_package_is_imported_or_has_its_reason() -> None:
    used = {package for module in imports() for package in packages(module)}
    assert sorted(declared() - used - set(NOT_IMPORTED)) == [], "imported nowhere: use it, or take it out"


@pytest.mark.parametrize("package", sorted(NOT_IMPORTED))
def test_the_reasons_are_for_declared_packages_that_are_not_imported(package: str) -> None:
    assert package in declared()
    assert not [module for module in imports() if package in packages(module) and packages(module) == {package}]


@pytest.mark.parametrize(("module", "package"), sorted(BROUGHT.items()))
def test_what_is_brought_is_imported_and_comes_with_a_declared_package(module: str, package: str) -> None:
    assert module in imports()
    assert package in declared()
