"""Questions: Cypher files with a header, checked when read, answered in one round trip."""

from app.questions.runner import Questions

__all__ = ["Questions"]
