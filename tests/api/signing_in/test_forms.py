"""Forms of pages: only those of this service's own pages are taken, with the token of their own session."""

import re
from typing import Any

import httpx
import pytest

from app.answers.registry import computed
from app.desk.store import Desk
from app.security.policy import RouteRule, policy
from app.settings import Settings
from app.ui.signing_in import local
from loaders.catalogue.files import read_catalogue
from models.caller import GRANTED, CallerRole
from tests.support.desk.keys import bearer, issue
from tests.support.desk.signed_in import Browser, sign_in
from tests.support.loading import serving

FORMS = [
    rule
    for rule in policy(computed()).values()
    if rule.method not in ("GET", "HEAD") and not rule.path.startswith("/v1/") and rule.path != "/sign-in"
]
FOREIGN = ("https://evil.example", "http://127.0.0.1.evil.example", "http://127.0.0.1:81", "null", "")


def path_of(rule: RouteRule) -> str:
    """A path of a route."""
    return re.sub(r"\{\w+(?::path)?\}", "nothing", rule.path)


def desk_of(client: httpx.AsyncClient) -> Desk:
    """The desk of the service behind a client."""
    desk: Desk = client._transport.app.state.desk  # type: ignore[attr-defined]
    return desk


@pytest.fixture(scope="module")
def keys(served: httpx.AsyncClient) -> dict[CallerRole, str]:
    """A key of each role."""
    return {role: issue(desk_of(served), role, f"表单{role}").key for role in GRANTED}


@pytest.mark.parametrize("rule", FORMS, ids=lambda rule: rule.path)
async def test_every_form_needs_the_token_of_its_session_and_its_origin(
    served: httpx.AsyncClient, keys: dict[CallerRole, str], rule: RouteRule
) -> None:
    role = next(iter(sorted(rule.roles - {CallerRole.PUBLIC})), CallerRole.OPERATOR)
    browser, other = await sign_in(served, keys[role]), await sign_in(served, keys[role])
    mine, foreign = await browser.token(), await other.token()
    assert mine != foreign
    path, here = path_of(rule), {"Origin": browser.origin}
    for data in ({}, {"csrf": foreign}, {"csrf": ""}, {"csrf": mine[:-1]}):
        answer = await browser.client.post(path, data=data, headers=here)
        assert answer.status_code == 403, (path, data)
    for origin in FOREIGN:
        answer = await browser.client.post(path, data={"csrf": mine}, headers={"Origin": origin})
        assert answer.status_code == 403, (path, origin)
    for site in ("cross-site", "same-site", "none"):
        answer = await browser.client.post(path, data={"csrf": mine}, headers=here | {"Sec-Fetch-Site": site})
        assert answer.status_code == 403, (path, site)
    assert (await browser.client.post(path, data={"csrf": mine})).status_code == 403, "it must say from where it comes"
    assert (await browser.get("/v1/whoami")).json()["by"] == "session", "nothing of this has signed out"
    sent = await browser.client.post(path, data={"csrf": mine}, headers=here | {"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code != 403


async def test_a_form_with_files_is_read_as_well(served: httpx.AsyncClient, keys: dict[CallerRole, str]) -> None:
    browser = await sign_in(served, keys[CallerRole.ANALYST])
    many: list[Any] = [("file", (f"{n}.csv", b"x")) for n in range(9)]
    refused = await browser.client.post("/sign-out", files=many, headers={"Origin": browser.origin})
    assert refused.status_code == 400
    token: Any = {"csrf": (None, await browser.token())}
    answer = await browser.client.post("/sign-out", files=token, headers={"Origin": browser.origin})
    assert answer.status_code == 303


async def test_nobody_is_signed_in_by_a_form_from_elsewhere(served: httpx.AsyncClient, keys: dict[CallerRole, str]) -> None:
    key = keys[CallerRole.ANALYST]
    victim, attacker = Browser(served), Browser(served)
    mine, foreign = await victim.token("/sign-in"), await attacker.token("/sign-in")
    for data, headers in (
        ({"key": key}, {"Origin": victim.origin}),
        ({"key": key, "csrf": foreign}, {"Origin": victim.origin}),
        *(({"key": key, "csrf": mine}, {"Origin": origin}) for origin in FOREIGN),
        ({"key": key, "csrf": mine}, {}),
    ):
        answer = await victim.client.post("/sign-in", data=data, headers=headers)
        assert answer.status_code == 403
        assert "quanjing" not in victim.cookies
    form = next(one for one in victim.client.cookies.jar if one.name == "quanjing-form")
    assert (form.path, form.has_nonstandard_attr("HttpOnly")) == ("/sign-in", True)


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/parties/uscc:91330106MYPWQMT3X5?as_of=2024-01-01", None),
        ("/search?q=%E6%9D%AD", None),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("/sign-in?next=/sign-in", "/"),
        ("/sign-out", "/"),
        ("/" + "x" * 2_000, "/"),
        ("", "/"),
    ],
)
async def test_signing_in_leads_to_paths_of_this_service_alone(
    served: httpx.AsyncClient, keys: dict[CallerRole, str], wanted: str, led: str | None
) -> None:
    assert local(wanted) == (led or wanted)
    browser = Browser(served)
    answer = await browser.sign_in(keys[CallerRole.ANALYST], wanted)
    assert answer.headers["location"] == (led or wanted)
    again = await browser.get("/sign-in", params={"next": wanted[:1_999]})
    assert again.headers["location"] == local(wanted[:1_999])


async def test_a_page_that_needs_somebody_leads_to_signing_in_and_back(served: httpx.AsyncClient) -> None:
    """A program is told 401; a person is led, unless it was a key that was refused."""
    from starlette.requests import Request

    from app.errors import Unauthorized
    from app.main import _respond

    def asked(path: str, **headers: str) -> Request:
        given = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"lang=en&x=1", "headers": given, "state": {}}
        return Request({**scope, "app": served._transport.app, "server": ("127.0.0.1", 80), "scheme": "http"})  # type: ignore[attr-defined]

    led = _respond(asked("/entry", accept="text/html"), Unauthorized("x"))
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?lang=en&next=%2Fentry%3Flang%3Den%26x%3D1"
    for request in (
        asked("/entry", accept="*/*"),
        asked("/v1/callers", accept="text/html"),
        asked("/entry", accept="text/html", authorization="Bearer x"),
    ):
        assert _respond(request, Unauthorized("x")).status_code == 401


async def test_tries_to_sign_in_are_counted(group: Settings) -> None:
    async with serving(group.model_copy(update={"sign_in_rate": "3/minute"}), read_catalogue()) as client:
        good = issue(desk_of(client), name="第四次").key
        statuses = [(await Browser(client).sign_in(key)).status_code for key in ("x", "y", "z", good)]
        assert statuses == [401, 401, 401, 429]
        assert (await client.get("/sign-in")).status_code == 200
        assert (await client.get("/v1/whoami", headers=bearer(good))).status_code == 200
