"""Dates, money, shares, numbers, texts, choices, divisions, industries, telephones."""

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.types import READERS
from loaders.types.date import read_day
from loaders.values.canonical import canonical
from loaders.values.cells import CellContext, Refused
from loaders.values.money_units import read_currency, read_unit
from models.catalogue import Property, Title, TypeName

DAYS = st.dates(date(1600, 1, 1), date(2199, 12, 31))


def read(kind: TypeName, text: str, context: CellContext | None = None, **form: Any) -> dict[str, Any]:
    prop = Property(name="x", type=kind, title=Title(zh="甲", en="x"), **form)
    cell = READERS[kind](prop, context or CellContext())(text)
    assert all(canonical(value) == canon for _, value, canon in cell.entries)
    return {name: value for name, value, _ in cell.entries}


def refused(kind: TypeName, text: str, context: CellContext | None = None, **form: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        read(kind, text, context, **form)
    return caught.value


@given(DAYS)
def test_every_form_of_a_day_is_the_same_day(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day:%Y%m%d}" if day.year >= 1000 else day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        f"{day.isoformat()}T23:59:59.999",
    ]
    assert {read_day(form) for form in forms} == {day.isoformat()}


@given(st.dates(date(1927, 5, 19), date(2173, 10, 13)))
def test_spreadsheet_serials(day: date) -> None:
    assert read_day(str((day - date(1899, 12, 30)).days)) == day.isoformat()


@given(st.datetimes(datetime(1976, 9, 1), datetime(2199, 1, 1)))  # noqa: DTZ001
def test_epoch_milliseconds_are_days_of_shanghai(moment: datetime) -> None:
    here = moment.replace(tzinfo=ZoneInfo("UTC"))
    milliseconds = (here - datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))) // timedelta(milliseconds=1)
    assert read_day(str(milliseconds)) == here.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("长期", "9999-12-31"),
        ("253402185600000", "9999-12-31"),
        ("253402300799999", "9999-12-31"),
        ("9999-9-9", "9999-12-31"),
        ("99990909", "9999-12-31"),
        ("2099-12-31", "2099-12-31"),
        ("永久", "9999-12-31"),
        ("２０１７年６月３０日", "2017-06-30"),
        ("20171231.0", "2017-12-31"),
        ("20171231235959", "2017-12-31"),
        ("1512057600000", "2017-12-01"),
        ("2017-12-31T17:00:00Z", "2018-01-01"),
        ("2017-12-31T23:00:00+08:00", "2017-12-31"),
        ("43100", "2017-12-31"),
        ("43100.75", "2017-12-31"),
        ("2016-02-29", "2016-02-29"),
        ("202403151430", "2024-03-15"),
        ("2024031514", "2024-03-15"),
        ("20240315 14:30", "2024-03-15"),
        ("1426291200", "2015-03-14"),
        ("1988-04-30T15:00:00Z", "1988-05-01"),
        ("2016-3-30 16:00:00+00:00", "2016-03-31"),
        ("Aug 13, 2015 12:00:00 AM", "2015-08-13"),
        ("Aug 13, 2015, 12:00:00\u202fAM", "2015-08-13"),
        ("August 13th, 2015", "2015-08-13"),
        ("13-Aug-2015", "2015-08-13"),
        ("13 August 2015", "2015-08-13"),
        ("8/13/2015 12:00:00 AM", "2015-08-13"),
        ("13/8/2015", "2015-08-13"),
        ("8/8/2015", "2015-08-08"),
        ("Wed Mar 30 00:00:00 CST 2016", "2016-03-30"),
        ("Wed Mar 30 16:00:00 UTC 2016", "2016-03-31"),
        ("Sun May 01 00:00:00 CDT 1988", "1988-05-01"),
        ("Wed, 30 Mar 2016 18:00:00 GMT", "2016-03-31"),
        ("Wed Mar 30 2016 00:00:00 GMT+0800 (中国标准时间)", "2016-03-30"),
        ("2015年8月13日 上午12:00:00", "2015-08-13"),
        ("2015年8月13日星期四", "2015-08-13"),
        ("二〇一五年八月十三日", "2015-08-13"),
        ("二○一五年十月三十一日", "2015-10-31"),
        ("二零二〇年元月二十日", "2020-01-20"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2017-02-29",
        "2017-13-01",
        "20171301",
        "2017年2月30日",
        "2017年6月",
        "2017",
        "17-06-30",
        "0000-00-00",
        "yesterday",
        "1" * 50,
        "2017-06/30",
        "0001-01-01",
        "8/9/2015",
        "Aug 32, 2015",
        "Smarch 13, 2015",
        "Wed Mar 30 00:00:00 EST 2016",
        "二〇一五年十三月一日",
        "长期股权投资",
        "至项目竣工",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_day(text)
    assert caught.value.rule == "date"


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (
            "21-3-5 21/03/05 05/03/21 '21年3月5日 21年3月5日 21年3月 210305 5-Mar-21",
            "a year of two digits, whose century",
        ),
        ("2021-03 2021/3 2021.3 2021年3月 2021年3月份 二〇二一年三月 202103", "a month without its day"),
        ("2021 2021年 2021年度 二〇二一年", "a year without its day"),
        ("2021-13 202113 2021年13月 99-99", "not a date"),
    ],
)
def test_less_than_a_day_says_what_it_lacks(texts: str, why: str) -> None:
    for text in texts.split():
        with pytest.raises(Refused) as caught:
            read_day(text)
        assert why in caught.value.message, text


@pytest.mark.parametrize(
    "text",
    "长期 永久 永续经营 长期经营 长期有效 无固定期限 无限期 无期限 永续 不约定期限 未约定"
    " 长期(永久) 至长期 营业期限：长期 长期。 至今"
    " 不限 无经营期限限制 long-term Permanent".split(),
)
def test_words_for_a_term_without_end(text: str) -> None:
    assert read_day(text) == "9999-12-31"


@pytest.mark.parametrize("text", ["0000-00-00", "0000-00-00 00:00:00", "00000000", "0", "0001-01-01T00:00:00", "1900-01-00"])
def test_what_programs_write_for_no_day_is_empty(text: str) -> None:
    assert read(TypeName.DATE, text) == {}


def test_a_zero_that_could_be_a_day_is_kept_as_told() -> None:
    assert read(TypeName.DATE, "1900-01-01 00:00:00") == {"x_told": "1900-01-01 00:00:00"}


_MOMENTS = st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001


@given(_MOMENTS, st.sampled_from((0, 8, -5)))
def test_english_and_java_forms_agree_with_iso(moment: datetime, hours: int) -> None:
    there = moment.replace(tzinfo=timezone(timedelta(hours=hours)), microsecond=0)
    right = there.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
    offset = f"{hours:+03}00"
    forms = [
        there.isoformat(),
        f"{there:%a %b %d %H:%M:%S} GMT{offset} {there.year}",
        f"{there:%a, %d %b} {there.year} {there:%H:%M:%S} {offset}",
        f"{there:%b %d,} {there.year} {there:%I:%M:%S %p} {offset}",
        f"{there:%a %b %d} {there.year} {there:%H:%M:%S} GMT{offset} (Somewhere)",
    ]
    assert {read_day(form) for form in forms} == {right}


@given(_MOMENTS)
def test_figures_run_together_are_the_day_they_begin_with(moment: datetime) -> None:
    forms = ("%Y%m%d", "%Y%m%d%H", "%Y%m%d%H%M", "%Y%m%d%H%M%S")
    assert {read_day(moment.strftime(form)) for form in forms} == {moment.date().isoformat()}


@pytest.mark.parametrize(
    ("word", "multiple", "currency"),
    [
        ("万香港元", 10_000, "HKD"),
        ("万元美元", 10_000, "USD"),
        ("万港元", 10_000, "HKD"),
        ("林吉特", 1, "MYR"),
        ("美元（万元）", 10_000, "USD"),
        ("元(人民币)", 1, "CNY"),
        ("人民币CNY", 1, "CNY"),
        ("万卢布", 10_000, "RUB"),
    ],
)
def test_words_for_currencies(word: str, multiple: int, currency: str) -> None:
    assert read_unit(word) == (multiple, currency)
    assert read_currency(word) == currency


def test_a_currency_is_a_word_letters_or_figures() -> None:
    told = {"840": "USD", "344": "HKD", "36": "AUD", "036": "AUD", "156.0": "CNY", "usd": "USD", "外星币": None, "999": None}
    assert {text: read_currency(text) for text in told} == told
    assert read_unit("840") is None, "figures are no unit of an amount"


@given(st.decimals(0, 10**12, places=2))
def test_amounts_agree_however_they_are_written(amount: object) -> None:
    plain = f"{amount}"
    grouped = f"{amount:,}"
    expected = float(plain)
    for text in (plain, grouped, f"{plain}元", f"人民币{plain}元", f"¥{plain}", f" {plain} 人民币"):
        assert read(TypeName.MONEY, text) == {"x": expected}


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("100万元", 1_000_000.0, None),
        ("1.5亿元", 150_000_000.0, None),
        ("100万美元", 1_000_000.0, "USD"),
        ("100万元人民币", 1_000_000.0, None),
        ("100万人民币", 1_000_000.0, None),
        ("USD 100", 100.0, "USD"),
        ("１００万元", 1_000_000.0, None),
        ("0.1万元", 1000.0, None),
        ("港币100万元", 1_000_000.0, "HKD"),
    ],
)
def test_money_with_units(text: str, value: float, currency: str | None) -> None:
    wanted: dict[str, Any] = {"x": value} | ({"x_currency": currency} if currency else {})
    assert read(TypeName.MONEY, text) == wanted


def test_money_in_a_column_of_ten_thousands() -> None:
    context = CellContext(unit=10_000.0, unit_stated=True)
    assert read(TypeName.MONEY, "0.3", context) == {"x": 3000.0}
    assert read(TypeName.MONEY, "0.29", context) == {"x": 2900.0}
    assert read(TypeName.MONEY, "5万元", context) == {"x": 50_000.0}


@pytest.mark.parametrize(
    "text", ["-5", "abc", "1e999", "1" * 45, "12,34", "5 贝壳", "100美元人民币5", "美元100人民币", "nan5", "∞"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    refused(TypeName.MONEY, text)


def test_negative_money_names_the_bound() -> None:
    assert "less than 0" in refused(TypeName.MONEY, "-100").message
    assert read(TypeName.MONEY, "-100", minimum=-1000.0) == {"x": -100.0}


@given(st.integers(0, 10_000))
def test_shares_agree_as_fraction_and_as_per_cent(points: int) -> None:
    per_cent = f"{points / 100:.2f}"
    fraction = read(TypeName.SHARE, f"{points / 10_000:.4f}")
    assert read(TypeName.SHARE, f"{per_cent}%") == fraction
    assert read(TypeName.SHARE, per_cent, CellContext(unit=0.01, unit_stated=True)) == fraction
    assert 0 <= fraction["x"] <= 1


@pytest.mark.parametrize("text", ["25%-50%", "25-50%", "25%~50%", "25%至50%", "0.25-0.5", "25 % — 50 %"])
def test_ranges_stay_ranges(text: str) -> None:
    assert read(TypeName.SHARE, text) == {"x_min": 0.25, "x_max": 0.5}


def test_shares_over_the_whole_are_refused_with_the_remedy() -> None:
    assert "more than the whole" in refused(TypeName.SHARE, "120%").message
    assert "more than the whole" in refused(TypeName.SHARE, "120", CellContext(unit=0.01, unit_stated=True)).message
    assert "(%)" in refused(TypeName.SHARE, "25").message
    for text in ("-5%", "50%-25%", "a half", "%", "0.2.3", "1" * 40):
        refused(TypeName.SHARE, text)


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1.0), ("1.00", 1.0), ("1e3", 1000.0), ("1,234,567", 1_234_567.0), ("3.5万股", 35_000.0)]
)
def test_numbers(text: str, value: float) -> None:
    assert read(TypeName.NUMBER, text) == {"x": value}


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_canonical_numbers_read_back(value: float) -> None:
    assert float(canonical(value)) == value
    assert "e" not in canonical(value).lower()


def test_equal_numbers_have_one_canonical_form() -> None:
    assert {canonical(1), canonical(1.0), canonical(-0.0 + 1)} == {"1"}
    assert canonical(-0.0) == "0"
    assert canonical(True) == "true"
    assert canonical(("a", "bc")) != canonical(("ab", "c"))


@pytest.mark.parametrize("text", ["2025", "2025年", "2025年度", "２０２５ 年", "2025.0"])
def test_a_year_may_be_written_as_one(text: str) -> None:
    assert read(TypeName.INTEGER, text, year=True) == {"x": 2025}


def test_only_a_year_is_written_as_one() -> None:
    assert refused(TypeName.INTEGER, "2025年").rule == "number"
    assert refused(TypeName.INTEGER, "年", year=True).rule == "number"
    with pytest.raises(ValueError, match="year belongs to type integer"):
        read(TypeName.NUMBER, "2025", year=True)


def test_integers_and_booleans() -> None:
    assert read(TypeName.INTEGER, "3.0") == {"x": 3}
    refused(TypeName.INTEGER, "3.5")
    refused(TypeName.INTEGER, "131", maximum=130)
    assert read(TypeName.BOOLEAN, "是") == {"x": True}
    assert read(TypeName.BOOLEAN, "0") == {"x": False}
    refused(TypeName.BOOLEAN, "maybe")


def test_texts_and_choices() -> None:
    assert read(TypeName.TEXT, "  甲\u200b乙\x00 ") == {"x": "甲乙"}
    assert read(TypeName.TEXT, "<b>'); MATCH (n) DETACH DELETE n //</b>") == {"x": "<b>'); MATCH (n) DETACH DELETE n //</b>"}
    assert refused(TypeName.TEXT, "长" * 1_000_000).rule == "too_long"
    assert read(TypeName.TEXTS, "罚款、警告；罚款") == {"x": ("罚款", "警告")}
    assert read(TypeName.TEXTS, '["a、b", "c"]') == {"x": ("a、b", "c")}
    choices = {"open": ("存续（在营）",), "closed": ()}
    assert read(TypeName.CHOICE, "存续(在营)", choices=choices) == {"x": "open"}
    assert "open (存续（在营）), closed" in refused(TypeName.CHOICE, "别的", choices=choices).message
    assert read(TypeName.CHOICE, "别的", choices={"a": (), "other": ("*",)}) == {"x": "other"}


def test_divisions_and_industries_are_never_a_reason_to_refuse() -> None:
    prop = Property(name="x", type=TypeName.REGION, title=Title(zh="甲", en="x"))
    region = READERS[TypeName.REGION](prop, CellContext())
    assert region("330106") == ((("x", "330106", "330106"),), ())
    assert region("33").entries[0][1] == "330000"
    assert region("330106000000").entries[0][1] == "330106"
    assert not region("330103").flags, "a retired division is known"
    assert region("999999").flags
    assert region("火星").flags
    assert read(TypeName.INDUSTRY, "F") == {"x": "F"}
    assert read(TypeName.INDUSTRY, "F52") == {"x": "52"}
    assert read(TypeName.INDUSTRY, "5261") == {"x": "5261"}
    assert read(TypeName.INDUSTRY, "批发和零售业") == {"x": "F"}
    assert READERS[TypeName.INDUSTRY](prop, CellContext())("99").flags
    assert READERS[TypeName.INDUSTRY](prop, CellContext())("C52").flags


def test_telephones() -> None:
    assert read(TypeName.PHONE, "0571-8888 8888转12") == {"x": "057188888888转12"}
    assert read(TypeName.PHONE, "13800000000.0") == {"x": "13800000000"}
    assert read(TypeName.PHONE, "请咨询前台") == {}
    refused(TypeName.PHONE, "1.38E+10")


@pytest.mark.parametrize("kind", [t for t in READERS if t not in {TypeName.TEXT, TypeName.TEXTS, TypeName.CHOICE}])
@given(text=st.text(max_size=40))
def test_no_reader_fails_on_any_text(kind: TypeName, text: str) -> None:
    prop = Property(name="x", type=kind, title=Title(zh="甲", en="x"))
    with suppress(Refused):
        cell = READERS[kind](prop, CellContext(secret=b"k"))(text)
        assert all(canonical(value) == canon for _, value, canon in cell.entries)


def test_a_text_that_a_spreadsheet_made_a_number_is_written_out_or_refused_in_a_key() -> None:
    assert read(TypeName.TEXT, "3.10330106202E+11") == {"x": "310330106202"}
    assert refused(TypeName.TEXT, "3.11033e+17", CellContext(in_key=True)).rule == "digits_lost"
    assert read(TypeName.TEXT, "3.11033E+17") == {"x": "3.11033E+17"}
    for text in ("1E3", "1.234E+02", "甲E+17", "12E+17"):
        assert read(TypeName.TEXT, text, CellContext(in_key=True)) == {"x": text}
