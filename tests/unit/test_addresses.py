"""Addresses are one where only the writing differs, and two wherever that is not certain."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.addresses import address_key, is_shared_premises

PLAIN = "浙江省杭州市西湖区学知路268号2幢B座1101室"


@pytest.mark.parametrize(
    "written",
    [
        "浙江省杭州市西湖区学知路２６８号２幢Ｂ座１１０１室",
        " 浙江省 杭州市西湖区\u3000学知路268号2幢b座1101室。",
        "浙江省杭州市西湖区学知路268号,2幢,B座,1101室",
        "浙江省杭州市西湖区学知路268号、2幢B座1101室（自主申报）",
        "浙江省杭州市西湖区学知路268号2幢B座1101室(集群注册)(托管)",
        "浙江省杭州市西湖区学知路268号2幢B座1101室，（住所申报），",
        "浙江省\u200b杭州市西湖区学知路268号2幢B座1101室",
    ],
)
def test_one_address(written: str) -> None:
    assert address_key(written) == PLAIN


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("浙江省杭州市西湖区学知路268号", "杭州市西湖区学知路268号"),
        ("浙江省杭州市学知路268号", "浙江省宁波市学知路268号"),
        ("学知路268号1幢2,3室", "学知路268号1幢23室"),
        ("学知路26-8号", "学知路268号"),
        ("学知路268号(东楼)", "学知路268号"),
        ("学知路十二号", "学知路12号"),
        ("学知路268号2幢", "学知路268号2栋"),
    ],
)
def test_two_addresses(one: str, two: str) -> None:
    assert address_key(one) != address_key(two)
    assert None not in (address_key(one), address_key(two))


def test_dashes_and_separators_have_one_form() -> None:
    assert len({address_key(f"学知路26{dash}8号") for dash in "-－–—‐"}) == 1
    assert len({address_key(f"1幢2{mark}3室") for mark in ",，、;"}) == 1


@pytest.mark.parametrize("text", ["", "无", "浙江省杭州市西湖区", "市场内", "（自主申报）"])
def test_what_names_no_place(text: str) -> None:
    assert address_key(text) is None


@settings(max_examples=400, deadline=None)
@example("—,1")
@example("-,-1")
@given(st.text(st.sampled_from("浙江路号室幢12三Bb（）(),、。-－—自主申报托管 \u3000"), max_size=20))
def test_the_form_has_one_form(text: str) -> None:
    key = address_key(text)
    assert key is None or address_key(key) == key


def test_shared_premises() -> None:
    assert is_shared_premises("浙江省杭州市余杭区创新路88号启航孵化园1幢101室")
    assert not is_shared_premises(PLAIN)
