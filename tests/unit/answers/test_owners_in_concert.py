"""Beneficial owners take groups in concert as control does: who controls only together with others is one of them."""

from typing import cast

import pytest

from app.answers.control import beneficial_owners
from app.answers.reading.session import Reader
from app.errors import InputError
from models.answers.owners import Ground, Status
from tests.unit.answers.partly import Partly

ONE, TWO, THREE, FOUR, FIVE = (f"person:t:{name}" for name in ("赵一", "钱二", "孙三", "李四", "周五"))
LISTS = {"t": {"a": 0.2, ONE: 0.2, TWO: 0.2, THREE: 0.2, FOUR: 0.2}, "a": {FIVE: 1.0}}


async def test_who_acts_in_concert_controls_jointly() -> None:
    """Nobody has a quarter. 赵一, 钱二 and A have 60 % of the votes together, and 周五 controls A."""
    alone = await beneficial_owners(cast(Reader, Partly(LISTS)), "t")
    assert (alone.owners, alone.status) == ((), Status.NOBODY)
    found = await beneficial_owners(cast(Reader, Partly(LISTS)), "t", concert=[[ONE, TWO, "a"]])
    assert found.status is Status.FOUND
    assert [(one.id, [(c.item, c.ground) for c in one.conditions]) for one in found.owners] == [
        (owner, [(3, Ground.JOINT_CONTROL)]) for owner in sorted((ONE, TWO, FIVE))
    ]
    first = next(one for one in found.owners if one.id == ONE)
    assert [party.id for party in first.conditions[0].jointly_with] == ["a", TWO]
    enough = await beneficial_owners(cast(Reader, Partly(LISTS)), "t", concert=[[ONE, TWO]])
    assert enough.owners == (), "40 % of the votes together are no control"


async def test_a_group_is_of_two_parties_that_are_known() -> None:
    for group in ([ONE], [ONE, "nobody"]):
        with pytest.raises(InputError) as wrong:
            await beneficial_owners(cast(Reader, Partly(LISTS)), "t", concert=[group])
        assert wrong.value.context["parameter"] == "concert"
