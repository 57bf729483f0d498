"""Parts that the sentences of several subjects share: a text in both languages, figures, and who is known how."""

from app.analytics.structure import figures
from models.answers.control import Range
from models.catalogue import Title
from models.rule_sets import Comparison, Criterion


def both(zh: str, en: str) -> Title:
    """A text in both languages."""
    return Title(zh=zh, en=en)


def percent(share: Range | float, threshold: float | None = None) -> str:
    """A share: `30 %`, `25 %–50 %`; more decimals where it would else read as a threshold that it is not."""
    return figures.percent(share if isinstance(share, Range) else Range(low=share, high=share), threshold)


def compared(criterion: Criterion) -> Title:
    """A criterion: 超过 50 %, more than 50 %."""
    figure = percent(criterion.threshold)
    strict = criterion.comparison is Comparison.GT
    return both(f"{'超过' if strict else '不低于'} {figure}", f"{'more than' if strict else 'at least'} {figure}")
