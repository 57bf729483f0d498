"""The computed questions of the program: all that stand in the modules of these packages."""

from app.questions.registry import Registry

PACKAGES: tuple[str, ...] = ("app.answers",)


def computed() -> Registry:
    """The computed questions, read once.

    Raises:
        QuestionError: one is declared wrongly, or two in the same way.
    """
    return Registry.of(*PACKAGES)
