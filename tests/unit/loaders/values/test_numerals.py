"""Amounts in Chinese numerals: written out by rules of this module's own, and read back exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.types import READERS
from loaders.values.cells import Cell, CellContext, Refused
from loaders.values.numerals import read_numeral, small_writing
from models.catalogue import Property, Title, TypeName

MONEY = Property(name="x", type=TypeName.MONEY, title=Title(zh="甲", en="x"))
SMALL, BILLS = ("零一二三四五六七八九", "十百千"), ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")


def spelt(number: int, writing: tuple[str, str]) -> str:
    """A number as the rules of bills write it: each place told, a zero for every run of places skipped."""
    digits, places = writing
    text, out = str(number), ""
    for at, char in enumerate(text):
        power = len(text) - 1 - at
        if char != "0":
            if out and text[at - 1] == "0":
                out += digits[0]
            out += digits[int(char)] + (places[power % 4 - 1] if power % 4 else "")
        if power in (4, 8) and (power == 8 or int(text[max(0, at - 3) : at + 1])):
            out += "万" if power == 4 else "亿"
    return out


def money(text: str, context: CellContext | None = None) -> Cell:
    return READERS[TypeName.MONEY](MONEY, context or CellContext())(text)


@given(st.integers(1, 10**12 - 1), st.sampled_from([SMALL, BILLS]))
def test_every_whole_number_is_read_back(number: int, writing: tuple[str, str]) -> None:
    text = spelt(number, writing)
    found = read_numeral(small_writing(text))
    assert found is not None, text
    assert found.value == Decimal(number), text
    assert money(f"人民币{text}元整").entries == money(f"{number}元").entries, text


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("壹佰万元整", 1_000_000, None),
        ("叁仟伍佰元整", 3_500, None),
        ("一百二十万", 1_200_000, None),
        ("拾万元", 100_000, None),
        ("人民币壹佰萬圓整", 1_000_000, None),
        ("叄仟貳佰元正", 3_200, None),
        ("两千万元", 20_000_000, None),
        ("一万亿元", 10**12, None),
        ("伍佰万美元", 5_000_000, "USD"),
        ("港币壹拾万元整", 100_000, "HKD"),
        ("一点五万元", 15_000, None),
        ("一百二十点五亿", 12_050_000_000, None),
        ("叁仟伍佰元零伍分", 3_500.05, None),
        ("壹元贰角叁分", 1.23, None),
        ("一万五百元", 10_500, None),
        ("零元", 0, None),
    ],
)
def test_amounts_in_numerals(text: str, value: float, currency: str | None) -> None:
    told = {name: found for name, found, _ in money(text).entries}
    assert told == {"x": value} | ({"x_currency": currency} if currency else {})


def test_a_unit_of_the_column_counts_for_numerals_without_one() -> None:
    thousands = CellContext(unit=10_000.0, unit_stated=True)
    for text, value in (("一百二十", 1_200_000), ("一百二十万", 1_200_000), ("三千五百元", 3_500), ("三千五百", 35_000_000)):
        assert money(text, thousands).entries[0][1] == value, text


@pytest.mark.parametrize(
    "text", "一百五 三千五 一万五 一百零 百万元 一二三元 零五元 一百二十万股 五百五百元 一千万千元 十十元 万元整".split()
)
def test_what_could_be_two_numbers_or_none_is_no_amount(text: str) -> None:
    with pytest.raises(Refused):
        money(text)
