"""Rule sets of classes: their figures, and what a file of one may not say."""

import re
from pathlib import Path

import pytest

from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_classes import GENERAL, class_rules, read_class_rules
from app.rules.risk_indicators import indicators
from loaders.catalogue.files import read_catalogue
from tests.unit.rules.altering import altered


def test_the_figures_of_the_general_set() -> None:
    rules = class_rules()[GENERAL]
    assert rules.most == {"B": 20, "D": 40, "R": 150, "J": 150, "A": 30}
    assert rules.under == {"A": 10, "B": 40, "C": 100}
    assert rules.direct == ("R1", "R12", "J4", "J5")
    assert (rules.exposure.points, rules.exposure.classes, rules.best.months) == (100, 1, 12)


def test_what_class_a_needs_is_collected() -> None:
    known = read_catalogue().categories.keys()
    assert {name for rules in class_rules().values() for name in rules.best.needs} <= known


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("R12, J4", "R99, J4", 12, "direct.1: there is no indicator R99"),
        ("name: general_2026", "name: general_2027", 3, "name: general_2027 belongs in general_2027.yml"),
        ("B: 20, ", "", 7, "most: every dimension has its bound; lacking: B"),
        ("B: 40, C: 100", "B: 40", 10, "under: the classes A, B and C have a bound"),
        ("B: 40, C: 100", "B: 40, C: 40", 10, "under: bounds rise from class to class"),
        ("B: 20", "B: -20", 7, "most.B: Input should be greater than or equal to 0"),
        ("B: 20", "X: 20", 7, "most.X"),
        ("classes: 1", "classes: 4", 8, "exposure.classes: Input should be less than or equal to 3"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, before: str, after: str, line: int, says: str) -> None:
    path = tmp_path / "general_2026.yml"
    altered(FOLDER / "classes/general_2026.yml", path, before, after)
    with pytest.raises(RulesError, match=re.escape(says)) as wrong:
        read_class_rules(tmp_path, indicators().indicators)
    assert wrong.value.context == {"file": str(path), "line": line}
