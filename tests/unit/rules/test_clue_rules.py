"""What the rules of clues are, and what a file of them may not say."""

import re
from pathlib import Path

import pytest

from app.errors import RulesError
from app.rules.clues import clue_rules, read_clue_rules
from app.rules.files import FOLDER
from loaders.catalogue.files import read_catalogue
from models.clues.parts import ClueKind
from tests.unit.rules.altering import altered

FILE = FOLDER / "clues.yml"


def test_adverse_records_are_of_the_catalogue() -> None:
    catalogue = read_catalogue()
    for name, where in clue_rules().adverse.items():
        assert set(where) <= {one.name for one in catalogue[name].properties}, name
        assert catalogue[name].record is not None


@pytest.mark.parametrize(
    ("department", "family"),
    [
        ("杭州市市场监督管理局", "market"),
        ("国家税务总局杭州市税务局", "tax"),
        ("杭州市西湖区人民法院", "court"),
        ("某县体育局", "other"),
        ("北京知识产权法院", "court"),
        ("上海海事法院", "court"),
        ("杭州市公安局交通警察支队", "police"),
        ("杭州市交通运输综合行政执法队", "transport"),
        ("杭州市农业综合行政执法队", "agriculture"),
        ("杭州市文化市场综合行政执法队", "economy"),
        ("杭州市生态环境保护综合行政执法队", "environment"),
        ("杭州市西湖区综合行政执法局", "housing"),
        (None, "other"),
    ],
)
def test_departments_of_one_family_are_one_everywhere(department: str | None, family: str) -> None:
    rules = clue_rules()
    assert rules.families[rules.family_of(department)].name == family


def test_premises_are_common_sooner() -> None:
    rules = clue_rules()
    assert (rules.common_from(ClueKind.ADDRESS), rules.common_from(ClueKind.ADDRESS, premises=True)) == (20, 4)
    assert rules.common_from(ClueKind.AGENT, premises=True) == 30


@pytest.mark.parametrize(
    ("before", "after", "at", "says"),
    [
        ("window_days: 365", "window_days: 0", "window_days: 0", "window_days: Input should be greater than or equal to 1"),
        ("phone: 20", "fax: 20", "common_above:", "common_above: it has a number for each of"),
        ("flag_up_to: 0.05", "flag_up_to: 2", "expected:", "expected: what is flagged is listed"),
        ("words: [税务]", "words: []", "families:", "families: every family has words but the last"),
        ("name: tax,", "name: market,", "families:", "families: two families have one name"),
        ("{among: [D]}", "{amongst: [D]}", "  tax_credit_grade", "adverse.tax_credit_grade.grade.amongst: unknown key"),
        ("  wage_arrears_list: {}", "  penalty: {}", "  penalty: {}", "'penalty' is given twice"),
        ("hops: 2", "hops: 3", "seeded:", "seeded.hops: Input should be less than or equal to 2"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, before: str, after: str, at: str, says: str) -> None:
    path = tmp_path / "clues.yml"
    lines = altered(FILE, path, before, after).splitlines()
    with pytest.raises(RulesError, match=re.escape(says)) as wrong:
        read_clue_rules(path)
    line = next(n for n, one in enumerate(lines, 1) if one.startswith(at))
    assert wrong.value.context == {"file": str(path), "line": line}
