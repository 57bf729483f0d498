"""Pushes over HTTP: measured by `make bench`, and tried with too few to say anything of time."""

from pathlib import Path

import pytest

from tests.bench.pushes import pushes
from tests.support.engines import chosen


@pytest.mark.bench
async def test_pushes(engine_name: str, tmp_path: Path) -> None:
    (await pushes(engine_name, 100, 8, tmp_path)).close()


@pytest.mark.slow
@pytest.mark.skipif("embedded" not in chosen(), reason="the embedded engine is not among those tested")
async def test_it_works(tmp_path: Path) -> None:
    report = await pushes("embedded", 4, 2, tmp_path)
    assert report.lines["pushes a second, 2 senders"] > 0
