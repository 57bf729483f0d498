"""Damage is noticed: a statement, a fact, an identity or a name that was edited in the graph is named, and nothing else is."""

import asyncio
import json
import sys
from typing import Any

import pytest

from app.cli import main
from app.engine import Tx
from loaders.erase.parties import erase_parties
from loaders.load.reading import Reading
from loaders.upkeep.deep_check import CheckResult, deep_check
from models.work.checks import What
from tests.support.engines import environment
from tests.support.loading import SECRET, Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
A, B = fresh_code(841), fresh_code(842)
HOW = Reading(provider="甲局", day="2024-01-01")


async def _filled(graph: Loaded) -> None:
    firms = [
        {"企业名称": "深一公司", "统一社会信用代码": A, "注册资本": "100"},
        {"企业名称": "深二公司", "统一社会信用代码": B},
    ]
    await graph.say("enterprise.csv", *firms, reading=HOW)
    fine = {"行政相对人名称": "深一公司", "行政相对人代码": A, "决定书文号": "甲罚〔2024〕1号", "罚款金额": "3.49"}
    await graph.say("penalty.csv", fine | {"处罚决定日期": "2024-02-01", "处罚机关": "甲局"}, reading=HOW)
    held = {"统一社会信用代码": A, "持股比例": 0.6, "认缴出资额(万元)": "12.5"}
    rows = [held | {"股东名称": "深二公司"}, held | {"股东名称": "某", "股东类型": "自然人股东", "持股比例": 0.4, "_level": 1}]
    await graph.say("shareholder.csv", *rows, reading=HOW)
    again = await graph.say("shareholder.2.csv", held | {"股东名称": "误", "股东类型": "自然人"}, reading=HOW)
    await graph.withdraw(again.batch)


async def _edit(graph: Loaded, text: str) -> CheckResult:
    async def work(tx: Tx) -> None:
        assert await tx.run(text)

    await graph.engine.transact(work)
    return await deep_check(graph.engine, graph.catalogue)


async def test_what_was_loaded_is_sound(graph: Loaded) -> None:
    await _filled(graph)
    found = await deep_check(graph.engine, graph.catalogue)
    assert (found.total, found.differing) == (0, [])
    assert found.statements >= 6
    assert found.facts >= 7
    assert found.identifiers >= 4


@pytest.mark.parametrize(
    ("edit", "what", "told"),
    [
        ("MATCH (s:Penalty) SET s.fine = 9.49 RETURN s.id AS id", What.STATEMENT, "penalty of"),
        ("MATCH (s:Penalty) SET s.provider = '乙局' RETURN s.id AS id", What.STATEMENT, "another hash"),
        (
            "MATCH (s:Shareholding)-[r:REFERS {role: 'holder'}]->() SET r.name = '别' RETURN s.id AS id",
            What.STATEMENT,
            "another hash",
        ),
        (
            "MATCH ()-[r:INVESTS_IN {share: 0.6}]->() SET r.share = 0.7 RETURN r.share AS share",
            What.FACT,
            "not what was derived",
        ),
        ("MATCH (:Penalty)-[r:ABOUT]->() DELETE r RETURN 1 AS one", What.FACT, "is missing"),
        ("MATCH ()-[r:INVESTS_IN {share: 0.6}]->() SET r.withdrawn_at = 3 RETURN 1 AS one", What.FACT, "until another tick"),
        ("MATCH ()-[r:RESOLVES_TO]->() DELETE r RETURN 1 AS one", What.NAME, "means uscc"),
        ("MATCH (p:Enterprise {name: '深一公司'}) SET p.name = '别的公司' RETURN p.id AS id", What.NAME, "other names"),
        ("MATCH (p:Enterprise {name: '深一公司'}) SET p.names = '别' RETURN p.id AS id", What.NAME, "other names"),
        ("MATCH (:Registration)-[c:CALLED]->(:Name {id: '深一公司'}) DELETE c RETURN 1 AS one", What.NAME, "found by other"),
    ],
)
async def test_what_was_edited_is_named(graph: Loaded, edit: str, what: What, told: str) -> None:
    await _filled(graph)
    found = await _edit(graph, edit)
    assert found.total
    assert any(one.what is what and told in one.text for one in found.differing), found.differing


async def test_the_command_names_an_edited_fine_and_ends_with_1(
    graph: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(graph.settings).items():
        if name.startswith("QUANJING_"):
            monkeypatch.setenv(name, value)

    async def check(*words: str) -> tuple[int | str | None, str]:
        monkeypatch.setattr(sys, "argv", ["quanjing", "check", *words])
        with pytest.raises(SystemExit) as left:
            await asyncio.to_thread(main)
        return left.value.code, capsys.readouterr().out

    await _filled(graph)
    digest = await graph.digest()
    assert (await check())[1].count("\n") == 1
    code, text = await check("--deep")
    assert (code, text.startswith("sound: "), f"digest {digest}\n" in text) == (0, True, True)
    assert "worked out anew: " in text
    (fine,) = await graph.engine.read("MATCH (s:Penalty) WHERE s.fine = 3.49 RETURN s.id AS id")
    await _edit(graph, "MATCH (s:Penalty) SET s.fine = 9.49 RETURN s.id AS id")
    code, text = await check("--deep")
    assert (code, text.startswith("NOT SOUND, 1 things differ: ")) == (1, True)
    assert f"  statement {fine['id']}: penalty of" in text
    assert "9.49" not in text, "what it says stands in no log"
    code, text = await check("--digest", "--json")
    assert (code, json.loads(text)["digest"]) == (0, digest), "the digest is over facts: that of the fine is as it was"


async def test_a_fact_that_nobody_told_is_noticed(graph: Loaded) -> None:
    await _filled(graph)
    made = "MATCH (a:Party), (b:Party) WHERE a.id <> b.id WITH a, b LIMIT 1 CREATE (a)-[r:INVESTS_IN {version_id: 'x'}]->(b)"
    found = await _edit(graph, f"{made} RETURN r.version_id AS id")
    assert [(one.what, "stand with statements" in one.text) for one in found.differing] == [(What.FACT, True)]


async def test_an_identity_that_was_moved_is_named(graph: Loaded) -> None:
    await _filled(graph)
    one, other = f"(i:Identifier {{id: 'uscc:{A}'}})-[r:IDENTIFIES]->()", f"(p:Party {{id: 'uscc:{B}'}})"
    found = await _edit(graph, f"MATCH {one}, {other} DELETE r CREATE (i)-[:IDENTIFIES]->(p) RETURN i.id AS id")
    named: dict[Any, str] = {one.what: one.id for one in found.differing if one.id == f"uscc:{A}"}
    assert What.IDENTITY in named


async def test_what_was_erased_is_no_damage(graph: Loaded) -> None:
    await _filled(graph)
    named = {"企业名称": "深一公司", "统一社会信用代码": A, "法定代表人": "某"}
    await graph.say("enterprise.2.csv", named, reading=Reading(provider="甲局", day="2024-02-01"))
    async with graph.writing() as work:
        await erase_parties(work.keeper, [f"person:uscc:{A}:某"], "某", "本人请求", graph.folder, secret=SECRET, dry_run=False)
    found = await deep_check(graph.engine, graph.catalogue)
    assert (found.differing, found.erased) == ([], 1)
