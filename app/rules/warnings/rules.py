"""Rules of warnings: what each asks, from which figures on it warns, of whom it speaks, and under which law."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from app.errors import InputError, RulesError
from app.rules.files import FOLDER
from app.rules.risk_indicators import indicators
from app.rules.warnings.params import FRACTIONS, WHOLE, Given, ParamType, RuleParam
from app.yaml_files import line_of, mistake, read_form
from models.base import Model
from models.catalogue import Title

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class FigureUnit(StrEnum):
    """The unit of a figure."""

    COUNT = "count"
    DAYS = "days"
    MONEY = "money"
    SHARE = "share"
    YEAR = "year"
    NUMBER = "number"
    TEXT = "text"


class RuleFigure(Model):
    """A figure that a warning shows. `threshold` names the parameter that it passed, `passes` how; `steps` are further values,
    in the order in which they are passed: a warning is raised again when its figure passes the next.
    """

    title: Title
    unit: FigureUnit = FigureUnit.COUNT
    threshold: Word | None = None
    passes: Literal["at_least", "above", "at_most", "below"] = "at_least"
    steps: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _steps_in_order(self) -> "RuleFigure":
        rising = self.passes in ("at_least", "above")
        if list(self.steps) != sorted(self.steps, reverse=not rising):
            raise ValueError("steps stand in the order in which they are passed")
        return self


class RuleScope(Model):
    """Of whom a rule speaks: enterprises in one of these states, of these divisions and industries (empty: of all).

    Divisions and industries are given by the beginnings of their codes. An enterprise of which no state is stated counts as in
    business.
    """

    states: Annotated[tuple[Word, ...], Field(min_length=1)] = ("in_business", "suspended")
    regions: tuple[Annotated[str, Field(pattern=r"^\d{2,6}$")], ...] = ()
    industries: tuple[Annotated[str, Field(pattern=r"^\d{2,4}$")], ...] = ()

    def holds(self, state: str | None, region: str | None, industry: str | None) -> bool:
        """Whether an enterprise is one of them."""
        there = (state or "in_business") in self.states
        at = not self.regions or (region or "").startswith(self.regions)
        return there and at and (not self.industries or (industry or "").startswith(self.industries))


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


class RulePeriod(Model):
    """From which day to which, both included, the law that a rule rests on is in force."""

    since: Annotated[str, AfterValidator(_day)] | None = None
    until: Annotated[str, AfterValidator(_day)] | None = None

    def holds(self, day: str) -> bool:
        """Whether it is on a day."""
        return (self.since or "") <= day <= (self.until or "9999-12-31")


class RuleLaw(Model):
    """Where the law states it. `checked`: its text was read, a page about it, or nothing so far."""

    source: Title
    checked: Literal["text", "page", "no"] = "no"


class OwnRiskAtLeast(Model):
    """That the party of a role has so much own risk: `threshold` names the parameter, `role` the role."""

    role: Word
    threshold: Word


class WarningRule(Model):
    """A rule: a warning is raised for each case that its `question` finds.

    `severity` is from 1 to 4. `needs`: the categories that have to be loaded, or the rule cannot be asked. `in_force`: the days
    on which its law is. `params` are handed to the question, but those that begin with own_ or chance_, which count afterwards.
    `root`: what the root of an event is the name of. `own_risk`: what has to hold besides of the own risk of a party, which no
    question knows. `analysis`: the standing analysis that it reads, which has to be of the day. `poisson`: that so many
    of the figure `recent` have to be unlikely where `expected` are. `indicators`: those of own risk that say the same. Without
    `law` it is a judgement of this project; `act` is what is done by default; `unknown`: what the rule would have to know and
    does not.
    """

    id: Annotated[str, Field(pattern=r"^W\d\d[a-z]?$")]
    name: Word
    title: Title
    fires: Title
    version: Annotated[int, Field(ge=1)]
    severity: Annotated[int, Field(ge=1, le=4)]
    needs: Annotated[tuple[Word, ...], Field(min_length=1)]
    scope: RuleScope = RuleScope()
    in_force: RulePeriod = RulePeriod()
    question: Annotated[str, Field(pattern=r"^warnings(\.[a-z][a-z0-9_]*)+$")]
    params: dict[Word, RuleParam] = {}
    root: Literal["decision", "case", "listing", "registration", "state", "person", "record", "event"]
    figures: Annotated[dict[Word, RuleFigure], Field(min_length=1)]
    own_risk: OwnRiskAtLeast | None = None
    analysis: Literal["exposure"] | None = None
    poisson: bool = False
    indicators: tuple[str, ...] = ()
    law: RuleLaw | None = None
    act: Title
    unknown: Title | None = None

    def changed(self, stated: Mapping[str, Any]) -> "WarningRule":
        """The rule with other values of some parameters. Raises InputError for what it does not take."""
        params = dict(self.params)
        for name, value in stated.items():
            if name not in params:
                raise InputError(f"{self.id} takes no {name}; it takes {', '.join(params)}"[:1_000], parameter=name)
            try:
                params[name] = RuleParam(**{"is": params[name].type, "value": value, "ahead": params[name].ahead})
            except ValueError as error:
                why: Any = getattr(error, "errors", list)()
                text = str(why[0]["msg"]).removeprefix("Value error, ") if why else str(error)
                raise InputError(f"{name}: {text}"[:1_000], parameter=name) from None
        return self.model_copy(update={"params": params})

    def given(self, as_of: date) -> dict[str, Given]:
        """The parameters that its question takes on a day. Raises YearNotKnown."""
        return {name: one.given(as_of) for name, one in self.params.items() if not self._is_own(name)}

    def threshold(self, figure: str) -> Given | None:
        """The value that a figure has to pass; None where it only shows."""
        name = self.figures[figure].threshold
        return None if name is None else self.params[name].value

    def _is_own(self, name: str) -> bool:
        """Whether a parameter counts after the question has been answered."""
        return name.startswith(("own_", "chance_"))

    @property
    def asked(self) -> frozenset[str]:
        """The parameters that the question takes from the rule."""
        return frozenset(name for name in self.params if not self._is_own(name))


class _RuleFile(Model):
    rules: Annotated[tuple[WarningRule, ...], Field(min_length=1)]


class RuleList(Model):
    """All rules by id, and the file and line in which each stands."""

    rules: dict[str, WarningRule]
    places: dict[str, tuple[str, int]]


def read_warning_rules(folder: Path) -> RuleList:
    """The rules of a folder. Raises RulesError with file and line for the first file that is wrong."""
    found: dict[str, WarningRule] = {}
    names: dict[str, str] = {}
    places: dict[str, tuple[str, int]] = {}
    for path in sorted(folder.glob("*.yml")):
        part, root = read_form(path, _RuleFile, RulesError, "a file of warning rules")
        for at, rule in enumerate(part.rules):
            for field, why in _wrong(rule, found, names):
                raise mistake(RulesError, path, root, ("rules", at, *field), f"{'.'.join(field)}: {why}")
            found[rule.id] = rule
            names[rule.name] = rule.id
            places[rule.id] = (str(path), line_of(root, ("rules", at, "id")))
    return RuleList(rules=dict(sorted(found.items())), places=places)


def _wrong(
    rule: WarningRule, found: Mapping[str, WarningRule], names: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What of a rule does not fit: the field, and why."""
    if rule.id in found:
        yield ("id",), f"{rule.id} is given twice"
    if rule.name in names:
        yield ("name",), f"{rule.name} is the name of {names[rule.name]}"
    for name, figure in rule.figures.items():
        if figure.threshold is not None and figure.threshold not in rule.params:
            yield ("figures", name, "threshold"), f"the rule has no parameter {figure.threshold}"
        elif figure.threshold is not None and rule.params[figure.threshold].type not in WHOLE | FRACTIONS:
            yield ("figures", name, "threshold"), f"{figure.threshold} is no number"
    if rule.own_risk is not None:
        own = rule.params.get(rule.own_risk.threshold)
        if own is None or own.type is not ParamType.SHARE or not rule.own_risk.threshold.startswith("own_"):
            yield ("own_risk", "threshold"), "it names a parameter own_… that is a share"
    known = indicators().indicators
    if strange := [one for one in rule.indicators if one not in known]:
        yield ("indicators",), f"there is no indicator {', '.join(strange)}"


@cache
def warning_rules() -> RuleList:
    """The rules of this program."""
    return read_warning_rules(FOLDER / "warnings")
