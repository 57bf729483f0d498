"""Questions that no single query answers: read in rounds by the questions of cypher/, worked out by app.analytics."""

from app.answers.reading.asks import Viewpoint
from app.answers.reading.session import Reader, ReadLimits

__all__ = ["ReadLimits", "Reader", "Viewpoint"]
