"""Signing in at an issuer: a code with its proof, state and nonce; whatever does not fit signs nobody in."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from app.desk.callers.register import revoke_caller
from app.desk.store.tables.sessions import SESSIONS
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from tests.support.desk.issuing import Issuing
from tests.support.desk.signed_in import Browser
from tests.support.loading import serving

WAY = "quanjing-issuer"
PERSON = {"sub": "p1", "roles": ["investigator"], "department": "某局", "region": "33"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trusting(group: Settings, issuer: Issuing) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that trusts the issuer."""
    settings = issuer.settings(group, oidc_name_claim="name", sign_in_rate="")
    async with serving(settings, read_catalogue()) as client:
        yield client


@pytest.fixture(autouse=True)
def ready(issuer: Issuing) -> None:
    """An issuer at which a person signs in."""
    issuer.control(claims=PERSON)


def at_issuer(url: str) -> str:
    """Sign in at the issuer; the address to which it leads back."""
    answer = httpx.get(url, trust_env=False)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


async def begun(browser: Browser, then: str = "/about") -> str:
    """Go to the issuer; its address."""
    answer = await browser.get("/sign-in/issuer", params={"next": then})
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def back(browser: Browser, url: str, **changed: str | None) -> httpx.Response:
    """Come back from the issuer, with parts of the query changed or left out."""
    parts = urlsplit(url)
    query: dict[str, Any] = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
    return await browser.get(f"{parts.path}?{urlencode({k: v for k, v in query.items() if v is not None})}")


async def whoami(browser: Browser) -> dict[str, Any]:
    """Whom the service takes a browser for."""
    found: dict[str, Any] = (await browser.get("/v1/whoami")).json()
    return found


async def test_somebody_signs_in_and_goes_on(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    issuer.control(claims={**PERSON, "name": "张某"})
    browser = Browser(trusting)
    assert "/sign-in/issuer?next=" in (await browser.get("/sign-in", params={"next": "/catalogue"})).text
    url = await begun(browser, "/catalogue?lang=en")
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile"]
    assert len({asked[name][0] for name in ("state", "nonce", "code_challenge")}) == 3
    answer = await back(browser, at_issuer(url))
    assert (answer.status_code, answer.headers["location"]) == (303, "/catalogue?lang=en")
    me = await whoami(browser)
    assert me["name"].startswith("张某 (")
    told = {name: me[name] for name in ("roles", "department", "region", "by")}
    assert told == {"roles": ["investigator", "public"], "department": "某局", "region": "33", "by": "session"}
    assert WAY not in browser.cookies
    assert "张某" in (await browser.get("/about")).text


async def test_what_the_browser_keeps_on_the_way_is_sealed_and_short(trusting: httpx.AsyncClient) -> None:
    answer = await Browser(trusting).get("/sign-in/issuer")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(WAY))
    assert "; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=600" in cookie
    assert parse_qs(urlsplit(answer.headers["location"]).query)["state"][0] not in cookie
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/sign-out"])
async def test_one_goes_on_to_pages_of_this_service_alone(trusting: httpx.AsyncClient, wanted: str) -> None:
    browser = Browser(trusting)
    answer = await back(browser, at_issuer(await begun(browser, wanted)))
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "changed",
    [{"state": "other"}, {"state": None}, {"code": "other"}, {"code": None}, {"iss": "https://other.example"}, {"state": "é"}],
    ids=str,
)
async def test_what_comes_back_must_fit_what_was_asked(trusting: httpx.AsyncClient, changed: dict[str, str | None]) -> None:
    browser = Browser(trusting)
    answer = await back(browser, at_issuer(await begun(browser)), **changed)
    assert answer.status_code == 401
    assert "统一身份认证未能完成" in answer.text
    assert "quanjing" not in browser.cookies
    assert (await whoami(browser))["id"] is None


async def test_the_answer_to_somebody_else_signs_nobody_in(trusting: httpx.AsyncClient) -> None:
    """What is begun in one browser is not ended in another: neither state, nor proof, nor nonce fit."""
    attacker, victim, none = Browser(trusting), Browser(trusting), Browser(trusting)
    url = at_issuer(await begun(attacker))
    await begun(victim)
    assert (await back(victim, url)).status_code == 401
    assert (await back(none, url)).status_code == 401
    mine = at_issuer(await begun(victim))
    state = parse_qs(urlsplit(mine).query)["state"][0]
    assert (await back(victim, url, state=state)).status_code == 401, "the code of another, whose proof this browser has not"
    assert (await back(attacker, at_issuer(await begun(attacker)))).status_code == 303


async def test_a_code_signs_in_once(trusting: httpx.AsyncClient) -> None:
    browser = Browser(trusting)
    way = await begun(browser)
    kept = browser.cookies[WAY]
    url = at_issuer(way)
    assert (await back(browser, url)).status_code == 303
    again = Browser(trusting)
    again.client.cookies.set(WAY, kept)
    assert (await back(again, url)).status_code == 401


async def test_what_was_kept_is_of_this_service_and_not_old(
    trusting: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.security.oidc import provider

    browser = Browser(trusting)
    url = at_issuer(await begun(browser))
    kept = browser.cookies[WAY]
    for wrong in (kept[:-4] + "AAAA", "x", ""):
        other = Browser(trusting)
        other.client.cookies.set(WAY, wrong)
        assert (await back(other, url)).status_code == 401
    monkeypatch.setattr(provider, "ASKED_SECONDS", -1)
    assert (await back(browser, url)).status_code == 401


@pytest.mark.parametrize(
    "told",
    [
        {"claims": {**PERSON, "nonce": "other"}},
        {"claims": PERSON, "skip": ["nonce"]},
        {"claims": {**PERSON, "aud": "quanjing-api"}},
        {"claims": {**PERSON, "aud": ["quanjing-pages", "other"], "azp": "other"}},
        {"claims": {**PERSON, "iss": "https://other.example"}},
        {"claims": {**PERSON, "exp": 1_000_000_000}},
        {"claims": PERSON, "by": "foreign"},
        {"claims": PERSON, "by": "none"},
        {"claims": PERSON, "by": "public"},
        {"claims": PERSON, "header": {"kid": "unknown"}},
    ],
    ids=str,
)
async def test_the_token_of_the_issuer_must_be_good(trusting: httpx.AsyncClient, issuer: Issuing, told: dict[str, Any]) -> None:
    issuer.control(**told)
    browser = Browser(trusting)
    assert (await back(browser, at_issuer(await begun(browser)))).status_code == 401
    assert (await whoami(browser))["id"] is None


async def test_a_caller_who_is_revoked_is_not_signed_in(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    issuer.control(claims={**PERSON, "sub": "p-revoked"})
    browser, state = Browser(trusting), trusting._transport.app.state  # type: ignore[attr-defined]
    assert (await back(browser, at_issuer(await begun(browser)))).status_code == 303
    with state.desk.writing() as connection:
        revoke_caller(connection, (await whoami(browser))["id"])
    state.sessions.forget()
    assert (await whoami(browser))["id"] is None, "the session ends with its caller"
    with state.desk.reading() as connection:
        before = connection.scalar(select(func.count()).select_from(SESSIONS))
    assert (await back(Browser(trusting), "/sign-in/issuer/back?state=x&code=y")).status_code == 401
    assert (await back(browser, at_issuer(await begun(browser)))).status_code == 401
    with state.desk.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(SESSIONS)) == before


async def test_an_issuer_that_is_gone_is_told_as_such(group: Settings, issuer: Issuing) -> None:
    issuer.control(down=True)
    async with serving(issuer.settings(group), read_catalogue()) as client:
        answer = await Browser(client).get("/sign-in/issuer")
        assert answer.status_code == 503
        assert "location" not in answer.headers


async def test_without_an_issuer_there_is_none_to_sign_in_at(group: Settings, issuer: Issuing) -> None:
    for settings in (group, issuer.settings(group, oidc_client_id="")):
        async with serving(settings, read_catalogue()) as client:
            browser = Browser(client)
            assert "/sign-in/issuer" not in (await browser.get("/sign-in")).text
            for path in ("/sign-in/issuer", "/sign-in/issuer/back?state=x&code=y"):
                assert (await browser.get(path)).status_code == 404
