"""Removals and repairs that name a record without its whole key end what they mean, and nothing else."""

from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.check.effects import Effects
from loaders.derive.keys import filed, group_of
from loaders.derive.versions import versions
from loaders.read.rows import RawRow
from models.facts import Arrival, Fact, LinkedStatement, Version
from models.statements import OPEN_DAY, OPEN_TICK, Row, Statement

CATALOGUE = read_catalogue()
ONE, OTHER = "91330106EXAMPLE115", "91330106EXAMPLE223"
FILE_DAYS = st.none() | st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 12, 31)).map(str)


def rows_of(category: str, cells: dict[str, str], day: str | None = None) -> tuple[Statement, ...]:
    effects = Effects(CATALOGUE, CATALOGUE[category])
    checker = RowChecker(CATALOGUE[category], document="a.csv", provider="某局", day=day, effects=effects)
    checker.bind(list(cells))
    found = checker(RawRow(None, 2, cells))
    assert isinstance(found, Row), found
    return found.statements


def facts(about: Statement, *others: Statement) -> list[Fact]:
    """What holds last of the record that a statement states."""
    return [v.fact for v in versions_of(about, *others) if v.withdrawn_at == OPEN_TICK]


def versions_of(about: Statement, *others: Statement) -> list[Version]:
    """Every version of the record that a statement states, the statements having arrived one after another."""
    ticks = count(1)
    told = [
        LinkedStatement(s, (Arrival("b", "1", next(ticks)),), {r.role: r.identifier for r in s.refs}) for s in (about, *others)
    ]
    category = CATALOGUE[about.category]
    return versions(category, group_of(category, about, filed(category, told[0])), told)


def restriction(code: str, **more: str) -> dict[str, str]:
    return {"企业名称": f"公司{code[-3:]}", "统一社会信用代码": code, "案号": "（2024）1号"} | more


ISSUED = {"限制令发布日期": "2024-01-01"}
LIFTED = {"解除日期": "2024-03-01"}


@pytest.mark.parametrize(("lifted", "ends"), [(ONE, "2024-03-01"), (OTHER, OPEN_DAY)])
def test_a_removal_that_states_a_party_is_of_that_party(lifted: str, ends: str) -> None:
    (record,) = rows_of("consumption_restriction", restriction(ONE, **ISSUED))
    (removal,) = rows_of("consumption_restriction", restriction(lifted, **LIFTED))
    assert removal.scope is not None
    assert [f.valid_to for f in facts(record, removal)] == [ends]


def test_a_removal_by_name_is_of_who_bears_it() -> None:
    (record,) = rows_of("consumption_restriction", restriction(ONE, **ISSUED))
    for name, ends in ((f"公司{ONE[-3:]}", "2024-03-01"), ("别的公司", OPEN_DAY)):
        (removal,) = rows_of("consumption_restriction", {"企业名称": name, "案号": "（2024）1号", **LIFTED})
        assert [f.valid_to for f in facts(record, removal)] == [ends], name


def test_a_removal_that_states_the_number_alone_is_of_all() -> None:
    (record,) = rows_of("consumption_restriction", restriction(ONE, **ISSUED))
    (removal,) = rows_of("consumption_restriction", {"案号": "（2024）1号", **LIFTED})
    assert [f.valid_to for f in facts(record, removal)] == ["2024-03-01"]


@pytest.mark.parametrize(("repaired", "usable"), [(ONE, False), (OTHER, True)])
def test_a_repair_by_number_is_of_its_party(repaired: str, usable: bool) -> None:
    (record,) = rows_of("consumption_restriction", restriction(ONE, **ISSUED))
    cells = {"修复编号": "XF1", "修复信息类别": "限制高消费", "修复信息编号": "（2024）1号", "申请日期": "2024-05-01"}
    cells |= {"企业名称": f"公司{repaired[-3:]}", "统一社会信用代码": repaired, "办结日期": "2024-06-01", "修复状态": "已修复"}
    _, repair = rows_of("credit_repair", cells)
    assert [f.usable for f in facts(record, repair)] == [usable]


@pytest.mark.parametrize(("repaired", "level"), [(ONE, 2), (OTHER, 0)])
def test_a_repair_by_number_hides_the_past_of_its_party(repaired: str, level: int) -> None:
    (record,) = rows_of("consumption_restriction", restriction(ONE, **ISSUED))
    cells = restriction(repaired, _action="repair", _day="2024-06-01")
    (repair,) = rows_of("consumption_restriction", cells)
    assert repair.scope is not None
    found = versions_of(record, repair)
    assert {v.fact.level for v in found} == {level}
    assert min(v.recorded_at for v in found) == 1


LISTED = {"企业名称": "甲公司", "统一社会信用代码": ONE, "列入原因": "未按规定报送年报"}


@given(FILE_DAYS, FILE_DAYS, st.sampled_from(["abnormal_operations", "serious_violation"]))
def test_a_removal_ends_the_listing_whatever_the_days_of_their_files(
    listing: str | None, removal: str | None, category: str
) -> None:
    """The listing holds from its own day to that of the removal, in whichever order the files date them."""
    (record,) = rows_of(category, LISTED | {"列入日期": "2024-01-05"}, listing)
    (ending,) = rows_of(category, LISTED | {"移出日期": "2024-03-01"}, removal)
    assert [(f.valid_from, f.valid_to) for f in facts(record, ending)] == [("2024-01-05", "2024-03-01")]


@given(FILE_DAYS, FILE_DAYS)
def test_a_removal_ends_no_listing_that_came_after_it(listing: str | None, removal: str | None) -> None:
    (record,) = rows_of("abnormal_operations", LISTED | {"列入日期": "2024-05-05"}, listing)
    (ending,) = rows_of("abnormal_operations", LISTED | {"移出日期": "2024-03-01"}, removal)
    assert [(f.valid_from, f.valid_to) for f in facts(record, ending)] == [("2024-05-05", OPEN_DAY)]
