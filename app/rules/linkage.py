"""Rules for scoring suspected relations: read from linkage.yml."""

from functools import cache

from pydantic import Field, model_validator

from app.rules.files import read
from models.answers.linkage import SignalKind
from models.base import Model


class SignalRule(Model):
    """How one kind of signal counts towards a suspected relation.

    `agreement`: the share of related parties that agree in it because they are related. `common_above`: a value stated by
    more parties than this counts as common. `follow`: parties that share a value are compared with each other. Of several
    kinds of one `group` only the strongest counts. `gap`: numbers at most this far apart agree. `by_name`: counts only where
    something else relates the two.
    """

    agreement: float = Field(gt=0, lt=1)
    common_above: int = Field(ge=1)
    follow: bool = False
    group: str | None = None
    gap: int = Field(default=0, ge=0)
    by_name: bool = False


class Prior(Model):
    """The probability of a relation before any evidence.

    It follows from how many parties a party is `related` to on average; `at_most` bounds it.
    """

    related: float = Field(gt=0)
    at_most: float = Field(gt=0, lt=1)


class Neighbourhood(Model):
    """How near in the graph two persons of one name must be for that to count as evidence that they are one.

    Near is at most `hops` links, through parties of at most `most_degree` links; `agreement` is the share of one person's
    records that are that near to each other.
    """

    hops: int = Field(ge=0, le=3)
    agreement: float = Field(gt=0, lt=1)
    most_degree: int = Field(ge=1)


class SamePersonRule(Model):
    """When two persons of one name may be one."""

    nodes: float = Field(gt=0)
    name_agreement: float = Field(gt=0, lt=1)
    common_above: int = Field(ge=1)
    neighbourhood: Neighbourhood


class SuspicionRules(Model):
    """The scoring rules of suspected relations.

    A pair is suspected from the probability `suspected_from` on, and strongly from `strong_from` on.
    """

    name: str
    version: int
    signals: dict[SignalKind, SignalRule]
    premises_common_above: int = Field(ge=1)
    prior: Prior
    suspected_from: float = Field(gt=0, lt=1)
    strong_from: float = Field(gt=0, lt=1)
    same_person: SamePersonRule

    @model_validator(mode="after")
    def _in_order(self) -> "SuspicionRules":
        if self.strong_from < self.suspected_from:
            raise ValueError("strong_from is at least suspected_from")
        if SignalKind.NEIGHBOURHOOD in self.signals:
            raise ValueError("the neighbourhood is no signal of its own: it stands under same_person")
        if any(rule.by_name and rule.follow for rule in self.signals.values()):
            raise ValueError("a name alone is not followed")
        return self


@cache
def suspicion_rules() -> SuspicionRules:
    """The rules of linkage.yml."""
    return SuspicionRules.model_validate(read("linkage.yml"))
