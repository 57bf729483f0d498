"""Fixtures of the desk's tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import copy

import pytest

from app.desk.store import migrating


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """A block within which the program is the first one that had a desk: it knows the first revision alone."""

    @contextmanager
    def first_program() -> Iterator[None]:
        folder = tmp_path / "older" / "revisions"
        folder.mkdir(parents=True)
        copy(migrating.REVISIONS / f"{migrating.revisions()[0]}.py", folder)
        with monkeypatch.context() as patch:
            patch.setattr(migrating, "REVISIONS", folder)
            migrating.revisions.cache_clear()
            yield
        migrating.revisions.cache_clear()

    return first_program
