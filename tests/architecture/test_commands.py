"""The commands that the documents name are there, and the check of a submission is the test command itself."""

import re
import shutil
import subprocess

import pytest

from tests.architecture.tree import ROOT, files

PROMISED = {"demo", "test", "check", "setup", "bench", "kill", "lock", "docs", "format"}


def targets() -> set[str]:
    """Targets of the Makefile."""
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_promised_targets_are_there() -> None:
    assert targets() >= PROMISED


def test_documents_name_targets_that_exist() -> None:
    named = {
        (str(path), target)
        for path in files()
        if path.suffix == ".md"
        for target in re.findall(r"(?:^|`)make ([a-z][a-z-]*)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {(path, target) for path, target in named if target not in targets()} == set()


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_help_lists_the_targets() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"make {target} " in listed for target in PROMISED)


def test_a_submission_is_checked_by_the_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_an_old_python_is_refused_in_words() -> None:
    told = subprocess.run(["make", "setup", "PYTHON=", "VENV=nowhere"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode != 0
    assert "Python 3.11 or newer" in told.stderr
