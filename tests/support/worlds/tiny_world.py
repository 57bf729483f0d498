"""A graph built by hand after the graph model, for tests of reading alone: no loader is involved."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from app.engine.base import Engine, Tx
from loaders.derive.traits import stated_traits, trait_properties
from models.catalogue import Catalogue
from models.statements import OPEN_DAY, OPEN_TICK

SEEN = ("valid_from", "level", "hidden_from", "public_from", "public_until", "recorded_at", "withdrawn_at")
STRENGTH = ("uscc", "reg", "org", "dept", "pid", "src", "person", "name")


@dataclass
class TinyWorld:
    """Adds statements and their facts to a graph. Days default to 2020-01-01 onward, the batch to `b1`, the tick to its own."""

    engine: Engine
    catalogue: Catalogue
    tick: int = 0
    count: int = 0
    batches: set[str] = field(default_factory=set)
    tx: Tx | None = None

    async def _run(self, query: str, **params: Any) -> list[dict[str, Any]]:
        if self.tx:
            return await self.tx.run(query, params)
        return await self.engine.transact(lambda tx: tx.run(query, params))

    async def together(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do many things in one transaction."""

        async def within(tx: Tx) -> None:
            self.tx = tx
            try:
                await work()
            finally:
                self.tx = None

        await self.engine.transact(within)

    async def advance(self) -> int:
        """The next tick."""
        self.tick += 1
        await self._run(
            "MERGE (c:Clock {id: 'clock'}) SET c.tick = $n MERGE (t:Tick {n: $n}) SET t.at = $at",
            n=self.tick,
            at=f"2024-01-01T00:{self.tick // 60:02}:{self.tick % 60:02}.000000+08:00",
        )
        return self.tick

    async def party(self, identifier: str, kind: str, name: str | None = None, *weaker: str) -> None:
        """A party with its identifiers, the strongest first."""
        await self._run(
            f"MERGE (p:{kind} {{id: $id}}) SET p:Party "
            "SET p.name = coalesce($name, p.name), p.names = coalesce($name, p.names)",
            id=identifier,
            name=name,
        )
        for each in (identifier, *weaker):
            await self._run(
                "MERGE (i:Identifier {id: $i}) SET i.scheme = $scheme, i.name = $known_as "
                "WITH i MATCH (p:Party {id: $p}) MERGE (i)-[:IDENTIFIES]->(p)",
                i=each,
                p=identifier,
                scheme=each.partition(":")[0],
                known_as=each.rpartition(":")[2] if each.startswith("person:") else None,
            )

    async def batch(self, name: str, category: str, provider: str, day: str, state: str = "complete") -> None:
        """A batch."""
        self.batches.add(name)
        await self._run(
            "MERGE (b:Batch {id: $id}) SET b.state = $state, b.category = $category, b.provider = $provider, b.day = $day, "
            "b.document = $document, b.sha256 = $id, b.at = '2024-01-01T00:00:00+08:00'",
            id=name,
            state=state,
            category=category,
            provider=provider,
            day=day,
            document=f"{category}.csv",
        )

    async def state(
        self,
        category: str,
        refs: dict[str, tuple[str, str | None]],
        values: dict[str, Any],
        *,
        provider: str = "市监局",
        day: str = "2020-01-01",
        batch: str | None = None,
        names: tuple[str, ...] = (),
        **envelope: Any,
    ) -> str:
        """A statement and its facts. `refs` maps a role's property (or `party`) to identifier and stated name."""
        form = self.catalogue[category]
        batch = batch or f"b-{category}"
        if batch not in self.batches:
            await self.batch(batch, category, provider, day)
        tick = await self.advance()
        self.count += 1
        sid = f"{category}-{self.count:05}"
        system = {"id": sid, "category": category, "provider": provider, "day": day, "seq": 0, "action": "state"}
        props = system | {"key": [sid], "level": envelope.get("level", 0), "group": f"g{sid}"} | values
        await self._run(
            f"MERGE (s:{form.label} {{id: $id}}) SET s:Statement SET s += $props WITH s MATCH (b:Batch {{id: $batch}}) "
            "MERGE (s)-[i:IN]->(b) SET i.place = $place, i.recorded_at = $tick",
            id=sid,
            props=props,
            batch=batch,
            place=f"line {self.count + 1}",
            tick=tick,
        )
        for role, (identifier, name) in refs.items():
            await self._run(
                "MATCH (s:Statement {id: $s}) MATCH (i:Identifier {id: $i}) "
                "CREATE (s)-[r:REFERS {role: $role}]->(i) SET r += $more",
                s=sid,
                i=identifier,
                role=role,
                more={"name": name} if name else {},
            )
        for t in stated_traits(trait_properties(form), sid, values):
            await self._run(
                f"MATCH (s:Statement {{id: $s}}) MERGE (t:{t.label} {{id: $t}}) SET t:Trait "
                "CREATE (s)-[:STATES {property: $p}]->(t)",
                s=sid,
                t=t.id,
                p=t.property,
            )
        for identifier in names:
            await self._run(
                "MATCH (s:Statement {id: $s}) MATCH (i:Identifier {id: $i}) CREATE (s)-[:NAMES]->(i)", s=sid, i=identifier
            )
        shared = self._envelope(sid, day, tick, form.time == "event", envelope)
        await self._run(
            "CREATE (c:Brought {id: $id}) SET c += $seen, c.batch = $batch",
            id=sid,
            seen={n: shared[n] for n in SEEN},
            batch=batch,
        )
        if form.edge:
            source, target = refs[form.edge.source][0], refs[form.edge.target][0]
            await self._run(
                "MATCH (:Identifier {id: $a})-[:IDENTIFIES]->(p:Party) MATCH (:Identifier {id: $b})-[:IDENTIFIES]->(q:Party) "
                f"CREATE (p)-[r:{form.edge.type}]->(q) SET r += $props",
                a=source,
                b=target,
                props=shared | values | {"category": category, "stated_as": source, "version_id": f"v{sid}"},
            )
            return sid
        for role, name in form.roles.items():
            if name in refs:
                kind = "ISSUED_BY" if role == "issued_by" else "ABOUT"
                await self._run(
                    f"MATCH (s:Statement {{id: $s}}) MATCH (:Identifier {{id: $i}})-[:IDENTIFIES]->(p:Party) "
                    f"CREATE (s)-[r:{kind}]->(p) SET r += $props",
                    s=sid,
                    i=refs[name][0],
                    props=shared | {"role": role, "stated_as": refs[name][0], "version_id": f"v{sid}{role}"},
                )
        return sid

    def _envelope(self, sid: str, day: str, tick: int, event: bool, given: dict[str, Any]) -> dict[str, Any]:
        props: dict[str, Any] = {
            "fact_id": f"f{sid}",
            "by": [sid],
            "level": 0,
            "hidden_from": 9,
            "usable": True,
            "public_from": "0001-01-01",
            "public_until": OPEN_DAY,
            "valid_from": day,
            "valid_to": OPEN_DAY,
            "recorded_at": tick,
            "withdrawn_at": OPEN_TICK,
        }
        return props | ({"event": True} if event else {}) | given

    async def resolve(self, mention: str, party: str, rule: str) -> None:
        """A mention means a party, by a rule."""
        await self._run(
            "MATCH (m:Mention {id: $m}) MATCH (p:Party {id: $p}) CREATE (m)-[r:RESOLVES_TO]->(p) SET r += $props",
            m=mention,
            p=party,
            props={
                "rule": rule,
                "level": 0,
                "hidden_from": 9,
                "usable": True,
                "public_from": "0001-01-01",
                "public_until": OPEN_DAY,
                "valid_from": "0001-01-01",
                "valid_to": OPEN_DAY,
                "recorded_at": 0,
                "withdrawn_at": OPEN_TICK,
            },
        )


A, B, C = "uscc:91330000000000000A", "uscc:91330000000000000B", "uscc:91330000000000000C"
D, P, M = "dept:杭州市市场监督管理局", "person:uscc:91330000000000000A:张三", "name:Enterprise:330100:2021-05-05:甲有限公司"


async def build(engine: Engine, catalogue: Catalogue) -> TinyWorld:
    """Firm A (alias an older registration number) held by B and a person, with records; C known by a penalty only."""
    w = TinyWorld(engine, catalogue)
    await w.together(lambda: _fill(w))
    return w


async def _fill(w: TinyWorld) -> None:
    await w.party(A, "Enterprise", "杭州甲有限公司\n杭州老甲有限公司", "reg:330100000000001", "org:000000000")
    await w._run("MATCH (p:Party {id: $p}) SET p.name = '杭州甲有限公司'", p=A)
    await w.party(B, "Enterprise", "宁波乙投资有限公司")
    await w.party(C, "Enterprise")
    await w.party(D, "Department", "杭州市市场监督管理局")
    await w.party(P, "Person", "张三")
    await w.party(M, "Mention", "甲有限公司")
    first = {
        "code": A[5:],
        "name": "杭州甲有限公司",
        "former_names": ["杭州老甲有限公司"],
        "phone": "13800001234",
        "address": "某路1号",
    }
    await w.state("enterprise", {"party": (A, None)}, first | {"tax_note": "欠税"}, names=(A, "reg:330100000000001"))
    await w.state("enterprise", {"party": (B, None)}, {"code": B[5:], "name": "宁波乙投资有限公司"}, names=(B,))
    await w.state("shareholder", {"enterprise": (A, None), "holder": (B, None)}, {"share": 0.6, "secret_share": 0.1})
    await w.state("shareholder", {"enterprise": (A, None), "holder": (P, "张三")}, {"share": 0.4})
    await w.state("position", {"enterprise": (A, None), "person": (P, "张三")}, {"post": "执行董事"})
    old: dict[str, Any] = {"day": "2019-01-01", "valid_to": "2020-01-01"}
    await w.state("position", {"enterprise": (A, None), "person": (P, "张三")}, {"post": "监事"}, **old)
    for i in range(3):
        values = {"document_number": f"杭市监罚〔2021〕{i}号", "content": "警告", "fine": 1000.0 * i}
        refs = {"enterprise": (A, None), "authority": (D, "杭州市市场监督管理局")}
        await w.state("penalty", refs, values, day=f"2021-0{i + 1}-01")
    await w.state("penalty", {"enterprise": (C, "丙商行")}, {"document_number": "丙1"}, day="2021-06-01")
    await w.state("penalty", {"enterprise": (M, "甲有限公司")}, {"document_number": "名1"}, day="2021-05-05")
    await w.resolve(M, A, "likely")
