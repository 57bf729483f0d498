"""Questions that no single query answers: read in rounds by the questions of cypher/, worked out by app.analytics."""

from app.answers.reading.asks import Asked
from app.answers.reading.session import Limits, Reader

__all__ = ["Asked", "Limits", "Reader"]
