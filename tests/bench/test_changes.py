"""Withdrawal, merge, split, the change feed: measured by `make bench`, the first three tried on a small graph too."""

from pathlib import Path

import pytest

from tests.bench import feed
from tests.bench.changes import changes
from tests.bench.graphs import scale
from tests.support.engines import chosen


@pytest.mark.bench
async def test_changes(engine_name: str, tmp_path: Path) -> None:
    (await changes(engine_name, scale(), scale() * 2 // 5, tmp_path)).close()


@pytest.mark.slow
@pytest.mark.skipif("embedded" not in chosen(), reason="the embedded engine is not among those tested")
async def test_it_works(tmp_path: Path) -> None:
    report = await changes("embedded", 100, 40, tmp_path)
    told = [text for what, text in report.lines.items() if what.endswith("meanwhile")]
    assert len(told) == 5
    assert all(" 0 failed" in text for text in told)


@pytest.mark.bench
@pytest.mark.skipif("embedded" not in chosen(), reason="the embedded engine is not among those tested")
async def test_from_push_to_webhook() -> None:
    await feed.main(200, 40)
