"""The known names that are most like one that is not known."""

from collections.abc import Iterable

ALIKE = 60.0
"""From 0 to 100 by rapidfuzz's weighted ratio: what is less alike is not suggested."""
SUGGESTED = 5


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """The known names most like a text, the most alike first."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        text, list(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=SUGGESTED, score_cutoff=ALIKE
    )
    return [name for name, _, _ in found]
