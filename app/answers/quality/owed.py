"""Submissions that providers owe for a month, and which of them are late."""

from collections import defaultdict
from datetime import date
from typing import Annotated

from pydantic import Field

from app.analytics.quality.owed import Owed, owed_for
from app.answers.quality.params import OfMonth, Provider, before, month_of
from app.answers.quality.reading import sent_in
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.questions.registry import question
from app.rules.quality.ranking import ranking_rules
from models.catalogue import Catalogue
from models.supervision.quality import OwedAnswer, OwedState, OwedSubmission

MOST = 5_000


class OwedParams(OfMonth):
    """What the submissions of a month take."""

    provider: Provider = None
    late: Annotated[bool, Field(description="Only those that are late.")] = False


@question(
    "quality.owed",
    title="Submissions that providers owe for a month, and which are late",
    title_zh="某月应报送的类目及逾期情况",
    params=OwedParams,
    answer=OwedAnswer,
    level=1,
    route="quality/owed",
    examples=[{}, {"late": True}],
)
async def owed(reader: Reader, params: OwedParams) -> OwedAnswer:
    """Submissions that are owed for a month: of providers that sent the category in most months before, by the due day.

    The rule stands in app/rules/quality/ranking.yml; the default month is the one before that of the day asked about, since it
    is the last that is due.
    """
    month = params.month or before(await month_of(reader, None), 1)
    rule, catalogue = ranking_rules().owed, reader.questions.catalogue
    await reader.begin()
    today = date.fromisoformat(reader.stamp["as_of"])
    sent: dict[tuple[str, str], set[date]] = defaultdict(set)
    for batch in await sent_in(reader, before(month, 2 * rule.months + 1), before(month, -2)):
        day = date.fromisoformat(batch["loaded_on"])
        named = {one.split("\t")[0] or batch["provider"] or "" for one in (*batch["taken_of"], *batch["refused_of"])}
        if (due := catalogue[batch["category"]].due) and due.day_of_next_year:
            continue  # what is sent once a year is owed in no month
        for provider in named | ({batch["provider"]} if batch["provider"] else set()):
            if provider and day <= today:
                sent[provider, batch["category"]].add(day)
    days = {c.name: c.due.day_of_next_month or rule.day if c.due else rule.day for c in catalogue.categories.values()}
    found = owed_for(
        date.fromisoformat(f"{month}-01"), sent, days, months=rule.months, least=rule.least, today=today
    )  # fmt: skip
    items = [_submission(one, month, catalogue, today) for one in found if params.provider in (None, one.provider)]
    shown = sorted((one for one in items if one.state is OwedState.OVERDUE or not params.late), key=_order)
    answer = OwedAnswer(
        month=month, items=tuple(shown[:MOST]), shown=min(len(shown), MOST), total=len(shown), **reader.stamp
    )  # fmt: skip
    return stamped(OwedAnswer, reader, answer)


def _submission(one: Owed, month: str, catalogue: Catalogue, today: date) -> OwedSubmission:
    if one.sent_on is not None:
        state = OwedState.SENT_LATE if one.late else OwedState.SENT
    else:
        state = OwedState.OVERDUE if today > one.due_on else OwedState.OWED
    return OwedSubmission(
        provider=one.provider,
        category=one.category,
        title=catalogue[one.category].title,
        month=month,
        due_on=one.due_on.isoformat(),
        state=state,
        sent_on=one.sent_on.isoformat() if one.sent_on else None,
        working_days_late=one.working_days_late,
    )


def _order(one: OwedSubmission) -> tuple[int, str, str]:
    return [OwedState.OVERDUE, OwedState.OWED, OwedState.SENT_LATE, OwedState.SENT].index(one.state), one.provider, one.category
