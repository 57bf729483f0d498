"""What a row has stated so far, and the columns every category accepts: `_provider`, `_day`, `_seq`, `_action`, `_level`."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import InputError
from loaders.check.reserved import read_action, read_level, read_seq
from loaders.types.date import read_day
from loaders.values.cells import Refused
from loaders.values.normalise import clean_text, is_empty
from models.catalogue import Category, Mode
from models.statements import OPEN_DAY, Action, Ref, Scalar

KEYED = frozenset({Action.WITHDRAW, Action.END, Action.REPAIR})
"""What these actions do needs the key alone."""
UNNAMING = frozenset({Action.END, Action.REPAIR})
"""These state nothing of who is who; a withdrawal takes back what an earlier row stated of it."""


@dataclass(slots=True)
class Draft:
    """What a row has stated so far; `canon` are the canonical texts of `values`; `delegate` who acts for a party of it."""

    provider: str
    day: str
    seq: int
    action: Action
    level: int | None
    values: dict[str, Scalar]
    canon: dict[str, str]
    refs: dict[str, Ref]
    flags: list[str]
    delegate: Ref | None = None


class Opener:
    """Begins the draft of each row of a table: who states it, on which day, and what it does.

    `columns` are headers by reserved name, `headers` those by property, to place refusals; `provider` and `day` are what
    the sender states of the whole file.
    """

    def __init__(
        self,
        category: Category,
        columns: Mapping[str, str],
        provider: str | None,
        day: str | None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._category = category
        self._headers = headers or {}
        self._columns = dict(columns)
        self._provider = provider
        self._day = day
        self._known: dict[str, str] = {}

    def open(self, cells: Mapping[str, str]) -> Draft:
        """The draft of a row with what its reserved columns state. Raises Refused, placed in its column."""
        draft = Draft(self._provider or "", "", 0, Action.STATE, None, {}, {}, {}, [])
        for name, header in self._columns.items():
            text = cells.get(header)
            if not text or (text not in self._known and is_empty(text)):
                continue
            try:
                self._read(draft, name, text)
            except Refused as refused:
                raise refused.at(header) from None
        if not draft.provider:
            raise Refused("provider", "the row names no provider", self._columns.get("_provider"))
        return draft

    def _read(self, draft: Draft, name: str, text: str) -> None:
        if name == "_provider":
            draft.provider = self._known.get(text) or self._known.setdefault(text, read_provider(text))
        elif name == "_day":
            draft.day = closed_day(text)
        elif name == "_seq":
            draft.seq = read_seq(text)
        elif name == "_action":
            draft.action = read_action(text)
        elif (level := read_level(text)) > self._category.level:
            draft.level = level

    def date(self, draft: Draft) -> None:
        """The statement's day: its own column, then the category's date properties (in `append` last), then the file's."""
        if not draft.day and self._day and self._category.mode is Mode.APPEND:
            draft.day = self._day
        if not draft.day:
            stated = [draft.canon[name] for name in self._category.day if name in draft.canon]
            draft.day = max((day for day in stated if day != OPEN_DAY), default=self._day or "")
        if not draft.day:
            dated = next((self._headers[n] for n in self._category.day if n in self._headers), None)
            raise Refused("day", "the row has no day", self._columns.get("_day") or dated)
        if self._category.valid.unstated:
            self._unstated(draft, self._category.valid.unstated)
        self._terms(draft)

    def _unstated(self, draft: Draft, mark: str) -> None:
        """Mark and remark a record that states no day since when it holds."""
        start, removed = self._category.valid.start or "", self._category.valid.removed or ""
        if start in draft.canon or draft.action in KEYED:
            return
        draft.values[mark], draft.canon[mark] = True, "true"
        title = self._category.by_name[start].title.zh
        draft.flags.append(f"{self._headers.get(start, title)}: none; taken as of {draft.day}, since when is not known")
        if draft.canon.get(removed, OPEN_DAY) <= draft.day:
            name = self._headers.get(removed, removed)
            draft.flags.append(
                f"{name}: before {draft.day}; since no day of {title} is stated, it held on no day that is known"
            )

    def _terms(self, draft: Draft) -> None:
        """Refuse a term that ends before it begins; remark one that holds on no day."""
        start, valid = self._category.valid.start, self._category.valid
        begins = draft.canon.get(start) if start else None
        for name in (valid.until, valid.removed):
            ends = draft.canon.get(name) if name else None
            if name and begins and ends and ends < begins:
                raise Refused("order", f"{name} is before {start}", self._headers.get(name))
            if name and begins and ends == begins and name == valid.removed:
                draft.flags.append(f"{self._headers.get(name, name)}: the day on which it begins, so that it held on no day")


def read_provider(text: str) -> str:
    """A provider's name. Raises Refused where it is empty or past 100 characters."""
    provider = clean_text(text)
    if not provider or len(provider) > 100:
        raise Refused("provider", "a provider has 1 to 100 characters")
    return provider


def closed_day(text: str) -> str:
    """A day in ISO form. Raises Refused for the open day, which dates nothing."""
    day = read_day(text)
    if day == OPEN_DAY:
        raise Refused("day", "an open day dates nothing")
    return day


def sender_day(text: str) -> str:
    """The day the sender gives for a whole file. Raises InputError."""
    try:
        return closed_day(text)
    except Refused as refused:
        raise InputError(f"--day: {refused.message}") from None


def sender_provider(text: str) -> str:
    """The provider the sender gives for a whole file. Raises InputError."""
    try:
        return read_provider(text)
    except Refused as refused:
        raise InputError(f"--provider: {refused.message}") from None
