"""Names typed in Latin letters: a name is found by every way of typing it, and by no other's."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.values.pinyin import LETTERS, common_characters, first_letters, sounds, spells, syllable, typed

CHARACTERS = "杭州云帆科技长乐远范商贸银行重庆安西绿城女新"
NAMES = st.text(st.sampled_from(CHARACTERS), min_size=3, max_size=9)


@settings(max_examples=300, deadline=None)
@given(NAMES, st.data())
def test_every_way_of_typing_finds_the_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    part = name[start : start + data.draw(st.integers(2, len(name) - start))]
    whole = data.draw(st.booleans())
    heard = [data.draw(st.sampled_from(sounds().readings[one])) for one in part]
    if not whole:
        heard = [first_letters(f"{one}甲")[0][0] for one in part]
    text = data.draw(st.sampled_from(["", " "])).join(heard)
    assert spells(text, name) is not None
    asked = typed(text)
    if asked is None or not whole:
        return
    line = " ".join(first_letters(name))
    assert re.match(asked.pattern, f"{name}\n{line}")


@pytest.mark.parametrize("text", ["", "y", "fan", "云帆", "yunfan云", "91330106MA2CFKL54T", "a" * 61, "1234"])
def test_what_is_no_name_in_letters(text: str) -> None:
    assert typed(text) is None


def test_first_letters() -> None:
    assert first_letters("杭州云帆有限公司") == ("hzyfyx", "zyfyxg", "yfyxgs", "fyxgs")
    assert first_letters("TCL（集團）") == ("tcljt", "jt")
    assert first_letters("ABC Ltd") == first_letters("") == ()
    assert {"clx", "cyx", "zlx"} <= set(first_letters("长乐新"))
    assert all(len(word) <= LETTERS for word in first_letters("中国移动通信集团浙江有限公司杭州分公司"))


@pytest.mark.parametrize(
    ("text", "name", "right"),
    [
        ("xian", "西安甲公司", (0, -0.4)),
        ("xi'an", "西安甲公司", (0, -0.4)),
        ("xian", "先安甲公司", (0, -0.2)),
        ("xian", "杭州甲有限公司", None),
        ("lvcheng", "绿城公司", (0, -0.5)),
        ("hangzh", "杭州公司", (0, -0.5)),
        ("zgs", "杭州公司", (1, -0.75)),
        ("zgsx", "杭州公司", None),
        ("zhou", "杭州公司", (1, -0.25)),
        ("hang", "杭州公司", (0, -0.25)),
        ("han", "杭州公司", None),
        ("g", "杭州公司", None),
    ],
)
def test_spelling(text: str, name: str, right: tuple[int, float] | None) -> None:
    assert spells(text, name) == right


def test_one_syllable_is_looked_up_by_its_common_characters() -> None:
    assert [syllable(text) for text in ("fan", " Fan ", "lü", "f", "fa n", "hangzhou", "帆", "a")] == [
        "fan",
        "fan",
        "lv",
        *[None] * 5,
    ]
    assert set("帆凡范") <= set(common_characters("fan"))
    assert "璠" not in common_characters("fan")
    assert set("绿吕") <= set(common_characters("lv"))
    assert common_characters("") == ()
    assert "限" not in common_characters("xian")
