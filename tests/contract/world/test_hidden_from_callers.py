"""What a caller with a key may not see changes no byte of what it is told: a level above its own leaves no trace."""

import json
from collections.abc import AsyncIterator
from secrets import token_hex

import pytest
import pytest_asyncio

from app.desk.store import Desk
from models.caller import GRANTED, ROLE_LEVELS, CallerRole
from tests.contract.world.test_hidden import TARGETS, Public, asked_of, files_about, paths_of, same_again, unchanged
from tests.support.desk.keys import bearer, issue
from tests.support.loading import INSPECTOR, OFFICER
from tests.support.worlds.hiding import SECRET_WORD, fresh_code
from tests.support.worlds.sample_world import World, differing

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def investigator(world: World) -> AsyncIterator[Public]:
    """An investigator with a key, before a world in which firms and departments are about to have secrets."""
    about = [world.firm(kind) for kind in TARGETS]
    portraits = [await world.answer("portrait.party", OFFICER, party_id=p) for p in about]
    asked = asked_of(world, portraits)
    async with world.serving() as client:
        desk: Desk = client._transport.app.state.desk  # type: ignore[attr-defined]
        key = issue(desk, CallerRole.INVESTIGATOR, f"investigator {token_hex(4)}").key
        assert ROLE_LEVELS[CallerRole.INVESTIGATOR] == OFFICER.level
        yield Public(world, client, asked, paths_of(asked), OFFICER, bearer(key))


async def test_records_of_a_higher_level(investigator: Public) -> None:
    world, code = investigator.world, fresh_code(21)
    before = await investigator.everything()
    names = tuple(world.catalogue.categories)
    receipts = await world.load_all(files_about(world, "above", names, code, "2024-02-20", _level=2))
    assert [(r.rejected, r.error) for r in receipts] == [(0, None)] * len(names)
    await unchanged(investigator, before, code)
    seen = await world.answer("portrait.party", INSPECTOR, party_id=f"uscc:{code}")
    assert SECRET_WORD in json.dumps(seen, ensure_ascii=False)


async def test_a_higher_level_beside_what_is_shared(investigator: Public) -> None:
    world = investigator.world
    before = await investigator.everything()
    receipts = await world.load_all(await same_again(world, SECRET_WORD + "上", _level=2))
    assert all(r.accepted == r.rows > 0 and r.facts for r in receipts), receipts
    assert differing(before, await investigator.everything()) == []


async def test_all_roles_of_a_level_are_told_the_same(investigator: Public) -> None:
    """A role decides which routes there are, its level alone what they answer; pages show investigators likely links too."""
    desk: Desk = investigator.client._transport.app.state.desk  # type: ignore[attr-defined]
    alike = [role for role in GRANTED if ROLE_LEVELS[role] == OFFICER.level]
    assert len(alike) > 1
    keys = [bearer(issue(desk, role, f"{role} {token_hex(4)}").key) for role in alike]
    programs = [path for path in investigator.paths if path.startswith("/v1/")]
    assert programs
    for path in programs:
        told = [await investigator.get(path, headers) for headers in keys]
        assert all(one == told[0] for one in told), path
