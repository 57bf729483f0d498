"""What differs between an answer of one day and that of another: who came, who left, and what changed."""

from enum import StrEnum
from typing import Any

from models.base import Model


class Comparable(StrEnum):
    """Whether both days have an answer. Where one has none, nothing came and nothing left: it is not known."""

    YES = "yes"
    BEFORE_UNKNOWN = "before_unknown"
    AFTER_UNKNOWN = "after_unknown"
    BOTH_UNKNOWN = "both_unknown"


class FieldChange(Model):
    """What a field said before and says after; null where it said nothing."""

    field: str
    before: Any = None
    after: Any = None


class Changed(Model):
    """An item that is there on both days and says something else; `key` is what it is known by."""

    key: dict[str, Any]
    name: str | None = None
    fields: tuple[FieldChange, ...]


class Difference(Model):
    """How one list of an answer differs. Items that came are as they are after, items that left as they were before.

    An owner who only left a list of the largest says so (`left_list`, the day), and how much it has `at_most` since.
    `perhaps_came` and `perhaps_left` are items that the other day's list lacks, that list not being shown to its end.
    """

    section: str
    comparable: Comparable
    came: tuple[dict[str, Any], ...] = ()
    left: tuple[dict[str, Any], ...] = ()
    changed: tuple[Changed, ...] = ()
    perhaps_came: tuple[dict[str, Any], ...] = ()
    perhaps_left: tuple[dict[str, Any], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether both days are known to say the same."""
        differing = (self.came, self.left, self.changed, self.perhaps_came, self.perhaps_left)
        return self.comparable is Comparable.YES and not any(differing)


class Differences(Model):
    """What differs between two days, list by list. `before` and `after` are the days."""

    before: str
    after: str
    sections: tuple[Difference, ...]
