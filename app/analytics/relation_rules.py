"""What paths between parties cost: read from rules/relations.yml."""

import math
from collections.abc import Set
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field, model_validator

from app.analytics.bare_names import MENTION
from app.analytics.graph import Link
from app.analytics.network import Form, Party
from models.base import Model
from models.network import Why

RULES = Path(__file__).resolve().parent / "rules"
SCALE = 1000
"""Costs are counted in whole thousandths, so that sums do not depend on their order."""


class MinorShare(Model):
    """What a share stated to be under `below` adds."""

    below: float = Field(ge=0, le=1)
    cost: float = Field(ge=0)


class HubCost(Model):
    """What passing through a party adds, for each doubling of its number of links past `free`."""

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

    def step(self, link: Link) -> int:
        """What taking a link costs, in thousandths."""
        if link.kind in self.identity:
            return round(self.identity_cost * SCALE)
        cost = self.costs.get(link.kind, self.other)
        if link.share is not None and link.share.high < self.minor_share.below:
            cost += self.minor_share.cost
        if link.by_name is not None:
            cost += self.by_name_cost
        return round(cost * SCALE)

    def passing(self, degree: int) -> int:
        """What passing through a party with that many links costs, in thousandths."""
        if degree <= self.hub.free:
            return 0
        return round(self.hub.cost_per_doubling * math.log2(degree / self.hub.free) * SCALE)

    def stops(self, party: Party, through: Set[Why] = frozenset()) -> Why | None:
        """Why no path passes through a party, if so. `through` are reasons that the caller sets aside."""
        if self.not_passed.nominees and party.form is Form.NOMINEE:
            reason = Why.NOMINEE
        elif self.not_passed.state and (party.state_organ or party.form is Form.STATE):
            reason = Why.STATE
        elif self.not_passed.names and party.kind == MENTION:
            reason = Why.NAME
        else:
            return None
        return None if reason in through else reason


@lru_cache(maxsize=1)
def relation_rules() -> RelationRules:
    """The rules of this project."""
    return RelationRules.model_validate(yaml.safe_load((RULES / "relations.yml").read_text(encoding="utf-8")))
