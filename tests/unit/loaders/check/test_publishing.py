"""What an enterprise chose not to publish in its annual report is not kept."""

import pytest

from tests.support.checking import read_row

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


def test_the_chinese_header_of_a_choice_is_one_too() -> None:
    row = read_row("annual_report", REPORT | {"资产总额（万元）": "123.4", "资产总额（万元）是否公示": "否"})
    assert "assets" not in row.statements[0].values


def test_words_in_place_of_the_value_are_no_mistake() -> None:
    row = read_row("annual_report", REPORT | {"assGro": "企业选择不公示", "assGroDis": "2"})
    assert "assets" not in row.statements[0].values
