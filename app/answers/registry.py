"""The computed questions of the program: all that are declared in the modules of its packages of answers."""

from app import paths
from app.questions.registry import Registry


def computed() -> Registry:
    """The computed questions, read once.

    Raises:
        QuestionError: one is declared wrongly, or two in the same way.
    """
    return Registry.of(*paths.COMPUTED)
