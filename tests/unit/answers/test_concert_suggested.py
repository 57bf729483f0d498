"""Presumptions of acting in concert beside the answer about control, where they are asked for."""

from typing import cast

from app.analytics.control.concert import MOST_HOLDERS
from app.answers.control import control
from app.answers.reading.session import Reader
from app.cli.text import inquiry_text
from models.answers.stamped import ControlAnswer
from tests.unit.answers.partly import Partly

LISTS = {"t": {"a": 0.3, "b": 0.25, "c": 0.1}, "b": {"a": 0.3}, "c": {"d": 0.9}}


async def asked(
    lists: dict[str, dict[str, float]], *, suggest: bool = True, concert: tuple[tuple[str, ...], ...] = ()
) -> ControlAnswer:
    reader = cast(Reader, Partly(lists))
    return await control(reader, "t", suggest_concert=suggest, concert=concert)


async def test_suggestions_name_the_members_the_presumption_and_their_votes() -> None:
    found = (await asked(LISTS)).concert_suggested
    assert found is not None
    (pair,) = found.pairs
    assert [ref.id for ref in pair.parties] == ["a", "b"]
    assert (pair.votes.low, [one.item for one in pair.presumptions]) == (0.55, [4])
    assert pair.presumptions[0].text.en == "a has 30 % of the votes of b"


async def test_suggestions_are_told_only_where_asked_for_and_decide_nothing() -> None:
    assert (await asked(LISTS, suggest=False)).concert_suggested is None
    assert (await asked(LISTS)).controllers == ()
    given = await asked(LISTS, concert=(("a", "b"),))
    assert [(one.id, [ref.id for ref in one.jointly_with]) for one in given.controllers] == [("a", ["b"]), ("b", ["a"])]


async def test_the_text_says_that_they_are_presumed() -> None:
    lines = list(inquiry_text.control(await asked(LISTS)))
    at = lines.index("presumed to act in concert, unless shown otherwise (1 of 1 pairs)")
    assert lines[at + 1] == "  a、b: 55 % of the votes together"
    assert lines[at + 2].startswith("    (4) one has a stake in the other")


async def test_the_holders_that_are_judged_are_bounded() -> None:
    many = {f"h{n:04}": 0.001 for n in range(MOST_HOLDERS + 50)}
    found = (await asked({"t": {**many, "a": 0.3, "b": 0.25}, "b": {"a": 0.3}})).concert_suggested
    assert found is not None
    assert (found.judged, found.holders, found.total) == (MOST_HOLDERS, MOST_HOLDERS + 52, 1)
