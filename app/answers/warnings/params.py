"""Parameters of questions about warnings."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.answers.params import listed, one_of
from app.rules.warnings.rules import warning_rules
from models.base import NO_NUL
from models.times import Times

RuleId = Annotated[str, Field(max_length=4), *one_of(warning_rules().rules)]


def _settings(given: Any) -> Any:
    return listed(given) if isinstance(given, str) else given


Setting = Annotated[str, Field(max_length=2_000, pattern=NO_NUL)]
Settings = Annotated[
    tuple[Setting, ...],
    Field(max_length=20, description="Other values of its parameters, name=value each; words of a list with | between them."),
    BeforeValidator(_settings),
]


MOST_LOOKS = 60_000
"""So many enterprises are looked at in all the months of one trial at most."""


class RulesParams(Times):
    """What the list of rules takes."""


class TryParams(Times):
    """What trying a rule takes."""

    rule: Annotated[RuleId, Field(description="The rule that is tried.")]
    values: Settings = ()
    months: Annotated[int, Field(ge=1, le=36, description="So many months back it is asked, on the last day of each.")] = 12
    most: Annotated[
        int, Field(ge=1, le=MOST_LOOKS, description="So many enterprises are looked at at most, in the order of their ids.")
    ] = 5_000


def stated(values: tuple[str, ...]) -> dict[str, Any]:
    """Settings by name. Raises PydanticCustomError, as a parameter that is wrong."""
    out: dict[str, Any] = {}
    for one in values:
        name, sign, value = one.partition("=")
        if not sign:
            raise PydanticCustomError("setting", "a setting is name=value")
        out[name.strip()] = value.split("|") if "|" in value else value.strip()
    return out
