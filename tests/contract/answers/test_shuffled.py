"""Inquiries answer alike on both engines, in whatever order the files came, and as they did when only some of them had come."""

import random
from pathlib import Path

import pytest

from models.catalogue import Catalogue
from tests.support import engines
from tests.support.engines import Engines
from tests.support.inquiring import everything
from tests.support.loading import INSPECTOR, PUBLIC, Loaded
from tests.support.worlds.sample_world import EARLY, World, Worlds, differing

pytestmark = pytest.mark.slow
OWNING = frozenset("enterprise department shareholder listed_company listed_holder legal_representative branch".split())
OWNING |= {"key_person", "executive"}
"""The categories that inquiries draw on."""
PLACES = (
    ("chain", "level8"),
    ("chain", "owner"),
    ("loop_of_three", "a"),
    ("cross_holding", "b"),
    ("self_holding", "firm"),
    ("closed_circle", "a"),
    ("mutual_51", "b"),
    ("inconsistent", "below"),
    ("missing_share", "firm"),
    ("ranges", "firm"),
    ("two_currencies", "firm"),
    ("nominee", "listed"),
    ("nominee", "parent"),
    ("state_owned", "subsidiary"),
    ("state_owned", "state"),
    ("nobody_qualifies", "firm"),
    ("joint_control", "a"),
    ("joint_majority", "target"),
    ("executive_partner", "held"),
    ("by_role", "branch"),
    ("namesakes", "lower"),
    ("conflicting_lists", "firm"),
    ("handover", "firm"),
)
OTHERS = ("differences", "suspected", "why_not")
"""Differences have days of their own; suspicions count what all parties state, and here only ownership is loaded."""
BATCHES = ("quality", "problems", "ranking", "owed")
"""They judge files as they came: a row that came before is a repeated one in the later file, and stands there. So they depend
on the order of files by their meaning."""
EVERY_CATEGORY = ("statistics", "risk")
"""They draw on every category, and here only ownership is loaded."""
DEARER = ("exposed", "warnings_of", "warnings_rules", "warnings_tried", "clues", "meeting")
"""They do so too, and have comparisons of orders, days and engines of their own."""
FEW = (("handover", "old"), ("left_the_list", "listed"))


def places(world: World) -> list[str]:
    return [world.firm(kind, role) for kind, role in PLACES]


async def test_both_engines_answer_alike(worlds: Worlds) -> None:
    if len(engines.chosen()) < 2:
        pytest.skip("only one engine is chosen")
    one, other = [await worlds.get(name) for name in engines.chosen()]
    mine, theirs = [await everything(w, places(w), PUBLIC, but=(*OTHERS, *DEARER)) for w in (one, other)]
    assert differing(mine, theirs) == []
    few = [one.firm(kind, role) for kind, role in FEW]
    for caller, when in ((PUBLIC, {}), (INSPECTOR, {"view": "probable"}), (PUBLIC, {"as_of": EARLY, "known_at": one.half})):
        mine, theirs = [await everything(w, few, caller, **when) for w in (one, other)]
        assert differing(mine, theirs) == [], when


async def test_no_order_of_files_changes_an_answer_and_what_was_known_then_stays(
    world: World, worlds: Worlds, session_engines: Engines, catalogue: Catalogue, tmp_path: Path
) -> None:
    """The files of ownership, shuffled: half way they answer as ever after for that tick, and in the end as in order."""
    asked = places(world)
    in_order = await everything(world, asked, PUBLIC, but=(*OTHERS, *DEARER))
    files = [(worlds.folder / "sample" / f["name"], f["category"]) for f in world.truth["files"] if f["category"] in OWNING]
    random.Random(5).shuffle(files)
    engine = await session_engines.clean(world.name, catalogue)
    graph = Loaded(engine, catalogue, world.settings, tmp_path)
    await graph.load_all(files[: len(files) // 2])
    half = (await graph.answer("catalogue.loaded"))["tick"]
    then = await everything(graph, asked, PUBLIC, but=(*OTHERS, *DEARER))
    await graph.load_all(files[len(files) // 2 :])
    now = await everything(graph, asked, PUBLIC, but=(*OTHERS, *DEARER))
    apart = {*BATCHES, *EVERY_CATEGORY}
    assert {key.partition(" ")[0] for key in now} >= apart
    alike = [{key: one[key] for key in one if key.partition(" ")[0] not in apart} for one in (now, in_order)]
    assert differing(*alike) == []
    assert len([key for key in then if then[key] != now[key]]) > len(asked), "by half way much was not known"
    # What judges batches or counts by division goes by who is who today, also of what was known before.
    since = await everything(graph, asked, PUBLIC, but=(*OTHERS, *DEARER), known_at=half)
    alike = [{key: one[key] for key in one if key.partition(" ")[0] not in apart} for one in (then, since)]
    assert differing(*alike) == []
