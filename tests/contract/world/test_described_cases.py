"""The planted cases that files of categories describe, asked of the sample world on each engine."""

import pytest

from loaders.synthetic.described.form import read_described
from models.caller import Caller
from tests.support.loading import identifier
from tests.support.worlds.sample_world import World

CASES = [case.kind for one in read_described().values() for case in one.cases]


@pytest.mark.parametrize("kind", CASES)
async def test_what_a_case_expects_is_answered(world: World, kind: str) -> None:
    for expected in world.cases[kind]["expect"]["records"]:
        category, caller = expected["category"], Caller(level=expected["level"])
        asked = {"party_id": identifier(expected["party"]), "category": category, "as_of": expected["on"]}
        if world.catalogue[category].edge:
            found = [await world.answer("records.relations", caller, direction=d, **asked) for d in ("in", "out")]
        else:
            found = [await world.answer("records.list", caller, **asked)]
        items = [item for answer in found for item in answer["items"]]
        assert sum(answer["total"] for answer in found) == len(items) == expected["records"], expected
        for name, value in expected.get("values", {}).items() if items else ():
            stated = items[0]["values"][name]
            assert (f"{stated:g}" if isinstance(stated, float) else str(stated)) == value, (expected, items[0])
