"""Webhooks over HTTP: who has a key has their own, sees no other's, and is refused addresses inside the network."""

import httpx
import pytest

from app.desk.store import Desk
from app.webhooks import subscribing
from models.caller import CallerRole
from tests.support.desk.keys import Headers, bearer, issue

URL = "https://example.com/hook"


@pytest.fixture
def keys(served: httpx.AsyncClient, request: pytest.FixtureRequest) -> tuple[Headers, Headers]:
    """The keys of two callers."""
    desk: Desk = served._transport.app.state.desk  # type: ignore[attr-defined]
    names = (f"推送{request.node.name}{n}" for n in (1, 2))
    one, other = (bearer(issue(desk, CallerRole.INVESTIGATOR, name).key) for name in names)
    return one, other


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is looked up."""

    async def check(url: str, private: bool) -> None:
        assert not private

    monkeypatch.setattr(subscribing, "check_reachable", check)


async def test_one_has_one_s_own(served: httpx.AsyncClient, keys: tuple[Headers, Headers], reachable: None) -> None:
    mine, others = keys
    assert (await served.post("/v1/webhooks", json={"url": URL})).status_code == 401
    made = await served.post("/v1/webhooks", json={"url": URL, "categories": ["penalty"]}, headers=mine)
    assert made.status_code == 201
    assert "no-store" in made.headers["cache-control"]
    hook, secret = made.json()["id"], made.json()["secret"]
    assert secret.startswith("whsec_")
    listed = (await served.get("/v1/webhooks", headers=mine)).json()
    assert [one["id"] for one in listed["items"]] == [hook]
    assert secret not in str(listed)
    assert (await served.get("/v1/webhooks", headers=others)).json()["items"] == []
    place = f"/v1/webhooks/{hook}"
    for method, path, body in (
        ("GET", place, None),
        ("DELETE", place, None),
        ("POST", f"{place}/rotate", {}),
        ("POST", f"{place}/disable", None),
        ("POST", f"{place}/enable", None),
        ("POST", f"{place}/replay", {"since": "latest"}),
    ):
        assert (await served.request(method, path, json=body, headers=others)).status_code == 404
    assert (await served.post(f"{place}/rotate", json={"hours": 1}, headers=mine)).json()["secret"] != secret
    assert (await served.post(f"{place}/disable", headers=mine)).json()["state"] == "disabled"
    assert (await served.post(f"{place}/enable", headers=mine)).json()["state"] == "active"
    replayed = await served.post(f"{place}/replay", json={"since": "2024-01-01"}, headers=mine)
    assert replayed.status_code == 200
    assert (await served.delete(place, headers=mine)).status_code == 204
    assert (await served.get(place, headers=mine)).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"url": "https://127.0.0.1/hook"}, 422),
        ({"url": "https://10.0.0.1:8443/hook"}, 422),
        ({"url": "https://[::1]/"}, 422),
        ({"url": "http://example.com/"}, 422),
        ({"url": "https://169.254.169.254/"}, 422),
        ({"url": "https://8.8.8.8/", "categories": ["nothing"]}, 422),
        ({"url": "https://8.8.8.8/", "since": "nothing"}, 400),
        ({}, 422),
    ],
)
async def test_what_cannot_be_subscribed(
    served: httpx.AsyncClient, keys: tuple[Headers, Headers], body: dict[str, object], status: int
) -> None:
    assert (await served.post("/v1/webhooks", json=body, headers=keys[0])).status_code == status
