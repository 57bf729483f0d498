"""The sample world in each engine's graph, loaded once for all tests that look at it, and what to ask of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.engine import define_categories
from app.errors import NotFound
from loaders.catalogue.files import read_catalogue
from loaders.derive.traits import trait_id
from loaders.synthetic import write_sample
from models.caller import Caller
from models.catalogue import TypeName
from tests.support.engines import Engines
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded, groups, identifier, still
from tests.support.worlds import example_world

ENTERPRISES, SEED = 100, 7
EARLY, MIDDLE = "2024-06-01", "2025-01-31"
Asking = dict[str, list[dict[str, Any]]]
MOMENTS = frozenset({"clues.arrivals"})
"""What they answer are moments of loading alone."""


class Worlds:
    """The sample in a folder, and the graphs it was loaded into."""

    def __init__(self, folder: Path, engines: Engines) -> None:
        self.folder, self._engines = folder, engines
        self.catalogue = read_catalogue()
        self.truth: dict[str, Any] = write_sample(folder / "sample", ENTERPRISES, SEED)
        self.cases: dict[str, Any] = {case["kind"]: case for case in self.truth["cases"]}
        self._loaded: dict[str, World] = {}

    async def get(self, name: str) -> "World":
        """The world on one engine; loaded anew where another test has emptied the graph since."""
        known = self._loaded.get(name)
        if known is None or not await known.stands():
            engine = await self._engines.clean(name, self.catalogue)
            folder = self.folder / name
            folder.mkdir(exist_ok=True)
            known = World(engine, self.catalogue, self._engines.settings(name), folder)
            await known.fill(self)
            self._loaded[name] = known
        return known


class World(Loaded):
    """The sample world in one graph. `half` is a tick in the middle of loading."""

    half: int = 0
    cases: dict[str, Any]
    truth: dict[str, Any]

    async def fill(self, worlds: Worlds) -> None:
        """Load every file in the order of the truth, and the world of the examples, which has records of every category."""
        self.cases, self.truth = worlds.cases, worlds.truth
        await define_categories(self.engine, list(self.catalogue.categories.values()))  # at once, which is sooner
        files = [(worlds.folder / "sample" / f["name"], f["category"]) for f in worlds.truth["files"]]
        middle = len(files) // 2
        await self.load_all(files[:middle])
        self.half = (await self.answer("catalogue.loaded"))["tick"]
        await self.load_all(files[middle:])
        await example_world.fill(self)

    async def stands(self) -> bool:
        """Whether the graph still holds it."""
        try:
            await self.answer("batches.show", INSPECTOR, batch=self.receipts[self.truth["files"][-1]["name"]].batch)
        except NotFound:
            return False
        return True

    def firm(self, kind: str, role: str = "firm") -> str:
        """A party of a planted case."""
        return identifier(self.cases[kind]["parties"][role])


def parties(truth: dict[str, Any], most: int = 2) -> list[str]:
    """The first parties of every planted case, each once."""
    found = [p for case in truth["cases"] for p in list(case["parties"].values())[:most]]
    return [identifier(p) for p in dict.fromkeys(found)]


TEXTS = ["杭州前名食品有限公司", "杭州后名食品", "阡陌便利店", "杭州无迹可寻商务服务有限公司", "示例人", "杭州市市场监督管理局"]
TEXTS += [
    "<script>alert('砾')</script>",
    "'}) DETACH DELETE n //",
    "=砾禾(1+1)",
    "330106000000048",
    "person:x",
    "有限公司",
    "沉浮",
]


def asking(world: World, portraits: list[dict[str, Any]]) -> Asking:
    """Every question with what it is asked: its examples, planted parties, and who has a record of each category."""
    firms = parties(world.truth, 1)
    codes = [p.partition(":")[2] for p in firms[:4]] + [world.firm("organisation_code", "code"), world.firm("merge", "before")]
    found = {(g["category"], g["direction"]): (p["party"]["id"], g) for p in portraits for g in groups(p) if g["total"]}
    place = [{"party_id": party, "category": c, "direction": d} for (c, d), (party, _) in sorted(found.items())]
    edges = [p for p in place if p["direction"] in ("in", "out")]
    records = [p for p in place if p["direction"] not in ("in", "out")]
    batches = [r.batch for name, r in sorted(world.receipts.items()) if "2024-06" in name or "internal" in name]
    asked: Asking = {
        "portrait.party": [{"party_id": p} for p in firms] + [{"party_id": firms[0], "limit": 1}],
        "party.show": [{"party_id": p} for p in [*firms[:12], *codes[4:], world.firm("contested", "number"), "uscc:none"]],
        "party.history": [{"party_id": p} for p in firms[:12]],
        "party.implied": [{"org": f"org:{p[13:22]}"} for p in firms[:4]],
        "records.list": [*records, *({**p, "limit": 1} for p in records[:4])],
        "records.relations": [*edges, *({**p, "limit": 1} for p in edges[:4])],
        "search.parties": [{"text": t} for t in [*TEXTS, *codes]] + [{"text": "有限公司", "limit": 7}],
        "batches.list": [{"limit": 200}, {"category": "penalty", "limit": 200}],
        "batches.show": [{"batch": b} for b in batches] + [{"batch": "none"}],
        "ownership.left": [{"party_id": p} for p in firms[:12]],
        "ownership.analysed": [{"party_id": p} for p in firms[:2]],
        **{f"ownership.{part}": [{"party_ids": firms[:20]}] for part in ("below", "lists", "parties", "days", "same")},
        "network.links": [{"party_ids": firms[:20]}, {"party_ids": firms[:20], "without": ["INVESTS_IN"]}],
        "network.degrees": [{"party_ids": firms[:20]}, {"party_ids": firms[:20], "counted": 1, "without": ["INVESTS_IN"]}],
        "network.traits": [{"party_ids": firms, "records": True}, {"party_ids": firms[:20], "counted": 1}],
        "network.sharing": [{"traits": sorted(_traits(world))}],
        "network.population": [{"kinds": ["address", "phone", "email"]}, {"kinds": [], "counted": 5}],
        "network.namesakes": [{"names": [world.firm("namesakes", "in_upper").rpartition(":")[2], "无人叫这个名字"]}],
    }
    more = {"batches.list": {"limit": 200}}
    for name, question in world.questions.all.items():
        cases = asked.setdefault(name, [])
        examples = ({**example.parameters, **more.get(name, {})} for example in question.examples)
        cases += [case for case in examples if case not in cases]
    return asked


def _traits(world: World) -> Iterator[str]:
    """What the planted parties share."""
    for kind, name in ((TypeName.PHONE, "shared_phone"), (TypeName.EMAIL, "shared_email"), (TypeName.ADDRESS, "incubator")):
        found = trait_id(kind, world.cases[name]["expect"][kind])
        assert found
        yield found


def _in_order(node: Any) -> Any:
    """An answer for the program alone, all of whose lists, labels among them, are in one order on both engines."""
    if isinstance(node, dict):
        return {k: _in_order(v) for k, v in node.items()}
    return sorted(map(_in_order, node), key=_plain) if isinstance(node, list) else node


def _own_order(node: Any) -> Any:
    """An answer whose rows may have labels, in one order on both engines."""

    def labels(cell: Any) -> Any:
        return sorted(cell) if isinstance(cell, list) and "Party" in cell else cell

    def rows(found: list[Any]) -> list[Any]:
        return sorted(([labels(cell) for cell in row] if isinstance(row, list) else row for row in found), key=_plain)

    return {k: rows(v) if isinstance(v, list) else v for k, v in node.items()}


async def _whole(world: World, name: str, caller: Caller, given: dict[str, Any]) -> Any:
    """An answer; of batches every page, since the clock decides which of them stand on the first."""
    found = await world.answer(name, caller, **given)
    if name == "batches.list":
        page = found
        while page["next"] is not None:
            page = await world.answer(name, caller, **given | {"cursor": page["next"]})
            found["items"] += page["items"]
        found |= {"next": None, "shown": len(found["items"])}
        found["items"].sort(key=lambda b: str(b["batch"]))
    return found


async def answers(world: World, asked: Asking, caller: Caller = PUBLIC, **when: Any) -> dict[str, Any]:
    """What every question answers, by question and parameters, without what moves with any write."""
    out = {}
    for name, cases in asked.items():
        for params in cases if name not in MOMENTS else ():
            try:
                found = still(await _whole(world, name, caller, when | params))
            except NotFound as error:
                found = {"problem": error.message}
            if not world.questions.question(name).public:
                found = _in_order(found)
            elif name.startswith(("network.", "ownership.")):
                found = _own_order(found)
            out[f"{name} {json.dumps(params, ensure_ascii=False, sort_keys=True)}"] = found
    return out


def views(world: World) -> list[tuple[Caller, dict[str, Any]]]:
    """Callers, days, ticks and views to ask by."""
    return [
        (PUBLIC, {}),
        (PUBLIC, {"as_of": EARLY}),
        (PUBLIC, {"known_at": world.half}),
        (OFFICER, {"as_of": MIDDLE}),
        (INSPECTOR, {}),
        (INSPECTOR, {"view": "probable"}),
        (INSPECTOR, {"view": "probable", "as_of": EARLY, "known_at": world.half}),
    ]


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What was answered differently, with the first place of difference."""
    keys = sorted(one.keys() | other.keys())
    return [f"{k}: {_first(one.get(k), other.get(k))}" for k in keys if _plain(one.get(k)) != _plain(other.get(k))]


def _plain(node: Any) -> str:
    return json.dumps(node, ensure_ascii=False, sort_keys=True)


def _first(a: Any, b: Any, path: str = "") -> str:
    if isinstance(a, dict) and isinstance(b, dict):
        for k in sorted(a.keys() | b.keys()):
            if _plain(a.get(k)) != _plain(b.get(k)):
                return _first(a.get(k), b.get(k), f"{path}.{k}")
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            if _plain(x) != _plain(y):
                return _first(x, y, f"{path}[{i}]")
    one, other = _plain(a), _plain(b)
    at = max(0, next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), 0) - 60)
    return f"{path}: {one[at : at + 240]} != {other[at : at + 240]}"
