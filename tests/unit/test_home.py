"""A home made by an older program is closed to others when the service starts, and that is told once."""

import stat
from pathlib import Path

import pytest

from app.cli.common import close_home
from app.home import keep_private


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for folder in (home, home / "graph", home / "spool", home / "rejects", home / "other"):
        folder.mkdir()
        folder.chmod(0o755)
    return home


def test_an_open_home_is_closed(opened: Path) -> None:
    closed = keep_private(opened)
    assert set(closed) == {opened, opened / "graph", opened / "spool", opened / "rejects"}
    assert [mode(folder) for folder in closed] == [0o700] * 4
    assert mode(opened / "other") == 0o755, "what is none of ours stays; nobody gets to it through the home"
    assert keep_private(opened) == ()


def test_it_is_told_once(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    close_home(opened)
    assert capsys.readouterr().err.count("it is now for its user alone (0700)") == 4
    close_home(opened)
    assert capsys.readouterr().err == ""


def test_where_there_is_no_home_none_is_made(tmp_path: Path) -> None:
    assert keep_private(tmp_path / "none") == ()
    assert not (tmp_path / "none").exists()
