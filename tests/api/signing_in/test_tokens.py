"""Bearer tokens of an issuer: the good ones name their caller, all others are answered as a bad key is."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from app.desk.callers.keys import new_key
from app.desk.callers.register import list_callers, revoke_caller, rotate_key
from app.desk.store import Desk
from app.desk.store.tables.audit import AUDIT
from app.errors import Conflict
from app.security.callers import Callers
from app.security.oidc import issuer as asking
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from models.work.callers import Rotation
from tests.support.desk.issuing import Issuing
from tests.support.desk.keys import bearer
from tests.support.loading import serving
from tests.support.worlds.small_group import FIRM

NOW = int(time.time())
BAD: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "another audience": {"aud": "other-api"},
    "no audience": {"aud": None},
    "the pages' audience": {"aud": "quanjing-pages"},
    "expired": {"exp": NOW - 120},
    "without an end": {"exp": None},
    "an end in words": {"exp": "tomorrow"},
    "not yet": {"nbf": NOW + 3_000},
    "from the future": {"iat": NOW + 3_000},
    "of nobody": {"sub": None},
    "of nobody's name": {"sub": ""},
    "none": {"by": "none"},
    "the public key as a secret": {"by": "public"},
    "signed by somebody else": {"by": "foreign"},
    "an algorithm that is not allowed": {"header": {"alg": "RS512"}},
    "an unknown key": {"header": {"kid": "unknown"}},
    "a token of another kind": {"header": {"typ": "logout+jwt"}},
    "what must be understood": {"header": {"crit": ["exp"]}},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trusting(group: Settings, issuer: Issuing) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that trusts the issuer."""
    settings = issuer.settings(
        group, oidc_name_claim="name", oidc_roles_claim="realm.roles", oidc_roles="lookers=investigator,senders=department"
    )
    async with serving(settings, read_catalogue()) as client:
        yield client


@pytest.fixture(autouse=True)
def ready(issuer: Issuing) -> None:
    """An issuer that does what it should."""
    issuer.control()


def state_of(client: httpx.AsyncClient) -> Any:
    """The state of the application behind a client."""
    return client._transport.app.state  # type: ignore[attr-defined]


async def whoami(client: httpx.AsyncClient, token: str) -> dict[str, Any]:
    """Whom the service takes the sender of a token for."""
    answer = await client.get("/v1/whoami", headers=bearer(token))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_token_names_its_caller(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    token = issuer.mint(sub="u-li", name="李某", department="某市某局", region="3301", realm={"roles": ["lookers", "king", 7]})
    me = await whoami(trusting, token)
    assert me["id"].startswith("oidc-")
    assert me["name"].startswith("李某 (")
    told = {name: me[name] for name in ("department", "region", "roles", "level", "by")}
    assert told == {"department": "某市某局", "region": "3301", "roles": ["investigator", "public"], "level": 1, "by": "token"}
    probable = await trusting.get(f"/v1/parties/{FIRM}/portrait", params={"view": "probable"}, headers=bearer(token))
    assert probable.json()["view"] == "probable"
    assert (await trusting.get("/v1/callers", headers=bearer(token))).status_code == 403
    again = await whoami(
        trusting, issuer.mint(sub="u-li", name="李某", aud=["x", "quanjing-api"], realm={"roles": "senders lookers"})
    )
    assert (again["id"], again["roles"], again["department"]) == (me["id"], ["investigator", "public"], None)
    curve = await whoami(
        trusting, issuer.mint(sub="u-li", name="李某", by="curve", department="某局", realm={"roles": ["senders"]})
    )
    assert (curve["id"], curve["roles"]) == (me["id"], ["department", "public"])


@pytest.mark.parametrize("told", [None, [], ["king"], "operator", {"operator": True}, 7, ["operator"]])
async def test_unknown_roles_give_none(trusting: httpx.AsyncClient, issuer: Issuing, told: Any) -> None:
    me = await whoami(trusting, issuer.mint(sub="u-nobody", realm={"roles": told} if told is not None else None, region="浙江"))
    assert (me["roles"], me["level"], me["region"]) == (["public"], 0, None)
    assert me["name"].startswith("127.0.0.1:"), "without a name by the issuer and a hash"


async def test_all_bad_tokens_are_answered_as_a_bad_key_is(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    good = issuer.mint(sub="u-good")
    head, body, seal = good.split(".")
    sent = {name: issuer.mint(**how) for name, how in BAD.items()}
    sent |= {
        "key": new_key().text,
        "touched": f"{head}.{body[:-2]}{'AA' if body[-2:] != 'AA' else 'BB'}.{seal}",
        "unsigned": f"{head}.{body}.",
        "nonsense": "ey.ey.ey",
        "deep": f"{head}.{'W' * 4000}.{seal}",
        "long": f"{head}.{'x' * 9_000}.{seal}",
    }
    answers: dict[str, Any] = {}
    for name, token in sent.items():
        headers = bearer(token) | {"X-Request-Id": "the-same-one"}
        found = await trusting.get("/v1/whoami", headers=headers)
        answers[name] = found.status_code, json.dumps({k: v for k, v in found.headers.items() if k != "date"}), found.text
    assert {name: answer for name, answer in answers.items() if answer != answers["key"]} == {}
    assert answers["key"][0] == 401
    assert (await whoami(trusting, good))["by"] == "token"


async def test_clocks_may_differ_a_little(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    moment = int(time.time())
    await whoami(trusting, issuer.mint(exp=moment - 20, nbf=moment + 20, iat=moment + 20))


async def test_a_token_ends_at_its_end_though_it_was_known(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    token = issuer.mint(exp=int(time.time()) - 58)
    await whoami(trusting, token)
    deadline = time.monotonic() + 4
    while (await trusting.get("/v1/whoami", headers=bearer(token))).status_code == 200:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_a_new_key_of_the_issuer_is_fetched_when_it_is_first_seen(
    trusting: httpx.AsyncClient, issuer: Issuing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AGAIN_SECONDS", 0.0)
    before = issuer.mint(sub="u-rotated")
    first = await whoami(trusting, before)
    issuer.control(rotate=True)
    after = issuer.mint(sub="u-rotated")
    assert (await whoami(trusting, after))["id"] == first["id"]
    await asyncio.sleep(0.6)
    assert (await trusting.get("/v1/whoami", headers=bearer(before))).status_code == 401, "the key is given out no more"


async def test_invented_keys_have_the_issuer_asked_once(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    await whoami(trusting, issuer.mint())
    before = issuer.counts()["/jwks"]
    bad = [issuer.mint(header={"kid": f"invented-{n}"}) for n in range(20)]
    answers = await asyncio.gather(*(trusting.get("/v1/whoami", headers=bearer(token)) for token in bad))
    assert {answer.status_code for answer in answers} == {401}
    assert issuer.counts()["/jwks"] - before <= 1
    elsewhere = issuer.mint(iss="http://127.0.0.1:1", header={"kid": "x"})
    before = issuer.counts()["/jwks"]
    assert (await trusting.get("/v1/whoami", headers=bearer(elsewhere))).status_code == 401
    assert issuer.counts()["/jwks"] == before


async def test_an_issuer_that_is_gone(group: Settings, issuer: Issuing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known keys are good without it; where there are none yet it is said that it is the issuer, and nobody waits long."""
    token = issuer.mint()
    async with serving(issuer.settings(group), read_catalogue()) as client:
        issuer.control(down=True)
        gone = await client.get("/v1/whoami", headers=bearer(token))
        assert (gone.status_code, gone.json()["type"]) == (503, "urn:quanjing:problem:issuer-unavailable")
        issuer.control()
        monkeypatch.setattr(asking, "RETRY_SECONDS", 0.0)
        await whoami(client, token)
        issuer.control(down=True)
        assert (await whoami(client, issuer.mint(sub="u-later")))["by"] == "token"
        assert (await client.get("/v1/whoami", headers=bearer(issuer.mint(header={"kid": "new"})))).status_code == 401
        monkeypatch.setattr(asking, "STALE_SECONDS", 0.0)
        monkeypatch.setattr(asking, "FRESH_SECONDS", 0.0)
        state_of(client).callers.forget()
        kept = await client.get("/v1/whoami", headers=bearer(issuer.mint(header={"kid": "newer"})))
        assert kept.status_code == 503
    for card in ({"jwks_uri": "http://example.com/jwks"}, {"issuer": "https://other.example"}, {"token_endpoint": 7}):
        issuer.control(card=card)
        async with serving(issuer.settings(group), read_catalogue()) as client:
            assert (await client.get("/v1/whoami", headers=bearer(token))).status_code == 503, card


async def test_an_issuer_that_is_slow_is_not_waited_for(
    group: Settings, issuer: Issuing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.security.oidc import fetching

    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    token = issuer.mint()
    issuer.control(slow=2)
    async with serving(issuer.settings(group), read_catalogue()) as client:
        begun = time.monotonic()
        assert (await client.get("/v1/whoami", headers=bearer(token))).status_code == 503
        assert time.monotonic() - begun < 1.5


async def test_who_is_vouched_for_stands_in_the_register_and_can_be_revoked(
    trusting: httpx.AsyncClient, issuer: Issuing
) -> None:
    desk: Desk = state_of(trusting).desk
    token = issuer.mint(sub="u-revoked", name="将撤", department="甲局", realm={"roles": ["senders"]})
    me = await whoami(trusting, token)
    with desk.reading() as connection:
        card = next(card for card in list_callers(connection) if card.id == me["id"])
    assert (card.name, card.department, card.roles, card.created_by) == (me["name"], "甲局", ("department",), "issuer")
    with pytest.raises(Conflict), desk.writing() as connection:
        rotate_key(connection, me["id"], Rotation())
    with desk.writing() as connection:
        revoke_caller(connection, me["id"])
    ended = time.monotonic()
    while (await trusting.get("/v1/whoami", headers=bearer(token))).status_code == 200:
        assert time.monotonic() - ended < 1
        await asyncio.sleep(0.02)
    assert (await trusting.get("/v1/whoami", headers=bearer(issuer.mint(sub="u-revoked")))).status_code == 401


async def test_what_such_callers_ask_stands_in_the_audit_log(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    me = await whoami(trusting, issuer.mint(sub="u-audited@example.cn", name="留名"))
    await state_of(trusting).audit.write()
    with state_of(trusting).desk.reading() as connection:
        rows = connection.execute(select(AUDIT).where(AUDIT.c.caller_id == me["id"])).mappings().all()
    assert {(row["caller"], row["action"]) for row in rows} == {(me["name"], "GET /v1/whoami")}
    assert "u-audited" not in repr(rows)


async def test_many_requests_of_a_new_caller_are_one_caller(trusting: httpx.AsyncClient, issuer: Issuing) -> None:
    tokens = [issuer.mint(sub="u-many", jti=str(n)) for n in range(12)]
    found = await asyncio.gather(*(whoami(trusting, token) for token in tokens))
    assert len({me["id"] for me in found}) == 1


async def test_without_an_audience_tokens_are_no_keys(group: Settings, issuer: Issuing) -> None:
    for settings in (issuer.settings(group, oidc_audience=""), group):
        async with serving(settings, read_catalogue()) as client:
            for token in (issuer.mint(), issuer.mint(aud="quanjing-pages"), issuer.mint(aud="")):
                assert (await client.get("/v1/whoami", headers=bearer(token))).status_code == 401


async def test_a_good_token_is_verified_once_in_a_term(
    trusting: httpx.AsyncClient, issuer: Issuing, monkeypatch: pytest.MonkeyPatch
) -> None:
    callers: Callers = state_of(trusting).callers
    token = issuer.mint(sub="u-term")
    await whoami(trusting, token)
    asked: list[str] = []
    provider = callers._provider
    assert provider is not None
    plain = provider.caller_of

    async def counted(text: str) -> Any:
        asked.append(text)
        return await plain(text)

    monkeypatch.setattr(provider, "caller_of", counted)
    callers.forget()
    for _ in range(10):
        await whoami(trusting, token)
    assert len(asked) <= 2
