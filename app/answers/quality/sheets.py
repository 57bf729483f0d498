"""Answers about quality as workbooks."""

from enum import StrEnum
from typing import Any

from app.analytics.quality.workbook import workbook
from app.words import words
from models.supervision.quality import QualityAnswer, QualityFigure, QualityLine, RankedProvider, RankingAnswer

LANG = "zh"


class SheetForm(StrEnum):
    """The forms of an answer about quality."""

    JSON = "json"
    XLSX = "xlsx"


def quality_file(answer: QualityAnswer, form: Any) -> bytes:
    """The lines of an answer as a workbook of two sheets: by category, and of all that a provider sent."""
    word = words(LANG)
    return workbook(
        {word("quality_by_category"): [*map(_line, answer.items)], word("quality_totals"): [*map(_line, answer.totals)]}
    )


def ranking_file(answer: RankingAnswer, form: Any) -> bytes:
    """A ranking as a workbook of one sheet."""
    word = words(LANG)
    return workbook({word("quality_ranking"): [_ranked(answer, one) for one in answer.items]})


def _line(one: QualityLine) -> dict[str, Any]:
    word = words(LANG)
    named = {word("quality_month"): one.month, word("quality_provider"): one.provider or word("quality_unknown_provider")}
    titled = {word("quality_category"): one.title.zh} if one.title else {}
    counted = {word("quality_taken"): one.taken, word("quality_refused"): one.refused}
    return {**named, **titled, **counted, **_shares(one.figures), word("quality_score"): one.score}


def _ranked(answer: RankingAnswer, one: RankedProvider) -> dict[str, Any]:
    word = words(LANG)
    return {
        word("quality_place"): one.place,
        word("quality_provider"): one.provider,
        word("quality_score"): one.score,
        word("quality_class"): one.class_title.zh if one.class_title else None,
        word("quality_rows"): one.rows,
        **_shares(one.figures),
        word("quality_before"): one.before,
        word("quality_month"): answer.month,
        word("quality_method"): answer.method,
    }


def _shares(figures: tuple[QualityFigure, ...]) -> dict[str, Any]:
    word = words(LANG)
    return {word.code("measure", one.measure): one.share for one in figures}
