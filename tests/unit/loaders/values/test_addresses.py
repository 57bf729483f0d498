"""Addresses are one where only the writing differs, and two wherever that is not certain."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.values.addresses import address_key, is_shared_premises

PLAIN = "杭州市西湖区学知路268号2幢B座1101室"


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
        "杭州市西湖区学知路268号2幢B座1101室",
        "浙江杭州市西湖区学知路268号2幢B座1101室",
        "浙江杭州西湖区学知路268号2幢B座1101室",
        "杭州西湖区学知路268号2幢B座1101室",
        "浙江省杭州市西湖区学知路二百六十八号二栋B座一一〇一室",
        "浙江省杭州市西湖區學知路268號2棟B座1101室",
    ],
)
def test_one_address(written: str) -> None:
    assert address_key(written) == PLAIN


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("浙江省西湖区学知路268号", "杭州市西湖区学知路268号"),
        ("西湖区学知路268号", "杭州市西湖区学知路268号"),
        ("浙江省学知路268号", "学知路268号"),
        ("江苏路268号", "江苏省路268号"),
        ("八一路1号", "八十一路1号弄"),
        ("浙江省杭州市学知路268号", "浙江省宁波市学知路268号"),
        ("学知路268号1幢2,3室", "学知路268号1幢23室"),
        ("学知路26-8号", "学知路268号"),
        ("学知路268号(东楼)", "学知路268号"),
        ("学知路十二号", "学知路102号"),
        ("三元路1号", "3元路1号"),
        ("陆家嘴路1号", "6家嘴路1号"),
        ("学知路268号2幢", "学知路268号2号楼"),
    ],
)
def test_two_addresses(one: str, two: str) -> None:
    assert address_key(one) != address_key(two)
    assert None not in (address_key(one), address_key(two))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("浙江省金华市义乌市稠州北路12号", "义乌市稠州北路12号"),
        ("浙江省义乌市稠州北路12号", "金华市义乌市稠州北路12号"),
        ("上海市上海市浦东新区川沙路1号", "上海浦东新区川沙路1号"),
        ("上海市市辖区浦东新区川沙路1号", "上海市浦东新区川沙路1号"),
        ("吉林省吉林市船营区三路二〇三室", "吉林市船营区3路203室"),
        ("广西壮族自治区南宁市青秀区1号", "广西南宁市青秀区1号"),
        ("河北区二十号", "河北区20号"),
        ("学知路一百零三号", "学知路103号"),
        ("学知路一百一十号", "学知路110号"),
        ("学知路十号三单元", "学知路10号3单元"),
        ("学知路10号贰幢", "学知路10号2栋"),
        ("学知路壹佰零叁号贰拾室", "学知路103号20室"),
    ],
)
def test_one_address_in_two_writings(one: str, two: str) -> None:
    assert address_key(one) == address_key(two) is not None


@pytest.mark.parametrize("text", ["北京路1号", "江苏路103号", "苏州工业园区星湖街1号", "南京东路1号", "重庆北路1号"])
def test_what_only_begins_like_a_place_is_left(text: str) -> None:
    assert address_key(text) == text


@given(st.integers(1, 999))
def test_figures_are_one_number(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    told = f"{digits[hundreds]}百" if hundreds else ""
    told += f"{digits[tens]}十" if tens else "零" if hundreds and ones else ""
    told += digits[ones] if ones else ""
    forms = [told, "".join(digits[int(one)] for one in str(number))]
    forms += [told.removeprefix("一")] if told.startswith("一十") else []
    assert {address_key(f"学知路{form}号") for form in forms} == {f"学知路{number}号"}


def test_dashes_and_separators_have_one_form() -> None:
    assert len({address_key(f"学知路26{dash}8号") for dash in "-－–—‐"}) == 1
    assert len({address_key(f"1幢2{mark}3室") for mark in ",，、;"}) == 1


@pytest.mark.parametrize("text", ["", "无", "浙江省杭州市西湖区", "市场内", "（自主申报）"])
def test_what_names_no_place(text: str) -> None:
    assert address_key(text) is None


@settings(max_examples=400, deadline=None)
@example("—,1")
@example("-,-1")
@given(st.text(st.sampled_from("浙江省杭州市西湖区上海路号室幢栋十百零12三Bb（）(),、。-－—自主申报托管 \u3000"), max_size=20))
def test_the_form_has_one_form(text: str) -> None:
    key = address_key(text)
    assert key is None or address_key(key) == key


def test_shared_premises() -> None:
    assert is_shared_premises("浙江省杭州市余杭区创新路88号启航孵化园1幢101室")
    assert not is_shared_premises(PLAIN)
