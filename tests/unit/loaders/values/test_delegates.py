"""Who a name speaks of: a partner, its delegate, or both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.values.delegates import read_acting


@pytest.mark.parametrize(
    "text",
    [
        "某公司（委派代表：张三）",
        "某公司(委派代表:张三)",
        "某公司（执行事务合伙人委派代表：张三）",
        "某公司 委派代表：张三",
        "某公司（委派张三为代表）",
        "某公司（委托代表：张三）",
        "某公司（指派代表人 张三）",
    ],
)
def test_a_partner_and_its_delegate(text: str) -> None:
    assert read_acting(text) == ("某公司", "张三")


def test_a_delegate_alone() -> None:
    assert read_acting("张三（委派代表）") == read_acting("委派代表：张三") == (None, "张三")


OTHERS = ("张三", "委派员", "委派中心(有限合伙)", "深圳委派咨询有限公司", "某公司代表处", "某公司（委派代表：某有限公司）")


@pytest.mark.parametrize("text", OTHERS)
def test_other_names_are_taken_apart_by_nothing(text: str) -> None:
    assert read_acting(text) == (text, None)


@given(st.text("甲乙丙丁", min_size=2, max_size=8), st.text("赵钱孙李", min_size=2, max_size=4))
def test_any_firm_and_any_person(firm: str, person: str) -> None:
    assert read_acting(f"{firm}合伙企业（有限合伙）（委派代表：{person}）") == (f"{firm}合伙企业（有限合伙）", person)
