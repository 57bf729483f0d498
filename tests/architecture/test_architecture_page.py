"""The page on the architecture names files, folders, commands and routes that exist, in its text and in its picture."""

import re
import shlex
from typing import Any

import pytest
from typer.core import TyperGroup

from app.answers.registry import computed
from app.cli.lazy import load
from app.cli.table import commands
from tests.architecture.tree import ROOT, files

PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs/images/architecture.svg"
LIKE_A_PATH = re.compile(r"(?:app|cypher|docs|loaders|models|notebooks|tests)/[\w./]*|[\w-]+\.(?:toml|md|py|yml)")
SAMPLE = ".cache/sample/"
ROOMS = ("app", "loaders")
UNNAMED = {"loaders/values", "loaders/mapping"}
"""Rooms that the page leaves out: what other rooms of the loaders share."""


def paths_of(text: str) -> set[str]:
    """The paths that stand between backquotes in a text."""
    return {word for word in re.findall(r"`([^`\n]+)`", text) if LIKE_A_PATH.fullmatch(word)}


def paths_of_picture() -> set[str]:
    """The paths that stand in the picture."""
    words = re.findall(r"[^\s,<>]+", " ".join(re.findall(r">([^<]+)</text>", PICTURE.read_text(encoding="utf-8"))))
    return {word for word in words if re.fullmatch(r"(?:app|cypher|loaders|models)/[\w/]*", word)}


def asked() -> list[list[str]]:
    """The commands of the page, each as its words."""
    block = "\n".join(re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    lines = (re.sub(r"^(?:[A-Z_]+=\S+ )+", "", line) for line in block.splitlines())
    return [shlex.split(line) for line in lines if line]


@pytest.mark.parametrize("path", sorted(paths_of(PAGE) | paths_of_picture()))
def test_every_path_exists(path: str) -> None:
    assert (ROOT / path).exists()
    assert (ROOT / path).is_dir() is path.endswith("/")


def test_every_room_is_named() -> None:
    rooms = {"/".join(path.parts[:2]) for path in files() if path.parts[0] in ROOMS and len(path.parts) > 2}
    assert {room for room in rooms - UNNAMED if f"{room}/" not in paths_of(PAGE)} == set()
    assert rooms >= UNNAMED


def test_the_picture_and_the_page_name_the_same_rooms() -> None:
    assert len(paths_of_picture()) > 10
    assert paths_of_picture() <= paths_of(PAGE) | {"cypher/write/"}


@pytest.mark.parametrize("words", asked(), ids=" ".join)
def test_every_command_exists(words: list[str]) -> None:
    known = {entry.name: entry for entry in commands()}
    if words[0] == "grep":
        assert words[2].startswith(SAMPLE)
    elif words[0] == "curl":
        asked_for = re.sub(r"/v1/parties/[^/]+/([\w-]+)\?.*", r"\1", words[1].partition(":8000")[2])
        assert asked_for in {question.route for question in computed().values()}
    else:
        assert words[0] == "quanjing"
        name, *rest = words[1:]
        found: Any = load(known[name])
        while isinstance(found, TyperGroup):
            found, rest = found.commands[rest[0]], rest[1:]
        if rest == ["--help"]:
            return
        found.make_context(name, rest).close()
