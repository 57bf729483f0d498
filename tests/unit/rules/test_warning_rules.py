"""Files of warning rules: what is wrong in one is refused with file and line, and so is a question that does not fit."""

from datetime import date
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace
from typing import Any

import pytest

from app.answers.warnings.checking import check_question
from app.errors import InputError, RulesError
from app.paths import CYPHER
from app.questions import Questions
from app.rules.warnings.rules import read_warning_rules, warning_rules
from models.catalogue import Catalogue

RULE = """\
rules:
  - id: W90
    name: invented
    title: {zh: 示例, en: Invented}
    fires: {zh: 示例, en: Invented}
    version: 1
    severity: 2
    needs: [penalty]
    question: warnings.administrative.many_departments
    params:
      since: {is: window, value: P180D}
      least: {is: count, value: 3}
    root: decision
    figures:
      departments: {title: {zh: 部门, en: Departments}, threshold: least, steps: [4, 6]}
    indicators: [R7]
    act: {zh: 示例, en: Invented}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("indicators: [R7]", "indicators: [R99]", 16, "there is no indicator R99"),
        ("value: 3}", "value: many}", 12, "'many' is no whole number (count)"),
        ("value: P180D", "value: half a year", 11, "'half a year' is no window"),
        ("severity: 2", "severity: 5", 7, "severity"),
        ("threshold: least", "threshold: most", 15, "the rule has no parameter most"),
        ("steps: [4, 6]", "steps: [6, 4]", 15, "steps stand in the order"),
        ("needs: [penalty]", "needs: []", 8, "needs"),
        ("root: decision", "root: decision\n    colour: red", 14, "unknown key"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "one.yml"
    path.write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        read_warning_rules(tmp_path)
    assert f"one.yml:{line}: " in refused.value.message
    assert says in refused.value.message


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(RULE, encoding="utf-8")
    (tmp_path / "b.yml").write_text(RULE.replace("name: invented", "name: other"), encoding="utf-8")
    with pytest.raises(RulesError, match=r"b\.yml:2: id: W90 is given twice"):
        read_warning_rules(tmp_path)


def asked(catalogue: Catalogue, folder: Path) -> Questions:
    engine: Any = SimpleNamespace(capabilities=SimpleNamespace(name="embedded", fulltext_index=""))
    return Questions(catalogue, engine, folder, ahead=False)


def test_every_rule_fits_its_question(catalogue: Catalogue) -> None:
    questions = asked(catalogue, CYPHER)
    for rule in warning_rules().rules.values():
        check_question(rule, questions)
        assert set(rule.needs) <= set(catalogue.categories)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("RETURN collect", "SET p.seen = true RETURN collect", "a question only reads"),
        ("MATCH (s)-[i:ISSUED_BY]->", "MATCH (s)-[i:ISSUED_BY*]->", "a path needs an upper bound"),
        ("LIMIT $most + 1", "LIMIT 10", "parameter 'most' is declared but not used"),
        ("least: int 2..100", "fewest: int 2..100", "parameter 'least' is used but not declared"),
    ],
)
def test_a_question_that_writes_or_never_ends_is_refused(
    catalogue: Catalogue, tmp_path: Path, old: str, new: str, says: str
) -> None:
    folder = copytree(CYPHER, tmp_path / "cypher")
    path = folder / "warnings" / "administrative" / "many_departments.cypher"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        check_question(warning_rules().rules["W30"], asked(catalogue, folder))
    assert says in refused.value.message
    assert "administrative.yml:" in refused.value.message


def test_a_parameter_that_the_question_does_not_take_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text(
        RULE.replace("least: {is: count", "least: {is: share").replace("value: 3}", "value: 0.3}")
    )
    read = read_warning_rules(tmp_path)
    with pytest.raises(RulesError, match=r"one\.yml:2: W90: .* takes least as int, and the rule gives share \(float\)"):
        check_question(read.rules["W90"], asked(catalogue, CYPHER), read.places["W90"])


def test_other_values_are_checked_as_those_of_the_file() -> None:
    rule = warning_rules().rules["W30"]
    assert rule.changed({"least": "5"}).params["least"].value == 5
    with pytest.raises(InputError, match="W30 takes no most; it takes since, least"):
        rule.changed({"most": 5})
    with pytest.raises(InputError, match="least: 'few' is no whole number"):
        rule.changed({"least": "few"})


def test_windows_end_on_the_day_asked_about() -> None:
    rules = warning_rules().rules
    assert rules["W30"].given(date(2024, 6, 29))["since"] == "2024-01-01"
    assert rules["W08a"].given(date(2024, 4, 2))["until"] == "2021-06-01"
    assert rules["W09a"].given(date(2024, 6, 30))["year"] == 2022
    assert rules["W09a"].given(date(2024, 7, 1))["year"] == 2023
    assert rules["W23"].given(date(2024, 6, 3))["overdue"] == "2024-05-06"
