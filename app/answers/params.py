"""The parameters that several computed questions take: each type with its bound and its description, once."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.errors import InputError
from app.questions.codes import identifier
from app.rules.precedence import DEFAULT, holder_lists
from app.rules.rule_sets import CUSTOM, rule_set, rule_sets
from models.answers.network import Why
from models.rule_sets import Comparison, RuleSet
from models.times import Times

MOST_SHOWN = 2_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTED = re.compile(r"([A-Z_]{1,40}):(\d{1,4})")


def _day(given: str) -> str:
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    raise PydanticCustomError("day", "is no day of the form YYYY-MM-DD")


def one_of(known: Iterable[str]) -> tuple[AfterValidator, Any]:
    """What makes a text one of some: the check, and the description of it."""
    names = tuple(known)

    def check(given: str) -> str:
        if given not in names:
            raise PydanticCustomError("unknown", "is one of {known}", {"known": ", ".join(names)})
        return given

    return AfterValidator(check), Field(json_schema_extra={"enum": list(names)})


def listed(given: Any) -> Any:
    """Words given one by one or separated by commas; anything but texts as it is."""
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, Iterable) or isinstance(texts, Mapping):
        return given
    words = [part for one in texts for part in (one.split(",") if isinstance(one, str) else [one])]
    return [word for one in words if (word := one.strip() if isinstance(one, str) else one)]


Text = Annotated[str, Field(max_length=20_000)]
Texts = Annotated[tuple[Text, ...], Field(max_length=400)]
_TEXTS: TypeAdapter[tuple[str, ...]] = TypeAdapter(Texts)
_OF_TEXTS = WithJsonSchema(_TEXTS.json_schema())


def _texts(given: Any) -> tuple[str, ...]:
    try:
        return _TEXTS.validate_python([given] if isinstance(given, str) else given)
    except ValidationError as error:
        raise PydanticCustomError("texts", "{why}", {"why": error.errors()[0]["msg"]}) from None


def _groups(given: Any) -> Any:
    """Groups of identifiers, a group each text with its identifiers separated by commas; or lists of them."""
    if not isinstance(given, str) and all(isinstance(one, list | tuple) for one in given):
        return tuple(map(tuple, given))
    return tuple(tuple(map(identifier, listed(text))) for text in _texts(given))


def _by_kind(given: Any) -> Any:
    """Limits of kinds of link, of texts of the form KIND:n."""
    if isinstance(given, Mapping):
        return given
    found = [_COUNTED.fullmatch(one) for one in _texts(listed(given))]
    if not all(found):
        raise InputError("limits are of the form KIND:n", parameter="limits")
    return {match[1]: int(match[2]) for match in found if match}


def _parties(given: Any) -> Any:
    """Identifiers given one by one or, where there is one text, separated by commas.

    So an identifier that holds a comma, as a name may, is given as a text of its own.
    """
    texts = [given] if isinstance(given, str) else list(given)
    alone = len(texts) == 1 and isinstance(texts[0], str)
    return [identifier(one) if isinstance(one, str) else one for one in (listed(texts) if alone else texts)]


PartyId = Annotated[
    str, Field(max_length=500, description="An identifier `scheme:value`, or a bare code. A weaker one redirects (307).")
]
Parties = Annotated[
    Texts,
    BeforeValidator(_parties),
    Field(description="2 to 200 identifiers: the parameter repeated, or given once with commas between them."),
]
Day = Annotated[str, AfterValidator(_day), Field(max_length=10, json_schema_extra={"format": "date"})]
Cursor = Annotated[str | None, Field(max_length=500, description="The `next` of the page before.")]
PrecedenceName = Annotated[
    str,
    *one_of(holder_lists().precedences),
    Field(description=f"Which holder list of an enterprise counts: {', '.join(holder_lists().precedences)}."),
]
RuleSetName = Annotated[
    Annotated[str, *one_of([*rule_sets(), CUSTOM])] | None,
    Field(description=f"{', '.join([*rule_sets(), CUSTOM])}; see /v1/rule-sets."),
]
Threshold = Annotated[float | None, Field(ge=0, le=1, description="With rules=custom: the threshold, a fraction.")]
OwnComparison = Annotated[
    Comparison | None, Field(description="With rules=custom: gt for more than the threshold, ge for at least.")
]
Shown = Annotated[int, Field(ge=1, le=MOST_SHOWN, description="How many are shown at most; `total` says how many there are.")]
Concert = Annotated[
    tuple[tuple[str, ...], ...],
    BeforeValidator(_groups),
    _OF_TEXTS,
    Field(
        description="Parties known to act in concert, taken as one voter: identifiers separated by commas; repeat the "
        "parameter for another group."
    ),
]
Kinds = Annotated[
    Texts,
    BeforeValidator(listed),
    Field(description="Kinds of link left out, such as HOLDS_POSITION; repeated, or separated by commas."),
]
Limits = Annotated[
    dict[str, int],
    BeforeValidator(_by_kind),
    _OF_TEXTS,
    Field(description="KIND:n, another limit for one kind; repeated, or separated by commas."),
]
Through = Annotated[
    tuple[Why, ...],
    Field(max_length=20, description="Paths pass through these too, where they would end; repeated, or separated by commas."),
    BeforeValidator(listed),
]


class OfParty(Times):
    """What a question about one party takes."""

    party_id: PartyId


class ByLists(OfParty):
    """What a question over holder lists takes."""

    precedence: PrecedenceName = DEFAULT


class ByRules(ByLists):
    """What a question by a rule set takes; without one, the question has its own."""

    rules: RuleSetName = None
    threshold: Threshold = None
    comparison: OwnComparison = None

    def chosen(self, default: str) -> RuleSet:
        """The rule set asked for, or the one of this name.

        Raises:
            InputError: custom without threshold and comparison, or one of these without custom.
        """
        if self.rules is None and self.threshold is None and self.comparison is None:
            return rule_set(default)
        return rule_set(self.rules or CUSTOM, threshold=self.threshold, comparison=self.comparison)
