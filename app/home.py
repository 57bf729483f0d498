"""The home of a service's data on this machine: folders that are for its user alone."""

import os
import stat
from pathlib import Path

FOLDERS = ("", "graph", "spool", "rejects", "exports")
"""The folders that hold data: the home itself and those in it."""
PRIVATE = 0o700


def keep_private(home: Path) -> tuple[Path, ...]:
    """Close to others the folders of a home that are open to them, where they are this user's; gives which were."""
    found = (home / name for name in FOLDERS)
    opened = tuple(folder for folder in found if folder.is_dir() and _is_open(folder))
    for folder in opened:
        folder.chmod(PRIVATE)
    return opened


def _is_open(folder: Path) -> bool:
    told = folder.stat()
    return told.st_uid == os.geteuid() and stat.S_IMODE(told.st_mode) != PRIVATE
