"""Lists the data files of a folder, with the category of each."""

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.harmless import harmless_name
from loaders.read.opening import refusal

NEED_CATEGORY = frozenset((".json", ".html", ".htm", ".xml"))
"""Suffixes of files that count as data only where their name or folder names a category."""
SUFFIXES = NEED_CATEGORY | {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".et", ".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file of a folder: its category, and the `problem` for which it is not loaded (None: it is)."""

    path: Path
    category: str | None
    problem: str | None = None


def find_files(folder: Path, categories: Collection[str]) -> list[FolderFile]:
    """The data files under a folder, by path, each with its category: the start of its name up to a dot
    (`penalty.2024-06.csv`), else the sub-folder it stands in. Hidden files and other kinds of file are left out.

    A link that leads out of the folder is not followed, and listed with that problem; so is a pipe, device or socket with the
    name of a data file.
    """
    return [file for path in sorted(_paths(folder)) if (file := _folder_file(folder, path, categories))]


def _paths(folder: Path) -> Iterator[Path]:
    """All paths under a folder but folders themselves; a link to a folder is listed, and not entered."""
    for top, folders, files in os.walk(folder):
        yield from (Path(top, name) for name in files)
        yield from (path for name in folders if (path := Path(top, name)).is_symlink())


def _folder_file(folder: Path, path: Path, categories: Collection[str]) -> FolderFile | None:
    inside = path.relative_to(folder)
    if any(part.startswith((".", "~$")) for part in inside.parts):
        return None
    name = harmless_name(str(inside))
    if path.suffix.lower() not in SUFFIXES and not (path.is_symlink() and path.is_dir()):
        return None
    named = [path.name.split(".")[0], *reversed(inside.parts[:-1])]
    category = next((word for word in named if word in categories), None)
    if category is None:
        category = next((w for word in named for w in [re.split(r"[.\-]", word)[0]] if w in categories), None)
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return FolderFile(path, category, f"{name}: a link that leads out of the folder, not followed")
    if path.is_dir():
        return None
    if category is None:
        shy = path.suffix.lower() in NEED_CATEGORY
        return None if shy else FolderFile(path, None, f"{name}: neither its name nor its folder begins with a category")
    return FolderFile(path, category, refusal(path, name))
