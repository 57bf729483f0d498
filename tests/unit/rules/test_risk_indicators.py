"""The indicators of own risk: all of them with their points, and what a file of them may not say."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_indicators import Dimension, RiskKind, indicators, read_indicators
from loaders.catalogue.files import read_catalogue
from tests.unit.rules.altering import altered

POINTS = """
B1 3 S, B2 15 S, B3 5 S, B4 12 S, B5 5 S, D1 8 S, D2 6 S, D3 10 E12/36, D4 4 E12/12, D5 8 S, D6 2 S, D7 10 S, D8 8 S, D9 15 S,
D10 4 E12/12 8, D11 12 S, D12 12 S, D13 2 S 4, D14 5 E6/12, R1 100 S, R2 12 S, R3 12 S, R4 25 S, R5 20 S, R6 10 S,
R7 10 E6/12 40, R8 30 E12/36 90, R9 15 E6/12, R10 30 E12/36, R11 40 E12/36, R12 100 S, R13 8 E6/12 24, R14 12 E6/12,
R15 15 E6/12, R16 10 S, R17 25 S, R18 80 S, R19 15 S, R20 60 S, J1 8 E6/12 24, J2 25 S, J3 40 S, J4 80 S, J5 100 S, J6 8 E6/12,
J7 20 S, J8 3 S, A1 20 S, A2 12 S, A3 15 S, A4 15 S
"""


NOT_ALL_FIRMS = {
    "C": "B2 B3 D3 A3 A4",
    "CP": "D4 D8 D13 J5 A1 A2",
    "CPN": "D9",
    "CPFB": "D1",
    "CPS": "D14 R17",
    "CPSF": "D5 R3",
    "CPST": "J7",
    "CPSTB": "B4",
    "CPSTF": "B5 D10",
    "CPSTFBN": "R1 R7 R8 R16 R18 J1 J2 J3 J4",
}
"""The kinds of party for which an indicator counts, where it is not every kind of firm, by the letters of the reference."""


def test_every_indicator_counts_for_its_kinds() -> None:
    wanted = {name: kinds for kinds, names in NOT_ALL_FIRMS.items() for name in names.split()}
    for one in indicators().indicators.values():
        assert {kind.value for kind in one.kinds} == set(wanted.get(one.id, "CPSTFB")), one.id


def test_every_indicator_has_its_points_step_and_bound() -> None:
    told = []
    for one in indicators().indicators.values():
        step = "S" if one.step is None else f"E{one.step.halves}/{one.step.gone}"
        told.append(f"{one.id} {one.points:g} {step}" + (f" {one.most:g}" if one.most else ""))
    assert told == re.split(r",\s", POINTS.strip())
    assert len(told) == 51


def test_grades_are_those_of_cuts_suspensions_and_arrears() -> None:
    graded = {one.id: one.grades for one in indicators().indicators.values() if one.grades}
    assert graded == {
        "D3": {"covers_losses": 5},
        "D6": {"over_three_years": 10},
        "R16": {"from_50000": 20, "from_1000000": 35},
    }


def test_persons_have_few_indicators() -> None:
    of_persons = [one.id for one in indicators().indicators.values() if RiskKind.PERSON in one.kinds]
    assert of_persons == ["D9", "R1", "R7", "R8", "R16", "R18", "J1", "J2", "J3", "J4"]


def test_on_the_ladders_points_rise_with_the_rungs() -> None:
    rules = indicators()
    for name, rungs in rules.ladders.items():
        standing = [one for one in rules.indicators.values() if one.ladder and one.ladder.name == name]
        standing.sort(key=lambda one: rungs.index(one.ladder.rung) if one.ladder else -1)
        assert [one.points for one in standing] == sorted(one.points for one in standing)
    assert [len(rungs) for rungs in rules.ladders.values()] == [5, 4]


def test_what_an_indicator_is_worked_out_from_is_collected() -> None:
    known = read_catalogue().categories.keys()
    assert {name for one in indicators().indicators.values() for name in one.needs} <= known
    assert {one.dimension for one in indicators().indicators.values()} == set(Dimension)


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("base.yml", "points: 3", "points: 200", "base.yml:8: indicators.0.points: Input should be less than or equal to 100"),
        ("base.yml", "points: 3", "points: 0", "base.yml:8: indicators.0.points: Input should be greater than 0"),
        ("base.yml", "points: 3", "points: nan", "base.yml:8: indicators.0.points: "),
        ("base.yml", "id: B1", "id: X1", "base.yml:4: indicators.0.id: "),
        ("base.yml", "id: B2", "id: B1", "base.yml:14: id: B1 is given twice"),
        ("base.yml", "id: B2", "id: D20", "base.yml:14: id: D20 is none of dimension B"),
        ("base.yml", "name: contribution_overdue", "name: new_firm", "base.yml:15: name: new_firm is the name of B1"),
        ("base.yml", "step: S", "step: E12", "base.yml:9: indicators.0.step: a step is S, or E"),
        ("base.yml", "step: S", "step: E36/12", "base.yml:9: indicators.0.step: points are halved before they are gone"),
        ("base.yml", "kinds: CPSTFB", "kinds: CPX", "base.yml:10: indicators.0.kinds.2: "),
        ("base.yml", "kinds: CPSTFB", "kinds: CC", "base.yml:10: indicators.0.kinds: a kind is given twice"),
        ("base.yml", "title: 新设", "tittle: 新设", "base.yml:6: indicators.0.tittle: unknown key"),
        (
            "judicial.yml",
            "name: case, rung: judgment",
            "name: suit, rung: judgment",
            "there is no ladder suit; known: case, decis",
        ),
        ("judicial.yml", "rung: judgment", "rung: appeal", "ladder.rung: the ladder case has no rung appeal"),
        ("dynamic.yml", "most: 8", "most: 3", "most is at least the points of one event"),
        ("dynamic.yml", "covers_losses: 5", "covers_losses: 500", "grades.covers_losses: "),
        ("set.yml", "dishonest]", "dishonest, jailed]", "set.yml:7: ladders.case: no indicator stands on jailed"),
        ("set.yml", "version: 2", "version: 0", "set.yml:3: version: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, file: str, before: str, after: str, says: str) -> None:
    folder = copytree(FOLDER / "indicators", tmp_path / "indicators")
    altered(folder / file, folder / file, before, after)
    with pytest.raises(RulesError, match=re.escape(says)) as wrong:
        read_indicators(folder)
    assert wrong.value.context["file"] == str(folder / file)
    assert f"{file}:{wrong.value.context['line']}: " in wrong.value.message
