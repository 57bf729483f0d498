"""Related parties as they are asked for: what is read decides what is told."""

from typing import cast

import pytest

from app.answers.control import related
from app.answers.reading.session import Reader
from tests.unit.answers.partly import Partly

OWNER, OTHER, FOURTH = "person:uscc:X:林一", "person:uscc:S:林一", "person:uscc:S:林四"


@pytest.mark.parametrize("other", [OTHER, FOURTH])
async def test_below_namesakes_it_is_read_too(other: str) -> None:
    """A namesake stands in the list of a subsidiary, and has a firm that nothing else leads to."""
    lists = {"x": {OWNER: 0.67, "甲": 0.33}, "s": {"x": 0.6, other: 0.4}, "v": {other: 0.9, "乙": 0.1}}
    found = await related(cast(Reader, Partly(lists)), "x")
    assert "v" not in {one.id for one in found.related}
    assert [[one.id for one in doubt.parties] for doubt in found.if_one] == ([["v"]] if other == OTHER else [])
