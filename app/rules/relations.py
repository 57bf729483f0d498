"""Costs by which paths between parties are ranked: read from relations.yml."""

import math
from functools import cache

from pydantic import Field, model_validator

from app.rules.files import read
from models.base import Model

SCALE = 1000
"""Costs are counted in whole thousandths, so that sums do not depend on their order."""


class MinorShare(Model):
    """The cost added to a link by a share stated to be below `below` (a fraction)."""

    below: float = Field(ge=0, le=1)
    cost: float = Field(ge=0)


class HubCost(Model):
    """The cost added by passing through a party, for each doubling of its number of links past `free`."""

    free: int = Field(ge=1)
    cost_per_doubling: float = Field(ge=0)


class NotPassed(Model):
    """Parties that no path passes through."""

    nominees: bool
    state: bool
    names: bool


class RelationRules(Model):
    """Costs of links and of passing through parties. `identity` kinds make no hop, and nothing costs less than they do."""

    name: str
    version: int
    costs: dict[str, float]
    other: float
    identity: tuple[str, ...]
    identity_cost: float
    minor_share: MinorShare
    by_name_cost: float = Field(ge=0)
    hub: HubCost
    not_passed: NotPassed

    @model_validator(mode="after")
    def _identity_is_cheapest(self) -> "RelationRules":
        if round(self.identity_cost * SCALE) < 1:
            raise ValueError(f"identity_cost is at least {1 / SCALE}")
        if min((self.other, *self.costs.values())) < self.identity_cost:
            raise ValueError("no kind costs less than identity_cost")
        if set(self.identity) & set(self.costs):
            raise ValueError("a kind of identity has no other cost")
        return self

    def is_identity(self, kind: str) -> bool:
        """Whether a link of this kind makes no hop."""
        return kind in self.identity

    def passing(self, degree: int) -> int:
        """The cost of passing through a party with `degree` links, in thousandths."""
        if degree <= self.hub.free:
            return 0
        return round(self.hub.cost_per_doubling * math.log2(degree / self.hub.free) * SCALE)


@cache
def relation_rules() -> RelationRules:
    """The rules of relations.yml."""
    return RelationRules.model_validate(read("relations.yml"))
