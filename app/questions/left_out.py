"""Puts words into answers of Cypher questions: the sentences of what they leave out, and names taken from identifiers."""

from typing import Any

from app.words.incomplete import with_text
from app.words.naming import bare_name
from models.answers.shapes import Incomplete, IncompleteReason
from models.catalogue import Category


def not_counted(total: int) -> list[dict[str, Any]]:
    """That a list has at least so many entries, which were not counted further."""
    return [_plain(Incomplete(reason=IncompleteReason.NOT_COUNTED, total=total))]


def not_all(part: str, shown: int, total: int) -> dict[str, Any]:
    """That of a list only so many entries are shown."""
    return _plain(Incomplete(reason=IncompleteReason.LENGTH, part=part, shown=shown, total=total))


def name_in(party: str) -> str:
    """The name in the identifier of who is known by it alone."""
    return bare_name(party) or party.rpartition(":")[2]


def not_shown(category: Category, level: int) -> list[dict[str, Any]]:
    """The properties of a category that no caller of this level is shown; nothing where there are none."""
    hidden = [p for p in category.properties if p.level > level]
    if not hidden:
        return []
    names, titles = tuple(p.name for p in hidden), tuple(p.title for p in hidden)
    return [_plain(Incomplete(reason=IncompleteReason.WITHHELD, part=category.name, fields=names, titles=titles))]


def _plain(gap: Incomplete) -> dict[str, Any]:
    return with_text(gap).model_dump(mode="json", exclude_defaults=True)
