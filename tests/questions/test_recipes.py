"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the tree: files, `make docs`, tests."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.support.worlds import example_world

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("recipes")]
COPIED = ("app", "cypher", "docs", "loaders", "models", "tests", "CONTRIBUTING.md", "README.md", "pyproject.toml")
FENCE = re.compile(r"^```(?:yaml|cypher|python)\n(?:#|//) ([a-z_/]+\.[a-z]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUESTION = f"""\
// question: commendation.granted
// title: What a party was commended with
// params: party_id: str, limit: int = 20
// needs: commendation
// answer: models.answers.commendations.Granted[]
// example: {{"party_id": "{example_world.FIRM}"}}
MATCH (:Identifier {{id: $party_id}})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Commendation)
WHERE held(r)
RETURN s.commendation AS commendation, r.valid_from AS day ORDER BY day DESC, commendation LIMIT $limit
"""
GRANTED = '''\
"""Commendations."""

from models.base import Model


class Granted(Model):
    """A commendation, and the day since which a party has it."""

    commendation: str
    day: str
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what is under version control."""
    out = tmp_path / "tree"
    out.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, out / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, out)
    return out


def _run(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "STAGES"))} | {
        "QUANJING_TEST_ENGINES": "embedded",
        "QUANJING_TEST_LEAKS_OF": "risk.fined,commendation.granted,portrait.party,records.list",
    }
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )


def test_both_recipes_need_nothing_else(tree: Path) -> None:
    """The category, the question shown, and a question about the category that the worlds of the tests lack."""
    shown = dict(FENCE.findall((tree / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert set(shown) == {"loaders/catalogue/commendation.yml", "cypher/risk/fined.cypher", "models/answers/risk.py"}
    for name, text in {
        **shown,
        "cypher/commendation/granted.cypher": QUESTION,
        "models/answers/commendations.py": GRANTED,
    }.items():
        path = tree / name
        assert not path.exists(), "the recipe adds files, it changes none"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert _run(tree, "tests.support.references").returncode == 1, "the reference lacks them"
    assert _run(tree, "tests.support.references", "--write").returncode == 0
    assert "risk.fined" in (tree / "docs" / "reference" / "questions.md").read_text(encoding="utf-8")
    assert "## commendation:" in (tree / "docs" / "reference" / "catalogue.md").read_text(encoding="utf-8")
    tested = ("tests/questions/test_examples.py", "tests/architecture/test_references.py", "tests/unit/questions/test_files.py")
    tests = _run(tree, "pytest", "-q", "-p", "no:cacheprovider", *tested)
    assert tests.returncode == 0, tests.stdout + tests.stderr
    style = subprocess.run([Path(sys.executable).with_name("ruff"), "check", "--no-cache", "models"], cwd=tree, check=False)
    assert style.returncode == 0
