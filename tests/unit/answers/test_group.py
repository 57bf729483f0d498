"""The group of a party is one whichever of its members is asked, though each asks for other parts of the graph first."""

from typing import cast

import pytest

from app.answers.control import group
from app.answers.reading.session import Reader
from tests.unit.answers.partly import Partly

LISTS = {
    "x": {"甲": 0.31, "乙": 0.31},
    **{f"s{n}": {"乙": 0.9} for n in range(5)},
    "t": {"丙": 0.35, "s1": 0.4},
    "u": {"丙": 0.9},
}


@pytest.mark.parametrize("asked", ["x", "乙", "s0", "s4", "t"])
async def test_whoever_is_asked_the_group_is_the_same(asked: str) -> None:
    """By 30 % of the votes 甲 and 乙 both control X, and 丙 and 乙 both control T: 乙 controls more than either."""
    found = await group(cast(Reader, Partly(LISTS)), asked, rules="takeover_84")
    assert found.parent is not None
    assert found.parent.id == "乙"
    assert {one.id for one in found.members} == {"x", "s0", "s1", "s2", "s3", "s4", "t"}


async def test_what_is_of_another_group_is_named() -> None:
    found = await group(cast(Reader, Partly(LISTS)), "丙", rules="takeover_84")
    assert found.parent is not None
    assert (found.parent.id, [one.id for one in found.members], [one.id for one in found.of_others]) == ("丙", ["u"], ["t"])


OWNED = {
    "a": {"person:x:赵一": 0.6, "person:x:钱二": 0.4},
    "b": {"person:x:赵一": 0.51},
    "c": {"a": 0.3, "b": 0.3},
    "d": {"person:x:钱二": 0.9},
    "e": {"c": 0.7},
}
"""赵一 controls A and B, and through both together C, and so E; 钱二 controls D alone."""


@pytest.mark.parametrize("asked", ["a", "b", "c", "e", "person:x:赵一"])
async def test_up_to_a_person_a_group_is_all_under_one_actual_controller(asked: str) -> None:
    found = await group(cast(Reader, Partly(OWNED)), asked, to_person=True)
    assert found.parent is not None
    assert (found.parent.id, found.parent.kind, found.to_person) == ("person:x:赵一", "Person", True)
    assert {one.id: one.parents for one in found.members} == {
        "a": ("person:x:赵一",),
        "b": ("person:x:赵一",),
        "c": ("person:x:赵一",),
        "e": ("c",),
    }
    assert found.above == ()


async def test_without_being_asked_no_person_heads_a_group() -> None:
    alone = await group(cast(Reader, Partly(OWNED)), "a")
    assert (alone.parent, alone.members) == (None, ())
    firm = await group(cast(Reader, Partly(OWNED)), "e")
    assert firm.parent is not None
    assert (firm.parent.id, [one.id for one in firm.above]) == ("c", ["person:x:赵一"])
    assert (await group(cast(Reader, Partly(OWNED)), "person:x:赵一")).parent is None


async def test_up_to_a_person_who_controls_less_than_another_is_of_that_ones_group() -> None:
    """By more than 30 % of the votes 赵一 and 钱二 both control A; 赵一 controls more."""
    found = await group(cast(Reader, Partly(OWNED)), "d", rules="takeover_84", to_person=True)
    assert found.parent is not None
    assert (found.parent.id, [one.id for one in found.members]) == ("person:x:钱二", ["d"])
    assert {one.id for one in found.of_others} <= {"a", "c", "e"}
    assert "a" in {one.id for one in found.of_others}
