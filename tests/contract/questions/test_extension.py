"""A new category is one YAML file, and a new question one Cypher file and one model: neither needs anything else."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.parse import quote

import pytest

import models
from app.engine import Engine
from app.engine.capabilities import NEO4J
from app.errors import CatalogueError, QuestionError
from app.paths import CATALOGUE, CYPHER
from app.questions import Questions
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from loaders.load.reading import Reading
from models.catalogue import Catalogue
from tests.support.loading import INSPECTOR, Loaded, groups, serving
from tests.support.references import category_section
from tests.support.worlds import example_world
from tests.support.worlds.hiding import fresh_code

A, B = f"uscc:{fresh_code(501)}", f"uscc:{fresh_code(502)}"
PHONE, SECRET = "13900007777", "涉密批注"
CATEGORIES = {
    "commendation": """
        name: commendation
        title: {zh: 通报表扬, en: Commendation}
        display_class: good
        mode: append
        time: event
        due: {working_days: 7}
        day: [granted_on]
        valid: {start: granted_on}
        record:
          label: Commendation
          about: {party: party}
          issued_by: authority
        key: [authority, party, title_name]
        properties:
          - {name: party, type: party, kinds: [Enterprise], title: {zh: 受表彰单位, en: Party}, required: true}
          - {name: title_name, type: text, title: {zh: 荣誉名称, en: Name of commendation}, required: true}
          - {name: rank, type: choice, title: {zh: 级别, en: Rank}, choices: {national: [国家级], provincial: [省级]}}
          - {name: bonus, type: money, title: {zh: 奖金, en: Bonus}}
          - {name: granted_on, type: date, title: {zh: 授予日期, en: Granted on}, required: true}
          - {name: authority, type: party, kinds: [Department], title: {zh: 授予机关, en: Authority}}
        source:
          _provider: [数据来源单位]
          party:
            - {header: 单位名称, part: name}
            - {header: 单位代码, part: uscc}
          title_name: [称号]
        """,
    "backing": """
        name: backing
        title: {zh: 信用支持, en: Backing}
        display_class: notice
        mode: upsert
        time: state
        valid: {start: since, until: until}
        edge:
          label: BackingEntry
          type: BACKS
          source: guarantor
          target: debtor
          anchor: source
        key: [guarantor, debtor]
        measure: amount
        properties:
          - {name: guarantor, type: party, kinds: [Enterprise], title: {zh: 担保人, en: Guarantor}, required: true}
          - {name: debtor, type: party, kinds: [Enterprise], title: {zh: 债务人, en: Debtor}, required: true}
          - {name: amount, type: money, title: {zh: 担保金额, en: Amount guaranteed}}
          - {name: since, type: date, title: {zh: 起始日, en: Since}}
          - {name: until, type: date, title: {zh: 到期日, en: Until}}
        source:
          guarantor: [担保方]
          debtor: [被担保方]
        """,
    "complaint": """
        name: complaint
        title: {zh: 投诉举报, en: Complaint}
        display_class: notice
        mode: append
        time: event
        day: [received_on]
        record:
          label: Complaint
          about: {accused: party}
        key: [number]
        properties:
          - {name: number, type: text, title: {zh: 登记编号, en: Number}, required: true}
          - {name: party, type: party, kinds: [Enterprise], title: {zh: 被投诉人, en: Accused}, required: true}
          - {name: received_on, type: date, title: {zh: 登记日期, en: Received on}}
          - {name: caller_phone, type: phone, title: {zh: 来电号码, en: Caller's telephone}, sensitive: true}
          - {name: finding, type: text, title: {zh: 核查意见, en: Finding}, level: 2}
        """,
}
FILES = {
    "enterprise": f"name,code\n杭州扩展甲有限公司,{A[5:]}\n杭州扩展乙有限公司,{B[5:]}\n",
    "commendation": "单位代码,称号,级别,奖金(万美元),授予日期,授予机关\n"
    f"{A[5:]},守合同重信用单位,省级,2.5,2024年5月1日,杭州市政府\n",
    "backing": f"担保方,被担保方,担保金额(万元),起始日,到期日\n{A[5:]},{B[5:]},300,20240101,20301231\n",
    "complaint": f"登记编号,被投诉人,登记日期,来电号码,核查意见\nT1,{A[5:]},2024-03-03,{PHONE},{SECRET}\n",
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The packaged catalogue and three more files."""
    folder = tmp_path_factory.mktemp("catalogue")
    for path in CATALOGUE.rglob("*.yml"):
        shutil.copy(path, folder)
    for name, text in CATEGORIES.items():
        (folder / f"{name}.yml").write_text(dedent(text), encoding="utf-8")
    return read_catalogue(folder)


@pytest.fixture
async def loaded(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> Loaded:
    """A graph with a file of each new category."""
    world = Loaded(engine, catalogue, settings, tmp_path)
    files = []
    for name, text in FILES.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        files.append((path, name))
    receipts = await world.load_all(files, Reading(provider="杭州市发展和改革委员会", day="2024-06-01"))
    assert [(r.accepted, r.rejected, r.error) for r in receipts] == [(2, 0, None), (1, 0, None), (1, 0, None), (1, 0, None)]
    return world


async def _portraits(world: Loaded) -> None:
    portrait = await world.answer("portrait.party", party_id=A)
    found = {(g["category"], g["direction"]): g for g in groups(portrait)}
    commendation = found["commendation", "about"]
    assert (commendation["total"], commendation["display_class"], commendation["title"]["zh"]) == (1, "good", "通报表扬")
    values = commendation["items"][0]["values"]
    assert (values["rank"], values["bonus"], values["bonus_currency"]) == ("provincial", 25_000, "USD")
    assert (values["granted_on"], values["authority"]["name"]) == ("2024-05-01", "杭州市政府")
    given = found["backing", "out"]
    assert (given["items"][0]["party"]["id"], given["items"][0]["values"]["amount"]) == (B, 3_000_000)
    taken = await world.group(B, "backing")
    assert (taken["direction"], taken["items"][0]["party"]["id"]) == ("in", A)
    assert {(g["category"], d) for s in ("relations",) for g in portrait[s] for d in [g["direction"]]} >= {("backing", "out")}
    complaint = found["complaint", "about"]
    assert [gap["fields"] for gap in complaint["incomplete"]] == [["finding"]]
    assert complaint["items"][0]["values"]["caller_phone"] != PHONE
    assert PHONE not in json.dumps(portrait)
    assert SECRET not in json.dumps(portrait, ensure_ascii=False)
    seen = await world.group(A, "complaint", INSPECTOR)
    assert seen["items"][0]["values"]["finding"] == SECRET
    assert PHONE not in json.dumps(seen), "sensitive: masked even for those who may see it"
    closed = await world.answer("portrait.party", party_id=A, as_of="2031-01-01")
    assert not any(g["total"] for g in groups(closed) if g["category"] == "backing")


async def _served(world: Loaded) -> None:
    async with world.serving() as client:
        assert (await client.get(f"/v1/parties/{A}/portrait")).json()["party"]["name"] == "杭州扩展甲有限公司"
        known = {c["name"]: c for c in (await client.get("/v1/catalogue")).json()["items"]}
        assert (known["backing"]["form"], known["commendation"]["display_class"]) == ("edge", "good")
        assert known["commendation"]["loaded_on"]
        assert (await client.get("/v1/catalogue/complaint")).json()["record"]["label"] == "Complaint"
        for name in CATEGORIES:
            query = f"category={name}" + ("&direction=out" if name == "backing" else "")
            records = (await client.get(f"/v1/parties/{A}/records?{query}")).json()
            assert (records["total"], records["items"][0]["evidence"]["document"]) == (1, f"{name}.csv")
            page = await client.get(f"/parties/{A}/records?{query}", headers={"accept": "text/html"})
            assert page.status_code == 200
            assert world.catalogue[name].title.zh in page.text
            assert world.catalogue[name].title.en in (await client.get(f"/catalogue/{name}?lang=en")).text
        for language, key in (("zh", "zh"), ("en", "en")):
            page = await client.get(f"/parties/{A}?lang={language}", headers={"accept": "text/html"})
            for name in CATEGORIES:
                assert getattr(world.catalogue[name].title, key) in page.text
            assert "守合同重信用单位" in page.text
            assert SECRET not in page.text
            assert PHONE not in page.text


async def test_a_category_is_one_file(loaded: Loaded) -> None:
    await _portraits(loaded)
    await _served(loaded)
    digest = await loaded.digest()
    await loaded.rederive()
    assert await loaded.digest() == digest
    for name in CATEGORIES:
        batch = loaded.receipts[f"{name}.csv"].batch
        shown = await loaded.answer("batches.list", INSPECTOR, category=name)
        assert [b["batch"] for b in shown["items"]] == [batch]
        await loaded.withdraw(batch)
        assert (await loaded.group(A, name, INSPECTOR))["total"] == 0


@pytest.mark.parametrize("name", CATEGORIES)
def test_a_category_is_documented(catalogue: Catalogue, name: str) -> None:
    section = category_section(catalogue[name])
    assert section.startswith(f"## {name}: {catalogue[name].title.zh} {catalogue[name].title.en}")
    for prop in catalogue[name].properties:
        assert f"`{prop.name}`" in section
        assert prop.title.zh in section


def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path) -> None:
    text = dedent(CATEGORIES["commendation"]).lstrip().replace("display_class: good", "display_class: splendid")
    (tmp_path / "commendation.yml").write_text(text + "colour: red\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(tmp_path)
    lines = str(refused.value)
    assert "commendation.yml:3:" in lines
    assert f"commendation.yml:{len(text.splitlines()) + 1}: colour: unknown key" in lines


MODEL = '''
"""Commendations."""

from models.base import Model


class Commended(Model):
    """A commendation."""

    name: str
    day: str
    bonus: float | None
'''
QUESTION = """
// question: commendations.granted
// title: Commendations granted to a party
// title_zh: 所获表彰
// params: party_id: str, limit: int = 20
// needs: commendation
// answer: models.commended_lines.Commended[]
// example: {"party_id": "uscc:91330106EXAMPLE115"}
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Commendation)
WHERE held(r)
RETURN s.title_name AS name, r.valid_from AS day, s.bonus AS bonus ORDER BY day, name LIMIT $limit
"""


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of questions with one more file, whose model stands in a module of its own."""
    package = tmp_path / "more_models"
    package.mkdir()
    (package / "commended_lines.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.setattr(models, "__path__", [*models.__path__, str(package)])
    folder = tmp_path / "cypher"
    shutil.copytree(CYPHER, folder)
    (folder / "commendations").mkdir()
    (folder / "commendations" / "granted.cypher").write_text(QUESTION.lstrip(), encoding="utf-8")
    yield folder
    sys.modules.pop("models.commended_lines", None)
    vars(models).pop("commended_lines", None)


async def test_a_question_is_one_file_and_one_model(loaded: Loaded, questions: Path) -> None:
    asked = Questions(loaded.catalogue, loaded.engine, questions)
    answer: Any = await asked.ask("commendations.granted", party_id=A)
    (line,) = answer.items
    assert (type(line).__name__, line.name, line.day, line.bonus) == ("Commended", "守合同重信用单位", "2024-05-01", 25_000)
    assert (await asked.answer("commendations.granted", party_id=A, as_of="2024-04-30"))["items"] == []
    assert (await asked.answer("commendations.granted", party_id=A, known_at=1))["items"] == []
    async with serving(loaded.settings, loaded.catalogue, questions) as client:
        cards = {q["name"]: q for q in (await client.get("/v1/questions")).json()["items"]}
        assert cards["commendations.granted"]["title"] == {"zh": "所获表彰", "en": "Commendations granted to a party"}
        served = (await client.get(f"/v1/questions/commendations.granted/answer?party_id={quote(A)}")).json()
        assert served["items"] == [{"name": "守合同重信用单位", "day": "2024-05-01", "bonus": 25_000}]


@pytest.fixture
async def examples(engine: Engine, catalogue: Catalogue, questions: Path, settings: Settings, tmp_path: Path) -> Loaded:
    """The world of the examples, filled from the catalogue with the three more files, and all questions with the one more."""
    world = Loaded(engine, catalogue, settings, tmp_path, cypher=questions)
    await example_world.fill(world)
    return world


async def test_examples_and_hidden_facts_are_asked_of_them_too(examples: Loaded) -> None:
    shown = await examples.answer("commendations.granted", party_id=example_world.FIRM)
    assert [line["day"] for line in shown["items"]] == [example_world.EARLIER, example_world.LATER]
    assert await example_world.misfits(examples) == []
    assert await example_world.leaks(examples, ASKED, HIDDEN) == []


ASKED = ("commendations.granted", "portrait.party", "records.list", "records.relations", "search.parties")
HIDDEN = ("enterprise", "department", "penalty", "shareholder", *CATEGORIES)
"""Whatever is asked of everything that is hidden is compared in tests/questions; here that new ones are compared too."""
WRONG = {
    "columns": ("AS bonus ORDER", "AS bonus, s.day AS more ORDER"),
    "nothing": ('{"party_id": "uscc:91330106EXAMPLE115"}', '{"party_id": "uscc:nobody"}'),
    "type": ("r.valid_from AS day", "7 AS day"),
    "counted": ("RETURN s.title_name AS name", "WITH s, r, COUNT { MATCH (x:Commendation) } AS n RETURN toString(n) AS name"),
}


async def test_a_question_whose_examples_go_wrong_is_noticed(examples: Loaded, questions: Path) -> None:
    wrong: dict[str, list[str]] = {}
    for kind, (old, new) in WRONG.items():
        assert old in QUESTION
        (questions / "commendations" / "granted.cypher").write_text(QUESTION.lstrip().replace(old, new), encoding="utf-8")
        examples.questions = Questions(examples.catalogue, examples.engine, questions)
        if kind == "counted":
            wrong[kind] = await example_world.leaks(examples, ASKED, HIDDEN)
        else:
            wrong[kind] = await example_world.misfits(examples)
    without = {kind: found for kind, found in wrong.items() if kind != "counted"}
    assert all(len(found) == 1 and "commendations.granted" in found[0] for found in without.values()), wrong
    assert {line.partition(": ")[2].partition(" ")[0] for line in wrong["counted"]} == {"commendations.granted"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("WHERE held(r)", "WHERE true", "held"),
        ("s:Commendation", "s:Medal", "no label"),
        ("// needs: commendation\n", "", "needs: commendation"),
        ('{"party_id"', '{"party"', "no parameter 'party'"),
        ("mentions(p, m, bearer, held)", "(p)", "bare name"),
        ("s.bonus", "s.finding", "restricted"),
        ("$limit", "20", "not used"),
        ("RETURN s", "SET s.x = 1 RETURN s", "only reads"),
        ("Commended", "NoSuchModel", "NoSuchModel"),
    ],
)
def test_a_wrong_question_is_refused(catalogue: Catalogue, questions: Path, old: str, new: str, reason: str) -> None:
    class NoEngine:
        capabilities = NEO4J

    path = questions / "commendations" / "granted.cypher"
    path.write_text(QUESTION.lstrip().replace(old, new), encoding="utf-8")
    with pytest.raises(QuestionError, match=reason):
        Questions(catalogue, NoEngine(), questions)  # type: ignore[arg-type]
