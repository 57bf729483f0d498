"""What an enterprise chose not to publish in its annual report is not kept."""

import pytest

from models.statements import Reject
from tests.support.checking import check, read_row

REPORT = {"entName": "杭州示例有限公司", "uniscId": "91330106MA2AAAAA02", "anCheYear": "2020", "anCheDate": "2021-05-06"}


@pytest.mark.parametrize("choice", ["0", "2", "2.0", "否", "不公示", "企业选择不公示"])
def test_a_value_whose_choice_is_not_to_publish_is_left_out(choice: str) -> None:
    row = read_row("annual_report", REPORT | {"assGro": "123.4", "assGroDis": choice, "liaGro": "56.7", "liaGroDis": "1"})
    (statement,) = row.statements
    assert "assets" not in statement.values
    assert statement.values["liabilities"] == 567_000.0
    assert any("assGro: its enterprise chose not to publish it" in flag for flag in row.flags)
    assert not any("123" in flag or "liaGro" in flag for flag in row.flags)


@pytest.mark.parametrize("choice", ["1", "1.0", "是", "公示", "", "NULL"])
def test_a_value_that_is_published_stays(choice: str) -> None:
    row = read_row("annual_report", REPORT | {"assGro": "123.4", "ASSGRODIS": choice})
    (statement,) = row.statements
    assert statement.values["assets"] == 1_234_000.0
    assert not any("publish" in flag for flag in row.flags)


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        ("资产总额（万元）", "资产总额（万元）是否公示"),
        ("资产总额（万元）", "资产总额是否公示"),
        ("资产总额（万元）", "资产总额（是否公示）"),
        ("资产总额（万元）", "资产总额_是否公示"),
        ("资产总额（万元）", "资产总額 是否公示"),
        ("assGro", "资产总额是否公示"),
        ("assGro", "ASSGRO_DIS"),
    ],
)
def test_a_choice_is_known_by_what_it_is_on(value: str, choice: str) -> None:
    row = read_row("annual_report", REPORT | {value: "123.4", choice: "否"})
    assert "assets" not in row.statements[0].values
    assert any(flag.startswith(f"{value}: its enterprise chose not to publish it") for flag in row.flags)


def test_no_other_column_stands_in_for_what_is_withheld() -> None:
    row = read_row("annual_report", REPORT | {"assGro": "123.4", "资产总额（万元）": "123.4", "assGroDis": "2"})
    assert "assets" not in row.statements[0].values


def test_a_header_like_a_choice_is_none_where_nothing_is_chosen() -> None:
    row = read_row("annual_report", REPORT | {"addr": "杭州市西湖区示例路1号", "addrDis": "西湖区"})
    assert row.statements[0].values["address"] == "杭州市西湖区示例路1号"


def test_what_is_withheld_stands_in_no_reject_either() -> None:
    (found,) = check("annual_report", [REPORT | {"anCheDate": "无日期", "assGro": "123.4", "assGroDis": "2"}])
    assert isinstance(found, Reject)
    assert "123.4" not in "".join(found.cells.values())


def test_words_in_place_of_the_value_are_no_mistake() -> None:
    row = read_row("annual_report", REPORT | {"assGro": "企业选择不公示", "assGroDis": "2"})
    assert "assets" not in row.statements[0].values
