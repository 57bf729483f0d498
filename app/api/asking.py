"""What inquiries take over HTTP: their queries, and how lists of identifiers are written in one."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.analytics.structure.network import Basis
from app.answers import Asked
from app.answers.difference import OF, OPTIONS
from app.answers.ownership import DEEPEST, MOST, MOST_PATHS
from app.answers.relations import by_kind
from app.api.deps import Cursor, Times
from app.questions.codes import identifier
from app.rules.precedence import DEFAULT, holder_lists
from app.rules.rule_sets import CUSTOM, rule_set, rule_sets
from models.answers.network import ExportFormat, Why
from models.answers.parts import View
from models.base import Model
from models.caller import Caller
from models.rule_sets import Comparison, RuleSet

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_TEXTS = 400


def _one_of(known: tuple[str, ...]) -> AfterValidator:
    def check(given: str) -> str:
        if given not in known:
            raise PydanticCustomError("unknown", "is one of {known}", {"known": ", ".join(known)})
        return given

    return AfterValidator(check)


def _day(given: str) -> str:
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    raise PydanticCustomError("day", "is no day of the form YYYY-MM-DD")


def listed(given: Iterable[str]) -> list[str]:
    """Words given one by one or separated by commas."""
    return [word for text in given for one in text.split(",") if (word := one.strip())]


PRECEDENCES = tuple(holder_lists().precedences)
RULE_SETS = (*rule_sets(), CUSTOM)
Texts = Annotated[tuple[Annotated[str, Field(max_length=20_000)], ...], Field(max_length=_MOST_TEXTS)]
Day = Annotated[str, AfterValidator(_day), Field(max_length=10, json_schema_extra={"format": "date"})]
PrecedenceName = Annotated[
    str, _one_of(PRECEDENCES), Field(description=f"Which holder list of an enterprise counts: {', '.join(PRECEDENCES)}.")
]
RuleSetName = Annotated[str, _one_of(RULE_SETS), Field(description=f"{', '.join(RULE_SETS)}; see /v1/rule-sets.")]
Shown = Annotated[int, Field(ge=1, le=2_000, description="How many are shown at most; `total` says how many there are.")]
Kinds = Annotated[
    Texts,
    BeforeValidator(listed),
    Field(description="Kinds of link left out, such as HOLDS_POSITION; repeated, or separated by commas."),
]

Threshold = Annotated[float | None, Field(ge=0, le=1, description="With rules=custom: the threshold, a fraction.")]
OwnComparison = Annotated[
    Comparison | None, Field(description="With rules=custom: gt for more than the threshold, ge for at least.")
]
Concert = Annotated[
    Texts,
    Field(
        description="Parties known to act in concert, taken as one voter: identifiers separated by commas; repeat the "
        "parameter for another group."
    ),
]
Through = Annotated[
    tuple[Why, ...],
    BeforeValidator(listed),
    Field(description="Paths pass through these too, where they would end; repeated, or separated by commas."),
]
Limits = Annotated[
    Texts,
    BeforeValidator(listed),
    Field(description="KIND:n, another limit for one kind; repeated, or separated by commas."),
]


class OwnershipQuery(Times):
    """What a look-through takes. Shares are worked out over everything; depth, limit and paths bound what is shown."""

    basis: Basis = Field(default=Basis.SUBSCRIBED, description="Which shares count.")
    precedence: PrecedenceName = DEFAULT
    depth: Annotated[int | None, Field(ge=1, le=DEEPEST, description="Steps shown; default all.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="Owners and holdings shown, of each.")] = 200
    paths: Annotated[int, Field(ge=1, le=MOST_PATHS, description="Chains shown for each, the largest.")] = 3


class ListsQuery(Times):
    """What an inquiry over holder lists takes."""

    precedence: PrecedenceName = DEFAULT


class OwnersQuery(ListsQuery):
    """What beneficial owners take."""

    concert: Concert = ()


class RulesQuery(ListsQuery):
    """What an inquiry by a rule set takes."""

    rules: RuleSetName | None = None
    threshold: Threshold = None
    comparison: OwnComparison = None
    limit: Shown = 500

    def chosen(self) -> RuleSet | None:
        """The rule set asked for; None: that of the inquiry.

        Raises:
            InputError: custom without threshold and comparison, or one of these without custom.
        """
        if self.rules is None and self.threshold is None and self.comparison is None:
            return None
        return rule_set(self.rules or CUSTOM, threshold=self.threshold, comparison=self.comparison)


class ControlQuery(RulesQuery):
    """What control takes."""

    limit: Shown = 200
    concert: Concert = ()
    suggest_concert: Annotated[
        bool, Field(description="Tell which of its holders are presumed to act in concert, and by which presumption.")
    ] = False


ToPerson = Annotated[
    bool,
    Field(
        description="Look up to the natural person who controls it: all that are under one actual controller (同一实际控制人)."
    ),
]


class GroupQuery(RulesQuery):
    """What a group takes."""

    to_person: ToPerson = False


class RelationsQuery(Times):
    """What relations take."""

    parties: Annotated[
        Texts, Field(description="2 to 200 identifiers: the parameter repeated, or given once with commas between them.")
    ]
    hops: int = Field(default=6, ge=1, le=6, description="Longest path.")
    paths: int = Field(default=3, ge=1, le=20, description="Paths of each pair.")
    exclude: Kinds = ()
    through: Through = ()
    cursor: Cursor = None


class NetworkQuery(Times):
    """What the network around a party takes."""

    depth: int = Field(default=1, ge=1, le=3, description="Links away from the party.")
    limit: int = Field(default=20, ge=0, le=1_000, description="Links shown of each kind and direction, of each party.")
    limits: Limits = ()
    exclude: Kinds = ()
    format: ExportFormat = Field(default=ExportFormat.JSON, description="csv is a zip of both tables.")


class DifferencesQuery(Model):
    """What a difference between two days takes: the days, and of the rest whatever the answer compared takes."""

    of: str = Field(max_length=40, description=f"The answer compared: {', '.join(OF)}.")
    before: Day
    after: Day
    known_at: str | None = Field(
        default=None,
        max_length=40,
        description="What was known at this tick or ISO moment, or by the end of this day, on both.",
    )
    view: View = Field(default=View.STRICT, description="The public is given the strict view only.")
    basis: Basis | None = Field(default=None, description="Of ownership: which shares count.")
    precedence: PrecedenceName | None = None
    rules: RuleSetName | None = None
    threshold: Threshold = None
    comparison: OwnComparison = None
    concert: Concert = ()
    to_person: Annotated[bool | None, Field(description="Of a group: up to the natural person who controls it.")] = None
    depth: int | None = Field(default=None, ge=1, description="Of ownership: steps shown; of the network: links away.")
    limit: int | None = Field(
        default=None, ge=0, description="How many of a list are compared at most; what else there is perhaps came or left."
    )
    paths: int | None = Field(default=None, ge=1, description="Of ownership: chains of each; of relations: paths of each pair.")
    limits: Limits = ()
    exclude: Kinds = ()
    parties: Texts = Field(default=(), description="Of relations: the other parties, 1 to 199, as /v1/relations takes them.")
    hops: int | None = Field(default=None, ge=1, description="Of relations: the longest path.")
    through: Through = ()

    def given(self) -> dict[str, Any]:
        """The options that are given, as the answer compared takes them.

        Raises:
            InputError: limits are not of the form KIND:n.
        """
        found = {name: value for name in OPTIONS if (value := getattr(self, name)) not in (None, ())}
        read = {"concert": groups, "limits": by_kind, "parties": parties}
        return {name: read[name](value) if name in read else value for name, value in found.items()}


OfOwnership = Annotated[OwnershipQuery, Query()]
OfOwners = Annotated[OwnersQuery, Query()]
OfGroup = Annotated[GroupQuery, Query()]
OfRules = Annotated[RulesQuery, Query()]
OfControl = Annotated[ControlQuery, Query()]
OfRelations = Annotated[RelationsQuery, Query()]
OfNetwork = Annotated[NetworkQuery, Query()]
OfDifferences = Annotated[DifferencesQuery, Query()]


def asked(caller: Caller, query: Times | DifferencesQuery) -> Asked:
    """Who asks, and as of when."""
    return Asked(caller, query.as_of if isinstance(query, Times) else None, query.known_at, query.view)


def parties(given: tuple[str, ...]) -> list[str]:
    """Identifiers given one by one or, where the parameter stands once, separated by commas.

    So an identifier that holds a comma, as a name may, is given as a parameter of its own.
    """
    return [identifier(one) for one in (listed(given) if len(given) == 1 else given)]


def groups(given: tuple[str, ...]) -> list[list[str]]:
    """Groups of identifiers, a group each text, its identifiers separated by commas."""
    return [[identifier(one) for one in listed((text,))] for text in given]


def options(query: RulesQuery) -> dict[str, Any]:
    """What every inquiry by a rule set is given."""
    return {"rules": query.chosen(), "precedence": query.precedence, "limit": query.limit}
