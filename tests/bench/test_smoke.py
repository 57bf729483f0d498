"""Each benchmark works, on a world too small to say anything of time."""

from pathlib import Path

import pytest

from tests.bench import categories, crowd, inquiries, keys, loads, reads, whole
from tests.bench.graphs import full_catalogue, side
from tests.support.engines import chosen

ENTERPRISES = 300
ENGINE = "embedded"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(ENGINE not in chosen(), reason="the embedded engine is not among those tested"),
]


async def test_load_and_read(tmp_path: Path) -> None:
    catalogue = full_catalogue()
    async with side(ENGINE, tmp_path / "ours", catalogue) as ours:
        async with side(ENGINE, tmp_path / "base", catalogue) as base:
            report = await loads.load_against_raw(ENGINE, ENTERPRISES, tmp_path, ours, base, catalogue, months="2024-01")
        assert report.lines["same graph"] == "True"
        assert report.lines["rows"] > ENTERPRISES
        assert (await reads.api_against_raw(ENGINE, ENTERPRISES, ours, catalogue, rounds=1)).lines["parties"] > 100
        assert (await reads.as_of_against_timeless(ENGINE, ENTERPRISES, ours, catalogue, rounds=1)).lines["parties"] > 100
        assert (await inquiries.look_through(ENGINE, ENTERPRISES, ours, catalogue, rounds=1)).lines["parties"] > 100
        exposures = await inquiries.exposure_against_reading(ENGINE, ENTERPRISES, ours, catalogue, rounds=1)
        assert exposures.lines["parties"] == 2 * inquiries.EXPOSED
        assert (await inquiries.as_of_against_now(ENGINE, ENTERPRISES, ours, catalogue, rounds=1)).lines
        assert (await inquiries.between_fifty(ENGINE, ENTERPRISES, ours, catalogue, firms=10, draws=2)).lines["draws"] == 2
        parties = [party for party, _ in await reads.chosen(ours.engine)]
        assert (await keys.measured(ENGINE, ENTERPRISES, ours.settings, parties, rounds=1)).lines["parties"] > 20
        assert len((await crowd.measured(ENGINE, ENTERPRISES, ours.settings, parties, seconds=0.5)).lines) == 16


async def test_hub(tmp_path: Path) -> None:
    report = await loads.hub_against_average(ENGINE, ENTERPRISES, tmp_path)
    assert report.lines["edges of the hub"] >= 200


async def test_each_category(tmp_path: Path) -> None:
    catalogue, few = full_catalogue(), ("enterprise", "penalty", "shareholder")
    async with side(ENGINE, tmp_path / "ours", catalogue) as ours:
        report = await categories.each_category(ENGINE, 3, tmp_path, ours, catalogue, few)
    assert report.lines.keys() >= set(few)


def test_whole_graph() -> None:
    assert whole.whole_graph(2_000, 3_000).lines["refresh equals full"] is True
