"""Question files: what is read from them, and every reason for which one is refused."""

import shutil
from pathlib import Path

import pytest

from app.errors import InputError, QuestionError
from app.paths import CYPHER
from app.questions.text.checks import QuestionChecker
from app.questions.text.files import Question, read_questions
from app.questions.text.macros import expand
from tests.support.worlds.tiny_catalogue import tiny_catalogue

HEADER = (
    "// question: test.one\n// title: One\n// params: {params}\n// answer: models.work.batches.LoadedOn[]\n"
    '// example: {{"id": "x"}}\n// names: {names}\n// needs: enterprise, penalty, shareholder\n'
)
HELD = "MATCH (s:Penalty)-[r:ABOUT]->(p:Party {{id: $id}}) WHERE {where} RETURN s.category AS category, s.day AS day LIMIT 9"


def read(folder: Path, body: str, params: str = "id: str", name: str = "one", names: str = "not asked") -> Question:
    """The one question of a folder."""
    path = folder / "test" / f"{name}.cypher"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(params=params, names=names) + body, encoding="utf-8")
    return read_questions(folder, QuestionChecker(tiny_catalogue()))["test.one"]


def refused(folder: Path, body: str, params: str = "id: str", names: str = "not asked") -> str:
    """Why a question is refused."""
    with pytest.raises(QuestionError) as caught:
        read(folder, body, params, names=names)
    assert caught.value.context["file"] == "test/one.cypher"
    return caught.value.message


def test_the_packaged_questions_are_sound() -> None:
    questions = read_questions(CYPHER, QuestionChecker(tiny_catalogue()), tiny_catalogue().categories)
    assert {"portrait.party", "search.parties", "records.list"} <= set(questions)


def test_a_question_is_read(tmp_path: Path) -> None:
    question = read(tmp_path, HELD.format(where="held(r)"), "id: str")
    assert question.title == "One"
    assert question.answer.path == "models.work.batches.LoadedOn"
    assert question.answer.many
    assert question.bind({"id": "x"}) == {"id": "x"}


def test_examples_are_read_with_their_names(tmp_path: Path) -> None:
    body = '// example: another one {"id": "y"}\n' + HELD.format(where="held(r)")
    assert [(e.name, e.parameters) for e in read(tmp_path, body).examples] == [("", {"id": "x"}), ("another one", {"id": "y"})]


@pytest.mark.parametrize(
    "where",
    [
        "held(r)",
        "r.role = 'punished' AND held(r)",
        "held(r) AND (r.usable OR s.day > '2020')",
        "held(r) AND usable(r)",
        "ever_held(r)",
        "held(r) AND NOT p:Mention",
    ],
)
def test_a_guarded_fact_is_taken(tmp_path: Path, where: str) -> None:
    read(tmp_path, HELD.format(where=where))


@pytest.mark.parametrize(
    "where",
    [
        "true",
        "usable(r)",
        "held(s)",
        "held(r) OR true",
        "s.day > '2020' OR held(r)",
        "NOT held(r)",
        "(held(r) OR true)",
        "'held(r)' <> ''",
        "true // held(r)\n",
        "EXISTS { MATCH (s)-[q:ABOUT]->(p) WHERE held(q) AND held(r) }",
        "false XOR held(r)",
    ],
)
def test_an_unguarded_fact_is_refused(tmp_path: Path, where: str) -> None:
    assert "held(r)" in refused(tmp_path, HELD.format(where=where))


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("-[:ABOUT]->", "needs a variable"),
        ("-[]->", "needs a variable"),
        ("-[r]->", "held(r)"),
        ("-->", "brackets"),
        ("--", "brackets"),
        ("<--", "brackets"),
        ("-[r:ABOUT|IN]->", "held(r)"),
        ("-[r:ANY_EDGE]->", "held(r)"),
        ("-[r:INVESTS_IN]->", "held(r)"),
        ("-[r:ADMIRES]->", "no relationship type 'ADMIRES'"),
        ("-[r:!IN]->", "one by one"),
        ("-[r:%]->", "one by one"),
        ("-[r:ABOUT*]->", "upper bound"),
        ("-[r:ABOUT*2..]->", "upper bound"),
        ("-[r:ABOUT*1..3]->", "all(x IN"),
        ("-[:ABOUT*1..3]->", "all(x IN"),
        ("-[r:ABOUT]->{1,3}", "inside the brackets"),
        ("-[r:ABOUT]->+", "inside the brackets"),
        ("-[r:ABOUT WHERE held(r)]->", "more in it"),
    ],
)
def test_patterns_that_could_hide_a_fact_are_refused(tmp_path: Path, pattern: str, why: str) -> None:
    body = f"MATCH (s:Statement){pattern}(p {{id: $id}}) RETURN s.category AS category, s.day AS day LIMIT 9"
    assert why in refused(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "MATCH (p:Party {id: $id})<-[m:RESOLVES_TO*0..1]-(q) WHERE all(x IN m WHERE held(x)) RETURN q.id AS category LIMIT 9",
        "MATCH (p:Party {id: $id})<-[m:INVESTS_IN*1..4]-(q) WHERE all(x IN m WHERE held(x) AND x.share > 0) RETURN 1 LIMIT 9",
        "MATCH w = (p:Party {id: $id})<-[:INVESTS_IN*1..4]-(q) WHERE all(x IN relationships(w) WHERE held(x)) RETURN 1 LIMIT 9",
        "MATCH w=shortestPath((p)-[:ABOUT*..4]-({id: $id})) WHERE all(x IN relationships(w) WHERE held(x)) RETURN 1 LIMIT 9",
        "MATCH (p:Party {id: $id}) RETURN COUNT { MATCH (p)<-[r:ABOUT]-(:Penalty) WHERE held(r) } AS n LIMIT 9",
        "MATCH (p:Party {id: $id}) RETURN [(p)<-[r:ABOUT]-(s:Penalty) WHERE held(r) | s.day] AS n LIMIT 9",
        "MATCH (p:Party {id: $id}) CALL (p) { MATCH (p)<-[r:ABOUT]-(s) WHERE held(r) RETURN count(*) AS n } RETURN n LIMIT 9",
        "MATCH (b:Batch {id: $id})<-[:IN]-(s:Statement) RETURN s.category AS category, {values: properties(s)} AS day LIMIT 9",
        "MATCH (p:Enterprise|Person {id: $id}) WHERE p:Enterprise RETURN p.id AS category LIMIT 9",
    ],
)
def test_guarded_paths_and_subqueries_are_taken(tmp_path: Path, body: str) -> None:
    read(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "MATCH (p {id: $id})<-[m:RESOLVES_TO*0..1]-(q) WHERE all(x IN m WHERE held(x) OR true) RETURN q.id LIMIT 9",
        "MATCH (p {id: $id})<-[m:RESOLVES_TO*0..1]-(q) WHERE any(x IN m WHERE held(x)) RETURN q.id LIMIT 9",
        "MATCH (p {id: $id})<-[m:RESOLVES_TO*0..1]-(q) WHERE all(x IN m WHERE x.usable AND held(x)) RETURN q.id LIMIT 9",
        "MATCH (p {id: $id})<-[m:RESOLVES_TO*0..1]-(q) WHERE all(x IN [] WHERE held(x)) RETURN q.id LIMIT 9",
        "MATCH (p {id: $id})<-[r:ABOUT]-(s) WITH p, s MATCH (p)<-[r:ABOUT]-(t) WHERE held(r) RETURN s.day LIMIT 9",
        "MATCH (p {id: $id}) CALL (p) { MATCH (p)<-[r:ABOUT]-(s) RETURN s } MATCH (p)<-[r:ABOUT]-() WHERE held(r) RETURN 1",
        "MATCH (p {id: $id}) WHERE EXISTS { (p)<-[:ABOUT]-() } RETURN p.id LIMIT 9",
        "MATCH (p {id: $id}) WHERE (p)<-[:ABOUT]-() RETURN p.id LIMIT 9",
        "MATCH (p {id: $id}) RETURN [(p)<-[r:ABOUT]-(s:Penalty) | s.day] AS n LIMIT 9",
    ],
)
def test_unguarded_paths_and_subqueries_are_refused(tmp_path: Path, body: str) -> None:
    assert "held" in refused(tmp_path, body) or "variable" in refused(tmp_path, body)


@pytest.mark.parametrize(
    ("body", "params", "why"),
    [
        (HELD.format(where="held(r) AND s.day = $day"), "id: str", "'day' is used but not declared"),
        (HELD.format(where="held(r)"), "id: str, day: str", "'day' is declared but not used"),
        (HELD.format(where="held(r) AND $level > 0"), "id: str, level: int 0..3", "known to the runner"),
        (HELD.format(where="held(r)"), "id: date", "is not `name: type`"),
        (HELD.format(where="held(r)"), "id: str, id: str", "declared twice"),
        (HELD.format(where="held(r)"), "id: int 1..9 = soon", "no JSON value"),
        (HELD.format(where="held(r)"), 'id: int 1..9 = "soon"', "does not fit"),
        (HELD.format(where="held(r)"), "id: int = 3", "has bounds"),
        (HELD.format(where="held(r)"), "id: int 1..2 = 3", "does not fit"),
        (HELD.format(where="held(r)"), "id: str 1..2", "has bounds"),
        ("MATCH (p:Party {id: $id}) SET p.name = 'x' RETURN p.id LIMIT 9", "id: str", "SET"),
        ("MERGE (p:Party {id: $id}) RETURN p.id LIMIT 9", "id: str", "MERGE"),
        ("MATCH (p:Party {id: $id}) DETACH DELETE p", "id: str", "DETACH"),
        ("LOAD CSV FROM $id AS row RETURN row LIMIT 9", "id: str", "LOAD"),
        ("CALL dbms.listConfig($id) YIELD name RETURN name LIMIT 9", "id: str", "does not call dbms.listConfig"),
        ("MATCH (p:Company {id: $id}) RETURN p.id LIMIT 9", "id: str", "no label 'Company'"),
        ("MATCH (p:Party {id: $id}) RETURN naem_of(p) AS name LIMIT 9", "id: str", "no function, macro or part 'naem_of'"),
        ("MATCH (p:Party {id: $id}) RETURN sizes(p.id) AS n LIMIT 9", "id: str", "no function, macro or part 'sizes'"),
        ("MATCH (p {id: $id}) WHERE p:Company RETURN p.id LIMIT 9", "id: str", "no label 'Company'"),
        ("MATCH (p:Party&!Person {id: $id}) RETURN p.id LIMIT 9", "id: str", "one by one"),
        ("MATCH (p:Party {id: $id}) RETURN p.id", "id: str", "LIMIT"),
        ("MATCH (s:Registration {id: $id}) RETURN s.tax_note LIMIT 9", "id: str", "'tax_note' is restricted"),
        ("MATCH (s:Registration {id: $id}) RETURN s.phone LIMIT 9", "id: str", "'phone' is restricted"),
        ("MATCH (s:Registration {id: $id}) RETURN s['phone'] LIMIT 9", "id: str", "a property is named"),
        ("MATCH (s:Registration {id: $id}) RETURN [k IN keys(s) | s[k]] AS all LIMIT 9", "id: str", "a property is named"),
        ("MATCH (s:Registration {id: $id}) RETURN s {.*} AS all LIMIT 9", "id: str", "takes what is restricted"),
        ("MATCH (s:Registration {id: $id}) RETURN properties(s) AS all LIMIT 9", "id: str", "values: properties"),
        ("MATCH (s:Registration {id: $id} RETURN s.day LIMIT 9", "id: str", "partner"),
        ("MATCH (s:Registration {id: $id}) RETURN s.day # LIMIT 9", "id: str", "not understood"),
    ],
)
def test_what_else_is_refused(tmp_path: Path, body: str, params: str, why: str) -> None:
    assert why in refused(tmp_path, body, params)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("models.work.batches.LoadedOn[]", "models.work.batches.Nothing", "no model"),
        ("models.work.batches.LoadedOn[]", "models.nothing.LoadedOn", "no model"),
        ("models.work.batches.LoadedOn[]", "app.cli.main", "is no model"),
        ("question: test.one", "question: Test", "no name of a question"),
        ("// title: One\n", "", "lacks 'title'"),
        ("// title: One\n", "// title: One\n// title: Two\n", "twice"),
        ('// example: {"id": "x"}\n', "", "lacks 'example'"),
        ('{"id": "x"}', '{"id": "x", "other": 1}', "no parameter 'other'"),
        ('{"id": "x"}', "{}", "'id' is missing"),
        ('{"id": "x"}', '{"id": ["x"]}', "'id' is no str"),
        ('{"id": "x"}', "id=x", "the example 'id=x' is not"),
        ('{"id": "x"}', "{id: x}", "is not"),
        (
            "needs: enterprise, penalty",
            "needs: enterprise",
            "'Penalty' says so in the head: `// needs: penalty`",
        ),
    ],
)
def test_wrong_headers_are_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = tmp_path / "test" / "one.cypher"
    path.parent.mkdir()
    path.write_text((HEADER.format(params="id: str", names="not asked") + HELD.format(where="held(r)")).replace(old, new))
    with pytest.raises(QuestionError, match=why):
        read_questions(tmp_path, QuestionChecker(tiny_catalogue()))


FIRST, LAST = "MATCH (p:Party {id: $id})", "RETURN 1 AS category LIMIT 9"


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A folder of questions with the packaged parts."""
    shutil.copytree(CYPHER / "_parts", tmp_path / "_parts")
    return tmp_path


@pytest.mark.parametrize(
    "body",
    [
        "MATCH mentions(p, m, b, held)<-[r:ABOUT]-(s:Penalty) WHERE held(r) AND usable(r)",
        "MATCH (s:Penalty)-[r:ABOUT]->meant(b, m, p, ever_held) WHERE ever_held(r)",
        "MATCH (s:Penalty)-[r:ABOUT]->(q:Party) WHERE held(r) WITH meanings(q, held) AS who",
        "MATCH (s:Penalty)-[r:ABOUT]->(:Party) WHERE held(r)",
        "MATCH mentions(p, m, b, held)-[r:ANY_EDGE]-(o:Party) WHERE held(r) WITH meanings(o, held) AS who",
        "MATCH mentions(p, m, b, held)-[r:ANY_EDGE]-(o:Party) WHERE held(r) MATCH (s:Statement) WITH fact(s, r, m) AS told, o",
        "MATCH mentions(p, m, b, held)<-[r:ANY_EDGE]-(:Party) WHERE held(r)",
        "MATCH mentions(p, m, b, held)<-[r:ANY_EDGE]-(h:Person) WHERE held(r)",
        "MATCH (p)<-[r:ABOUT]-(s:Registration) WHERE held(r) AND r.role = 'party'",
        "MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(s:Statement)-[r:ABOUT]->(p) WHERE held(r)",
    ],
)
def test_a_question_that_follows_names_is_taken(parts: Path, body: str) -> None:
    read(parts, f"{FIRST} {body} {LAST}", names="")


@pytest.mark.parametrize(
    "body",
    [
        "MATCH (p)<-[r:ABOUT]-(s:Penalty) WHERE held(r)",
        "MATCH (p)<-[r:ABOUT]-(s:Registration) WHERE held(r)",
        "MATCH (p)<-[r:ABOUT]-(s:Penalty) WHERE held(r) AND r.role = 'party'",
        "MATCH (s:Penalty)-[r:ABOUT]->(q:Enterprise) WHERE held(r)",
        "MATCH (p)-[r:ANY_EDGE]-(:Party) WHERE held(r)",
        "MATCH (p)<-[r:INVESTS_IN]-(h:Party) WHERE held(r) WITH meanings(h, held) AS who",
        "MATCH (p)<-[r:INVESTS_IN]-(h:Party) WHERE held(r) MATCH (s:Statement) WITH fact(s, r, m) AS told",
        "MATCH mentions(p, m, b, held)<-[r:INVESTS_IN]-(h:Party) WHERE held(r)",
        "MATCH mentions(p, m, b, held)<-[r:INVESTS_IN]-(:Enterprise) WHERE held(r)",
        "MATCH (p)<-[m:RESOLVES_TO*0..1]-(b)<-[r:ABOUT]-(s) WHERE all(x IN m WHERE held(x)) AND held(r)",
    ],
)
def test_a_question_that_misses_names_is_refused_or_says_why(parts: Path, body: str) -> None:
    assert "mentions" in refused(parts, f"{FIRST} {body} {LAST}", names="")
    assert read(parts, f"{FIRST} {body} {LAST}", names="it is so").names == "it is so"


@pytest.mark.parametrize("where", ["", "WHERE held(r)", "WHERE held(r) OR s.day > '2020'"])
def test_the_condition_of_a_pattern_joins_the_clause(parts: Path, where: str) -> None:
    body = f"{FIRST} MATCH mentions(p, m, b, held)<-[r:REFERS]-(s:Statement) {where} RETURN s.day AS day LIMIT 9"
    if "OR" in where:
        assert "all(x IN … WHERE held(x))" in refused(parts, body)
        return
    found = expand(read(parts, body).text, ())
    guard = expand(
        "MATCH (p)<-[m:RESOLVES_TO*0..1]-(b:Party)<-[r:REFERS]-(s:Statement) WHERE all(x_ IN m WHERE held(x_) AND "
        f"x_.rule IN $rules) {where.replace('WHERE', 'AND')} RETURN",
        (),
    )
    assert guard in found


def test_a_name_stands_once(tmp_path: Path) -> None:
    body = HELD.format(where="held(r)")
    read(tmp_path, body)
    with pytest.raises(QuestionError, match="stands in"):
        read(tmp_path, body, name="two")


def test_an_override_takes_the_place_of_a_file_of_the_same_path(tmp_path: Path) -> None:
    body = HELD.format(where="held(r)")
    override = tmp_path / "_engine" / "neo4j" / "test" / "one.cypher"
    override.parent.mkdir(parents=True)
    override.write_text(HEADER.format(params="id: str", names="not asked") + body.replace("LIMIT 9", "LIMIT 8"))
    assert "LIMIT 8" in read(tmp_path, body).overrides["neo4j"]
    override.write_text(HEADER.format(params="id: str", names="not asked") + body.replace("held(r)", "true"))
    assert "held(r)" in refused(tmp_path, body)
    override.write_text(HEADER.format(params="id: str, more: int 1..9 = 1", names="not asked") + body)
    assert "another header" in refused(tmp_path, body)
    override.rename(override.with_name("other.cypher"))
    with pytest.raises(QuestionError, match="to override"):
        read(tmp_path, body)


def test_macros_are_replaced_outside_texts_only() -> None:
    text = expand("MATCH (a)-[r:ANY_EDGE]->(b) WHERE held(r) AND a.x = 'held(r)' // held(r)\nRETURN b", {"B", "A"})
    assert text.startswith(
        "MATCH (a)-[r:A|B]->(b) WHERE (r.level <= $level AND $level < r.hidden_from AND r.valid_from <= $as_of"
    )
    assert text.endswith("AND a.x = 'held(r)' RETURN b")
    assert expand("[r:ANY_EDGE]", ()) == "[r:NO_EDGE]"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "missing"),
        ({"id": "x", "other": "1"}, "no parameter 'other'"),
        ({"id": "x" * 501}, "longer"),
        ({"id": "a\x00b"}, "no text"),
        ({"id": "\ud800"}, "no text"),
        ({"id": "x", "depth": "many"}, "no int"),
        ({"id": "x", "depth": 2**63}, "depth is from 1 to 9"),
        ({"id": "x", "depth": "0"}, "depth is from 1 to 9"),
    ],
)
def test_parameters_are_checked(tmp_path: Path, given: dict[str, object], why: str) -> None:
    body = HELD.format(where="held(r) AND s.seq < $depth")
    question = read(tmp_path, body, "id: str, depth: int 1..9 = 4")
    assert question.bind({"id": "x", "depth": "3"}) == {"id": "x", "depth": 3}
    with pytest.raises(InputError, match=why):
        question.bind(given)
