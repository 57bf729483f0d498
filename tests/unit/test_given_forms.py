"""What another node gives is checked as a whole: key, scope, figures, level and identifiers, not only its hash."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import NodeAnswer
from app.nodes.checking import PageCheck, Refusals
from app.nodes.scope import NodeScope
from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.check.effects import Effects
from loaders.derive.coverage import registry_complete
from loaders.read import open_tables
from loaders.read.rows import RawRow
from loaders.synthetic import write_sample
from loaders.values.canonical import statement_id
from models.statements import ABOUT, Action, Ref, Row, Statement
from models.work.nodes import GivenArrival, GivenBatch, GivenRef, GivenStatement, StatementPage

CATALOGUE = read_catalogue()
CODE = "91330106EXAMPLE115"
FIRM = {"企业名称": "甲公司", "统一社会信用代码": CODE}
ROWS = {
    "enterprise": FIRM | {"成立日期": "2020-01-01", "注册号": "330106000000013"},
    "penalty": FIRM | {"处罚决定书文号": "罚1号", "处罚机关": "某局", "处罚决定日期": "2024-01-01", "罚款金额": "1000"},
    "tax_arrears": FIRM | {"欠税税种": "增值税", "主管税务机关": "某税务局", "欠税余额": "100", "发布日期": "2024-05-01"},
    "credit_repair": FIRM
    | {
        "修复编号": "修1号",
        "修复信息类别": "行政处罚",
        "修复信息编号": "罚1号",
        "申请日期": "2024-05-01",
        "办结日期": "2024-06-01",
        "修复状态": "已修复",
    },
}


def made(category: str) -> tuple[Statement, ...]:
    """What a row of a category states."""
    checker = RowChecker(
        CATALOGUE[category], document="a", provider="某局", day="2024-06-01", effects=Effects(CATALOGUE, CATALOGUE[category])
    )
    checker.bind(list(ROWS[category]))
    found = checker(RawRow(None, 2, ROWS[category]))
    assert isinstance(found, Row), found
    return found.statements


def given(s: Statement, *, again: bool = False, **change: Any) -> GivenStatement:
    """A statement as a node gives it, changed; `again`: with the id that is the hash of what it then is."""
    refs = tuple(GivenRef(role=r.role, identifier=r.identifier, name=r.name) for r in s.refs)
    item = GivenStatement(
        id=s.id,
        category=s.category,
        provider=s.provider,
        key=s.key,
        day=s.day,
        seq=s.seq,
        action=s.action,
        level=s.level,
        values=dict(s.values),
        refs=refs,
        names=s.names,
        scope=s.scope,
        arrivals=(GivenArrival(batch="b", place="2"),),
    )
    item = GivenStatement.model_validate(item.model_dump() | change)
    if not again:
        return item
    raised = item.level if item.level > CATALOGUE[s.category].level else None
    own = tuple(Ref(r.role, r.identifier, s.refs[0].kind, r.name) for r in item.refs)
    key = item.key or item.scope or ()
    sid = statement_id(item.category, item.provider, key, item.day, item.seq, item.action, item.values, own, raised)
    return item.model_copy(update={"id": sid})


def taken(item: GivenStatement, level: int = 1, providers: frozenset[str] = frozenset()) -> list[Statement]:
    """What is taken of a page with one statement."""
    page = StatementPage(
        level=level, items=(item,), batches=(GivenBatch(batch="b", category=item.category),), shown=1, next="", more=False
    )
    check = PageCheck("杭州", CATALOGUE, NodeScope(level, "", providers=providers), Refusals())
    return [s for _, s in check.checked(page)]


@pytest.mark.parametrize("category", ROWS)
def test_what_rows_state_is_taken_as_it_is(category: str) -> None:
    for s in made(category):
        assert taken(given(s)) == [s]


def test_whatever_the_sample_states_is_taken_as_it_is(tmp_path: Path) -> None:
    count = 0
    for file in write_sample(tmp_path, 60, 3)["files"]:
        category = CATALOGUE[file["category"]]
        for table in open_tables(tmp_path / file["name"]):
            checker = RowChecker(category, secret=b"test", document="a", effects=Effects(CATALOGUE, category))
            checker.bind(table.headers)
            for row in map(checker, table.rows):
                assert isinstance(row, Row)
                for s in row.statements:
                    (one,) = taken(given(s), 3)
                    assert (one.id, one.key, one.names, one.scope, one.values) == (s.id, s.key, s.names, s.scope, s.values)
                    count += 1
    assert count > 1000


def test_that_a_register_is_complete_is_taken() -> None:
    s = registry_complete(CATALOGUE["enterprise"], "某局", "2024-01-01", "3301")
    assert taken(given(s)) == [s]


ACT = {"action": Action.HOLD, "values": {ABOUT: "0" * 32}}
WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "a key of fewer parts": ("penalty", {"key": ("罚1号",)}, "another key"),
    "a key of nothing": ("penalty", {"key": ("", "", "", "")}, "another key"),
    "a party that is not there": ("penalty", {"refs": ()}, "in its key a party"),
    "a party of another role": ("penalty", {"key": ("@nobody", "罚1号")}, "key"),
    "an act about nothing": ("penalty", {**ACT, "values": {}}, "about no record"),
    "an act about no id": ("penalty", {**ACT, "values": {ABOUT: "x"}}, "about no record"),
    "a list without how complete": (
        "enterprise",
        {"action": "cover", "key": (), "scope": ("region",), "values": {}},
        "complete",
    ),
    "a text for a number": ("penalty", {"values": {"fine": "1000"}}, "states fine"),
    "a number for a text": ("penalty", {"values": {"decision_no": 1}}, "states decision_no"),
    "a scope of none": ("penalty", {"scope": ("@party",)}, "another scope"),
    "a list of no scope": ("tax_arrears", {"scope": None}, "another scope"),
    "a scope of more": ("tax_arrears", {"scope": ("@authority", "x")}, "another scope"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_no_row_states_is_refused_whatever_its_hash(case: str) -> None:
    category, change, why = WRONG[case]
    with pytest.raises(NodeAnswer, match=why):
        taken(given(made(category)[0], again=True, **change))


def test_a_repair_names_the_record_of_its_key() -> None:
    repair = made("credit_repair")[1]
    assert repair.scope is not None
    with pytest.raises(NodeAnswer, match="another record than its key"):
        taken(given(repair, scope=(repair.scope[0], "罚2号")))


def test_identifiers_are_those_that_the_values_state() -> None:
    (s,) = made("enterprise")
    assert len(s.names) == 2
    for names in ((), (s.names[0],), (*s.names, "uscc:91330106MYPWQMT3X5")):
        assert taken(given(s, names=names)) == [s]


def test_a_statement_has_the_level_that_its_hash_says() -> None:
    (s,) = made("penalty")
    assert taken(given(s, again=True, level=1))[0].level == 1
    with pytest.raises(NodeAnswer, match="hash of"):
        taken(given(s, level=1))
    act = given(made("credit_repair")[0], again=True, level=0, **ACT)
    assert taken(act)[0].level == 0
    with pytest.raises(NodeAnswer, match="of level 0"):
        taken(given(made("credit_repair")[0], again=True, level=0))


def test_what_takes_back_is_taken_of_every_provider() -> None:
    (s,) = made("penalty")
    others = frozenset({"另一局"})
    assert taken(given(s), providers=others) == []
    for action in (Action.REPAIR, Action.WITHDRAW):
        assert taken(given(s, again=True, action=action), providers=others)
    assert taken(given(s, again=True, **ACT), providers=others)
    record, repair = made("credit_repair")
    assert taken(given(record), providers=others) == []
    assert taken(given(repair), providers=others) == [repair]
