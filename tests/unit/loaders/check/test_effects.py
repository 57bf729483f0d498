"""What a row does to records of other categories, and removals that state a part of a key alone."""

from typing import Any

import pytest

from app.errors import InputError
from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.check.effects import Effects
from loaders.derive.endings import CAUSE, CAUSE_ORDER, counting
from loaders.read.rows import RawRow
from models.facts import LinkedStatement
from models.statements import Action, Reject, Row, Statement

CATALOGUE = read_catalogue()
CODE = "91330106EXAMPLE115"
REPAIR = {
    "修复编号": "XF1",
    "企业名称": "甲公司",
    "统一社会信用代码": CODE,
    "修复信息类别": "行政处罚",
    "修复信息编号": "某罚〔2024〕1号",
    "申请日期": "2024-05-01",
    "办结日期": "2024-06-01",
    "修复状态": "已修复",
}


def read(category: str, cells: dict[str, str], **given: Any) -> Row:
    effects = Effects(CATALOGUE, CATALOGUE[category])
    checker = RowChecker(CATALOGUE[category], document="a.csv", provider="某局", day="2024-06-01", effects=effects, **given)
    checker.bind(list(cells))
    found = checker(RawRow(None, 2, cells))
    assert isinstance(found, Row), found
    return found


def following(category: str, cells: dict[str, str]) -> Statement:
    own, other = read(category, cells).statements
    assert own.category == category
    return other


def test_a_repair_that_is_granted_repairs_what_it_names() -> None:
    found = following("credit_repair", REPAIR)
    assert (found.category, found.action, found.day) == ("penalty", Action.REPAIR, "2024-06-01")
    assert found.scope == ("@party", "某罚(2024)1号")
    assert [(r.role, r.identifier) for r in found.refs] == [("party", f"uscc:{CODE}")]
    assert found.level == CATALOGUE["penalty"].level < CATALOGUE["credit_repair"].level


@pytest.mark.parametrize("change", [{"修复状态": "受理中"}, {"修复状态": ""}, {"办结日期": ""}])
def test_one_that_is_not_granted_has_no_effect(change: dict[str, str]) -> None:
    assert following("credit_repair", REPAIR | change).action is Action.WITHDRAW


def test_rows_of_one_repair_are_in_order() -> None:
    first, last = following("credit_repair", REPAIR), following("credit_repair", REPAIR | {"申请日期": "2024-05-02"})
    assert first.values[CAUSE] == last.values[CAUSE]
    other = following("credit_repair", REPAIR | {"修复编号": "XF2"})
    assert other.values[CAUSE] != first.values[CAUSE]
    assert str(first.values[CAUSE_ORDER]) <= str(last.values[CAUSE_ORDER])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"修复信息类别": "没有这类"}, "names no category"),
        ({"修复信息类别": ""}, "names no category"),
        ({"修复信息类别": "纳税信用等级"}, "whole key alone"),
        ({"修复信息编号": ""}, "not found without"),
    ],
)
def test_what_cannot_be_found_is_remarked(change: dict[str, str], why: str) -> None:
    row = read("credit_repair", REPAIR | change)
    assert len(row.statements) == 1
    assert any(why in flag for flag in row.flags), row.flags


@pytest.mark.parametrize(
    ("category", "cells", "key", "scope"),
    [
        (
            "wage_arrears_list",
            {"企业名称": "甲公司", "统一社会信用代码": CODE, "移出日期": "2024-03-01"},
            ("@party", ""),
            ("@party",),
        ),
        ("consumption_restriction", {"案号": "（2024）1号", "解除日期": "2024-03-01"}, ("(2024)1号", "", ""), ("(2024)1号",)),
    ],
)
def test_a_removal_that_states_a_part_of_the_key_ends_what_it_means(
    category: str, cells: dict[str, str], key: tuple[str, ...], scope: tuple[str, ...]
) -> None:
    (found,) = read(category, cells).statements
    assert (found.action, found.day, found.key, found.scope) == (Action.END, "2024-03-01", key, scope)


def test_a_removal_that_states_the_whole_key_is_one_of_that_record() -> None:
    cells = {"被执行人姓名/名称": "甲公司", "统一社会信用代码": CODE, "案号": "（2024）1号", "屏蔽日期": "2024-03-01"}
    (found,) = read("dishonest_debtor", cells).statements
    assert (found.action, found.scope) == (Action.END, None)


def test_a_row_that_states_neither_key_nor_removal_is_refused() -> None:
    checker = RowChecker(CATALOGUE["wage_arrears_list"], document="a.csv", provider="某局")
    cells = {"企业名称": "甲公司", "统一社会信用代码": CODE, "移出日期": ""}
    checker.bind(list(cells))
    assert isinstance(checker(RawRow(None, 2, cells)), Reject)
    with pytest.raises(InputError, match="listed_on"):
        RowChecker(CATALOGUE["wage_arrears_list"], provider="某局", day="2024-01-01").bind(["企业名称", "统一社会信用代码"])


def test_a_later_decision_comes_after_the_application() -> None:
    """Whatever the hashes of the rows: the day of a row is that of its decision, where it has one."""
    asked = {name: text for name, text in REPAIR.items() if name != "办结日期"} | {"修复状态": "受理中"}
    for n in range(20):
        pending, granted = (following("credit_repair", row | {"修复编号": f"XF{n}"}) for row in (asked, REPAIR))
        assert str(pending.values[CAUSE_ORDER]) < str(granted.values[CAUSE_ORDER])


def test_rows_of_a_repair_take_effect_in_the_order_of_their_record() -> None:
    rows = [read("credit_repair", REPAIR | {"修复状态": state}).statements for state in ("受理中", "已修复", "不予修复")]
    orders = [(own.id, str(effect.values[CAUSE_ORDER])) for own, effect in rows]
    assert sorted(orders) == sorted(orders, key=lambda pair: pair[1])


def test_a_repair_by_number_is_of_its_party() -> None:
    found = following("credit_repair", REPAIR | {"修复信息类别": "限制高消费", "修复信息编号": "（2024）1号"})
    assert (found.key, found.scope) == (("(2024)1号", "@party", ""), ("(2024)1号",))
    assert [(r.role, r.identifier) for r in found.refs] == [("party", f"uscc:{CODE}")]


@pytest.mark.parametrize("category", ["abnormal_operations", "serious_violation"])
def test_a_removal_without_the_day_of_listing_is_one(category: str) -> None:
    removed = next(iter(CATALOGUE[category].source["removed_on"]))
    cells = {"企业名称": "甲公司", "统一社会信用代码": CODE, str(removed): "2024-03-01"}
    (found,) = read(category, cells).statements
    assert (found.action, found.day, found.scope) == (Action.END, "2024-03-01", ("@party",))


def test_places_are_compared_as_numbers_however_long() -> None:
    firm = {"行政相对人名称": "甲公司", "统一社会信用代码": CODE}
    record = read(
        "penalty", firm | {"处罚决定书文号": "某罚〔2024〕1号", "处罚决定日期": "2024-03-01", "处罚机关": "某局"}
    ).statements[0]
    early, late = (following("credit_repair", REPAIR | {"_seq": seq}) for seq in ("999999999", "1764460800000"))
    linked = [LinkedStatement(s, (), {ref.role: ref.identifier for ref in s.refs}) for s in (late, record, early)]
    assert {t.statement.id for t in counting(CATALOGUE["penalty"], linked)} == {record.id, late.id}
