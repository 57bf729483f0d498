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
"""What the standard lists as a division and is none: sorts of them."""
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
    found = numdb.get("cn/loc").info(code)
    return len(found) == 2 and ("county" in found[1][1] or code.endswith("00"))


def code_of(text: str) -> str | None:
    """The six-digit code of a division told by name; None where no division, or not clearly one, was ever told so.

    A division is told by its full name, alone or after those of its prefecture, its province, or both, with or without signs
    between. Meant is the code that has the name to this day, though a county's name that stands alone must never have been
    that of another place; where none has it any more, the last one, where all were one place.
    """
    told = _BETWEEN.sub("", text)
    found = _index().get(told)
    if not found or told in _NO_NAMES:
        return None
    current = {d.code for d in found if d.current}
    if len(current) == 1:
        (code,) = current
        qualified = code.endswith("00") or all(d.name != told for d in found)
        return code if qualified or _one_place(found) else None
    return max(found, key=lambda d: d.since).code if not current and _one_place(found) else None


def _one_place(found: Iterable[Division]) -> bool:
    """Whether these are one division that got other codes: in one province, one after the other."""
    ordered = sorted(found, key=lambda d: (d.since, d.until))
    return len({d.code[:2] for d in found}) == 1 and all(a.until <= b.since for a, b in pairwise(ordered))


def divisions() -> Iterator[Division]:
    """Every name of every code."""
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
    """Divisions by every way in which they are told."""
    every = list(divisions())
    names: dict[str, list[Division]] = defaultdict(list)
    for d in every:
        names[d.code].append(d)
    found: dict[str, list[Division]] = defaultdict(list)
    for d in every:
        ways = {d.name}
        if not d.code.endswith("0000"):
            provinces = {p.name for p in names[d.code[:2] + "0000"]}
            ways |= {p + d.name for p in provinces}
            if not d.code.endswith("00") and d.code[2:4] != "00":  # else the province itself stands where a prefecture would
                cities = {c.name for c in names[d.code[:4] + "00"] if c.since <= d.until and d.since <= c.until}
                ways |= {c + d.name for c in cities} | {p + c + d.name for p in provinces for c in cities}
        for way in ways:
            found[way].append(d)
    return found


@lru_cache(maxsize=1)
def _latest() -> Mapping[str, str]:
    """The name that each code has, or had last."""
    return {d.code: d.name for d in sorted(divisions(), key=lambda d: (d.since, d.until))}


def full_name(code: str) -> str:
    """The name of a division after those of its province and prefecture (330106: 浙江省杭州市西湖区); empty if unknown."""
    names = _latest()
    if code not in names:
        return ""
    ways = (code[:2] + "0000", code[:4] + "00", code)
    return "".join(dict.fromkeys(names[c] for c in ways if c in names and names[c] not in _NO_NAMES)) or names[code]
