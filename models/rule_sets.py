"""The form of a rule set: from which share of votes on somebody controls, owns or influences, and which law states so."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.base import Model
from models.catalogue import Title


class Comparison(StrEnum):
    """How a share is compared: `gt` is 超过, which leaves the figure out, `ge` is 以上, which includes it."""

    GT = "gt"
    GE = "ge"


class Criterion(Model):
    """One comparison of a rule set. `threshold` is a fraction; `article` is where the law states it."""

    comparison: Comparison
    threshold: Annotated[float, Field(ge=0, le=1)]
    article: Title


class RuleSet(Model):
    """A named rule set. X controls Y where the votes in Y of all that X controls pass one of its `criteria`.

    `influence` is the criterion of significant influence, where the law knows it. `control` names the rule set that states
    control where this one's own criteria speak of owning (a beneficial owner's 25 %). `simplifications` say what of the law is
    not computed, and why.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: Title
    law: Title
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    influence: Criterion | None = None
    control: str | None = None
    simplifications: tuple[Title, ...] = ()
