"""Rules for who does not conduct all risk: read from risk_conduct.yml."""

from functools import cache
from pathlib import Path

from pydantic import Field

from app.errors import RulesError
from app.rules.files import FOLDER
from app.yaml_files import read_form
from models.base import Model


class NeitherRule(Model):
    """Which parties neither receive risk nor send it."""

    state: bool
    nominees: bool
    products: bool


class OwnRule(Model):
    """Which parties send only their own risk: persons in more than `firms_above` firms, agents, parties of many links."""

    firms_above: int = Field(ge=1)
    agents: bool
    links_above: int = Field(ge=1)


class ConductRules(Model):
    """The rules of one version of the list."""

    version: int = Field(ge=1)
    neither: NeitherRule
    own: OwnRule


def read_conduct_rules(path: Path) -> ConductRules:
    """The rules of a file. Raises RulesError with file and line where it is wrong."""
    return read_form(path, ConductRules, RulesError, "a file of rules of conduct")[0]


@cache
def conduct_rules() -> ConductRules:
    """The rules of this program."""
    return read_conduct_rules(FOLDER / "risk_conduct.yml")
