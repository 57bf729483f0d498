"""The tests of real records need them where a setting demands it, and are skipped aloud everywhere else."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.support.worlds import real_records


@pytest.fixture(autouse=True)
def _absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(real_records, "DATA", tmp_path / "shared" / "data")
    monkeypatch.delenv(real_records.DEMANDED, raising=False)


def test_a_file_or_folder_that_is_there_is_given() -> None:
    there = real_records.DATA / "listed" / "stock.csv"
    there.parent.mkdir(parents=True)
    there.touch()
    assert real_records.file_of("listed/stock.csv") == there
    assert real_records.file_of("listed") == there.parent


@pytest.mark.parametrize("ci", ["", "true"])
def test_what_is_absent_is_skipped_aloud(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match="NOT TESTED on real records: there is no shared/data/listed"):
        real_records.file_of("listed")


def test_what_is_absent_fails_where_it_is_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(real_records.DEMANDED, "1")
    with pytest.raises(pytest.fail.Exception, match="NOT TESTED on real records"):
        real_records.file_of("listed")


@pytest.mark.parametrize("there", [True, False])
def test_the_check_of_a_submission_demands_them_where_they_are(tmp_path: Path, there: bool) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    (checkout / "Makefile").write_text(f"test:\n\t@echo demanded=$${real_records.DEMANDED}\n", encoding="utf-8")
    if there:
        real_records.DATA.mkdir(parents=True)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("QUANJING_", "MAKE"))}
    ran = subprocess.run(["sh", checkout / ".ci" / "run"], env=plain, capture_output=True, text=True, check=True)
    assert ran.stdout == ("demanded=1\n" if there else "demanded=\n")


def test_nobody_else_looks_for_them() -> None:
    """One place knows where they lie, so that one rule serves all their tests."""
    own = {Path(real_records.__file__), Path(__file__)}
    looking = re.compile(r'/ "shared"')
    assert [p for p in (ROOT / "tests").rglob("*.py") if p not in own and looking.search(p.read_text(encoding="utf-8"))] == []
