"""Rows that sum up others are told from rows of a party."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.check.checker import RowChecker
from loaders.check.summaries import sums_up
from loaders.read import RawRow
from tests.support.checking import CATALOGUE, GIVEN
from tests.support.worlds.hiding import fresh_code

SUMS = """\
合计 合&计： 以上合计 总额 小计(1人) 小计（2名股东） Total 共计2名股东 合计(万元) 合计（单位：万元） 合计数 本页小计
股东合计 总股本 Subtotal Sub-total GRAND&TOTAL TOTAL: 共5人 全部股东合计 前十名股东合计 出资总额 合计金额 总计100%"""
PARTIES = """\
上海总额贸易有限公司 合计科技有限公司 合计投资(集团)有限公司 小计算机 共计算 张总和 Total&Energies 王合计 万元
共青城投资合伙企业 股东 以上 本页 Sum&Li Totally 中共党员 总股"""


@pytest.mark.parametrize("text", SUMS.split())
def test_sums_are_known_by_their_form(text: str) -> None:
    assert sums_up(text.replace("&", " "))


@pytest.mark.parametrize("text", PARTIES.split())
def test_names_of_parties_are_no_sums(text: str) -> None:
    assert not sums_up(text.replace("&", " "))


@given(
    before=st.sampled_from(["", "以上", "本页", "全部", "股东", "全体股东"]),
    word=st.sampled_from(["合计", "小计", "总计", "共计", "总额"]),
    after=st.sampled_from(["", "数", "金额", "(万元)", "（3人）", "3人", "2名股东", "：", "(%)"]),
    blank=st.booleans(),
)
def test_what_stands_around_a_word_of_sums_makes_no_party_of_it(before: str, word: str, after: str, blank: bool) -> None:
    text = before + word + after
    assert sums_up(" ".join(text) if blank else text)
    assert not sums_up(f"{text}有限公司")


@pytest.mark.parametrize(
    ("said", "summed"),
    [
        ({}, True),
        ({"股东类型": "——", "证照号码": "无"}, True),
        ({"股东类型": "合计"}, True),
        ({"股东类型": "自然人股东"}, False),
        ({"证照号码": fresh_code(962)}, False),
        ({"证件号码": "110101199003070011"}, False),
    ],
)
def test_a_row_that_states_a_code_or_a_type_is_of_a_party(said: Mapping[str, str], summed: bool) -> None:
    row = {"统一社会信用代码": fresh_code(961), "股东名称": "合计", "股东类型": "", "证照号码": "", "证件号码": "", **said}
    checker = RowChecker(CATALOGUE["shareholder"], secret=b"secret", **GIVEN)
    checker.bind(list(row))
    assert checker.is_summary(RawRow(None, 2, row)) is summed
