"""Callers over HTTP: who has a key is who it says, all bad keys are answered alike, and keys end in every process."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import update

from app.api.problems import CHALLENGE
from app.desk.callers.keys import new_key
from app.desk.callers.register import caller_of_key, list_callers, revoke_caller
from app.desk.store import Desk
from app.desk.store.tables.callers import KEYS
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from models.caller import GRANTED, CallerRole
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.loading import serving
from tests.support.worlds.small_group import FIRM

Keys = dict[CallerRole, Headers]
PORTRAIT = f"/v1/parties/{FIRM}/portrait"


def desk_of(client: httpx.AsyncClient) -> Desk:
    """The desk of the service behind a client."""
    desk: Desk = client._transport.app.state.desk  # type: ignore[attr-defined]
    return desk


@pytest.fixture(scope="module")
def keys(served: httpx.AsyncClient) -> Keys:
    """A key of each role."""
    return {role: bearer(issue(desk_of(served), role, f"调用方{role}").key) for role in GRANTED}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def other(group: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a second process over the same graph and the same desk."""
    async with serving(group, read_catalogue()) as client:
        yield client


async def test_without_a_key_one_is_the_public(served: httpx.AsyncClient) -> None:
    found = await served.get("/v1/whoami")
    nobody = {"id": None, "name": None, "department": None, "party": None, "region": None}
    assert (found.status_code, found.json()) == (
        200,
        {**nobody, "roles": ["public"], "level": 0, "by": "nothing", "until": None},
    )


@pytest.mark.parametrize("role", GRANTED)
async def test_with_a_key_one_is_its_caller(served: httpx.AsyncClient, keys: Keys, role: CallerRole) -> None:
    found = (await served.get("/v1/whoami", headers=keys[role])).json()
    level = 0 if role is CallerRole.ENTERPRISE else 1  # an enterprise sees what is public, and its own matters
    assert (found["name"], set(found["roles"]), found["level"]) == (f"调用方{role}", {"public", role}, level)


async def test_all_bad_keys_are_answered_alike(served: httpx.AsyncClient) -> None:
    desk = desk_of(served)
    good, expired, revoked = (issue(desk, name=name) for name in ("好", "过期", "撤销"))
    with desk.writing() as connection:
        connection.execute(update(KEYS).where(KEYS.c.id == expired.key_id).values(expires_at=datetime(2020, 1, 1, tzinfo=UTC)))
        revoke_caller(connection, revoked.id)
    sent = {
        "wrong": f"Bearer {good.key[:-8]}{'0' * 8}",
        "expired": f"Bearer {expired.key}",
        "revoked": f"Bearer {revoked.key}",
        "foreign": f"Bearer {new_key().text}",
        "none": "Bearer",
        "nonsense": "Bearer ééé",
        "long": "Bearer " + "x" * 20_000,
        "scheme": f"Basic {good.key}",
    }
    answers = {}
    for name, value in sent.items():
        headers = {b"Authorization": value.encode("latin-1"), b"X-Request-Id": b"the-same-one"}
        for path in ("/v1/whoami", PORTRAIT, "/v1/callers", "/live", f"/parties/{FIRM}"):
            found = await served.get(path, headers=headers)
            told = {k: v for k, v in found.headers.items() if k != "date"}
            answers[name, path] = (found.status_code, json.dumps(told), found.text)
    assert len(set(answers.values())) == 1, answers
    status, headers_told, body = answers["wrong", "/live"]
    assert status == 401
    assert json.loads(headers_told)["www-authenticate"] == CHALLENGE
    assert json.loads(body)["type"] == "urn:quanjing:problem:unauthorized"
    assert (await served.get("/v1/whoami", headers=bearer(good.key))).status_code == 200
    twice = await served.get("/v1/whoami", headers=[("Authorization", f"Bearer {good.key}")] * 2)
    assert twice.status_code == 401


async def test_bad_keys_take_the_same_work(served: httpx.AsyncClient) -> None:
    """Each of them is one look at the desk: none is known without it, and none needs a second."""
    desk = desk_of(served)
    revoked = issue(desk, name="已撤销")
    with desk.writing() as connection:
        revoke_caller(connection, revoked.id)
    looks: list[Any] = []
    reading = desk.read

    async def read(work: Any, *given: Any) -> Any:
        looks.append(work)
        return await reading(work, *given)

    desk.read = read  # type: ignore[method-assign, assignment]
    try:
        for key in (revoked.key, new_key().text, "nonsense"):
            for _ in range(3):
                assert (await served.get("/v1/whoami", headers=bearer(key))).status_code == 401
    finally:
        desk.read = reading  # type: ignore[method-assign]
    assert looks == [caller_of_key] * 9


async def test_a_key_ends_in_every_process_within_a_second(
    served: httpx.AsyncClient, other: httpx.AsyncClient, keys: Keys
) -> None:
    issued = issue(desk_of(served), name="将撤销")
    both = (served, other)
    for client in both:
        assert (await client.get("/v1/whoami", headers=bearer(issued.key))).status_code == 200
    answer = await served.post(f"/v1/callers/{issued.id}/revoke", headers=keys[CallerRole.OPERATOR])
    ended = time.monotonic()
    assert (answer.status_code, answer.json()["name"]) == (200, "将撤销")
    assert (await served.get("/v1/whoami", headers=bearer(issued.key))).status_code == 401
    while (await other.get("/v1/whoami", headers=bearer(issued.key))).status_code == 200:
        assert time.monotonic() - ended < 1
        await asyncio.sleep(0.02)
    assert time.monotonic() - ended < 1


async def test_an_operator_adds_and_changes_callers(served: httpx.AsyncClient, keys: Keys) -> None:
    operator = keys[CallerRole.OPERATOR]
    new = {"name": "某市税务局", "department": "某市税务局", "region": "3301", "roles": ["department"], "days": 30}
    added = await served.post("/v1/callers", json=new, headers=operator)
    assert added.status_code == 201
    issued = added.json()
    me = (await served.get("/v1/whoami", headers=bearer(issued["key"]))).json()
    assert (me["id"], me["department"], me["region"]) == (issued["id"], "某市税务局", "3301")
    assert (await served.post("/v1/callers", json=new, headers=operator)).status_code == 409
    listed = (await served.get("/v1/callers", headers=operator)).json()
    card = next(card for card in listed["items"] if card["id"] == issued["id"])
    assert card["created_by"].startswith("调用方operator (")
    assert issued["key"].rpartition("_")[2] not in json.dumps(listed)
    changed = await served.post(f"/v1/callers/{issued['id']}/rotate", json={}, headers=operator)
    assert changed.status_code == 201
    assert (await served.get("/v1/whoami", headers=bearer(issued["key"]))).status_code == 401
    assert (await served.get("/v1/whoami", headers=bearer(changed.json()["key"]))).status_code == 200
    assert (await served.post("/v1/callers/nobody/revoke", headers=operator)).status_code == 404
    for wrong in ({}, {"name": "x", "roles": ["king"]}, {"name": "x", "roles": ["department"]}, {**new, "level": 3}):
        refused = await served.post("/v1/callers", json=wrong, headers=operator)
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:quanjing:problem:invalid-input")


async def test_what_is_refused_to_the_public_is_answered_to_an_investigator(served: httpx.AsyncClient, keys: Keys) -> None:
    public = await served.get(PORTRAIT, params={"view": "probable"})
    assert public.status_code == 403
    probable = await served.get(PORTRAIT, params={"view": "probable"}, headers=keys[CallerRole.INVESTIGATOR])
    assert (probable.status_code, probable.json()["view"]) == (200, "probable")


async def test_what_is_answered_to_a_key_is_kept_by_no_cache(served: httpx.AsyncClient, keys: Keys) -> None:
    for path in (PORTRAIT, f"/parties/{FIRM}", "/v1/whoami", "/v1/callers", "/nowhere"):
        public = await served.get(path)
        mine = await served.get(path, headers=keys[CallerRole.INVESTIGATOR])
        assert "Authorization" in mine.headers["vary"]
        assert "no-store" in public.headers["cache-control"] or "Authorization" in public.headers["vary"]
        assert "no-store" in mine.headers["cache-control"]
        assert "private" in mine.headers["cache-control"]
        assert "private" not in public.headers["cache-control"]


async def test_when_a_key_was_used_is_written_down_sparingly(served: httpx.AsyncClient) -> None:
    desk = desk_of(served)
    issued = issue(desk, name="用过的")

    def last() -> datetime | None:
        with desk.reading() as connection:
            card = next(card for card in list_callers(connection) if card.id == issued.id)
        return card.keys[0].last_used_at

    before = datetime.now(UTC)
    for _ in range(5):
        await served.get("/v1/whoami", headers=bearer(issued.key))
    assert last() is None, "not with every request"
    await served._transport.app.state.callers.note()  # type: ignore[attr-defined]
    moment = last()
    assert moment is not None
    assert before <= moment <= datetime.now(UTC)


async def test_a_desk_that_does_not_answer_lets_nobody_in(served: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.errors import DeskUnavailable

    async def gone(*given: Any) -> None:
        raise DeskUnavailable("secret address")

    key = issue(desk_of(served), name="库停").key
    monkeypatch.setattr(desk_of(served), "read", gone)
    found = await served.get("/v1/whoami", headers=bearer(key))
    assert (found.status_code, found.json()["type"]) == (503, "urn:quanjing:problem:desk-unavailable")
    assert "secret" not in found.text
    assert (await served.get(PORTRAIT)).status_code == 200, "the public needs no desk"
