"""Tries a rule with other values of its parameters: what it would have found on the last days of the last months."""

from calendar import monthrange
from datetime import date

from pydantic_core import PydanticCustomError

from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.warnings.finding import PAGE, WarningFinder
from app.answers.warnings.found import values_of
from app.answers.warnings.params import MOST_LOOKS, TryParams, stated
from app.errors import InputError
from app.questions.registry import question
from app.rules.warnings.rules import warning_rules
from models.base import Model
from models.risk.warnings import TriedAnswer, TriedMonth
from models.values.durations import after_months
from models.values.slices import slices

SHOWN = 50


@question(
    "warnings.tried",
    title="The effect of other thresholds of a rule on the last months, old against new",
    title_zh="试运行：调整规则阈值对近几个月预警的影响",
    params=TryParams,
    answer=TriedAnswer,
    level=1,
    route="warnings/tried",
    examples=[{"rule": "W07", "values": ["least=3"], "months": 1}],
)
async def warnings_tried(reader: Reader, params: TryParams) -> TriedAnswer:
    """How many warnings a rule would have found on the day and on the last day of each month before, as it is and as tried.

    Each day is asked about as it is known now, so that a record that came late counts from its own day. Nothing is raised.

    Raises:
        InputError: the rule takes no such parameter, a value is of another type, or so many months of so many enterprises are
            too many for one trial.
    """
    if params.months * params.most > MOST_LOOKS:
        raise InputError(f"months × most is at most {MOST_LOOKS}", parameter="most")
    try:
        given = stated(params.values)
    except PydanticCustomError as error:
        raise InputError(f"values: {error.message()}", parameter="values") from None
    old = warning_rules().rules[params.rule]
    new = old.changed(given)
    first = WarningFinder(reader, [old, new.model_copy(update={"id": NEW})])
    await first.begin()
    parties: list[str] = []
    whole = True
    async for page in first.pages():
        parties += page
        if len(parties) > params.most:
            whole, parties = False, parties[: params.most]
            break
    months = [await _month(reader, first, day, parties) for day in _days(first.day, params.months)]
    not_asked = first.not_asked.get(old.id)
    return stamped(
        TriedAnswer,
        reader,
        Model(),
        rule=old.id,
        title=old.title,
        old=values_of(old.params),
        new=values_of(new.params),
        months=tuple(months),
        old_total=sum(one.old for one in months),
        new_total=sum(one.new for one in months),
        parties=len(parties),
        whole=whole,
        not_asked=not_asked.reason if not_asked else None,
    )


NEW = "tried"
"""The id under which the changed rule is asked beside the old one."""


def _days(on: date, months: int) -> list[date]:
    """The last days of the months before a day, and the day itself last; so many in all."""
    out = [on]
    for back in range(1, min(months, 12 * on.year + on.month - 12)):
        month = after_months(on.replace(day=1), -back)
        out.append(month.replace(day=monthrange(month.year, month.month)[1]))
    return out[::-1]


async def _month(reader: Reader, first: WarningFinder, day: date, parties: list[str]) -> TriedMonth:
    finder = WarningFinder(reader.at(day.isoformat(), reader.stamp["known_at"]), first.rules)
    await finder.begin()
    keys: dict[str, set[str]] = {rule.id: set() for rule in first.rules}
    for page in slices(parties, PAGE):
        for item in (await finder.find(page)).items:
            keys[item.rule].add(item.key.partition(" ")[2])
    old, new = (keys[rule.id] for rule in first.rules)
    added, removed = sorted(new - old)[:SHOWN], sorted(old - new)[:SHOWN]
    return TriedMonth(day=day.isoformat(), old=len(old), new=len(new), added=tuple(added), removed=tuple(removed))
