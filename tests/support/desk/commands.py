"""Runs `quanjing` as a process of its own, and makes the files that are pushed with it."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.settings import Settings
from tests.support import engines

ROOT = Path(__file__).parents[3]
OFFICE = "杭州市市场监督管理局"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ended: its exit code, what it put on standard output and on standard error."""

    code: int
    out: str
    err: str


async def started(settings: Settings, *words: str) -> asyncio.subprocess.Process:
    """A command of the command line, begun."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", *words),
        env=engines.environment(settings),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process, seconds: float = SECONDS) -> Ran:
    """A command once it has ended, within so many seconds."""
    out, err = await asyncio.wait_for(process.communicate(), seconds)
    return Ran(process.returncode or 0, out.decode(), err.decode())


async def quanjing(settings: Settings, *words: str) -> Ran:
    """Run a command to its end."""
    return await ended(await started(settings, *words))


def decision(number: str, **more: str) -> dict[str, str]:
    """A decision as a row."""
    return {
        "行政相对人名称": "某某科技有限公司",
        "统一社会信用代码": "91330106EXAMPLE115",
        "行政处罚决定书文号": number,
        "处罚决定日期": "2024-03-20",
        "处罚机关": OFFICE,
        **more,
    }


def file_of(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    """A file of decisions, by default of one that bears the file's name."""
    folder.mkdir(exist_ok=True)
    file = folder / f"penalty.{name}.json"
    file.write_text(json.dumps(rows or [decision(name)], ensure_ascii=False), encoding="utf-8")
    return file


def key_file(folder: Path, key: str) -> str:
    """A file with a key, that nobody else may read."""
    file = folder / "key"
    file.touch(mode=0o600)
    file.write_text(key + "\n", encoding="utf-8")
    return str(file)
