"""The currencies of a row's amounts, as columns of their own state them, and the dates that some programs put there instead."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from loaders.check.draft import Draft
from loaders.mapping.headers import Target
from loaders.types.date import is_no_day, read_day
from loaders.values.canonical import canonical
from loaders.values.cells import MENDED, Refused, as_stated
from loaders.values.money_units import read_currency, read_unit
from loaders.values.normalise import clean_text, is_empty
from models.catalogue import AS_STATED_SUFFIX, Category, TypeName
from models.statements import OPEN_DAY
from models.tables.currencies import SEVERAL

DATED = "_on"
"""What the name of a date ends in that is the day of an amount: `paid_on` is the day of `paid`."""
UNKNOWN = "not a currency that is known, so that the amount says nothing"
NOT_CHOSEN = "the header names several currencies and the row not which, so that the amount says nothing"
A_DAY = "a date in a column of currencies, which says no currency"


_PLAIN = re.compile(r"[\d,，.]+")
"""An amount that states no unit; of what its column of currencies says, a multiple is its own (万元)."""


class Currencies:
    """Completes the amounts of one table's rows with their currencies; compiled from its targets."""

    def __init__(self, category: Category, targets: Iterable[Target], decisive: Collection[str]) -> None:
        self._properties = category.by_name
        self._decisive = decisive
        self._columns: dict[str, list[str]] = defaultdict(list)
        self._unsaid: dict[str, str] = {}
        self._plain: dict[str, list[str]] = {}
        for target in targets:
            if target.part == "currency":
                self._columns[target.header].append(target.property)
            elif target.currency == SEVERAL:
                self._unsaid[target.property] = target.header
            elif not target.part and not target.unit_stated:
                self._plain.setdefault(target.property, []).append(target.header)

    def complete(self, draft: Draft, cells: Mapping[str, str]) -> None:
        """Add the currencies that a row states. An amount whose currency is not known is stored as stated, and is no amount.

        Raises Refused, placed in its column, where the record cannot stand without that amount.
        """
        for header, names in self._columns.items():
            text = clean_text(cells.get(header) or "")
            if not text or is_empty(text):
                continue
            waiting = [n for n in names if n in draft.canon]
            currency, times = read_currency(text), (read_unit(text) or (1, None))[0]
            if currency is None and (day := _day_in(text)) is not None:
                self._dated(draft, header, waiting, day)
                continue
            for name in waiting:
                if times != 1 and any(_PLAIN.fullmatch(cells.get(one, "").strip()) for one in self._plain.get(name, ())):
                    value = float(Decimal(draft.canon[name]) * times)
                    draft.values[name], draft.canon[name] = value, canonical(value)
                if draft.canon.get(f"{name}_currency", SEVERAL) == SEVERAL:
                    self._say(draft, header, name, currency, text)
        for name, header in self._unsaid.items():
            if draft.canon.get(f"{name}_currency") == SEVERAL:
                self._keep(draft, header, name, "", NOT_CHOSEN)

    def _say(self, draft: Draft, header: str, name: str, currency: str | None, text: str) -> None:
        if currency is None:
            self._keep(draft, header, name, f" {text}", UNKNOWN)
        elif currency == "CNY":
            draft.values.pop(f"{name}_currency", None)
            draft.canon.pop(f"{name}_currency", None)
        else:
            draft.values[f"{name}_currency"] = draft.canon[f"{name}_currency"] = currency

    def _keep(self, draft: Draft, header: str, name: str, word: str, why: str) -> None:
        """Keep an amount as stated, with the word that stands for its currency."""
        if name in self._decisive:
            raise Refused("currency", why.partition(",")[0], header)
        amount = draft.canon.pop(name)
        del draft.values[name]
        draft.values.pop(f"{name}_currency", None)
        draft.canon.pop(f"{name}_currency", None)
        cell = as_stated(name, f"{amount}{word}", why)
        draft.values[name + AS_STATED_SUFFIX] = draft.canon[name + AS_STATED_SUFFIX] = cell.entries[0][2]
        draft.flags += [f"{header}: {flag}" for flag in cell.flags]

    def _dated(self, draft: Draft, header: str, amounts: list[str], day: str) -> None:
        """Take a day in place of a currency for that of the row's one amount; remark it where that is not known to be meant."""
        dated = amounts[0] + DATED if len(amounts) == 1 else ""
        prop = self._properties.get(dated)
        if not day or prop is None or prop.type is not TypeName.DATE or draft.canon.get(dated, day) != day:
            draft.flags += [f"{header}: {A_DAY}"] if day else []
            return
        draft.values[dated] = draft.canon[dated] = day
        draft.flags.append(f"{header}: {MENDED}{A_DAY}, taken for {dated}")


def _day_in(text: str) -> str | None:
    """The day that a cell holds, empty where it is what programs write for none; None for what is no date."""
    if is_no_day(text):
        return ""
    try:
        day = read_day(text)
    except Refused:
        return None
    return "" if day == OPEN_DAY else day
