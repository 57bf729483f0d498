"""Rows that only sum up others: 合计, 以上合计, 小计(1人), 共计2名股东, Total and the like in place of a party's name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from loaders.mapping.headers import Target
from loaders.values.normalise import is_empty, normalise_name
from loaders.values.units import unit_of

LONGEST = 40
_OF_WHOM = "股东|投资者|投资人|出资人|合伙人|发起人|人员|企业|单位"
_OF_WHAT = "股份|股权|股本|出资|认缴|实缴|持股|投资|金额|数量"
_BEFORE = rf"(?:以上|上述|上列|本页|本表|全部|全体|所有|各|前[\d一二三四五六七八九十]+[名大位]|{_OF_WHOM}|{_OF_WHAT})"
_SUM = "合计|小计|总计|共计|累计|总和|总额|总数|总股本|总出资"
_AFTER = "数|额|金额|数额|数量|人数|户数|股数|股本|股份|比例|出资额?"
_COUNT = rf"[\d一二三四五六七八九十百]+(?:名|位|人|户|家|个|条|笔|项)(?:{_OF_WHOM})?"
_ENGLISH = r"(?:GRAND|SUB|OVERALL|PAGE)?-?TOTALS?(?:AMOUNT|SHARES?|SUM)?|SUMS?"
_NUMBER = r"[\d,]+(?:\.\d+)?%?"
_WHOLE = re.compile(rf"{_BEFORE}*(?:{_SUM})(?:{_AFTER})?(?:{_COUNT}|{_NUMBER})?|共{_COUNT}|{_ENGLISH}")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_IN_BRACKETS = re.compile(rf"{_COUNT}|{_NUMBER}")
_IDENTIFYING = frozenset({"code", "uscc", "reg", "org", "pid", "kind"})
"""Parts of a party that no sum has."""


@lru_cache(maxsize=20_000)
def sums_up(text: str) -> bool:
    """Whether a text in place of a name stands for a sum, with or without a count or a unit in brackets."""
    if not 0 < len(text) <= LONGEST:
        return False
    plain = re.sub(r"[\s:：]+", "", normalise_name(text)).upper()
    bare = _BRACKETS.sub(lambda found: "" if _measures(found[1]) else found[0], plain).strip("-—_*")
    return _WHOLE.fullmatch(bare) is not None


def _measures(text: str) -> bool:
    """Whether a text in brackets is a count, a number or a unit."""
    return _IN_BRACKETS.fullmatch(text) is not None or unit_of(text) is not None


@dataclass(frozen=True, slots=True)
class _Place:
    """The columns in which a party's name may stand, and those of its codes and type."""

    names: tuple[str, ...]
    identifying: tuple[str, ...]


class Summaries:
    """Tells rows that sum up others from those of a party, by the columns of the parties that a row must name."""

    def __init__(self, targets: Iterable[Target] = (), parties: Iterable[str] = ()) -> None:
        listed = list(targets)
        self._places = [
            _Place(
                tuple(t.header for t in listed if t.property == name and t.part in {"", "name"}),
                tuple(t.header for t in listed if t.property == name and t.part in _IDENTIFYING),
            )
            for name in parties
        ]

    def __call__(self, cells: Mapping[str, str]) -> bool:
        """Whether a word of sums stands for a party of which the row states neither a code nor a type."""
        return any(
            sums_up(cells.get(header) or "") and not any(map(_says, map(cells.get, place.identifying)))
            for place in self._places
            for header in place.names
        )


def _says(text: str | None) -> bool:
    return bool(text) and not is_empty(text or "") and not sums_up(text or "")
