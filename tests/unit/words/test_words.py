"""The words people read: the same in both languages, and one form for each figure, amount, day, moment and code."""

from collections import Counter
from string import Formatter

import pytest

from app.words import LANGUAGES, words
from app.words.speaking import TABLES
from models.catalogue import Property, Title, TypeName


def parts(text: str) -> set[str | None]:
    """The names of the parts that a text takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_a_key_stands_in_one_table_and_takes_the_same_parts_in_both_languages() -> None:
    assert [key for key, times in Counter(key for table in TABLES for key in table).items() if times > 1] == []
    counted = {"remark_rows"}  # English also says row or rows
    differing = [k for table in TABLES for k, (zh, en) in table.items() if parts(zh) != parts(en) and k not in counted]
    assert differing == []


def test_chinese_words_are_chinese() -> None:
    english = {"other_language", "of"}
    assert [k for t in TABLES for k, (zh, _) in t.items() if zh.isascii() and "{" not in zh and k not in english] == []


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(0.6, None, "60 %"), (1.0, 1.0, "100 %"), (1 / 3, 0.5, "33.3333 %–50 %"), (0.0, 0.0, "0 %"), (0.00001, None, "0.001 %")],
)
def test_shares(low: float, high: float | None, shown: str) -> None:
    assert [words(lang).share(low, high) for lang in LANGUAGES] == [shown, shown]


@pytest.mark.parametrize(
    ("amount", "currency", "zh", "en"),
    [
        (5_000_000, "CNY", "500 万元", "¥5,000,000"),
        (123_456_789.12, "CNY", "12,345.678912 万元", "¥123,456,789.12"),
        (9_999.5, "CNY", "9,999.5 元", "¥9,999.5"),
        (25_000, "USD", "2.5 万美元", "USD 25,000"),
        (100, "XAU", "100 XAU", "XAU 100"),
        (20_000, None, "2 万", "20,000"),
        (0, "CNY", "0 元", "¥0"),
    ],
)
def test_amounts(amount: float, currency: str | None, zh: str, en: str) -> None:
    assert (words("zh").money(amount, currency), words("en").money(amount, currency)) == (zh, en)


def test_days_and_moments() -> None:
    zh, en = words("zh"), words("en")
    assert [zh.day(day) for day in ("2024-01-02", "9999-12-31", None)] == ["2024-01-02", "长期", "长期"]
    assert (zh.period("2024-01-02", "9999-12-31"), en.period("2024-01-02", None)) == ("2024-01-02 – 至今", "2024-01-02 – open")
    assert zh.period("2024-01-02", "2024-03-01") == "2024-01-02 – 2024-03-01"
    assert en.moment("2026-03-01T09:30:12.000001+08:00") == "2026-03-01 09:30"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330106", "浙江省杭州市西湖区"),
        ("330100", "浙江省杭州市"),
        ("330000", "浙江省"),
        ("110101", "北京市东城区"),
        ("110100", "北京市"),
    ],
)
def test_divisions_have_their_names(code: str, name: str) -> None:
    assert (words("zh").region(code), words("en").region(code)) == (f"{name}（{code}）", f"{name} ({code})")


def test_industries_have_the_title_of_their_division() -> None:
    assert [words("zh").industry(code) for code in ("C", "51", "5132", "0000")] == [
        "制造业（C）",
        "批发业（51）",
        "批发业（5132）",
        "0000",
    ]


def test_states_of_registration() -> None:
    assert [words("zh").state(state) for state in ("in_business", None, "revoked", "moved_out")] == ["", "", "吊销", "迁出"]
    assert words("en").state("ordered_closed") == "ordered to close"


def test_values_of_facts() -> None:
    title = Title(zh="项", en="Item")
    choice = Property(name="state", type=TypeName.CHOICE, title=title, choices={"in_business": ("存续", "在业")})
    share = Property(name="share", type=TypeName.SHARE, title=title)
    sealed = Property(name="born", type=TypeName.DATE, title=title, sensitive=True)
    assert [words(lang).value(choice, {"state": "in_business"}) for lang in LANGUAGES] == ["存续", "in business"]
    assert [words("en").value(share, v) for v in ({"share": 1.0}, {"share_min": 0.1, "share_max": 0.2}, {})] == [
        "100 %",
        "10 %–20 %",
        "",
    ]
    assert words("en").value(sealed, {"born": "****"}) == "****"


def test_an_unknown_code_is_shown_and_an_unknown_word_is_a_mistake() -> None:
    assert words("zh").code("kind", "some_thing") == "some thing"
    with pytest.raises(KeyError):
        words("zh")("no such word")


@pytest.mark.parametrize(("year", "shown"), [(True, "2025"), (False, "2,025")])
def test_the_digits_of_a_year_stay_together(year: bool, shown: str) -> None:
    prop = Property(name="report_year", type=TypeName.INTEGER, title=Title(zh="年报年度", en="Year reported"), year=year)
    assert [words(lang).value(prop, {"report_year": 2025}) for lang in LANGUAGES] == [shown, shown]
