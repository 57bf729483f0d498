"""Two nodes in tests: one that gives, served in this process, and one that takes from it by its own engine."""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.main import create_app
from app.nodes.client import NodeClient
from app.nodes.comparing import compare
from app.nodes.filed import FiledStatements
from app.nodes.following import follow
from app.settings import Settings
from loaders.store.graph import GraphStore
from models.caller import CallerRole
from models.work.nodes import NewNode, NodeComparison, RolledUp
from tests.support.desk.keys import issue_at
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

WEST_LAKE, HAISHU = "330106", "330203"
FIRMS = [fresh_code(n) for n in range(40, 48)]
"""Codes of firms that name the division 330106."""
Sheet = tuple[str, list[dict[str, Any]]]


def firm(number: int, region: str = WEST_LAKE, day: str = "2024-01-01", **more: Any) -> dict[str, Any]:
    """The registration of a firm."""
    name = {"code": FIRMS[number], "name": f"第{number}贸易有限公司", "region": region, "legal_representative": f"张{number}"}
    return {**name, "_provider": f"{region}市场监督管理局", "_day": day, **more}


def penalty(number: int, document: str, day: str = "2024-03-01", **more: Any) -> dict[str, Any]:
    """A penalty on a firm."""
    return {
        "企业名称": f"第{number}贸易有限公司",
        "统一社会信用代码": FIRMS[number],
        "decision_no": document,
        "authority": "某区市场监督管理局",
        "decided_on": day,
        "fine": 1000 + number,
        "_provider": "某区市场监督管理局",
        **more,
    }


def repair(number: int, document: str, **more: Any) -> dict[str, Any]:
    """A repair that is granted of a penalty on a firm."""
    return {
        "企业名称": f"第{number}贸易有限公司",
        "统一社会信用代码": FIRMS[number],
        "修复编号": f"修{document}",
        "修复信息类别": "行政处罚",
        "修复信息编号": document,
        "申请日期": "2024-07-01",
        "办结日期": "2024-08-01",
        "修复状态": "已修复",
        "_provider": "某区市场监督管理局",
        **more,
    }


def holder(number: int, name: str, share: str, day: str = "2024-02-01") -> dict[str, Any]:
    """A row of a list of shareholders: a natural person."""
    return {
        "企业名称": f"第{number}贸易有限公司",
        "统一社会信用代码": FIRMS[number],
        "股东": name,
        "股东类型": "自然人股东",
        "持股比例": share,
        "_provider": "某市市场监督管理局",
        "_day": day,
    }


def sheets(seed: int) -> list[Sheet]:
    """Random files of one small world, rows cut and ordered any way: registrations, moves, penalties and their repairs."""
    chance = random.Random(seed)
    rows: list[tuple[str, dict[str, Any]]] = []
    for n in range(len(FIRMS)):
        rows.append(("enterprise", firm(n, chance.choice((WEST_LAKE, HAISHU)))))
        if chance.random() < 0.3:
            rows.append(("enterprise", firm(n, chance.choice((WEST_LAKE, HAISHU)), "2024-06-01")))
        for m in range(chance.randrange(4)):
            document = f"罚〔2024〕{n}{m}号"
            more = {"legal_representative_document": chance.choice(("", "身份证")), "_level": chance.choice(("", "", "1", "3"))}
            rows.append(("penalty", penalty(n, document, **more)))
            if chance.random() < 0.3:
                rows.append(("penalty", penalty(n, document, _action=chance.choice(("repair", "withdraw")), _day="2024-08-01")))
        if chance.random() < 0.6:
            rows += [("shareholder", holder(n, f"王{n}", "60%")), ("shareholder", holder(n, f"李{n}", "40%"))]
        if chance.random() < 0.3:
            moved = {
                "企业名称": f"第{n}贸易有限公司",
                "统一社会信用代码": FIRMS[n],
                "direction": "out",
                "moved_on": "2024-07-01",
            }
            rows.append(("registration_migration", {**moved, "to_region": HAISHU, "_provider": "某区市场监督管理局"}))
    chance.shuffle(rows)
    out: list[Sheet] = []
    for category, row in rows:
        fitting = [rows for name, rows in out[-6:] if name == category]
        if fitting and chance.random() < 0.7:
            chance.choice(fitting).append(row)
        else:
            out.append((category, [row]))
    return out


@dataclass
class Giving:
    """A node that gives: its graph, and the service over it in this process."""

    graph: Loaded
    transport: httpx.ASGITransport
    url: str = "http://127.0.0.1"

    def key(self, region: str = "", role: CallerRole = CallerRole.NODE) -> str:
        """A new key for another node; without a division one that may take out everything."""
        issued = issue_at(self.graph.settings, role, f"省节点{random.getrandbits(60):x}", region=region or None)
        if not region:
            approve_everything_at(self.graph.settings, issued.id)
        return issued.key

    def client(self, node: NewNode, key: str) -> NodeClient:
        """A client of this node."""
        return NodeClient(node, key, tries=2, transport=self.transport)

    def node(self, **more: Any) -> NewNode:
        """This node as it is known elsewhere."""
        return NewNode(name="杭州", url=self.url, **more)


def approve_everything_at(settings: Settings, caller: str) -> None:
    """Let a caller take out records of all divisions."""
    from app.desk.approvals.register import ask_approval, decide
    from app.desk.store import open_desk
    from models.work.approvals import ApprovalKind, ApprovalState, Decision, NewApproval

    with open_desk(settings) as desk, desk.writing() as connection:
        asked = ask_approval(connection, caller, NewApproval(kind=ApprovalKind.EXPORT, scope="*", reason="归集"))
        decide(connection, asked.id, ApprovalState.GRANTED, Decision(days=30), "test")


@asynccontextmanager
async def giving(graph: Loaded) -> AsyncIterator[Giving]:
    """A node that gives what is in a graph, for the time of a block."""
    app = create_app(graph.settings, graph.catalogue)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app):
        yield Giving(graph, transport)


async def rolled_up(graph: Loaded, client: NodeClient, node: NewNode, **how: Any) -> RolledUp:
    """Follow a node into a graph."""
    async with graph.writing() as work:
        return await follow(graph.engine, work.keeper, client, node, **how)


async def compared(graph: Loaded, client: NodeClient, node: NewNode, *, everything: bool = False) -> NodeComparison:
    """Compare a graph with a node."""
    return await compare(FiledStatements(graph.engine, graph.catalogue), client, node, everything=everything)


def written(folder: Path, files: Sequence[Sheet]) -> Iterator[tuple[Path, str]]:
    """Sheets as files, each with its category."""
    for n, (category, rows) in enumerate(files):
        yield sheet(folder / f"{category}.{n}.csv", rows), category


class Killed(Exception):
    """Stands for the end of a process in the middle of a transaction."""


def deadly(monkeypatch: Any, graph: Loaded, nth: int) -> None:
    """End the nth writing statement on a graph by an error; nothing of its transaction is written."""
    run, left = GraphStore.run, [nth]

    async def dying(self: GraphStore, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return await run(self, name, params, **words)

    monkeypatch.setattr(GraphStore, "run", dying)
