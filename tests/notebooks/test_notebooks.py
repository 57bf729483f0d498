"""The notebooks run from top to bottom, and are committed without what they print."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.architecture.tree import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 240
"""Seconds a cell may take on a busy machine."""
SHARING = ("03_risk", "04_clues")
"""The notebooks that walk through one world, which whichever of them comes first loads."""
RUN = [
    pytest.param(path, id=path.stem, marks=[pytest.mark.xdist_group("one world")] if path.stem in SHARING else [])
    for path in NOTEBOOKS
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the notebooks that share a world keep it."""
    return tmp_path_factory.mktemp("world")


def names(path: Path) -> str:
    return path.stem


def read(path: Path) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    return found


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01_portrait", "02_ownership", *SHARING]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []


def test_those_that_share_a_world_load_the_same() -> None:
    loading = []
    for path in NOTEBOOKS:
        sources = [cell.source for cell in read(path).cells]
        ends = [i for i, source in enumerate(sources) if "NOTEBOOK_WORLD" in source or "open_graph(" in source]
        loading += [(path.stem, sources[ends[0] : ends[1] + 1])] if ends else []
    assert [name for name, _ in loading] == list(SHARING)
    assert loading[0][1] == loading[1][1]


@pytest.mark.slow
@pytest.mark.parametrize("path", RUN)
async def test_a_notebook_runs(path: Path, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("QUANJING_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("NOTEBOOK_WORLD", str(world))
    notebook = read(path)
    client = NotebookClient(notebook, timeout=LONGEST, resources={"metadata": {"path": str(tmp_path)}})
    await client.async_execute()
