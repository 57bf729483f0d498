"""Who is exposed most to the risk of others, and who is the most dangerous to others, of all parties."""

from typing import Annotated, Any

from pydantic import Field

from app.analytics.risk import nats
from app.answers.params import Shown, one_of
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.questions.registry import question
from models.base import Model
from models.risk.ranking import RankedRisk, RiskRanking
from models.times import Times

FIGURES = ("exposure", "carried", "sent", "own_risk")
"""By which figures parties are ranked."""
KINDS = ("Enterprise", "Organisation", "Person")


class RiskRankingParams(Times):
    """What the ranking takes."""

    by: Annotated[
        str,
        Field(description="exposure: with own risk; carried: from others alone; sent: to all others; own_risk."),
        *one_of(FIGURES),
    ] = "exposure"
    kind: Annotated[str, Field(description="Of which kind of party."), *one_of(KINDS)] = "Enterprise"
    region: Annotated[
        str,
        Field(max_length=6, pattern=r"^(\d{2}|\d{4}|\d{6})?$", description="A division, by 2, 4 or 6 digits."),
    ] = ""
    industry: Annotated[
        str,
        Field(max_length=4, pattern=r"^(\d{2,4})?$", description="An industry, by the first digits of its code."),
    ] = ""
    limit: Shown = 50


@question(
    "risk.ranking",
    title="Which parties are exposed most to the risk of others, and which send most to others",
    title_zh="关联风险排名：受他人影响最深与对他人传导最多的主体",
    params=RiskRankingParams,
    answer=RiskRanking,
    level=1,
    route="risk/ranking",
    examples=[{}, {"by": "sent", "region": "33"}],
)
async def risk_ranking(reader: Reader, params: RiskRankingParams) -> RiskRanking:
    """The first parties by a figure of the last analysis of all, in a division and an industry where these are given."""
    asked = {"by": params.by, "kind": params.kind, "region": params.region, "industry": params.industry}
    day = (await reader.ask("risk.analysed"))["analysed_as_of"]
    # Names, registrations and what the caller may know are of the day of the figures, whatever day is asked for.
    of_day = reader.at(day, reader.known_at) if day not in (None, reader.stamp["as_of"]) else reader
    found = await of_day.ask("risk.ranked", **asked, most=params.limit)
    items = tuple(map(_ranked, found["ranked"]))
    return stamped(
        RiskRanking,
        reader,
        Model(),
        by=params.by,
        items=items,
        shown=len(items),
        total=found["total"],
        analysed_as_of=found["analysed_as_of"],
        data_tick=found["data_tick"],
        unfinished=found["unfinished"],
    )


def _ranked(row: list[Any]) -> RankedRisk:
    party, kind, name, state, own, exposure, carried, sent = row
    figures = {"own_risk": own, "exposure": exposure, "carried": nats.amount(carried), "sent": nats.amount(sent)}
    return RankedRisk(id=party, kind=kind, name=name, state=state, **figures)
