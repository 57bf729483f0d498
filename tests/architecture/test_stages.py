"""A test run tells the time of each stage, and ends with the closing line of its runner."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.support.stages import stage_of


def test_a_folder_is_a_stage() -> None:
    assert stage_of(ROOT / "tests" / "unit" / "deep" / "test_x.py") == "unit"
    assert stage_of(ROOT / "tests" / "test_x.py") == "tests"


@pytest.mark.parametrize("code", [0, 3])
def test_a_stage_keeps_its_time_and_its_exit_code(tmp_path: Path, code: int) -> None:
    ran = subprocess.run([ROOT / ".ci" / "stage", "types", "sh", "-c", f"exit {code}"], cwd=tmp_path, capture_output=True)
    assert ran.returncode == code
    assert re.fullmatch(r"types \d\n", (tmp_path / ".cache" / "stages").read_text())


@pytest.mark.slow
def test_the_table_stands_before_the_closing_line(tmp_path: Path) -> None:
    earlier = tmp_path / "stages"
    earlier.write_text("setup 12\nlint 1\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "package_host", "tests/architecture/test_tree.py"],
        cwd=ROOT,
        env={**os.environ, "STAGES": str(earlier)},
        capture_output=True,
        text=True,
    )
    lines = ran.stdout.splitlines()
    assert re.search(r"\d+ passed, \d+ deselected in [\d.]+s", lines[-1])
    assert lines[-4].split() == ["setup", "12.0", "s"]
    assert lines[-3].split() == ["lint", "1.0", "s"]
    assert lines[-2].split()[0] == "architecture"
