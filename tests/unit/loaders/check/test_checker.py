"""The checker: headers, statements, keys, days, snapshots, and what is refused with its place."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError
from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.load.mapping_files import read_columns
from loaders.read import RawRow
from loaders.types.codes.identity_numbers import resident_check
from loaders.types.date import is_no_day
from loaders.values.canonical import statement_id
from loaders.values.codes import reg_check, uscc_check
from loaders.values.normalise import clean_text, is_empty
from models.catalogue import Kind, Property
from models.statements import Action, Ref, Reject, Row, Scalar, Statement

CATALOGUE = read_catalogue()


def uscc(number: int = 1, first: str = "9") -> str:
    body = f"{first}1330106MA{number:07d}"
    return body + (uscc_check(body) or "")


PENALTY = {
    "行政相对人名称": "杭州某某商贸有限公司",
    "代码_1(统一社会信用代码)": uscc(),
    "行政处罚决定书文号": "杭市监罚〔2024〕1号",
    "罚款金额(万元)": "0.5",
    "处罚决定日期": "2024年5月6日",
    "处罚机关": "杭州市市场监督管理局",
    "数据来源单位": "信用杭州",
}


REG = "33010600034999" + reg_check("33010600034999")


def check(category: str, *cells: dict[str, str], **given_by: Any) -> list[Row | Reject]:
    checker = RowChecker(CATALOGUE[category], document="a.csv", secret=b"secret", **given_by)
    checker.bind(list(cells[0]))
    return [checker(RawRow(None, line, row)) for line, row in enumerate(cells, 2)]


def state(category: str, cells: dict[str, str], **given_by: Any) -> Statement:
    (row,) = check(category, cells, **given_by)
    assert isinstance(row, Row), row
    return row.statements[0]


def refuse(category: str, cells: dict[str, str], **given_by: Any) -> Reject:
    (row,) = check(category, cells, **given_by)
    assert isinstance(row, Reject), row
    return row


def test_a_penalty() -> None:
    said = state("penalty", PENALTY)
    assert said.provider == "信用杭州"
    assert said.day == "2024-05-06"
    assert said.key == ("@authority", "杭市监罚(2024)1号", "@party", "2024-05-06")
    assert said.values == {"decision_no": "杭市监罚〔2024〕1号", "fine": 5000.0, "decided_on": "2024-05-06"}
    assert {r.role: r.identifier for r in said.refs} == {
        "party": f"uscc:{uscc()}",
        "authority": "name:Department::2024-05-06:杭州市市场监督管理局",
    }
    assert said.id == statement_id("penalty", said.provider, said.key, said.day, 0, Action.STATE, said.values, said.refs)


def test_an_identity_number_stands_in_no_name_of_a_firm() -> None:
    number = "110105194912310021"
    number = number[:17] + resident_check(number[:17])
    row = {"企业名称": f"戊{number}公司", "统一社会信用代码": uscc()}
    refused = refuse("enterprise", row, provider="甲局", day="2024-01-01")
    assert (refused.rule, refused.value) == ("identity_number", None)
    assert number not in refused.message
    former = state("enterprise", row | {"企业名称": "戊公司", "曾用名": f"戊{number}公司"}, provider="甲局", day="2024-01-01")
    assert number not in repr(former)


def test_what_is_written_for_an_open_end_is_one() -> None:
    row = {"企业名称": "戊公司", "统一社会信用代码": uscc(), "营业期限至": "2099-12-31", "成立日期": "2020-01-01"}
    (read,) = check("enterprise", row, provider="甲局", day="2024-01-01")
    assert isinstance(read, Row), read
    assert read.statements[0].values["term_until"] == "9999-12-31"
    assert any("2099-12-31" in flag for flag in read.flags)


def test_the_id_of_a_statement_is_a_published_format() -> None:
    refs = (Ref("party", "uscc:91330106MA00000016", Kind.ENTERPRISE, "甲公司"),)
    values: dict[str, Scalar] = {"number": 1.50, "texts": ("a", "b"), "flag": True, "text": "甲", "whole": 3}
    said = statement_id("thing", "某局", ("@party", "1"), "2024-05-06", 0, Action.STATE, values, refs)
    assert said == "e01e45c64aa88d6121110b2df03491be"
    raised = statement_id("thing", "某局", ("@party", "1"), "2024-05-06", 0, Action.STATE, values, refs, 2)
    assert raised == "dbb8df6adc93b3c668ece3e8679802cc"


def test_the_same_row_in_another_dress_is_the_same_statement() -> None:
    other = {
        "party_code": uscc().lower(),
        "party_name": "杭州某某商贸有限公司 ",
        "decision_no": "杭市监罚〔2024〕1号",
        "fine": "5,000.00",
        "decided_on": "20240506",
        "authority": "杭州市市场监督管理局",
        "_provider": "信用杭州",
    }
    assert state("penalty", other).id == state("penalty", PENALTY).id
    assert state("penalty", {k: other[k] for k in reversed(other)}).id == state("penalty", other).id


def test_two_layouts_of_one_decision_have_one_key() -> None:
    twice = PENALTY | {"行政处罚决定书文号": "杭市监罚[2024] 1 号", "数据来源单位": "别的单位"}
    assert state("penalty", twice).key == state("penalty", PENALTY).key
    assert state("penalty", twice).id != state("penalty", PENALTY).id


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("处罚决定日期", "2024-02-30", "date"),
        ("代码_1(统一社会信用代码)", "9.13301E+17", "digits_lost"),
        ("行政处罚决定书文号", "", "required"),
        ("行政处罚决定书文号", "长" * 1_000_000, "too_long"),
        ("数据来源单位", "", "provider"),
    ],
)
def test_refusals_name_column_rule_and_value(column: str, value: str, rule: str) -> None:
    reject = refuse("penalty", PENALTY | {column: value})
    assert (reject.column, reject.rule, reject.line, reject.document) == (column, rule, 2, "a.csv")
    assert (reject.value or "") == (value if len(value) <= 80 else value[:80] + "…")
    assert reject.cells[column] == value


def test_formulas_and_hostile_texts_are_texts() -> None:
    (row,) = check("penalty", PENALTY | {"处罚内容": '=HYPERLINK("http://x")', "备注": "'}) DETACH DELETE n //<script>"})
    assert isinstance(row, Row)
    assert row.statements[0].values["content"] == '=HYPERLINK("http://x")'
    assert row.flags == ("处罚内容: formula kept as text",)


def test_personal_numbers_stand_nowhere() -> None:
    number = "110105194912310021"
    cells = PENALTY | {"法定代表人证件号码": number, "证件号码": number, "类别": "自然人"}
    del cells["代码_1(统一社会信用代码)"]
    reject = refuse("penalty", cells)
    assert reject.rule == "identity_number"
    assert reject.value is None
    assert number not in reject.message
    (kept,) = check("penalty", PENALTY | {"代码_1(统一社会信用代码)": number})
    assert number not in repr(kept)
    reject = refuse("penalty", PENALTY | {"代码_1(统一社会信用代码)": number, "行政相对人名称": ""})
    assert reject.value is None
    good = "11010519491231002X"
    (row,) = check("penalty", cells | {"法定代表人证件号码": good, "证件号码": good})
    assert isinstance(row, Row)
    assert good not in repr(row)
    assert {r.role: r.identifier[:4] for r in row.statements[0].refs}["party"] == "pid:"


def test_missing_and_doubled_columns() -> None:
    with pytest.raises(InputError, match=r"decision_no.*决定书文号"):
        check("penalty", {k: v for k, v in PENALTY.items() if k != "行政处罚决定书文号"})
    checker = RowChecker(CATALOGUE["penalty"])
    with pytest.raises(InputError, match="stands there twice"):
        checker.bind([*PENALTY, "处罚决定日期"])
    checker.bind([*PENALTY, "没人认识", "没人认识", ""])
    assert checker.ignored == ("没人认识",)
    with pytest.raises(InputError, match="who provides"):
        RowChecker(CATALOGUE["penalty"]).bind([h for h in PENALTY if h != "数据来源单位"])
    with pytest.raises(InputError, match="no column with a code"):
        RowChecker(CATALOGUE["enterprise"], provider="x", day="2024-01-01").bind(["企业名称"])
    with pytest.raises(InputError, match="as of which day"):
        RowChecker(CATALOGUE["enterprise"], provider="x").bind(["企业名称", "统一社会信用代码"])
    with pytest.raises(InputError, match="--day"):
        RowChecker(CATALOGUE["enterprise"], provider="x", day="soon")


def test_columns_are_mapped_by_the_sender() -> None:
    cells = {"甲": "某某有限公司", "乙, 丙": uscc(), "name": "别的"}
    columns = read_columns('name=甲,"code=乙, 丙"')
    assert columns == {"name": "甲", "code": "乙, 丙"}
    said = state("enterprise", cells, provider="x", day="2024-01-01", columns=columns)
    assert said.values == {"name": "某某有限公司", "code": uscc()}
    for wrong, words in (("nme=甲", "no property 'nme'"), ("name=丁", "no column '丁'")):
        with pytest.raises(InputError, match=words):
            state("enterprise", cells, provider="x", day="2024-01-01", columns=read_columns(wrong))
    for text in ('"name=甲",code="乙, 丙"', "name=甲,code=乙, 丙", "code=乙, 丙,name=甲", ' name = 甲 , code = "乙, 丙" '):
        assert read_columns(text) == columns, "a shell may have taken the quotes away"
    assert read_columns('fine=5" pipe') == {"fine": '5" pipe'}
    for text in ("name", "name=", "=甲", "name=a,name=b"):
        with pytest.raises(InputError):
            read_columns(text)


def test_a_registration_names_its_party() -> None:
    cells = {
        "entName": "某某有限公司",
        "uniscId": uscc(),
        "regNo": "3301062015292",
        "regCap": "100",
        "regCapCur_CN": "美元",
        "opTo": "长期",
    }
    said = state("enterprise", cells, provider="x", day="2024-01-01")
    assert said.names == (f"uscc:{uscc()}", "reg:3301062015292")
    assert said.refs[0].identifier == f"uscc:{uscc()}"
    assert said.refs[0].name == "某某有限公司"
    assert said.key == ("@party",)
    assert said.values["registered_capital"] == 1_000_000.0
    assert said.values["registered_capital_currency"] == "USD"
    assert said.values["term_until"] == "9999-12-31"
    nameless = refuse("enterprise", {"名称": "某某有限公司", "统一社会信用代码": ""}, provider="x", day="2024-01-01")
    assert nameless.rule == "identifier"


def test_weaker_codes_of_a_party_are_values_that_identify_nobody() -> None:
    both = PENALTY | {"代码_2(工商注册号)": REG}
    said, bare = state("penalty", both), state("penalty", PENALTY)
    assert said.values == {**bare.values, "party_codes": (f"reg:{REG}",)}
    assert (said.refs, said.names, said.key) == (bare.refs, bare.names, bare.key)
    assert said.id != bare.id, "what one row says and the other does not is not lost"
    assert said.id == statement_id(
        "penalty", said.provider, said.key, said.day, said.seq, said.action, said.values, said.refs, None
    )


HOLDING = {
    "统一社会信用代码": uscc(),
    "股东": "张三",
    "股东类型": "自然人股东",
    "持股比例": "25%-50%",
    "认缴出资额(万元)": "10",
}


def test_a_snapshot_has_a_scope_and_a_default() -> None:
    said = state("shareholder", HOLDING, provider="x", day="2024-01-01")
    assert said.scope == ("@enterprise", "register")
    assert said.values == {
        "basis": "register",
        "holder_type": "自然人股东",
        "share_min": 0.25,
        "share_max": 0.5,
        "subscribed": 100_000.0,
    }
    assert {r.role: r.identifier for r in said.refs}["holder"] == f"person:uscc:{uscc()}:张三"
    spoiled = refuse("shareholder", HOLDING | {"股东": ""}, provider="x", day="2024-01-01")
    assert spoiled.scope == ("x", f"uscc:{uscc()}", "register")
    lost = refuse("shareholder", HOLDING | {"统一社会信用代码": "123"}, provider="x", day="2024-01-01")
    assert lost.scope is None


@pytest.mark.parametrize(
    ("header", "cell", "share"), [("持股比例(%)", "25", 0.25), ("持股比例（％）", "25%", 0.25), ("hold_ratio", "25", 0.25)]
)
def test_units_of_headers(header: str, cell: str, share: float) -> None:
    category = "listed_holder" if header == "hold_ratio" else "shareholder"
    cells = {"ts_code": "1", "股东名称": "甲公司", header: cell, "end_date": "20231231"}
    if category == "shareholder":
        cells = {"统一社会信用代码": uscc(), "股东": "甲公司", header: cell}
    said = state(category, cells, provider="x", day="2024-01-01")
    assert said.values["share"] == share
    with pytest.raises(InputError, match="does not fit"):
        check("shareholder", HOLDING | {"实缴(%)": "1"}, provider="x", day="2024-01-01")


def test_days_by_mode() -> None:
    late = state("penalty", PENALTY, day="2024-06-01")
    assert late.day == "2024-06-01"
    assert late.refs[-1].identifier == "name:Department::2024-05-06:杭州市市场监督管理局", "a name of the day of the decision"
    assert state("penalty", PENALTY | {"_day": "2024/7/1"}, day="2024-06-01").day == "2024-07-01"
    holder = {"ts_code": "1", "holder_name": "甲公司", "hold_ratio": "5", "end_date": "20231231"}
    assert state("listed_holder", holder, provider="x", day="2024-06-01").day == "2023-12-31"
    listed = {"统一社会信用代码": uscc(), "列入日期": "2023-01-01", "移出日期": "2024-01-01", "列入原因": "失联"}
    assert state("abnormal_operations", listed, provider="x").day == "2024-01-01"
    refused = refuse("abnormal_operations", listed | {"移出日期": "2022-01-01"}, provider="x")
    assert (refused.rule, refused.column) == ("order", "移出日期")
    undated = refuse("spot_check", {"统一社会信用代码": uscc(), "检验结果": "合格", "检查日期": ""}, provider="x")
    assert (undated.rule, undated.column) == ("day", "检查日期")


def test_reserved_columns() -> None:
    said = state("penalty", PENALTY | {"_seq": "3", "_action": "更正", "_level": "2"})
    assert (said.seq, said.action, said.level) == (3, Action.CORRECT, 2)
    assert said.id != state("penalty", PENALTY | {"_seq": "3", "_action": "correct"}).id
    assert state("penalty", PENALTY | {"_level": "0"}).id == state("penalty", PENALTY).id
    for column, value in (("_seq", "-1"), ("_action", "cover"), ("_level", "4"), ("_day", "长期")):
        assert refuse("penalty", PENALTY | {column: value}).column == column


def test_a_withdrawal_needs_the_key_alone() -> None:
    cells = {"统一社会信用代码": uscc(), "_action": "withdraw", "名称": ""}
    said = state("enterprise", cells, provider="x", day="2024-01-01")
    assert (said.action, said.names, said.key) == (Action.WITHDRAW, (said.refs[0].identifier,), ("@party",))


def test_posts_are_split() -> None:
    cells = {"统一社会信用代码": uscc(), "姓名": "张三", "职务": "董事长/总经理、董事长"}
    (row,) = check("key_person", cells, provider="x", day="2024-01-01")
    assert isinstance(row, Row)
    assert [s.values["post"] for s in row.statements] == ["董事长", "总经理"]
    assert len({s.id for s in row.statements}) == 2
    assert refuse("key_person", cells | {"职务": " / "}, provider="x", day="2024-01-01").rule == "required"


def test_lenient_flags_what_else_is_refused() -> None:
    wrong = uscc()[:-1] + ("0" if uscc()[-1] != "0" else "1")
    nameless = PENALTY | {"代码_1(统一社会信用代码)": wrong, "行政相对人名称": ""}
    assert refuse("penalty", nameless).rule == "check_character"
    (row,) = check("penalty", PENALTY | {"代码_1(统一社会信用代码)": wrong}, lenient=True)
    assert isinstance(row, Row)
    assert "check character" in row.flags[0]


def test_an_unreadable_row_is_refused() -> None:
    checker = RowChecker(CATALOGUE["penalty"], document="a.csv")
    checker.bind(list(PENALTY))
    reject = checker(RawRow("Sheet1", 9, {}, "cut off"))
    assert isinstance(reject, Reject)
    assert (reject.sheet, reject.line, reject.rule, reject.message) == ("Sheet1", 9, "unreadable", "cut off")


@given(
    st.dictionaries(
        st.sampled_from([*PENALTY, "类别", "证件号码", "处罚类别", "_seq", "_action", "_level", "_day"]), st.text(max_size=30)
    )
)
def test_no_row_breaks_the_checker(cells: dict[str, str]) -> None:
    checker = RowChecker(CATALOGUE["penalty"], provider="x", secret=b"k")
    checker.bind([*PENALTY, "类别", "证件号码", "处罚类别", "_seq", "_action", "_level", "_day"])
    found = checker(RawRow(None, 1, PENALTY | cells))
    assert isinstance(found, Row | Reject)
    if isinstance(found, Row):
        assert all(value is not None for s in found.statements for value in s.values.values())


TERM = {"企业名称": "甲公司", "统一社会信用代码": uscc(), "营业期限至": "", "opTo": ""}


@pytest.mark.parametrize(
    ("first", "second", "values", "flags"),
    [
        ("见附件", "2030-01-01", {"term_until": "2030-01-01"}, ("营业期限至: cannot be read; another column counts",)),
        ("2030-01-01", "见附件", {"term_until": "2030-01-01"}, ("opTo: cannot be read; 营业期限至 counts",)),
        ("见附件", "", {"term_until_told": "见附件"}, None),
        ("见附件", "同上", {"term_until_told": "见附件"}, None),
    ],
)
def test_of_several_columns_the_one_that_can_be_read_counts(
    first: str, second: str, values: dict[str, Scalar], flags: tuple[str, ...] | None
) -> None:
    (row,) = check("enterprise", TERM | {"营业期限至": first, "opTo": second}, provider="x", day="2024-01-01")
    assert isinstance(row, Row), row
    assert {n: v for n, v in row.statements[0].values.items() if n.startswith("term_until")} == values
    assert row.flags == flags if flags else "kept as stated" in "".join(row.flags)


def test_a_default_does_not_stand_in_for_what_was_told() -> None:
    (row,) = check("penalty", PENALTY | {"罚款金额(万元)": "若干"})
    assert isinstance(row, Row), row
    values = row.statements[0].values
    assert ("fine" in values, values["fine_told"]) == (False, "若干")


FIRMS = {"name": "甲公司", "code": uscc(), "_provider": "x", "_day": "2024-01-01"}
OPTIONAL = [p for p in CATALOGUE["enterprise"].properties if p.name not in CATALOGUE["enterprise"].decisive]


@settings(deadline=None)
@given(st.sampled_from(OPTIONAL), st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=90))
def test_whatever_stands_in_an_optional_cell_the_row_is_read_and_the_text_is_read_told_or_remarked(
    prop: Property, text: str
) -> None:
    (row,) = check("enterprise", FIRMS | {prop.name: text})
    assert isinstance(row, Row), row
    (statement,) = row.statements
    said = {n for n in statement.values if n.startswith(prop.name)} | {r.role for r in statement.refs}
    if f"{prop.name}_told" in said:
        assert not prop.sensitive
        assert any(f"{prop.name}: kept as stated" in flag for flag in row.flags)
    else:
        assert prop.name in said or row.flags or is_empty(text) or is_no_day(text) or not clean_text(text)
