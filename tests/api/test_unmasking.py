"""Sensitive values over HTTP, on both engines: masked, but for whom the policy names, for a purpose, which is kept."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from app.desk.store import Desk
from app.engine import Engine
from app.errors import DeskUnavailable
from app.security.policy import UNMASKED
from app.settings import Settings
from models.caller import GRANTED, CallerRole
from models.catalogue import Catalogue, TypeName
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.loading import serving
from tests.support.worlds import tiny_world
from tests.support.worlds.tiny_catalogue import tiny_catalogue
from tests.support.worlds.tiny_world import A

NUMBER, MASKED = "13800001234", "138****34"
UNMASKING = (f"/v1/parties/{A}/portrait", f"/v1/parties/{A}/records?category=enterprise")
OTHERS = (f"/v1/questions/portrait.party/answer?party_id={A}", f"/parties/{A}", f"/v1/search?q={A}")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return tiny_catalogue()


@pytest_asyncio.fixture(loop_scope="session")
async def client(engine: Engine, catalogue: Catalogue, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    await tiny_world.build(engine, catalogue)
    patient = settings.model_copy(update={"request_seconds": 300.0})  # a busy machine plans for long
    async with serving(patient, catalogue) as one:
        yield one


def test_who_may_see_which_field_is_as_it_was_decided() -> None:
    assert {(rule.type, role) for rule in UNMASKED for role in rule.roles} == {
        (TypeName.PHONE, CallerRole.INVESTIGATOR),
        (TypeName.EMAIL, CallerRole.INVESTIGATOR),
    }


async def test_every_cell_of_route_role_and_purpose(client: httpx.AsyncClient) -> None:
    desk: Desk = client._transport.app.state.desk  # type: ignore[attr-defined]
    keys: dict[CallerRole, Headers] = {CallerRole.PUBLIC: {}}
    keys |= {role: bearer(issue(desk, role, f"掩码{role}{desk_count(desk)}").key) for role in GRANTED}
    for role, headers in keys.items():
        for path in (*UNMASKING, *OTHERS):
            for purpose in (None, "", "案件 12 号"):
                stated = {} if purpose is None else {"X-Purpose": quote(purpose)}
                found = await client.get(path, headers=headers | stated)
                assert found.status_code == 200
                full = role is CallerRole.INVESTIGATOR and path in UNMASKING and bool(purpose)
                assert (NUMBER in found.text) is full, (role, path, purpose)
                assert full or path.startswith("/v1/search") or MASKED in found.text, (role, path, purpose)


async def test_the_purpose_is_kept_before_the_value_is_shown(client: httpx.AsyncClient) -> None:
    state = client._transport.app.state  # type: ignore[attr-defined]
    key = issue(state.desk, CallerRole.INVESTIGATOR, f"目的{desk_count(state.desk)}")
    operator = bearer(issue(state.desk, CallerRole.OPERATOR, f"管理{desk_count(state.desk)}").key)
    await client.get(UNMASKING[0], headers=bearer(key.key) | {"X-Purpose": "for a case"})
    listed = (await client.get("/v1/audit", params={"caller": key.id}, headers=operator)).json()["items"]
    assert [(one["purpose"], one["status"], one["subject"]) for one in listed] == [
        ("for a case", 200, A),
        ("for a case", None, A),
    ]


async def test_nothing_is_shown_where_the_purpose_cannot_be_kept(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = client._transport.app.state  # type: ignore[attr-defined]
    key = issue(state.desk, CallerRole.INVESTIGATOR, f"断{desk_count(state.desk)}")
    assert (await client.get("/v1/whoami", headers=bearer(key.key))).status_code == 200

    async def gone(*given: object) -> None:
        raise DeskUnavailable("gone")

    monkeypatch.setattr(state.desk, "write", gone)
    found = await client.get(UNMASKING[0], headers=bearer(key.key) | {"X-Purpose": "for a case"})
    assert found.status_code == 503
    assert NUMBER not in found.text


def desk_count(desk: Desk) -> int:
    """A number that no caller of this desk bears yet."""
    from app.desk.callers.register import list_callers

    with desk.reading() as connection:
        return len(list_callers(connection))
