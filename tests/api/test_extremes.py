"""Extreme values for every parameter of every route and question: answered, or refused by name, and never a failure."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from structlog.testing import capture_logs

from app.answers.registry import computed
from app.desk.store import Desk
from models.caller import CallerRole
from tests.api.test_audit import state_of
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.worlds.small_group import FIRM, HEAD

PROBLEM = "application/problem+json"
EXTREMES = (
    "",
    " ",
    "-1",
    "0",
    "1",
    "201",
    "100000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 30,
    "9" * 490,
    "1e308",
    "1e999",
    "NaN",
    "-Infinity",
    "0.5",
    "true",
    "null",
    "0000-01-01",
    "0001-01-01",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00-14:00",
    "9999-12-31",
    "9999-12-31T23:59:59.999999",
    "9999-12-31T23:59:59-14:00",
    "2024-02-30",
    "20240101",
    "2024-W01-1",
    "-2024-01-01",
    "+12024-01-01",
    "２０２４-01-01",
    "١٢٣",
    "a\x00b",
    "\x1b[31m",
    "\u202e",
    "\ufffe",
    "\U0001f600" * 100,
    "name:" + "甲" * 400,
    "uscc:",
    ":",
    "../../etc/passwd",
    "'}) DETACH DELETE n //",
    "$party_id",
    "x" * 499,
    "x" * 30_000,
    ",".join(["a"] * 3_000),
)
KNOWN: dict[str, str] = {
    "party_id": FIRM,
    "other_id": HEAD,
    "parties": f"{FIRM},{HEAD}",
    "party_ids": FIRM,
    "category": "shareholder",
    "q": "甲",
    "text": "甲",
    "of": "ownership",
    "before": "2020-01-01",
    "after": "2024-01-01",
    "names": "甲",
    "traits": "phone:1",
    "kinds": "phone",
    "batch": "b",
    "name": "party.show",
    "rule": "W07",
    "provider": "某局",
}
SHARE = 6
BESIDES = {"quality.rows_behind": {"provider": "某局"}}
"""What a question must be given, though its parameters say otherwise."""
TOLD_AS = {"other_id": "party_id", "parties": "party_id", "concert": "party_id", "threshold": "rules", "comparison": "rules"}
"""Under which other name a problem may tell of a parameter: each of several parties is one, a threshold asks for a rule set."""
PAGES: dict[str, tuple[str, ...]] = {
    "/": (),
    "/search": ("q", "cursor"),
    "/parties/{party_id}": (),
    "/parties/{party_id}/records": ("category", "direction", "cursor"),
    "/parties/{party_id}/ownership": ("basis", "rules", "suggest_concert"),
    "/catalogue": (),
    "/catalogue/{category}": (),
    "/about": (),
}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """No log is made pretty, which would take minutes where many requests fail."""
    with capture_logs():
        yield


def url(path: str, **places: str) -> str:
    """A route's template with its places filled in."""
    for name, value in (KNOWN | places).items():
        path = path.replace(f"{{{name}}}", quote(value, safe=":"))
    return path


class Extremes:
    """The values to try of each parameter: all of them for the first of its kind, a share that differs for each further one.

    Parameters of a kind are read by one piece of code; what differs is what the value then reaches.
    """

    def __init__(self) -> None:
        self._seen: set[object] = set()
        self._turn = 0

    def of(self, *kind: object) -> tuple[str, ...]:
        """The values to try of a parameter of this kind."""
        if kind not in self._seen:
            self._seen.add(kind)
            return EXTREMES
        self._turn += 1
        return EXTREMES[self._turn % SHARE :: SHARE]


async def described(served: httpx.AsyncClient) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The routes of the interface that are read, each with its parameters, as its description says; not streams without end."""
    paths = (await served.get("/v1/openapi.json")).json()["paths"]
    read = ((path, known["get"]) for path, known in paths.items() if "get" in known)
    return ((path, get.get("parameters", [])) for path, get in read if not endless(path, get))


def endless(path: str, get: dict[str, Any]) -> bool:
    """Whether a route answers with events that go on, by its description."""
    return path.endswith(("/stream", "/events")) or "text/event-stream" in get["responses"].get("200", {}).get("content", {})


async def sound(
    served: httpx.AsyncClient, path: str, parameter: str, query: dict[str, str], key: Headers | None = None
) -> str | None:
    """What is wrong with the answer where one parameter is extreme; None where nothing is. Without a key the public asks."""
    response = await served.get(path, params=query, headers=key)
    given = query.get(parameter, path)
    where = f"{path[:80]} {parameter}={given[:40]!r}: {response.status_code}"
    if response.status_code >= 500:
        return f"{where} {response.text[:200]}"
    if response.status_code in (400, 422):
        if response.headers["content-type"] != PROBLEM:
            return f"{where} is no problem"
        named = [wrong["parameter"].split(".")[0] for wrong in response.json().get("errors", ())]
        if parameter not in named and not {TOLD_AS.get(parameter)} & {*named}:
            return f"{where} names {named}: {response.text[:200]}"
    return None


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_every_parameter_of_every_route_takes_extremes(served: httpx.AsyncClient) -> None:
    wrong, asked, extremes = [], 0, Extremes()
    for path, parameters in await described(served):
        required = {p["name"]: KNOWN.get(p["name"], FIRM) for p in parameters if p.get("required") and p["in"] == "query"}
        for parameter in parameters:
            name = parameter["name"]
            for value in extremes.of(name, str(parameter["schema"])):
                asked += 1
                if parameter["in"] == "query":
                    wrong.append(await sound(served, url(path), name, required | {name: value}))
                elif value.strip() and len(value) < 600:
                    wrong.append(await sound(served, url(path, **{name: value}), name, required))
    assert asked > 1_000
    found = [one for one in wrong if one]
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_every_parameter_of_every_question_takes_extremes(served: httpx.AsyncClient) -> None:
    wrong, asked, extremes = [], 0, Extremes()
    desk: Desk = state_of(served).desk  # type: ignore[attr-defined]
    routed = {one.name for one in computed().values() if one.route and one.level == 0}  # asked by their routes above
    key = bearer(issue(desk, CallerRole.OPERATOR, "极端参数").key)  # some are for operators alone
    for card in (await served.get("/v1/questions", headers=key)).json()["items"]:
        if card["name"] in routed:
            continue
        room = card["name"].partition(".")[0]
        kinds = {p["name"]: (room, p["type"]) for p in card["params"]} | {
            name: (name,) for name in ("as_of", "known_at", "view")
        }
        required = {p["name"]: KNOWN.get(p["name"], FIRM) for p in card["params"] if p["required"]}
        required |= BESIDES.get(card["name"], {})
        path = f"/v1/questions/{card['name']}/answer"
        assert (await served.get(path, params=required, headers=key)).status_code in (200, 404), card["name"]
        for name, kind in kinds.items():
            for value in extremes.of(*kind):
                asked += 1
                wrong.append(await sound(served, path, name, required | {name: value}, key))
    assert asked > 1_000
    found = [one for one in wrong if one]
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_every_parameter_of_every_page_takes_extremes(served: httpx.AsyncClient) -> None:
    wrong = []
    for path, own in PAGES.items():
        required = {"category": "shareholder"} if "category" in own else {}
        for name in (*own, "lang", "as_of", "known_at"):
            wrong += [await sound(served, url(path), name, required | {name: value}) for value in EXTREMES]
    found = [one for one in wrong if one]
    assert not found, "\n".join(found)


async def test_head_answers_wherever_get_does(served: httpx.AsyncClient) -> None:
    paths = [
        (path, {p["name"]: KNOWN.get(p["name"], FIRM) for p in parameters if p.get("required") and p["in"] == "query"})
        for path, parameters in await described(served)
    ]
    pages = [(path, {"category": "shareholder"} if "category" in own else {}) for path, own in PAGES.items()]
    for path, query in (*paths, *pages, ("/v1/openapi.json", {}), ("/static/style.css", {})):
        got, head = await served.get(url(path), params=query), await served.head(url(path), params=query)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers.get("content-type") == got.headers.get("content-type"), path
        assert head.status_code < 500, path
        assert head.status_code != 405, path
