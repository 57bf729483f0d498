"""Every cell of the policy table: each route asked by each role, by the public, and with a bad key."""

import re
from typing import Any

import httpx
import pytest

from app.answers.registry import computed
from app.desk.callers.keys import new_key
from app.desk.store import Desk
from app.security.policy import EVERYBODY, OPERATORS, ROUTES, RouteRule, policy
from models.caller import GRANTED, ROLE_LEVELS, CallerRole
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.worlds.small_group import FIRM, HEAD

TABLE = policy(computed())
BAD = "bad key"
FILLED = {
    "party_id": FIRM,
    "other_id": HEAD,
    "name": "penalty",
    "caller_id": "nobody",
    "batch": "nothing",
    "webhook_id": "wh_nothing",
}
CELLS = [(rule, who) for rule in TABLE.values() for who in (*CallerRole, BAD)]
PLAIN = {"/static", "/v1/openapi.json"}
"""Files, the same for everybody: no caller is looked for."""


def named(value: object) -> str:
    """A cell by its route and who asks."""
    return f"{value.method} {value.path}" if isinstance(value, RouteRule) else str(value)


@pytest.fixture(scope="module")
def headers(served: httpx.AsyncClient) -> dict[str, Headers]:
    """What each sends: the public nothing."""
    desk: Desk = served._transport.app.state.desk  # type: ignore[attr-defined]
    regions = {CallerRole.NODE: "33"}  # what leaves in bulk is bounded by the division of a key
    keys = {str(role): bearer(issue(desk, role, f"矩阵{role}", region=regions.get(role)).key) for role in GRANTED}
    return keys | {CallerRole.PUBLIC: {}, BAD: bearer(new_key().text)}


def expected(rule: RouteRule, who: str) -> int | None:
    """The status with which the table refuses; None where it admits."""
    if who == BAD and rule.path not in PLAIN:
        return 401
    role = CallerRole.PUBLIC if who == BAD else CallerRole(who)
    if rule.roles & {CallerRole.PUBLIC, role} and ROLE_LEVELS[role] >= rule.level:
        return None
    return 401 if role is CallerRole.PUBLIC else 403


@pytest.mark.parametrize(("rule", "who"), CELLS, ids=named)
async def test_every_cell(served: httpx.AsyncClient, headers: dict[str, Headers], rule: RouteRule, who: str) -> None:
    path = re.sub(r"\{(\w+)(?::path)?\}", lambda part: FILLED.get(part[1], "nothing"), rule.path)
    if path.endswith("/stream"):
        path += "?since=nothing"  # a stream that is begun does not end
    found = await served.request(rule.method, path, headers=headers[who])
    if (refused := expected(rule, who)) is not None:
        assert found.status_code == refused
        problem = found.json()
        assert set(problem) <= {"type", "title", "status", "detail", "request_id"}
        assert not re.search(r"operator|level|role|\d", problem["detail"]), "it does not say what would be needed"
    else:
        refused = 403 if rule.method == "POST" and not rule.path.startswith("/v1/") else 200  # a form from nowhere
        assert found.status_code in {200, 201, 202, 303, 307, 308, 400, 404, 415, 422, refused}


def test_who_may_what_is_as_it_was_decided() -> None:
    """What the table must say whatever else changes: looking up is for all, the register of callers for operators alone."""
    rules = {(rule.method, rule.path): rule.roles for rule in ROUTES}
    assert rules["GET", "/v1/parties/{party_id:path}/portrait"] == EVERYBODY
    assert rules["GET", "/v1/whoami"] == EVERYBODY
    callers = {roles for (_, path), roles in rules.items() if path.startswith("/v1/callers")}
    assert callers == {OPERATORS}
    changing: list[Any] = [key for key, roles in rules.items() if key[0] != "GET" and CallerRole.PUBLIC in roles]
    assert changing == [("POST", "/sign-in"), ("POST", "/sign-out")], "the public changes nothing but who it is"
