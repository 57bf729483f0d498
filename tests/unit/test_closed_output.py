"""Output that nobody reads any more, as of `quanjing … | head`: the command ends quietly, and work goes on to its end."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import pytest

from app.cli import progress
from app.cli.common import say

QUANJING = [sys.executable, "-m", "app.cli"]


@pytest.fixture
def closed() -> Iterator[TextIO]:
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    output = os.fdopen(writer, "w")
    yield output
    with suppress(OSError):  # what is left in it is written once more
        output.close()


@pytest.mark.slow
@pytest.mark.parametrize("words", ["--help", "batches --help", "catalogue list", "catalogue list --json", "ask", "ask --json"])
def test_an_answer_that_nobody_reads_ends_quietly(closed: TextIO, words: str) -> None:
    done = subprocess.run([*QUANJING, *words.split()], stdout=closed, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_messages_that_nobody_reads_change_nothing(closed: TextIO) -> None:
    done = subprocess.run([*QUANJING, "catalogue", "show", "nope"], stdout=subprocess.PIPE, stderr=closed, text=True)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.slow
def test_messages_stay_out_of_the_answer_where_there_is_no_place_for_them() -> None:
    command = f"exec {shlex.join([*QUANJING, 'catalogue', 'show', 'nope'])} 2>&-"
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, text=True)
    assert (done.returncode, done.stdout) == (2, "")


def test_work_goes_on_though_nobody_sees_its_progress(closed: TextIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", closed)
    with progress.Progress("a.csv") as seen:
        seen(1)
        seen(2)
    say("done")
