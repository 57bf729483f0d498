"""`quanjing clues`: what it prints, as text in both languages and as JSON, and what it refuses."""

import json

import pytest

from app.settings import Settings
from tests.support.desk.commands import Ran, ended, started
from tests.support.loading import Loaded
from tests.support.worlds import clue_world
from tests.support.worlds.clue_world import AS_OF, PHONE, code, named, party

pytestmark = pytest.mark.slow


async def ran(settings: Settings, *words: str) -> Ran:
    return await ended(await started(settings, *words))


async def test_from_the_command_line(graph: Loaded, settings: Settings) -> None:
    await clue_world.fill(graph)
    shown = await ran(settings, "clues", "meeting", "--as-of", AS_OF)
    assert shown.code == 0, shown.err
    assert "3 departments meet over 3 parties" in shown.out
    assert named(1) in shown.out
    assert PHONE not in shown.out
    whole = json.loads((await ran(settings, "clues", "meeting", "--as-of", AS_OF, "--json")).out)
    assert [one["departments"] for one in whole["items"]] == [3]
    none = await ran(settings, "clues", "meeting", "--as-of", AS_OF, "--since", "2099-01-01")
    assert "No meeting beyond what chance would show." in none.out
    led = await ran(settings, "clues", "seed", code(1), PHONE, "无此公司", "--as-of", AS_OF)
    assert led.code == 0, led.err
    assert "Nothing is known of 无此公司" in led.out
    assert named(2) in led.out
    found = json.loads((await ran(settings, "clues", "seed", named(1), "--as-of", AS_OF, "--json")).out)
    assert {one["party"] for one in found["linked"]} == {party(2), party(3)}
    wrong = await ran(settings, "clues", "meeting", "--since", "gestern")
    assert (wrong.code, "since" in wrong.err) == (2, True)
