"""What a comparison of two days may be asked with: what the answer compared takes, and nothing else."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.answers.difference import DifferencesParams, compared_question, differences, options
from app.answers.registry import computed
from app.errors import InputError
from models.rule_sets import Comparison

DAYS: Mapping[str, Any] = {"party_id": "uscc:a", "before": "2024-03-01", "after": "2024-12-01"}
OTHERS: Mapping[str, Mapping[str, Any]] = {"relations": {"parties": ["uscc:b"]}}
OF = tuple(computed().compared)


def taken(of: str, given: Mapping[str, Any]) -> Any:
    """The parameters that an answer is compared with."""
    params = differences.parse({**DAYS, "of": of, **OTHERS.get(of, {}), **given})
    assert isinstance(params, DifferencesParams)
    return options(compared_question(of), params)


@pytest.mark.parametrize("of", OF)
def test_what_an_answer_does_not_take_is_refused_by_name(of: str) -> None:
    everything = {name for one in computed().compared.values() for name in one.options}
    for name in sorted({*everything, "colour", "as_of", "format", "cursor"} - {*computed().compared[of].options}):
        with pytest.raises(InputError, match=f"{of} takes no {name}") as wrong:
            taken(of, {name: 1})
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
        assert getattr(taken(of, {name: inside}), name) == inside
    for outside in (least - 1, most + 1):
        with pytest.raises(InputError, match=f"{name} is from {least} to {most}") as wrong:
            taken(of, {name: outside})
        assert wrong.value.context["parameter"] == name


def test_a_rule_of_the_callers_own_is_a_rule_set() -> None:
    (criterion,) = taken("control", {"threshold": 0.3, "comparison": "ge"}).chosen("cas_36").criteria
    assert (criterion.threshold, criterion.comparison) == (0.3, Comparison.GE)
    assert taken("related", {"rules": "takeover_84"}).chosen("cas_36").name == "takeover_84"
    assert taken("group", {}).chosen("cas_36").name == "cas_36"
    with pytest.raises(InputError):
        taken("group", {"rules": "none"})
    for wrong in ({"rules": "custom"}, {"rules": "cas_36", "threshold": 0.3}):
        with pytest.raises(InputError):
            taken("group", wrong).chosen("cas_36")


def test_texts_are_read_as_they_are_given_over_http() -> None:
    control = taken("control", {"concert": ["uscc:a,uscc:b", "uscc:c"], "limit": "7"})
    assert (control.concert, control.limit) == ((("uscc:a", "uscc:b"), ("uscc:c",)), 7)
    assert taken("network", {"limits": "INVESTS_IN:3,REPRESENTS:0"}).limits == {"INVESTS_IN": 3, "REPRESENTS": 0}
    assert taken("relations", {"parties": "uscc:b,uscc:c"}).parties == ("uscc:a", "uscc:b", "uscc:c")


def test_whole_lists_are_compared_unless_less_is_asked_for() -> None:
    assert taken("ownership", {}).limit == 1_000
    assert taken("ownership", {"limit": 5}).limit == 5
    with pytest.raises(InputError) as wrong:
        taken("everything", {})
    assert wrong.value.context["parameter"] == "of"
    with pytest.raises(InputError) as wrong:
        taken("relations", {"parties": []})
    assert wrong.value.context["parameter"] == "parties"
