"""Fills the models of answers with measured figures."""

from typing import Any

from app.analytics.quality.measures import Measured
from app.rules.quality.ranking import RankingRules
from models.catalogue import Category
from models.supervision.quality import QualityFigure, QualityLine


def method_of(rules: RankingRules) -> str:
    """Name and version of a method."""
    return f"{rules.name} {rules.version}"


def figures_of(one: Measured, rules: RankingRules) -> tuple[QualityFigure, ...]:
    """The figures of what was measured, in the order of the measures."""
    return tuple(
        QualityFigure(
            measure=measure.value,
            good=figure.good,
            of=figure.of,
            unknown=figure.unknown,
            share=figure.share,
            met=None if figure.share is None else figure.share >= rules.measures[measure.value].target,
        )
        for measure, figure in one.figures.items()
    )


def score_of(one: Measured, rules: RankingRules) -> float | None:
    """The score of what was measured, by the method."""
    return rules.score({measure.value: figure.share for measure, figure in one.figures.items()})


def line_of(month: str, provider: str, category: Category | None, one: Measured, rules: RankingRules) -> QualityLine:
    """The line of one provider, of one category or of all."""
    named: dict[str, Any] = {"category": category.name, "title": category.title} if category else {}
    return QualityLine(
        month=month,
        provider=provider,
        taken=one.taken,
        refused=one.refused,
        figures=figures_of(one, rules),
        score=score_of(one, rules),
        **named,
    )
