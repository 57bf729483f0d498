"""Killed anywhere, run again, a load ends in the same graph with the same receipts."""

import asyncio
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.engine import Engine
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from loaders.synthetic import write_sample
from loaders.upkeep.digest_graph import graph_digest
from models.catalogue import Catalogue
from tests.support import engines

pytestmark = [pytest.mark.kill, pytest.mark.slow]
KILLS = int(os.environ.get("QUANJING_TEST_KILLS", "5"))
POINTS = [
    ("new_statements", 12),
    ("make_record", 12),
    ("dirty_references", 3),
    ("clean", 4),
    ("identify", 10),
    ("make_edge", 8),
    ("grouped", 4),
    ("new_arrivals", 12),
    ("resolve", 4),
    ("party_names", 8),
]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("world") / "files"
    write_sample(out, enterprises=60, seed=7)
    for extra in (out / "dirty").iterdir():
        extra.unlink()
    return out


async def load(settings: Settings, folder: Path, point: str = "-", nth: int = 0, victim: str = "none") -> tuple[int, list[Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.killing",
        str(folder),
        point,
        str(nth),
        victim,
        env=engines.environment(settings),
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return process.returncode or 0, json.loads(out) if out else []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def expected() -> dict[str, tuple[str, list[Any]]]:
    """Digest and receipts of an undisturbed load, by engine."""
    return {}


async def _undisturbed(known: dict[str, Any], engine: Engine, settings: Settings, folder: Path) -> tuple[str, list[Any]]:
    name = engine.capabilities.name
    if name not in known:
        code, receipts = await load(settings, folder)
        assert code == 0
        known[name] = (await graph_digest(engine), receipts)
        await engines.wipe(engine)
    found: tuple[str, list[Any]] = known[name]
    return found


@pytest.mark.parametrize("number", range(KILLS))
async def test_killed_and_run_again(
    number: int, engine: Engine, settings: Settings, folder: Path, expected: dict[str, tuple[str, list[Any]]]
) -> None:
    digest, receipts = await _undisturbed(expected, engine, settings, folder)
    rng = random.Random(number)
    point, most = POINTS[number % len(POINTS)]
    code, _ = await load(settings, folder, point, rng.randint(1, most), "loader")
    assert code in (0, -9)
    code, again = await load(settings, folder)
    assert code == 0
    assert await graph_digest(engine) == digest
    counted = ("rows", "accepted", "unchanged", "rejected", "error")
    assert [[r[k] for k in counted] for r in again] == [[r[k] for k in counted] for r in receipts]


@pytest.mark.parametrize("number", range(max(1, KILLS // 4)))
async def test_engine_killed_under_a_load(
    number: int, engine: Engine, settings: Settings, folder: Path, expected: dict[str, tuple[str, list[Any]]]
) -> None:
    if settings.graph_url is not None:
        pytest.skip("the server of another machine is not ours to kill; its durability is Neo4j's own")
    digest, _ = await _undisturbed(expected, engine, settings, folder)
    point, most = POINTS[(number * 3) % len(POINTS)]
    code, _ = await load(settings, folder, point, random.Random(number).randint(1, most), "engine")
    if code != 0:
        code, _ = await load(settings, folder)
    assert code == 0
    assert await graph_digest(engine) == digest
