"""What programs left in cells is taken out and said; what people wrote stays."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.check.mending import ESCAPES, QUOTED, TAGS, mend, mend_row, suspect
from loaders.values.normalise import clean_text

PLAIN = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="<>&;_=\"'")).map(str.strip)


@pytest.mark.parametrize(
    ("text", "right", "flags"),
    [
        ("杭州<font color=red>虚构</font>公司", "杭州虚构公司", (TAGS,)),
        ("第一行<br/>第二行<br>&nbsp;", "第一行\n第二行", (TAGS,)),
        ("<p class='x'>甲</p><p>乙</p>", "甲\n乙", (TAGS,)),
        ("A&amp;B &lt;公司&gt;", "A&B <公司>", (TAGS,)),
        ("&amp;lt;b&amp;gt;甲", "甲", (TAGS,)),
        ("虚构_x000D_\n公司_x000D_", "虚构\n公司", (ESCAPES,)),
        ("_x005F_x000D_", "_x000D_", (ESCAPES,)),
        ('="91330106MA51BK0CX9"', "91330106MA51BK0CX9", (QUOTED,)),
        ('= "甲<b>乙</b>" ', "甲乙", (QUOTED, TAGS)),
    ],
)
def test_what_programs_left(text: str, right: str, flags: tuple[str, ...]) -> None:
    assert mend(text) == (right, flags)
    assert suspect({"a": "", "b": text})


@pytest.mark.parametrize(
    "text",
    [
        "资本<100万",
        "a < b > c",
        "<公示>",
        "AT&T; 甲",
        "R&D",
        "x_xabcd",
        '=HYPERLINK("http://x")',
        "=A1",
        "<script>x</script>",
        "<b",
    ],
)
def test_what_people_wrote(text: str) -> None:
    assert mend(text) == (text, ())


@given(PLAIN, PLAIN, st.sampled_from(("b", "font", "span", "EM", "a")), st.integers(1, 3))
def test_tags_and_entities_come_out_however_often_they_were_encoded(one: str, other: str, tag: str, times: int) -> None:
    text = f'{one}<{tag} title="x">{other}</{tag}>'
    for _ in range(times - 1):
        text = html.escape(text, quote=False)
    assert mend(text)[0] == clean_text(one + other)


def test_only_columns_that_are_read_are_mended_and_each_is_said() -> None:
    cells, flags = mend_row({"甲": "<b>1</b>", "乙": "<b>2</b>", "丙": "3"}, ("甲", "丙", "丁"))
    assert cells == {"甲": "1", "乙": "<b>2</b>", "丙": "3"}
    assert flags == [f"甲: {TAGS}"]
