"""How much risk passes between two parties, by what joins them: read from risk_edges.yml."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.yaml_files import read_form
from models.base import Model


class RiskLinkKind(StrEnum):
    """What joins two parties so that risk passes between them."""

    BRANCH = "branch"
    HOLDING = "holding"
    EXECUTIVE_PARTNER = "executive_partner"
    SOLE_PROPRIETORSHIP = "sole_proprietorship"
    SOLE_TRADER = "sole_trader"
    REPRESENTATIVE = "representative"
    POSITION = "position"
    GUARANTEE = "guarantee"
    EQUITY_PLEDGE = "equity_pledge"
    EQUITY_PLEDGEE = "equity_pledgee"
    CLAIM = "claim"
    SUSPECTED = "suspected"


class Strength(Model):
    """The strength q of one direction.

    It is multiplied by a part of a whole where `times` names one, of which `unknown` stands in for what is not known; without
    that, an unknown part passes nothing on.
    """

    q: float = Field(gt=0, le=0.95)
    times: Literal["share", "amount", "probability"] | None = None
    unknown: float | None = Field(default=None, gt=0, le=1)

    @model_validator(mode="after")
    def _unknown_part(self) -> "Strength":
        if self.unknown is not None and self.times is None:
            raise ValueError("unknown stands in for a part, and times names none")
        return self


class CaseStrength(Strength):
    """The strength in a special case: in the place of the usual one, or, with `least`, where that is weaker."""

    least: bool = False


class StrengthCase(Model):
    """A special case of what joins two parties; a direction that is not given is as usual."""

    forward: CaseStrength | None = None
    back: CaseStrength | None = None


class RiskLinkRule(Model):
    """How risk passes over one kind of link: `forward` from the first of its `ends` to the second, and `back`, if at all.

    `needs` are the categories that state such links, any of them; none where no category does.
    """

    ends: tuple[str, str]
    needs: tuple[str, ...] = ()
    forward: Strength
    back: Strength | None = None
    cases: dict[str, StrengthCase] = {}

    @model_validator(mode="after")
    def _cases_go_where_risk_goes(self) -> "RiskLinkRule":
        if self.back is None and any(case.back is not None for case in self.cases.values()):
            raise ValueError("a case goes back, and the link does not")
        return self


class RiskEdgeRules(Model):
    """The strengths of every kind of link."""

    version: int = Field(ge=1)
    edges: dict[RiskLinkKind, RiskLinkRule]

    @field_validator("edges")
    @classmethod
    def _every_kind(cls, edges: dict[RiskLinkKind, RiskLinkRule]) -> dict[RiskLinkKind, RiskLinkRule]:
        if lacking := [one.value for one in RiskLinkKind if one not in edges]:
            raise ValueError(f"every kind has its strength; lacking: {', '.join(lacking)}")
        return edges


def read_risk_edges(path: Path) -> RiskEdgeRules:
    """The strengths of a file. Raises RulesError with file and line where it is wrong."""
    return read_form(path, RiskEdgeRules, RulesError, "a file of strengths")[0]


@cache
def risk_edge_rules() -> RiskEdgeRules:
    """The strengths of this program."""
    return read_risk_edges(FOLDER / "risk_edges.yml")
