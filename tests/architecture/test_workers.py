"""Where several workers run, tests that share an engine's graph are given to one of them."""

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT
from tests.support.workers import WORLD, group_of


def test_a_file_is_a_group_for_each_engine() -> None:
    file = "tests/architecture/test_tools.py"
    assert group_of(f"{file}::test_a") == file
    assert group_of(f"{file}::test_a[neo4j-early]") == f"{file} neo4j"
    assert group_of(f"{file}::test_a[early-embedded]") == f"{file} embedded"
    assert group_of(f"{file}::test_a[embedded_home]") == file


def test_tests_of_the_sample_world_are_one_group_for_each_engine() -> None:
    assert group_of("tests/contract/world/test_world.py::test_a[neo4j]") == f"{WORLD} neo4j"
    assert group_of("tests/contract/world/test_cases.py::test_b[neo4j]") == f"{WORLD} neo4j"


@pytest.mark.slow
def test_workers_are_given_whole_groups() -> None:
    files = ["tests/architecture/test_tools.py", "tests/architecture/test_stages.py"]
    spread = ["-n", "2", "--dist", "loadgroup", "-k", "not table"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "--noconftest", "-p", "no:cacheprovider", *spread, *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    workers: dict[str, set[str]] = {}
    for line in ran.stdout.splitlines():
        if line.startswith("[gw") and "PASSED" in line:
            worker, _, test = line.partition("]")
            workers.setdefault(test.split()[-1].partition("::")[0], set()).add(worker)
    assert sorted(workers) == sorted(files)
    assert sorted(map(len, workers.values())) == [1, 1]
