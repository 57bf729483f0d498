"""Two nodes as they are run, services and commands with homes of their own; the one that takes is killed."""

import asyncio
import json
import random
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.settings import Settings, read_settings
from loaders.synthetic import write_sample
from models.caller import CallerRole
from tests.support.desk.commands import Ran, ended, key_file, quanjing, started
from tests.support.desk.keys import bearer, issue_at
from tests.support.engines import PLAIN
from tests.support.neo4j_server import free_port
from tests.support.served import served
from tests.support.worlds.two_nodes import approve_everything_at

pytestmark = [pytest.mark.kill, pytest.mark.slow]
PAGES_BEFORE = 6
SENT = frozenset({"department", "enterprise", "key_person", "legal_representative", "penalty", "shareholder", "spot_check"})
"""What the city has: the many small files of a whole sample world take minutes where the machine is busy."""
SECONDS = 300.0


def node_of(folder: Path, name: str) -> Settings:
    """Settings of a node with a home of its own, on the embedded engine."""
    return read_settings(
        **{
            **PLAIN,
            "home": folder / name,
            "port": free_port(),
            "rate_per_address": "",
            "rate_per_key": "",
            "linger_seconds": 20,
        }
    )


async def ran(settings: Settings, *words: str, code: int = 0) -> Ran:
    """A command that ends with this code."""
    found = await quanjing(settings, *words)
    assert found.code == code, (words, found.out, found.err)
    return found


async def test_rolled_up_by_processes_that_are_killed(tmp_path: Path) -> None:
    here, there = node_of(tmp_path, "province"), node_of(tmp_path, "city")
    files = tmp_path / "files"
    write_sample(files, enterprises=200, seed=7)
    for path in files.rglob("*.*"):
        if path.name.split(".")[0] not in SENT or path.parent != files:
            path.unlink()
    loaded = await quanjing(there, "load", "auto", str(files))
    assert loaded.code in (0, 20), loaded.err
    issued = issue_at(there, CallerRole.NODE, "省节点")
    approve_everything_at(there, issued.id)
    operator = issue_at(here, CallerRole.OPERATOR, "某管理员")
    chance, kills = random.Random(3), 0
    async with served(there) as city:
        await ran(here, "nodes", "add", "杭州", city.url, "--key-file", key_file(tmp_path, issued.key))
        while True:
            process = await started(here, "nodes", "roll-up", "杭州", "--wait", "30", "--json")
            if kills < PAGES_BEFORE:
                try:
                    await asyncio.wait_for(process.wait(), chance.uniform(3.0, 8.0))
                except TimeoutError:
                    process.kill()
                    kills += 1
            over = await ended(process, SECONDS)
            if over.code == 0:
                break
            assert over.code == -9, over.err
        assert kills
        found: dict[str, Any] = json.loads((await ran(here, "nodes", "compare", "杭州", "--json")).out)
        assert found["equal"]
        assert found["differences"] == []
        assert sum(row["here"] for row in found["rows"]) > 1000
        digests = [json.loads((await ran(s, "check", "--digest", "--json")).out)["digest"] for s in (here, there)]
        assert digests[0]
        (firm,) = json.loads((await ran(there, "search", "公司", "--limit", "1", "--json")).out)["items"]
        async with served(here) as province, httpx.AsyncClient(base_url=province.url, headers=bearer(operator.key)) as client:
            begun = await client.post("/v1/handovers", json={"node": "杭州", "party": firm["id"]})
            assert begun.status_code == 202, begun.text
            job = begun.json()["id"]
            async with asyncio.timeout(SECONDS):
                async with client.stream("GET", f"/v1/jobs/{job}/events", timeout=SECONDS) as events:
                    await events.aread()
            state = (await client.get(f"/v1/jobs/{job}")).json()["state"]
            assert state == "done", province.log
            result = (await client.get(f"/v1/jobs/{job}/result")).json()["result"]
            assert (result["new"], result["refused"]) == (0, [])
            assert result["read"]
            assert [node["name"] for node in (await client.get("/v1/nodes")).json()["items"]] == ["杭州"]
            portraits = []
            for url in (province.url, city.url):
                async with httpx.AsyncClient(base_url=url) as public:
                    portraits.append(still((await public.get(f"/v1/parties/{firm['id']}/portrait")).json()))
            assert portraits[0] == portraits[1]


MOVING = frozenset({"tick", "known_at", "recorded_at", "recorded", "batch", "loaded_at", "loaded_on"})


def still(node: Any) -> Any:
    """A portrait without ticks, moments and the ids of batches."""
    if isinstance(node, dict):
        return {k: still(v) for k, v in node.items() if k not in MOVING}
    return [still(v) for v in node] if isinstance(node, list) else node
