"""What is said when a graph is opened: that there is none, and that its hashes are made with a key that everybody knows."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.engine import Engine, connect, place_of
from app.engine.base import Tx
from app.errors import GraphUnavailable
from app.settings import Settings
from tests.support.loading import Loaded

EVERYTHING = "MATCH (n) RETURN count(n) AS nodes, collect(DISTINCT labels(n)) AS labels"


@pytest.fixture
async def bare(engine: Engine) -> Engine:
    """An engine without a graph of ours: no schema, no clock, but a node of somebody else's."""

    async def empty(tx: Tx) -> None:
        await tx.run("MATCH (n) DETACH DELETE n")
        await tx.run("CREATE (:Party {id: 'of somebody else'})")

    await engine.transact(empty, repeatable=True)
    return engine


def where(settings: Settings) -> str:
    """The end of what is said of a place without a graph."""
    setting = "QUANJING_GRAPH_URL" if settings.graph_url else "QUANJING_HOME"
    return f"no graph in {place_of(settings)}; set {setting} or run `quanjing up`"


async def command(environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    words = (sys.executable, "-m", "app.cli", *words)
    return await asyncio.to_thread(subprocess.run, words, env=environment, capture_output=True, text=True)


async def test_a_read_without_a_graph_is_told_which_was_looked_at(bare: Engine, settings: Settings) -> None:
    before = await bare.read(EVERYTHING)
    with pytest.raises(GraphUnavailable) as refused:
        await connect(settings, create=False)
    assert refused.value.message == where(settings)
    if settings.graph_url:
        assert "no graph in bolt://" in refused.value.message
    assert await bare.read(EVERYTHING) == before


@pytest.mark.parametrize("words", [("search", "杭州"), ("batches", "list"), ("check",)], ids=" ".join)
async def test_a_command_that_reads_says_so_and_makes_none(
    bare: Engine, settings: Settings, environment: Mapping[str, str], words: tuple[str, ...]
) -> None:
    before = await bare.read(EVERYTHING)
    done = await command(environment, *words)
    assert (done.returncode, done.stdout) == (8, "")
    assert done.stderr.endswith(f"quanjing: {where(settings)}\n")
    assert settings.graph_password is None or settings.graph_password.get_secret_value() not in done.stderr
    assert await bare.read(EVERYTHING) == before


async def test_the_development_key_is_announced_before_the_first_row_and_by_a_check(
    graph: Loaded, environment: Mapping[str, str], tmp_path: Path
) -> None:
    known = "QUANJING_SECRET is not set"
    files = [tmp_path / f"department.{n}.csv" for n in (1, 2)]
    for n, file in enumerate(files):
        file.write_text(f"部门代码,部门名称\nMY{n},示例局{n}\n", encoding="utf-8")
    loads = [
        await command(environment, "load", "auto", str(file), "--provider", "示例局", "--day", "2024-01-01") for file in files
    ]
    assert [done.returncode for done in loads] == [0, 0], loads
    assert [known in done.stderr for done in loads] == [True, False]
    assert known in (await command(environment, "check")).stderr
    assert known not in (await command(environment, "search", "示例局0")).stderr
