"""Whatever the public may not see changes no byte of what it is told, by question, by API and on pages."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from app.errors import NotFound
from loaders.load.reading import Reading
from models.caller import Caller
from models.catalogue import CoverageKind, TypeName
from tests.support.loading import INSPECTOR, PUBLIC, Loaded, sheet, steady, still
from tests.support.worlds.hiding import FUTURE, PAST, SECRET_WORD, fresh_code, rows_about
from tests.support.worlds.sample_world import Asking, World, asking, differing

pytestmark = pytest.mark.slow
TICKS = re.compile(r"已知至第 \d+ 号记录|cursor=[\w%-]+")
"""On pages: the tick, and the cursor that holds it."""
STRANGER = "uscc:" + fresh_code(999_999)


@dataclass
class Public:
    """All that the public, or another caller, can get of a world: answers, and what the service serves."""

    world: World
    client: httpx.AsyncClient
    asked: Asking
    paths: list[str]
    caller: Caller = PUBLIC
    headers: Mapping[str, str] = field(default_factory=dict)

    async def answers(self, known_at: int | None = None) -> dict[str, Any]:
        """The answer to every question, as known at a tick."""
        out: dict[str, Any] = {}
        for name, cases in self.asked.items():
            for params in cases:
                try:
                    found = steady(await self.world.answer(name, self.caller, **params, known_at=known_at))
                except NotFound as error:
                    found = {"problem": error.message}
                out[f"{name} {json.dumps(params, ensure_ascii=False, sort_keys=True)}"] = found
        return out

    async def everything(self) -> dict[str, Any]:
        out = await self.answers()
        for path in self.paths:
            out[path] = await self.get(path)
        return out

    async def get(self, path: str, other: Mapping[str, str] | None = None) -> Any:
        """Status and body of a path, as JSON or as page, sent with the headers of who asks, or with others."""
        programs = path.startswith("/v1")
        headers = {"accept": "application/json" if programs else "text/html", "x-request-id": "the-same-request"}
        response = await self.client.get(path, headers={**headers, **(self.headers if other is None else other)})
        assert response.status_code < 500, path
        body = steady(response.json()) if programs else TICKS.sub("", response.text)
        return {"status": response.status_code, "body": body}


def paths_of(asked: Asking) -> list[str]:
    out = ["/", "/catalogue", "/v1/catalogue", "/v1/batches?limit=200", "/v1/questions", "/about"]
    for params in asked["portrait.party"][:6]:
        party = quote(params["party_id"], safe=":")
        out += [f"/v1/parties/{party}", f"/v1/parties/{party}/portrait", f"/v1/parties/{party}/history", f"/parties/{party}"]
    for params in asked["records.list"][:4] + asked["records.relations"][:4]:
        query = f"category={params['category']}&direction={params['direction']}"
        out.append(f"/v1/parties/{quote(params['party_id'], safe=':')}/records?{query}")
        out.append(f"/parties/{quote(params['party_id'], safe=':')}/records?{query}")
    for params in asked["search.parties"]:
        text = quote(params["text"])
        out += [f"/v1/search?q={text}", f"/search?q={text}", f"/v1/questions/search.parties/answer?text={text}"]
    return out + [f"/v1/batches/{params['batch']}" for params in asked["batches.show"]]


ACTIONS = ("state", "end", "correct", "withdraw")
TARGETS = ("told_twice", "life", "joint_control", "licences")


def asked_of(world: World, portraits: list[dict[str, Any]]) -> Asking:
    full = asking(world, portraits)
    parties = [p["party"]["id"] for p in portraits] + [STRANGER]
    texts = [world.cases["life"]["expect"]["names"][1], parties[0][5:], "沉浮", SECRET_WORD, SECRET_WORD + "新公司"]
    return full | {
        "portrait.party": [{"party_id": p} for p in parties],
        "party.show": [{"party_id": p} for p in parties],
        "party.history": [{"party_id": p} for p in parties],
        "search.parties": [{"text": t} for t in (*texts, fresh_code(1), fresh_code(3))],
        "batches.show": [{"batch": world.receipts["spot_check.2025-06.internal.csv"].batch}],
    }


@pytest_asyncio.fixture
async def public(world: World) -> Any:
    """The public, before a world in which some firms and departments are about to have secrets."""
    about = [world.firm(kind) for kind in TARGETS] + [world.firm("left_the_list", "listed")]
    portraits = [await world.answer("portrait.party", PUBLIC, party_id=p) for p in about]
    asked = asked_of(world, portraits)
    async with world.serving() as client:
        yield Public(world, client, asked, paths_of(asked))


def files_about(world: Loaded, kind: str, names: tuple[str, ...], code: str, day: str, **more: Any) -> list[tuple[Any, str]]:
    """A file of each category, about each target and about a firm of this code that nobody knows."""
    assert isinstance(world, World)
    about = [world.firm(k) for k in TARGETS] + [f"uscc:{code}"]
    out = []
    for name in names:
        rows = [r for p in about for r in rows_about(world.catalogue[name], p, f"{SECRET_WORD}新", day, **_shown(name, more))]
        out.append((sheet(world.folder / f"{name}.{kind}.csv", rows), name))
    return out


def _shown(name: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in more.items() if k != "shown_until" or name == "penalty"}


async def unchanged(public: Public, before: dict[str, Any], code: str) -> None:
    after = await public.everything()
    assert differing(before, after) == []
    assert SECRET_WORD not in json.dumps([v for k, v in after.items() if SECRET_WORD not in k and "search" not in k])
    unknown, stranger = f"/v1/parties/uscc:{code}/portrait", f"/v1/parties/{STRANGER}/portrait"
    assert await public.get(unknown) == await public.get(stranger)
    assert (await public.get(unknown))["status"] == 404
    assert (await public.get(f"/parties/uscc:{code}"))["status"] == 404


async def test_records_of_a_higher_level(public: Public) -> None:
    world, code = public.world, fresh_code(1)
    before = await public.everything()
    names = tuple(world.catalogue.categories)
    receipts = await world.load_all(files_about(world, "restricted", names, code, "2024-02-20", _level=2))
    assert [(r.rejected, r.error) for r in receipts] == [(0, None)] * len(names)
    await unchanged(public, before, code)
    seen = await world.answer("portrait.party", INSPECTOR, party_id=f"uscc:{code}")
    assert SECRET_WORD in json.dumps(seen, ensure_ascii=False)


async def test_what_is_yet_to_come(public: Public) -> None:
    world, code = public.world, fresh_code(2)
    before = await public.everything()
    receipts = await world.load_all(files_about(world, "future", tuple(world.catalogue.categories), code, FUTURE))
    assert all(r.accepted + r.unchanged == r.rows and not r.error for r in receipts)
    await unchanged(public, before, code)


async def test_what_known_facts_are_to_become(public: Public) -> None:
    """Told for a later day of the very same facts, by the same providers: restated, ended, corrected, taken back, left out of
    a whole list, and a registration that would join two firms."""
    world = public.world
    before = await public.everything()
    files = [f for action in ACTIONS for f in await same_again(world, SECRET_WORD + action, _day=FUTURE, _action=action)]
    number = {"registration_no": world.firm("merge", "before")[4:]}
    (registered,) = (await world.group(world.firm("life"), "enterprise"))["items"]
    joining = _retold(world, registered, ("code", world.firm("life")[5:]), SECRET_WORD) | {"_day": FUTURE, "_action": "state"}
    files.append((sheet(world.folder / "enterprise.joining.csv", [joining | number]), "enterprise"))
    receipts = await world.load_all(files, Reading(coverage=CoverageKind.FULL))
    assert all(r.accepted == r.rows > 0 and not r.error for r in receipts), receipts
    assert all(any("yet to come" in note for note in r.notes) for r in receipts), receipts
    assert sum(r.facts for r in receipts) == 0
    assert differing(before, await public.everything()) == []


async def test_what_is_no_longer_public(public: Public) -> None:
    world, code = public.world, fresh_code(3)
    before = await public.everything()
    receipts = await world.load_all(files_about(world, "expired", ("penalty",), code, PAST, shown_until="2020-01-01"))
    assert all(r.accepted == r.rows and not r.error for r in receipts)
    await unchanged(public, before, code)
    officer = await world.answer("portrait.party", INSPECTOR, party_id=f"uscc:{code}")
    assert next(g for g in officer["records"] if g["category"] == "penalty")["total"] == 1


@pytest.mark.parametrize("how", ["row", "batch"])
async def test_what_is_withdrawn(public: Public, how: str) -> None:
    world, code = public.world, fresh_code(4 if how == "row" else 5)
    before = await public.everything()
    names = tuple(n for n, category in world.catalogue.categories.items() if not category.identifies)
    receipts = await world.load_all(files_about(world, f"withdrawn-{how}", names, code, "2024-02-21"))
    assert any(differing(before, await public.everything())), "it could be seen before it was withdrawn"
    between = (await world.answer("catalogue.loaded"))["tick"]
    if how == "row":
        await world.load_all(files_about(world, "withdrawal", names, code, "2024-02-21", _action="withdraw"))
    else:
        for receipt in receipts:
            await world.withdraw(receipt.batch)
    await unchanged(public, before, code)
    then = {asked: before[asked] for asked in await public.answers()}
    assert differing(then, await public.answers(between)) == [], "nor is it seen as of the moment when it was believed"
    officer = await world.answer("portrait.party", INSPECTOR, party_id=f"uscc:{code}", known_at=between)
    assert SECRET_WORD in json.dumps(officer, ensure_ascii=False)


def _told(party: dict[str, Any]) -> str:
    return str(party.get("id") or party["name"])


def _retold(world: World, item: dict[str, Any], subject: tuple[str, str], word: str) -> dict[str, Any]:
    """A fact told again by its own provider, word for word but for its texts that are no part of its key."""
    category = world.catalogue[item["category"]]
    row: dict[str, Any] = {subject[0]: subject[1]}
    for name, value in item["values"].items():
        prop = category.by_name.get(name)
        if prop is None or prop.sensitive or name in row:
            continue
        row[name] = _told(value) if isinstance(value, dict) else "；".join(value) if isinstance(value, list) else value
        if prop.type is TypeName.TEXT and name not in (*category.key, *(category.party.names if category.party else ())):
            row[name] = word
    if category.edge:
        row[category.edge.source] = _told(item["party"])
        row["share"] = 0.01
    return row | {"_provider": item["evidence"]["provider"], "_day": item["evidence"]["day"], "_action": "correct"}


async def same_again(world: World, word: str, **more: Any) -> list[tuple[Any, str]]:
    """A file that tells each of some public facts again."""
    out = []
    for kind, name in (
        ("life", "enterprise"),
        ("told_twice", "penalty"),
        ("joint_control", "shareholder"),
        ("licences", "licence"),
    ):
        party = world.firm(kind)
        group = await world.group(party, name)
        place = {"enterprise": "code", "shareholder": "enterprise"}.get(name, "party")
        shown = party[5:] if place == "code" else party
        rows = [_retold(world, item, (place, shown), word) | more for item in group["items"]]
        out.append((sheet(world.folder / f"{name}.{word}.csv", rows), name))
    return out


async def test_a_higher_level_beside_what_is_public(public: Public) -> None:
    """Told of the very same facts, by the same providers, for the same days: the public keeps what it had, ticks included."""
    world = public.world
    before = await public.everything()
    receipts = await world.load_all(await same_again(world, SECRET_WORD + "改", _level=2))
    assert all(r.accepted == r.rows > 0 and r.facts for r in receipts), receipts
    assert differing(before, await public.everything()) == []
    seen = await world.group(world.firm("told_twice"), "penalty", INSPECTOR)
    assert SECRET_WORD in json.dumps(seen, ensure_ascii=False)


async def test_a_file_about_what_is_public_is_withdrawn(public: Public) -> None:
    """What a withdrawn file said again of known facts leaves them as they were; they are believed anew since then."""
    world = public.world
    before = await public.everything()
    receipts = await world.load_all(await same_again(world, SECRET_WORD + "误"))
    assert differing(before, await public.everything())
    for receipt in receipts:
        await world.withdraw(receipt.batch)
    after = await public.everything()
    paged = {k for k in before if k.startswith("/") and not k.startswith("/v1")}
    assert differing(*({k: still(v) for k, v in x.items() if k not in paged} for x in (before, after))) == []
