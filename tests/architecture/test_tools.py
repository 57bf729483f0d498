"""What the tests need beyond Python is got where it can be, and missed aloud where it cannot."""

import pytest

from tests.support import tools


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The programs of an invented machine, on which a package named `…-can` can be had."""
    programs: set[str] = set()
    monkeypatch.setattr(tools, "find", lambda commands: next((c for c in commands if c in programs), None))
    monkeypatch.setattr(tools, "_get", lambda package: programs.add(package.removesuffix("-can")))
    monkeypatch.delenv("CI", raising=False)
    return programs


def wanting(monkeypatch: pytest.MonkeyPatch, package: str, folder: str = "architecture") -> None:
    """Let the tests of `folder` need the program `saw`."""
    monkeypatch.setattr(tools, "TOOLS", (tools.Tool(("saw",), package, folder),))


def test_what_is_there_is_not_got(monkeypatch: pytest.MonkeyPatch, machine: set[str]) -> None:
    machine.add("saw")
    wanting(monkeypatch, "never-can")
    assert tools.main() == 0
    assert machine == {"saw"}


def test_what_is_missing_is_got(monkeypatch: pytest.MonkeyPatch, machine: set[str]) -> None:
    wanting(monkeypatch, "saw-can")
    assert tools.main() == 0
    assert machine == {"saw"}


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_what_cannot_be_had_is_told_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, machine: set[str], capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    wanting(monkeypatch, "nowhere")
    monkeypatch.setenv("CI", ci)
    assert tools.main() == code
    assert "NOT HERE: saw (package nowhere); tests/architecture skips" in capsys.readouterr().err


def test_what_no_test_needs_is_not_got(monkeypatch: pytest.MonkeyPatch, machine: set[str]) -> None:
    wanting(monkeypatch, "saw-can", folder="no_such_folder")
    assert tools.main() == 0
    assert machine == set()
