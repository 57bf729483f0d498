"""What kind of party a word of a type or a name speaks of: closed lists, never an ending alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.values.kinds import kind_rules, looks_like_body, read_kind
from models.catalogue import Kind

PLACE = st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("某某厂工会委员会", Kind.ORGANISATION),
        ("某某投资控股有限公司工会委员会", Kind.ORGANISATION),
        ("某某公司工会", Kind.ORGANISATION),
        ("某某村村民委员会", Kind.ORGANISATION),
        ("某某社区居民委员会", Kind.ORGANISATION),
        ("某某村委会", Kind.ORGANISATION),
        ("某某小区业主委员会", Kind.ORGANISATION),
        ("某某职工持股会", Kind.ORGANISATION),
        ("某某村股份经济合作社", Kind.ORGANISATION),
        ("某某行业协会", Kind.ORGANISATION),
        ("某某市财政局", Kind.DEPARTMENT),
        ("财政部", Kind.DEPARTMENT),
        ("国务院", Kind.DEPARTMENT),
        ("国务院国有资产监督管理委员会", Kind.DEPARTMENT),
        ("某某市国资委", Kind.DEPARTMENT),
        ("全国社会保障基金理事会", Kind.DEPARTMENT),
        ("某某街道办事处", Kind.DEPARTMENT),
        ("某某经济技术开发区管理委员会", Kind.DEPARTMENT),
        ("国家税务总局某某市税务局", Kind.DEPARTMENT),
        ("某某市公安局交通警察支队", Kind.DEPARTMENT),
        ("某某市市场监督管理局某某分局", Kind.DEPARTMENT),
        ("某某县林业局", Kind.DEPARTMENT),
        ("某某邮政局", None),
        ("某某供电局", None),
        ("某某铁路局", None),
        ("某某某林业局", None),
        ("某某管理委员会", None),
        ("某某工程局", None),
        ("招商局", None),
        ("王海关", None),
        ("某某大学", Kind.ENTERPRISE),
        ("某某集团数据管理办公室", Kind.ENTERPRISE),
        ("某某大学卫生局", None),
    ],
)
def test_names(name: str, kind: Kind | None) -> None:
    assert looks_like_body(name) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("自然人独资", Kind.ENTERPRISE),
        ("有限责任公司(自然人独资)", Kind.ENTERPRISE),
        ("有限责任公司（自然人投资或控股）", Kind.ENTERPRISE),
        ("有限责任公司（非自然人投资或控股的法人独资）", Kind.ENTERPRISE),
        ("个人独资企业", Kind.ENTERPRISE),
        ("其他有限责任公司", Kind.ENTERPRISE),
        ("有限合伙企业", Kind.ENTERPRISE),
        ("个体工商户", Kind.ENTERPRISE),
        ("国有独资公司", Kind.ENTERPRISE),
        ("国有法人", Kind.ENTERPRISE),
        ("法人股东", Kind.ENTERPRISE),
        ("Legal Person", Kind.ENTERPRISE),
        ("自然人股东", Kind.PERSON),
        ("境内自然人", Kind.PERSON),
        ("自然人合伙人", Kind.PERSON),
        ("个人", Kind.PERSON),
        ("个体工商户经营者", Kind.PERSON),
        ("Natural Person", Kind.PERSON),
        ("机关法人", Kind.DEPARTMENT),
        ("社团法人", Kind.ORGANISATION),
        ("居民委员会", Kind.ORGANISATION),
        ("民办非企业单位", Kind.ORGANISATION),
        ("工会", Kind.ORGANISATION),
        ("其他投资者", None),
        ("其他", None),
        ("非自然人", None),
        ("法人及非法人组织", None),
        ("国有股东", None),
        ("国家股", None),
        ("有限合伙人", None),
    ],
)
def test_types(text: str, kind: Kind | None) -> None:
    assert read_kind(text) is kind


@given(PLACE, st.sampled_from(("委员会", "局", "厅", "管理委员会", "中心", "处", "办公室", "部")))
def test_an_ending_alone_says_nothing_of_the_state(place: str, ending: str) -> None:
    assert looks_like_body(place + ending) not in (Kind.DEPARTMENT, Kind.ORGANISATION)


@given(
    PLACE,
    st.sampled_from(["财政", "税务", "公安", "市场监督管理", "生态环境"]),
    st.sampled_from(kind_rules().departments.called),
)
def test_what_is_in_charge_of_something_is_a_department_whatever_the_place(place: str, charge: str, called: str) -> None:
    assert looks_like_body(f"{place}市{charge}{called}") is Kind.DEPARTMENT
    assert looks_like_body(f"{place}市{charge}{called}工会委员会") is Kind.ORGANISATION
    assert looks_like_body(f"{place}市{charge}{called}服务有限公司") is Kind.ENTERPRISE
