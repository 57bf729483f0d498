"""`make bench`: the ratios, on each engine, at full scale."""

from pathlib import Path

import pytest

from tests.bench import crowd, inquiries, keys, loads, reads, whole
from tests.bench.graphs import full_catalogue, scale, side

pytestmark = pytest.mark.bench


async def test_load_and_read(engine_name: str, tmp_path: Path) -> None:
    catalogue, size = full_catalogue(), scale()
    async with side(engine_name, tmp_path / "ours", catalogue) as ours:
        async with side(engine_name, tmp_path / "base", catalogue) as base:
            (await loads.load_against_raw(engine_name, size, tmp_path, ours, base, catalogue)).close()
        (await reads.api_against_raw(engine_name, size, ours, catalogue)).close()
        (await reads.as_of_against_timeless(engine_name, size, ours, catalogue)).close()
        (await inquiries.look_through(engine_name, size, ours, catalogue)).close()
        (await inquiries.exposure_against_reading(engine_name, size, ours, catalogue)).close()
        (await inquiries.as_of_against_now(engine_name, size, ours, catalogue)).close()
        (await inquiries.between_fifty(engine_name, size, ours, catalogue)).close()
        parties = [party for party, _ in await reads.chosen(ours.engine)]
        (await crowd.measured(engine_name, size, ours.settings, parties)).close()
        (await keys.measured(engine_name, size, ours.settings, parties)).close()


async def test_hub(engine_name: str, tmp_path: Path) -> None:
    (await loads.hub_against_average(engine_name, scale(), tmp_path)).close()


def test_whole_graph() -> None:
    whole.whole_graph().close()
