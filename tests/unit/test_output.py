"""Output that goes nowhere: the command says so and leaves with a code that tells it, without a traceback."""

import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.cli import main

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="NOT TESTED: no /dev/full here")


def _code(monkeypatch: pytest.MonkeyPatch, full: str, *words: str) -> int | str | None:
    """The exit code of a command one of whose outputs is full."""
    monkeypatch.setattr(sys, "argv", ["quanjing", *words])
    nowhere = FULL.open("w")
    try:
        with monkeypatch.context() as patch:
            patch.setattr(sys, full, nowhere)
            with pytest.raises(SystemExit) as left:
                main()
    finally:
        with suppress(OSError):  # what is left in it is written once more
            nowhere.close()
    return left.value.code


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_answer_that_cannot_be_written_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    assert _code(monkeypatch, "stdout", "catalogue", "list", *more) == 1
    assert capsys.readouterr().err == "quanjing: standard output: No space left on device\n"


def test_a_message_that_cannot_be_written_keeps_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _code(monkeypatch, "stderr", "catalogue", "show", "nope") == 2
