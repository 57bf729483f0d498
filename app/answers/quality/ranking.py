"""Providers ranked by the quality of what they sent in a month, by a method that is data."""

from pydantic import Field

from app.analytics.quality.measures import Measured, together
from app.answers.quality.figures import figures_of, method_of, score_of
from app.answers.quality.measured import MEDIA
from app.answers.quality.params import OfMonth, before, month_of
from app.answers.quality.reading import MonthQuality, quality_of
from app.answers.quality.sheets import SheetForm, ranking_file
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.questions.registry import Files, question
from app.rules.quality.ranking import RankingRules, ranking_rules
from models.answers.shapes import Incomplete, IncompleteReason
from models.supervision.quality import RankedProvider, RankingAnswer

MOST = 2_000


class RankingParams(OfMonth):
    """What the ranking of a month takes."""

    format: SheetForm = Field(default=SheetForm.JSON, description="xlsx is a workbook with the same lines.")


@question(
    "quality.ranking",
    title="Providers ranked by the quality of what they sent in a month",
    title_zh="各提供单位归集质量月度排名",
    params=RankingParams,
    answer=RankingAnswer,
    level=1,
    route="quality/ranking",
    files=Files("format", SheetForm.JSON, MEDIA, ranking_file, {SheetForm.XLSX: "xlsx"}),
    examples=[{}],
)
async def ranking(reader: Reader, params: RankingParams) -> RankingAnswer:
    """Providers ranked by the quality of what they sent in a month: place, score, class, figures, score of the month before.

    The method (weights, targets, classes, the least number of rows) stands in app/rules/quality/ranking.yml.
    """
    month, rules = await month_of(reader, params.month), ranking_rules()
    found = await quality_of(reader, month)
    earlier = await quality_of(reader, before(month, 1))
    items = ranked(by_provider(found), by_provider(earlier), rules)
    answer = RankingAnswer(
        month=month,
        method=method_of(rules),
        title=rules.title,
        items=items[:MOST],
        shown=min(len(items), MOST),
        total=len(items),
        incomplete=() if found.whole else (Incomplete(reason=IncompleteReason.READ, part="rows"),),
        **reader.stamp,
    )
    return stamped(RankingAnswer, reader, answer)


def by_provider(found: MonthQuality) -> dict[str, Measured]:
    """What was measured of each provider, all categories together; rows of which nobody knows whose they are, left out."""
    names = sorted({provider for by in found.measured.values() for provider in by if provider})
    return {name: together(by[name] for by in found.measured.values() if name in by) for name in names}


def ranked(now: dict[str, Measured], earlier: dict[str, Measured], rules: RankingRules) -> tuple[RankedProvider, ...]:
    """Providers in the order of their scores, the best first; those of one score share a place, those of few rows have none."""
    scores = {name: score_of(one, rules) for name, one in now.items()}
    counts = {name: one.taken + one.refused for name, one in now.items()}
    placed = sorted(
        (name for name, score in scores.items() if score is not None and counts[name] >= rules.least_rows),
        key=lambda name: (-(scores[name] or 0.0), name),
    )
    better = {name: sum(1 for other in placed if (scores[other] or 0.0) > (scores[name] or 0.0)) for name in placed}
    items = []
    for name in (*placed, *sorted(now.keys() - set(placed))):
        score = scores[name]
        of_class = rules.class_of(score) if name in better and score is not None else None
        items.append(
            RankedProvider(
                place=better[name] + 1 if name in better else None,
                provider=name,
                score=score,
                rank_class=of_class.name if of_class else None,
                class_title=of_class.title if of_class else None,
                rows=counts[name],
                figures=figures_of(now[name], rules),
                before=score_of(earlier[name], rules) if name in earlier else None,
            )
        )
    return tuple(items)
