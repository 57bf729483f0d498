"""Questions that no single query answers: read in rounds by the questions of cypher/, worked out by app.analytics."""

from app.inquiries.asks import Asked
from app.inquiries.reading import Limits, Reader

__all__ = ["Asked", "Limits", "Reader"]
