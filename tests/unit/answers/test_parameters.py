"""What is wrong with a question is told with the parameter that it lies in."""

import ast
from pathlib import Path

import pytest

from app.errors import InputError
from app.rules.precedence import precedence_of
from app.rules.rule_sets import rule_set

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("app/answers", "app/analytics")
FILES = ("app/api/answers.py", "app/cli/computed.py", "app/questions/registry/declared.py")


def _sources() -> list[Path]:
    return [*(path for folder in FOLDERS for path in (ROOT / folder).glob("*.py")), *(ROOT / file for file in FILES)]


def test_every_input_error_names_its_parameter() -> None:
    calls = [
        (path.name, call)
        for path in _sources()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "InputError"
    ]
    assert len(calls) > len(FILES)
    assert [(name, call.lineno) for name, call in calls if "parameter" not in {key.arg for key in call.keywords}] == []


@pytest.mark.parametrize(
    ("name", "threshold", "comparison", "parameter"),
    [
        ("none", None, None, "rules"),
        ("custom", None, None, "rules"),
        ("custom", 0.3, None, "rules"),
        ("cas_36", 0.3, "gt", "rules"),
        ("custom", 0.3, "lt", "comparison"),
        ("custom", 30, "gt", "threshold"),
        ("custom", 1, "gt", "threshold"),
        ("custom", 0, "ge", "threshold"),
    ],
)
def test_what_is_wrong_with_a_rule_set(name: str, threshold: float | None, comparison: str | None, parameter: str) -> None:
    with pytest.raises(InputError) as wrong:
        rule_set(name, threshold=threshold, comparison=comparison)
    assert wrong.value.context["parameter"] == parameter


def test_an_unknown_precedence() -> None:
    with pytest.raises(InputError) as wrong:
        precedence_of("none")
    assert wrong.value.context["parameter"] == "precedence"
