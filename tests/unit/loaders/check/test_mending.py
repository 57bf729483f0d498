"""What programs left in cells is taken out and said; what people wrote stays."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.check.mending import ERROR, ESCAPES, QUOTED, TAGS, mend, mend_row, suspect
from loaders.values.normalise import clean_text
from models.statements import Reject
from tests.support.checking import CATALOGUE, check, read_row

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
        *((text, "", (ERROR,)) for text in ("#N/A", " #n/a ", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")),
        *((text, "", (ERROR,)) for text in ("#SPILL!", "########", "Err:502", "错误:508")),
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
        "3#楼",
        "#1",
        "#N/A 待补",
        "错误:500元",
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


@pytest.mark.parametrize("category", ["enterprise", "shareholder", "penalty"])
def test_a_spreadsheets_error_is_no_value_of_any_type_and_is_remarked(category: str) -> None:
    form = CATALOGUE[category]
    named = {"shareholder": {"企业名称": "虚构甲有限公司", "股东名称": "虚构乙有限公司"}}.get(category, {})
    named |= {"penalty": {"企业名称": "虚构甲有限公司", "处罚决定书文号": "虚罚〔2024〕1号"}}.get(category, {})
    named |= {"enterprise": {"企业名称": "虚构甲有限公司", "统一社会信用代码": "91330106MAM14Y3H02"}}.get(category, {})
    given = {"处罚决定日期": "2024-01-01", "处罚机关": "虚构市市场监督管理局"} if category == "penalty" else {}
    plain = read_row(category, named | given).statements[0]
    for prop in form.properties:
        if prop.title.zh in named | given or prop.name in form.key or prop.name in form.scope or prop.required:
            continue
        row = read_row(category, named | given | {prop.title.zh: "#N/A"})
        assert row.statements[0].values == plain.values, prop.name
        assert any(ERROR in flag and flag.startswith(prop.title.zh) for flag in row.flags), prop.name


def test_a_spreadsheets_error_is_nobodys_name_and_no_code() -> None:
    holder = {"企业名称": "虚构甲有限公司", "统一社会信用代码": "91330106MAM14Y3H02", "股东名称": "#REF!", "出资比例": "60%"}
    (refused,) = check("shareholder", [holder])
    assert isinstance(refused, Reject)
    assert refused.rule == "required"
    by_name = read_row("shareholder", holder | {"股东名称": "虚构乙有限公司", "股东统一社会信用代码": "#VALUE!"})
    assert [r.identifier.partition(":")[0] for r in by_name.statements[0].refs] == ["uscc", "name"]
