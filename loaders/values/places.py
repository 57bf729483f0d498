"""Normalises the beginning of addresses, which names divisions, so that they can be compared."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from models.tables.divisions import Division, divisions

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Provinces that are one city: Beijing, Tianjin, Shanghai, Chongqing."""
_SORTS = ("市辖区", "县")
_PEOPLES = ("壮族", "回族", "维吾尔")


class Places(NamedTuple):
    """Tables of divisions for recognising the beginning of an address; former names are included.

    `provinces`: code (2 digits) by name, full and short. `cities`: by their first two characters, full name and code (4
    digits) of each. `counties`: names by the code (2 or 4 digits) of what they lie in. `lone`: cities of the rank of a county
    whose name nothing else has.
    """

    provinces: Mapping[str, str]
    cities: Mapping[str, list[tuple[str, str]]]
    counties: Mapping[str, frozenset[str]]
    lone: frozenset[str]


@lru_cache(maxsize=1)
def places() -> Places:
    """The tables, from the divisions of the standard."""
    provinces: dict[str, str] = {}
    cities: dict[str, set[tuple[str, str]]] = defaultdict(set)
    counties: dict[str, set[str]] = defaultdict(set)
    bearers: dict[str, set[str]] = defaultdict(set)
    for one in divisions():
        if one.code.endswith("0000"):
            provinces |= dict.fromkeys((one.name, _short(one)), one.code[:2])
        elif one.name in _SORTS or one.name.startswith(("省", "自治区")):
            continue
        elif one.code.endswith("00"):
            cities[one.name[:2]].add((one.name, one.code[:4]))
        else:
            for within in (one.code[:2], one.code[:4]):
                counties[within].add(one.name)
        bearers[one.name].add(one.code[:2])
    whole = {name for named in cities.values() for name, _ in named}
    lone = {n for n in set().union(*counties.values()) if n.endswith("市") and len(bearers[n]) == 1 and n not in whole}
    listed = {begin: sorted(named, key=lambda city: (-len(city[0]), city)) for begin, named in cities.items()}
    return Places(provinces, listed, {code: frozenset(named) for code, named in counties.items()}, frozenset(lone))


def _short(province: Division) -> str:
    name = province.name
    for ending in ("省", "市", "自治区", "特别行政区"):
        name = name.removesuffix(ending)
    for people in _PEOPLES:
        name = name.removesuffix(people)
    return name


def placed(address: str) -> str:
    """An address rewritten to begin with its city (or lone county): 浙江省杭州市…, 浙江杭州… and 杭州市… become the same.

    Short names count only where a county of that city follows. An address that begins otherwise is left as it is.
    """
    known = places()
    for size in (*range(8, 1, -1), 0):
        province = known.provinces.get(address[:size], "") if size else ""
        if size and not province:
            continue
        rest = address[size:]
        if province in MUNICIPALITIES:
            result = _in_municipality(known, address[:size], rest, province)
        else:
            result = _in_city(known, rest, province)
        if result:
            return result
    return address


def _in_municipality(known: Places, stated: str, rest: str, province: str) -> str | None:
    full = stated if stated.endswith("市") else f"{stated}市"
    whole = stated == full
    for again in (full, *_SORTS):
        if rest.startswith(again) and len(rest) > len(again):
            rest, whole = rest[len(again) :], True
    return full + rest if whole or _county(known, rest, province) else None


def _in_city(known: Places, address: str, province: str) -> str | None:
    if (county := _county(known, address, province)) and county in known.lone:
        return address
    for name, code in known.cities.get(address[:2], ()):
        if province and not code.startswith(province):
            continue
        if address.startswith(name):
            rest = address[len(name) :].removeprefix(_SORTS[0])
            return rest if _county(known, rest, code) in known.lone else name + rest
        short = name.removesuffix("市")
        if address.startswith(short) and (county := _county(known, address[len(short) :], code)):
            rest = address[len(short) :]
            return rest if county in known.lone else name + rest
    return None


def _county(known: Places, address: str, within: str) -> str | None:
    """The county at the beginning of an address, in this province or city; a lone city may be anywhere. None for no county."""
    names = known.counties.get(within, frozenset()) if within else known.lone
    return next((address[:size] for size in range(min(len(address), 15), 1, -1) if address[:size] in names), None)
