"""What is installed: locked with hashes, from wherever the machine gets its packages; and the wheel has its data files."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from app.paths import CATALOGUE, CYPHER
from tests.architecture.tree import ROOT, files

LOCKS = ("install", "run", "dev")


def project() -> dict[str, object]:
    """pyproject.toml, read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def canonical(requirement: str) -> str:
    """Name of the package a requirement is for."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]).lower()


def locked(name: str) -> dict[str, list[str]]:
    """Of each package of a lock, the pinned versions and the hashes."""
    pins: dict[str, list[str]] = {}
    package = ""
    for line in (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines():
        if re.match(r"[a-z0-9]", line):
            assert "==" in line, f"{name}.lock: not pinned: {line}"
            package = canonical(line)
            pins.setdefault(package, []).append(re.split(r"==|[ ;\\]", line)[1])
        elif "--hash=" in line:
            pins[package].append(line.strip().rstrip("\\ "))
    return pins


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_host(name: str) -> None:
    assert [package for package, pins in locked(name).items() if not any(pin.startswith("--hash=") for pin in pins)] == []
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "-url" not in text


def test_the_locks_hold_what_the_project_asks_for() -> None:
    content = project()
    groups, own = content["dependency-groups"], content["project"]
    assert isinstance(groups, dict)
    assert isinstance(own, dict)
    asked = {"install": groups["install"], "dev": groups["dev"], "run": own["dependencies"]}
    for name in LOCKS:
        pins = locked(name)
        for requirement in map(Requirement, asked[name]):
            versions = [pin for pin in pins.get(canonical(requirement.name), []) if not pin.startswith("--")]
            assert versions, f"{name}.lock lacks {requirement.name}: run `make lock`"
            assert all(requirement.specifier.contains(version) for version in versions), f"{requirement}: run `make lock`"


def test_a_checkout_finds_its_data_files() -> None:
    assert CYPHER == ROOT / "cypher"
    assert CATALOGUE == ROOT / "loaders" / "catalogue"


def test_a_wheel_carries_and_finds_its_data_files(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        archive.extractall(installed)
    for path in files():
        if path.parts[0] in ("app", "loaders", "models"):
            assert path.as_posix() in inside
        elif path.parts[0] == "cypher":
            assert f"app/_cypher/{path.relative_to('cypher').as_posix()}" in inside
    assert {name.split("/")[0] for name in inside} <= {"app", "loaders", "models", f"{wheel.name.split('-py3')[0]}.dist-info"}
    found = subprocess.run(
        [sys.executable, "-c", "from app.paths import CATALOGUE, CYPHER; print(CYPHER, CATALOGUE, sep='\\n')"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert found == [str(installed / "app" / "_cypher"), str(installed / "loaders" / "catalogue")]
