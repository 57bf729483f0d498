"""Sessions on the pages: who signs in is who the key says, for a time, in one browser, and no longer than the key is good."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select, update

from app.desk.callers.keys import new_key
from app.desk.callers.register import revoke_caller, rotate_key
from app.desk.sessions.register import digest_of
from app.desk.store import Desk
from app.desk.store.tables.audit import AUDIT
from app.desk.store.tables.callers import KEYS
from app.desk.store.tables.sessions import SESSIONS
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from models.caller import CallerRole
from models.work.callers import Rotation
from tests.support.desk.keys import bearer, issue
from tests.support.desk.signed_in import Browser, sign_in
from tests.support.loading import serving
from tests.support.worlds.small_group import FIRM

SIGNED_IN = re.compile(r"退出登录")
SESSION = "quanjing"


def app_of(client: httpx.AsyncClient) -> Any:
    """The application behind a client."""
    return client._transport.app  # type: ignore[attr-defined]


def desk_of(client: httpx.AsyncClient) -> Desk:
    """The desk of the service behind a client."""
    desk: Desk = app_of(client).state.desk
    return desk


def change(client: httpx.AsyncClient, **values: Any) -> None:
    """Change all sessions in the desk, as time would."""
    with desk_of(client).writing() as connection:
        connection.execute(update(SESSIONS).values(**values))
    app_of(client).state.sessions.forget()


async def whoami(browser: Browser) -> dict[str, Any]:
    """Whom the service takes a browser for."""
    found: dict[str, Any] = (await browser.get("/v1/whoami")).json()
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def other(group: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a second process over the same graph and the same desk."""
    async with serving(group, read_catalogue()) as client:
        yield client


async def test_who_signs_in_is_whom_the_key_says(served: httpx.AsyncClient) -> None:
    issued = issue(desk_of(served), CallerRole.DEPARTMENT, "登录的局", department="某市某局")
    browser = await sign_in(served, issued.key)
    page = (await browser.get("/about")).text
    assert SIGNED_IN.search(page)
    assert "登录的局" in page
    assert "某市某局" in page
    assert "部门" in page
    me = await whoami(browser)
    assert (me["id"], me["roles"], me["level"], me["by"]) == (issued.id, ["department", "public"], 1, "session")
    assert issued.key.rpartition("_")[2] not in page
    assert (await whoami(Browser(served)))["by"] == "nothing"
    assert (await served.get("/v1/whoami", headers=bearer(issued.key))).json()["by"] == "key"


async def test_the_public_is_given_no_cookie_and_pages_that_may_be_kept(served: httpx.AsyncClient) -> None:
    for path in ("/", "/about", "/catalogue", f"/parties/{FIRM}"):
        found = await served.get(path, headers={"Accept": "text/html"})
        assert "set-cookie" not in found.headers
        assert found.headers["cache-control"] == "no-cache"
        assert "etag" in found.headers
        assert not SIGNED_IN.search(found.text)


async def test_pages_of_a_session_are_kept_by_nobody(served: httpx.AsyncClient) -> None:
    browser = await sign_in(served, issue(desk_of(served), name="不留存").key)
    for path in ("/", "/about", f"/parties/{FIRM}", "/nowhere"):
        assert (await browser.get(path)).headers["cache-control"] == "private, no-store"
    assert (await browser.get("/static/style.css")).headers["cache-control"] == "public, max-age=3600"


async def test_the_cookie_is_out_of_reach(served: httpx.AsyncClient) -> None:
    browser = Browser(served)
    answer = await browser.sign_in(issue(desk_of(served), name="看饼干").key)
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 1
    assert re.fullmatch(r"quanjing=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=\d+", cookies[0])
    sheet = (await browser.get("/sign-in")).headers.get("set-cookie", "")
    assert sheet == "", "who is signed in is led on"
    token = browser.cookies[SESSION]
    with desk_of(served).reading() as connection:
        kept = connection.execute(select(SESSIONS)).mappings().all()
    assert digest_of(token) in {row["digest"] for row in kept}
    assert token not in repr(kept)


async def test_behind_tls_the_cookie_is_for_this_host_by_https_alone(group: Settings) -> None:
    async with serving(group.model_copy(update={"tls": True}), read_catalogue()) as client:
        client.base_url = httpx.URL(f"https://{client.base_url.netloc.decode()}")
        browser = Browser(client)
        answer = await browser.sign_in(issue(desk_of(client), name="走TLS").key)
        assert answer.headers["set-cookie"].startswith("__Host-quanjing=")
        assert answer.headers["set-cookie"].endswith("; Secure")
        assert (await whoami(browser))["name"] == "走TLS"
        plain = {"Cookie": f"quanjing={browser.cookies['__Host-quanjing']}"}
        assert (await client.get("/v1/whoami", headers=plain)).json()["id"] is None


async def test_all_bad_keys_are_refused_alike(served: httpx.AsyncClient) -> None:
    desk = desk_of(served)
    good, expired, revoked = (issue(desk, name=name) for name in ("真", "过了期", "撤了销"))
    with desk.writing() as connection:
        connection.execute(update(KEYS).where(KEYS.c.id == expired.key_id).values(expires_at=datetime(2020, 1, 1, tzinfo=UTC)))
        revoke_caller(connection, revoked.id)
    answers = {}
    for key in (good.key[:-4] + "0000", expired.key, revoked.key, new_key().text, "胡", ""):
        browser = Browser(served)
        found = await browser.sign_in(key)
        assert SESSION not in browser.cookies
        answers[key] = (found.status_code, re.sub(r'value="[^"]*"', "", found.text))
    assert len(set(answers.values())) == 1
    assert answers[""][0] == 401
    assert "未能登录" in answers[""][1]


async def test_a_cookie_that_was_touched_is_nobody_s(served: httpx.AsyncClient) -> None:
    browser = await sign_in(served, issue(desk_of(served), name="被改").key)
    token = browser.cookies[SESSION]
    for wrong in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token[:-1],
        token + "A",
        "",
        "x" * 43,
        digest_of(token),
        "é",
    ):
        headers = {b"Cookie": f"quanjing={wrong}".encode()}
        found = await served.get("/v1/whoami", headers=headers)
        assert found.json()["id"] is None
        assert "quanjing=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" in found.headers.get_list("set-cookie")
    twice = await served.get("/v1/whoami", headers={"Cookie": f"quanjing={token}; quanjing={token}"})
    assert twice.json()["id"] is None
    assert (await whoami(browser))["name"] == "被改"


async def test_a_cookie_from_before_is_never_taken_over(served: httpx.AsyncClient) -> None:
    """Fixation: what somebody else put into the browser is no session after signing in, and neither is the one before."""
    planted = "p" * 43
    browser = Browser(served)
    browser.client.cookies.set(SESSION, planted)
    issued = issue(desk_of(served), name="固定")
    await browser.sign_in(issued.key)
    first = {one.value or "" for one in browser.client.cookies.jar if one.name == SESSION}
    headers = {"Cookie": f"quanjing={planted}"}
    assert (await served.get("/v1/whoami", headers=headers)).json()["id"] is None
    again = Browser(served)
    again.client.cookies.set(SESSION, next(iter(first - {planted})))
    form = {"csrf": (await csrf_of(served, again)), "key": issued.key}
    answer = await again.client.post("/sign-in", data=form, headers={"Origin": again.origin})
    assert answer.status_code == 303
    old = {"Cookie": f"quanjing={next(iter(first - {planted}))}"}
    app_of(served).state.sessions.forget()
    assert (await served.get("/v1/whoami", headers=old)).json()["id"] is None, "signing in again ends the session before"


async def csrf_of(served: httpx.AsyncClient, browser: Browser) -> str:
    """The token of the page to sign in, with its cookie put into a browser that would be led on from there."""
    clean = Browser(served)
    token = await clean.token("/sign-in")
    browser.client.cookies.set("quanjing-form", clean.cookies["quanjing-form"])
    return token


async def test_signing_out_ends_the_session_everywhere(served: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
    browser = await sign_in(served, issue(desk_of(served), name="将退出").key)
    cookie = {"Cookie": f"quanjing={browser.cookies[SESSION]}"}
    assert (await other.get("/v1/whoami", headers=cookie)).json()["name"] == "将退出"
    answer = await browser.post("/sign-out")
    ended = time.monotonic()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert SESSION not in browser.cookies
    assert (await served.get("/v1/whoami", headers=cookie)).json()["id"] is None
    while (await other.get("/v1/whoami", headers=cookie)).json()["id"] is not None:
        assert time.monotonic() - ended < 1
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("how", ["caller", "key", "expiry"])
async def test_a_session_ends_with_its_key_in_every_process(
    served: httpx.AsyncClient, other: httpx.AsyncClient, how: str
) -> None:
    issued = issue(desk_of(served), name=f"将撤销-{how}")
    browser = await sign_in(served, issued.key)
    cookie = {"Cookie": f"quanjing={browser.cookies[SESSION]}"}
    for client in (served, other):
        assert (await client.get("/v1/whoami", headers=cookie)).json()["id"] == issued.id
    with desk_of(served).writing() as connection:
        if how == "caller":
            revoke_caller(connection, issued.id)
        elif how == "key":
            rotate_key(connection, issued.id, Rotation())
        else:
            past = datetime.now(UTC) - timedelta(seconds=1)
            connection.execute(update(KEYS).where(KEYS.c.id == issued.key_id).values(expires_at=past))
    ended = time.monotonic()
    for client in (served, other):
        while (await client.get("/v1/whoami", headers=cookie)).json()["id"] is not None:
            assert time.monotonic() - ended < 1
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("column", "before", "good"),
    [("seen_at", 29, True), ("seen_at", 31, False), ("ends_at", -1, True), ("ends_at", 0, False)],
)
async def test_a_session_ends_by_time(served: httpx.AsyncClient, column: str, before: int, good: bool) -> None:
    browser = await sign_in(served, issue(desk_of(served), name=f"到时{column}{before}").key)
    change(served, **{column: datetime.now(UTC) - timedelta(minutes=before)})
    assert ((await whoami(browser))["id"] is not None) is good
    if good:
        return
    page = await browser.get("/about")
    assert page.status_code == 200
    assert not SIGNED_IN.search(page.text)


async def test_a_session_is_given_another_cookie_and_the_old_one_ends(served: httpx.AsyncClient) -> None:
    browser = await sign_in(served, issue(desk_of(served), name="轮换").key)
    first, token = browser.cookies[SESSION], await browser.token()
    change(served, rotated_at=datetime.now(UTC) - timedelta(minutes=16))
    old = {"Cookie": f"quanjing={first}"}
    several = await asyncio.gather(*(served.get("/about", headers=old) for _ in range(5)))
    assert sum("set-cookie" in one.headers for one in several) == 1, "one of several requests brings the new cookie"
    assert all(SIGNED_IN.search(one.text) for one in several)
    lost = next(one.headers["set-cookie"] for one in several if "set-cookie" in one.headers)
    app_of(served).state.sessions.forget()
    assert (await whoami(browser))["name"] == "轮换", "while the new one has not come back, the old one is good"
    change(served, rotated_at=datetime.now(UTC) - timedelta(minutes=2))
    await browser.get("/about")
    second = browser.cookies[SESSION]
    assert len({first, second, lost.partition(";")[0].partition("=")[2]}) == 3, "an answer that got lost is made up for"
    await browser.get("/about")
    assert await browser.token() == token, "forms that are open stay good"
    with desk_of(served).reading() as connection:
        row = connection.execute(select(SESSIONS).where(SESSIONS.c.digest == digest_of(second))).one()
    assert row.old_until < datetime.now(UTC) + timedelta(seconds=61)
    change(served, old_until=datetime.now(UTC) - timedelta(seconds=1))
    assert (await served.get("/v1/whoami", headers=old)).json()["id"] is None
    assert (await whoami(browser))["name"] == "轮换"


async def test_use_is_written_down_sparingly(served: httpx.AsyncClient) -> None:
    browser = await sign_in(served, issue(desk_of(served), name="用着").key)
    digest = digest_of(browser.cookies[SESSION])

    def seen() -> datetime:
        with desk_of(served).reading() as connection:
            moment: datetime = connection.scalars(select(SESSIONS.c.seen_at).where(SESSIONS.c.digest == digest)).one()
        return moment

    begun = seen()
    for _ in range(3):
        await browser.get("/about")
    assert seen() == begun
    change(served, seen_at=datetime.now(UTC) - timedelta(minutes=20))
    await browser.get("/about")
    assert seen() > begun


async def test_sessions_that_are_over_are_deleted(served: httpx.AsyncClient) -> None:
    await sign_in(served, issue(desk_of(served), name="旧的").key)
    change(served, ends_at=datetime.now(UTC) - timedelta(minutes=1))
    await sign_in(served, issue(desk_of(served), name="新的").key)
    with desk_of(served).reading() as connection:
        assert connection.scalar(select(func.count()).select_from(SESSIONS)) == 1


async def test_a_session_changes_nothing_by_the_programs_way(served: httpx.AsyncClient) -> None:
    """What a browser could be led to send is not taken from it: an operator's cookie adds no callers."""
    browser = await sign_in(served, issue(desk_of(served), CallerRole.OPERATOR, "操作员").key)
    assert (await browser.get("/v1/callers")).status_code == 200
    new = {"name": "偷加", "roles": ["operator"]}
    answer = await browser.client.post("/v1/callers", json=new, headers={"Origin": browser.origin})
    assert answer.status_code == 401


async def test_signing_in_and_out_stand_in_the_audit_log(served: httpx.AsyncClient) -> None:
    issued = issue(desk_of(served), name="留痕")
    browser = await sign_in(served, issued.key)
    await browser.get("/about")
    await browser.post("/sign-out")
    await app_of(served).state.audit.write()
    with desk_of(served).reading() as connection:
        query = select(AUDIT.c.action, AUDIT.c.caller).where(AUDIT.c.caller_id == issued.id).order_by(AUDIT.c.seq)
        rows = connection.execute(query).all()
    assert {row.caller for row in rows} == {"留痕"}
    actions = [row.action for row in rows]
    assert actions[0] == "sign in"
    assert {"sign out", "POST /sign-out", "GET /about"} <= set(actions)


async def test_pages_answer_by_the_role_of_who_is_signed_in(served: httpx.AsyncClient) -> None:
    """Likely links are shown to investigators, who may turn them off; asked for by the public they are refused."""
    asked: list[str] = []
    questions = app_of(served).state.questions
    plain = questions.answer

    async def answer(name: str, caller: Any = None, **params: Any) -> Any:
        asked.append(f"{params.get('view')} {caller.level}")
        return await plain(name, caller, **params)

    questions.answer = answer
    try:
        looking = await sign_in(served, issue(desk_of(served), CallerRole.INVESTIGATOR, "看可能").key)
        sending = await sign_in(served, issue(desk_of(served), CallerRole.DEPARTMENT, "看确定").key)
        path = f"/parties/{FIRM}"
        for browser, query, seen in (
            (looking, "", "probable 1"),
            (looking, "?view=strict", "strict 1"),
            (sending, "", "strict 1"),
            (sending, "?view=probable", "probable 1"),
            (Browser(served), "", "strict 0"),
        ):
            asked.clear()
            page = await browser.get(path + query)
            assert page.status_code == 200
            assert set(asked) == {seen}
            assert (await browser.get(f"{path}/ownership{query}")).status_code == 200
    finally:
        del questions.answer
    assert "view=strict" in (await looking.get(path)).text
    assert "view=probable" in (await looking.get(f"{path}?view=strict")).text
    assert (await served.get(f"{path}?view=probable", headers={"Accept": "text/html"})).status_code == 403
