"""Every rule against its examples, on both engines: exactly on each threshold, one step off it, and the traps."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.answers.warnings.finding import WarningFinder
from app.rules.warnings.rules import warning_rules
from app.standing.exposure import ExposureOfAll
from models.caller import Caller
from models.catalogue import Catalogue
from models.risk.warnings import NotAskedReason
from tests.support.analysing import analysed
from tests.support.engines import Engines, chosen
from tests.support.inquiring import reader
from tests.support.loading import Loaded
from tests.support.worlds.warned import WarningExample, fill, warning_examples

pytestmark = pytest.mark.xdist_group("warnings")
EXAMPLES = warning_examples()
ANALYSED = "2024-06-01"
"""The day as of which the exposure of all is worked out."""
DEPARTMENT = Caller(level=1, today="2027-12-01")


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=chosen())
async def warned(
    request: pytest.FixtureRequest, session_engines: Engines, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Loaded]:
    """The records of all examples, on each engine."""
    engine = await session_engines.clean(request.param, catalogue)
    folder: Path = tmp_path_factory.mktemp("warned")
    world = Loaded(engine, catalogue, session_engines.settings(request.param), folder)
    await fill(world)
    finder = WarningFinder(reader(world, DEPARTMENT, as_of=ANALYSED), warning_rules().rules.values())
    await finder.begin()
    assert [one.rule for one in finder.not_asked.values() if one.reason is NotAskedReason.NOT_ANALYSED] == ["W22"]
    await analysed(world, as_of=ANALYSED, analysis=ExposureOfAll(catalogue))
    yield world


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.rule} {one.case}")
async def test_a_rule_warns_of_these_and_of_nobody_else(warned: Loaded, example: WarningExample) -> None:
    rule = warning_rules().rules[example.rule]
    finder = WarningFinder(reader(warned, DEPARTMENT, as_of=example.day), [rule])
    await finder.begin()
    assert not finder.not_asked or not example.warns, finder.not_asked
    letters = {example.party(one): one for one in example.letters()}
    found = (await finder.find(list(letters))).items
    assert sorted(letters.get(one.party.id or "", "?") for one in found) == sorted(example.warns)
    for one in found:
        shown = {figure.name: figure.value for figure in one.figures}
        assert {name: shown[name] for name in example.figures} == example.figures
        roles = {role.role: role.party_id for role in one.roles}
        assert {name: roles[name] for name in example.roles} == {r: example.party(p) for r, p in example.roles.items()}
        assert one.records
        assert one.basis.roots
        assert [figure for figure in one.figures if figure.band] or not [f for f in one.figures if f.threshold is not None]


def test_every_rule_has_a_positive_a_near_miss_and_a_trap() -> None:
    hits = Counter(one.rule for one in EXAMPLES if one.warns)
    misses = Counter(one.rule for one in EXAMPLES if not one.warns)
    assert [rule for rule in warning_rules().rules if hits[rule] < 1 or misses[rule] < 2] == []
