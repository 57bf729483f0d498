"""The warnings that rules find of one party, and the rules themselves."""

from typing import Any

from app.answers.params import OfParty
from app.answers.reading.mentioned import party_of_card
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.warnings.finding import MOST_ROWS, WarningFinder
from app.answers.warnings.params import RulesParams
from app.questions.registry import question
from app.rules.warnings.params import RuleParam
from app.rules.warnings.rules import WarningRule, warning_rules
from models.answers.shapes import Incomplete, IncompleteReason
from models.base import Model
from models.risk.warnings import NotAsked, RuleCard, RulesAnswer, RuleValue, WarningsAnswer


@question(
    "warnings.of",
    title="What the rules of warnings find of a party on a day, each with its figures and records",
    title_zh="主体在某日触发的预警规则及其数值与依据",
    params=OfParty,
    answer=WarningsAnswer,
    level=1,
    route="warnings",
    examples=[{}],
)
async def warnings_of(reader: Reader, params: OfParty) -> WarningsAnswer:
    """What every rule finds of a party, whether a warning was raised of it or not; and the rules that could not be asked.

    Rules speak of enterprises; of anybody else they find nothing. A warning aids inspection, and is no ground for a measure.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
    """
    card = await reader.card(params.party_id, alone=True)
    finder = WarningFinder(reader, warning_rules().rules.values())
    await finder.begin()
    found = await finder.find([card["id"]])
    party = party_of_card(card)
    left = (Incomplete(reason=IncompleteReason.READ, party=party, limit=MOST_ROWS),) if any(found.cut.values()) else ()
    return stamped(
        WarningsAnswer,
        reader,
        Model(),
        id=card["id"],
        party=party,
        warnings=tuple(sorted(found.items, key=lambda one: (-one.severity, one.key))),
        not_asked=tuple(finder.not_asked.values()),
        incomplete=left,
    )


@question(
    "warnings.rules",
    title="The rules of warnings: when each warns, by which law, and whether it can be asked",
    title_zh="预警规则：触发条件、依据及能否运行",
    params=RulesParams,
    answer=RulesAnswer,
    level=1,
    route="warnings/rules",
    examples=[{}],
)
async def warnings_rules(reader: Reader, params: RulesParams) -> RulesAnswer:
    """All rules with their parameters, and why a rule cannot be asked on the day, where it cannot."""
    rules = warning_rules().rules
    finder = WarningFinder(reader, rules.values())
    await finder.begin()
    cards = tuple(card_of(rule, finder.not_asked.get(rule.id)) for rule in rules.values())
    return stamped(RulesAnswer, reader, Model(), items=cards, shown=len(cards), total=len(cards))


def card_of(rule: WarningRule, not_asked: NotAsked | None) -> RuleCard:
    """A rule as answers show it."""
    own: dict[str, Any] = {name: getattr(rule, name) for name in RuleCard.model_fields if hasattr(rule, name)}
    return RuleCard.model_validate(
        own
        | {
            "rule": rule.id,
            "of_states": rule.scope.states,
            "regions": rule.scope.regions,
            "industries": rule.scope.industries,
            "since": rule.in_force.since,
            "until": rule.in_force.until,
            "params": values_of(rule.params),
            "law": rule.law.source if rule.law else None,
            "checked": rule.law.checked if rule.law else None,
            "not_asked": not_asked.reason if not_asked else None,
            "lacking": not_asked.categories if not_asked else (),
        }
    )


def values_of(params: dict[str, RuleParam]) -> tuple[RuleValue, ...]:
    """Parameters with their values as text."""
    return tuple(RuleValue(name=name, type=one.type.value, value=_text(one.value)) for name, one in params.items())


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
