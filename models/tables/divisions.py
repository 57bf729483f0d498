"""Administrative divisions (GB/T 2260) by code and by name, with the years of each, from the table of python-stdnum."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from stdnum import numdb

_YEARS = re.compile(r"\[(\d*)-(\d*)\](.+)\Z")
_BETWEEN = re.compile(r"[\s/\\|>,，、·\-—_]+")
_NO_NAMES = frozenset({"市辖区", "县", "市区", "省直辖县级行政单位", "省直辖行政单位", "自治区直辖县级行政单位"})
"""Entries of the standard that are no divisions but kinds of them."""
ALWAYS = 9999


class Division(NamedTuple):
    """A name that a six-digit code has or had, from the year `since` to the year `until` (9999: to this day)."""

    code: str
    name: str
    since: int
    until: int

    @property
    def current(self) -> bool:
        """Whether the code has this name to this day."""
        return self.until == ALWAYS


@lru_cache(maxsize=8192)
def region_known(code: str) -> bool:
    """Whether a six-digit division code is, or was, in the standard."""
    entries = numdb.get("cn/loc").info(code)
    return len(entries) == 2 and ("county" in entries[1][1] or code.endswith("00"))


def code_of(text: str) -> str | None:
    """The six-digit code of a division by its name; None where no division, or not clearly one, ever had it.

    The name is the full one, alone or after those of its prefecture, its province, or both, with or without signs between. The
    code is that of the present bearer of the name, though a county's name alone must never have been that of another place;
    where none has it any more, the last one, where all were one place.
    """
    stated = _BETWEEN.sub("", text)
    bearers = _index().get(stated)
    if not bearers or stated in _NO_NAMES:
        return None
    current = {d.code for d in bearers if d.current}
    if len(current) == 1:
        (code,) = current
        qualified = code.endswith("00") or all(d.name != stated for d in bearers)
        return code if qualified or _one_place(bearers) else None
    return max(bearers, key=lambda d: d.since).code if not current and _one_place(bearers) else None


def _one_place(divisions: Iterable[Division]) -> bool:
    """Whether these are one division that got other codes: in one province, one after the other."""
    ordered = sorted(divisions, key=lambda d: (d.since, d.until))
    return len({d.code[:2] for d in divisions}) == 1 and all(a.until <= b.since for a, b in pairwise(ordered))


def divisions() -> Iterator[Division]:
    """Every name of every code, with its years."""
    for _, province, _, properties, below in numdb.get("cn/loc").prefixes:
        yield from _names(f"{province}0000", properties.get("province", ""))
        for _, rest, _, own, _ in below:
            if rest != "0000" or own.get("county") != properties.get("province"):
                yield from _names(province + rest, own.get("county", ""))


def _names(code: str, text: str) -> Iterator[Division]:
    for piece in filter(None, text.split(",")):
        dated = _YEARS.match(piece)
        since, until, name = dated.groups() if dated else ("", "", piece)
        yield Division(code, name.strip(), int(since or 0), int(until or ALWAYS))


@lru_cache(maxsize=1)
def _index() -> Mapping[str, list[Division]]:
    """Divisions by every way in which they are named: alone, or after the province, the prefecture or both."""
    every = list(divisions())
    names: dict[str, list[Division]] = defaultdict(list)
    for d in every:
        names[d.code].append(d)
    by_name: dict[str, list[Division]] = defaultdict(list)
    for d in every:
        ways = {d.name}
        if not d.code.endswith("0000"):
            provinces = {p.name for p in names[d.code[:2] + "0000"]}
            ways |= {p + d.name for p in provinces}
            if not d.code.endswith("00") and d.code[2:4] != "00":  # else the province itself is in the place of a prefecture
                cities = {c.name for c in names[d.code[:4] + "00"] if c.since <= d.until and d.since <= c.until}
                ways |= {c + d.name for c in cities} | {p + c + d.name for p in provinces for c in cities}
        for way in ways:
            by_name[way].append(d)
    return by_name


@lru_cache(maxsize=1)
def _latest() -> Mapping[str, str]:
    """The present or last name of each code."""
    return {d.code: d.name for d in sorted(divisions(), key=lambda d: (d.since, d.until))}


def full_name(code: str) -> str:
    """The name of a division after those of its province and prefecture (330106: 浙江省杭州市西湖区); empty if unknown."""
    names = _latest()
    if code not in names:
        return ""
    ways = (code[:2] + "0000", code[:4] + "00", code)
    return "".join(dict.fromkeys(names[c] for c in ways if c in names and names[c] not in _NO_NAMES)) or names[code]
