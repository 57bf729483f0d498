"""What a comparison of two days may be asked with: what the answer compared takes, and nothing else."""

from typing import Any

import pytest

from app.answers.compared import OF, OPTIONS, options, told
from app.errors import InputError
from models.rule_sets import Comparison


@pytest.mark.parametrize("of", OF)
def test_what_an_answer_does_not_take_is_refused_by_name(of: str) -> None:
    assert OF[of].takes.keys() <= set(OPTIONS)
    for name in (*OPTIONS, "colour"):
        if name not in OF[of].takes:
            with pytest.raises(InputError, match=f"{of} takes no {name}") as wrong:
                options(of, {name: 1})
            assert wrong.value.context["parameter"] == name


@pytest.mark.parametrize(
    ("of", "name", "least", "most"),
    [
        ("ownership", "depth", 1, 50),
        ("ownership", "limit", 1, 1_000),
        ("ownership", "paths", 1, 20),
        ("control", "limit", 1, 2_000),
        ("suspected", "limit", 1, 200),
        ("network", "depth", 1, 3),
        ("network", "limit", 0, 1_000),
        ("relations", "hops", 1, 6),
        ("relations", "paths", 1, 20),
    ],
)
def test_numbers_are_within_what_the_answer_takes(of: str, name: str, least: int, most: int) -> None:
    for inside in (least, most):
        assert options(of, {name: inside})[name] == inside
    for outside in (least - 1, most + 1):
        with pytest.raises(InputError) as wrong:
            options(of, {name: outside})
        assert wrong.value.context["parameter"] == name


def test_a_rule_of_the_callers_own_is_a_rule_set() -> None:
    given: dict[str, Any] = {"threshold": 0.3, "comparison": "ge"}
    (criterion,) = options("control", given)["rules"].criteria
    assert (criterion.threshold, criterion.comparison) == (0.3, Comparison.GE)
    assert "threshold" not in options("control", given)
    assert options("related", {"rules": "cas_36"})["rules"].name == "cas_36"
    assert "rules" not in options("group", {})
    for wrong in ({"rules": "none"}, {"rules": "custom"}, {"rules": "cas_36", "threshold": 0.3}):
        with pytest.raises(InputError):
            options("group", wrong)


def test_an_answer_says_what_it_was_asked_with() -> None:
    how = options("control", {"rules": "takeover_84", "concert": (("a", "b"),), "limit": 7})
    assert told(how) == {"rules": "takeover_84", "concert": [("a", "b")], "limit": 7}


def test_whole_lists_are_compared_unless_less_is_asked_for() -> None:
    assert options("ownership", {})["limit"] == 1_000
    assert options("ownership", {"limit": 5})["limit"] == 5
    with pytest.raises(InputError) as wrong:
        options("everything", {})
    assert wrong.value.context["parameter"] == "of"
