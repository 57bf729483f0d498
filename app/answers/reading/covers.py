"""Which holder lists were declared whole, so that nobody beside them holds: read for the lists that it can tighten only."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.analytics.structure.network import HeldRow
from loaders.derive.keys import scope_of
from models.catalogue import Catalogue


class ListPlace(NamedTuple):
    """Of the row of a list: its category, basis, provider and enterprise, by which lists are told apart, its first day, and the
    date of announcement of the list of that day that it stands in.
    """

    category: str
    basis: str
    provider: str
    enterprise: str
    day: str
    later: str = ""


_READ = (None, "announced_on")
"""The dates by which lists of one day may follow each other where their rows are read."""


def open_scopes(places: Iterable[tuple[ListPlace, HeldRow]], catalogue: Catalogue) -> dict[ListPlace, str]:
    """The scopes of lists some of whose holders have an unknown share or a range; by what tells a list apart, without a day.

    Of a category whose lists of one day are ordered by a date that is not read, no list is known to be whole.
    """
    lists = {place._replace(day="", later="") for place, row in places if row.share is None or not row.share.exact}
    known = catalogue.categories
    scopes = {one: list_scope(one, catalogue) for one in lists if one.category in known and known[one.category].later in _READ}
    return {one: scope for one, scope in scopes.items() if scope is not None}


def list_scope(one: ListPlace, catalogue: Catalogue) -> str | None:
    """The scope under which a list's coverages are kept; None where lists of its category are told apart by more than these."""
    known = catalogue.categories.get(one.category)
    if known is None or not set(known.scope) <= {"enterprise", "basis"}:
        return None
    return scope_of(one.category, one.provider, [_entry(name, one) for name in known.scope], {"enterprise": one.enterprise})


def stood_whole(place: ListPlace, row: HeldRow, last: Mapping[ListPlace, tuple[str, str]]) -> bool:
    """Whether a row stood in its list when that was last declared whole; `last` are the days and announcements of these lists.

    Who came after that in a list in parts did not, so that the list as it then is does not pass for whole. Nor does a list of
    that day that a later announcement replaced: its rows have gone, and those of the later one were not declared.
    """
    day, later = last.get(place._replace(day="", later=""), ("", ""))
    return (place.day, place.later) <= (day, later) and day <= row.day


def _entry(name: str, one: ListPlace) -> str:
    return "@enterprise" if name == "enterprise" else one.basis
