"""Small wrong changes to what holds, who is who and what is shown are caught by the tables of examples."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.examples import holding, naming, showing
from tests.examples.tables import examples, read

MODULES = {
    "statements": "loaders.derive.versions",
    "keys": "loaders.derive.keys",
    "identity": "loaders.identity.components",
    "visible": "app.questions.visible",
    "left_out": "app.questions.left_out",
}
LEAST = 20


def _holds(module: Any) -> None:
    for part, one in (*examples("holds"), *examples("acts")):
        holding.check(part, one, module)


def _who_is_who(module: Any) -> None:
    for part, one in examples("who_is_who"):
        naming.check(part, one, module)


def _shown(module: Any) -> None:
    for part, one in examples("shown"):
        showing.check(part, one, module)


def _left_out(module: Any) -> None:
    for _, one in examples("shown"):
        showing.check_left_out(one, module)


TABLES: dict[str, Callable[[Any], None]] = {
    "statements": _holds,
    "keys": holding.check_groups,
    "identity": _who_is_who,
    "visible": _shown,
    "left_out": _left_out,
}
MUTANTS = [(module, one["name"], one["change"]) for module, found in read("mutants").items() for one in found]


def _source(module: str) -> str:
    return Path(str(import_module(MODULES[module]).__file__)).read_text(encoding="utf-8")


def _changed(module: str, change: list[str]) -> str:
    source = _source(module)
    for before, after in zip(change[::2], change[1::2], strict=True):
        assert source.count(before) == 1, f"{MODULES[module]} does not say once: {before}"
        source = source.replace(before, after)
    return source


@contextmanager
def _loaded(source: str) -> Iterator[ModuleType]:
    made = ModuleType("mutant")
    sys.modules[made.__name__] = made
    try:
        exec(compile(source, "mutant.py", "exec"), made.__dict__)
        yield made
    finally:
        del sys.modules[made.__name__]


@pytest.mark.parametrize("module", MODULES)
def test_the_unchanged_text_passes(module: str) -> None:
    with _loaded(_source(module)) as made:
        TABLES[module](made)


@pytest.mark.parametrize(("module", "name", "change"), [pytest.param(*m, id=f"{m[0]}: {m[1]}") for m in MUTANTS])
def test_a_wrong_change_is_caught(module: str, name: str, change: list[str]) -> None:
    with _loaded(_changed(module, change)) as made:
        try:
            TABLES[module](made)
        except AssertionError:
            return
    pytest.fail(f"no example notices that {name}")


def test_there_are_enough() -> None:
    assert len(MUTANTS) >= LEAST
    assert len({name for _, name, _ in MUTANTS}) == len(MUTANTS)
