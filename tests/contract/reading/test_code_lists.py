"""Codes told in one file and what they mean in another: on the command line, and where a code is mended."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from loaders.check.code_lists import read_code_list
from loaders.load.reading import Reading
from tests.support.loading import Loaded, sheet

pytestmark = pytest.mark.slow


async def load(graph: Loaded, environment: dict[str, str], *words: str) -> tuple[int, Any]:
    """Run `quanjing load listed_industry`; exit code and receipt."""
    command = [sys.executable, "-m", "app.cli", "load", "listed_industry", *words, "--json"]
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return process.returncode or 0, json.loads(out) if out else None


def mend(path: Path, wrong: str, right: str) -> str:
    """Mend a rejects file; gives what stood there."""
    sent = path.read_text(encoding="utf-8-sig")
    path.write_text(sent.replace(wrong, right), encoding="utf-8-sig")
    return sent


async def test_a_code_that_is_mended_is_read_by_the_same_list(graph: Loaded, environment: dict[str, str]) -> None:
    words = sheet(graph.folder / "words.csv", [{"code": "1", "name": "仪器仪表"}, {"code": "2", "name": "造纸行业"}])
    told = [{"stock": "587", "class": "1"}, {"stock": "600714", "class": "9"}]
    path = sheet(graph.folder / "classes.csv", told)
    columns = ("--columns", "company.stock=stock,industry=class", "--provider", "某所", "--day", "2024-01-01")
    code, receipt = await load(graph, environment, str(path), "--codes", f"industry={words}", *columns)
    assert (code, receipt["accepted"], receipt["rejected"]) == (20, 1, 1)
    rejects = Path(receipt["rejects"])
    assert "not in the code list words.csv" in mend(rejects, ",9", ",2")
    category = "listed_industry"
    refused = await graph.load(rejects, category)
    assert refused.error is not None
    assert "--codes industry=words.csv" in refused.error
    mended = await graph.load(rejects, category, Reading(lists={"industry": read_code_list(words)}))
    assert (mended.batch, mended.accepted, mended.error) == (receipt["batch"], 1, None)
    rows = await graph.engine.read("MATCH (s:IndustryClass) RETURN s.industry AS industry ORDER BY industry")
    assert [r["industry"] for r in rows] == ["仪器仪表", "造纸行业"]


async def test_a_list_that_is_not_there_is_said(graph: Loaded, environment: dict[str, str]) -> None:
    path = sheet(graph.folder / "classes.csv", [{"stock": "587", "class": "1"}])
    code, receipt = await load(graph, environment, str(path), "--codes", f"industry={graph.folder / 'none.csv'}")
    assert (code, receipt) == (2, None)
