"""Which holder lists were declared whole, so that nobody beside them holds: read for the lists that it can tighten only."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.analytics.network import HeldRow
from loaders.statements import scope_of
from models.catalogue import Catalogue


class Telling(NamedTuple):
    """Of the row of a list: its category, basis, provider and enterprise, by which lists are told apart, and its first day."""

    category: str
    basis: str
    provider: str
    enterprise: str
    day: str


def open_scopes(tellings: Iterable[tuple[Telling, HeldRow]], catalogue: Catalogue) -> dict[Telling, str]:
    """The scopes of lists some of whose holders have an unknown share or a range; by what tells a list apart, without a day.

    Of a category whose later announcements of one day replace the earlier ones, no list is known to be whole.
    """
    lists = {telling._replace(day="") for telling, row in tellings if row.share is None or not row.share.exact}
    known = catalogue.categories
    scopes = {one: list_scope(one, catalogue) for one in lists if one.category in known and not known[one.category].later}
    return {one: scope for one, scope in scopes.items() if scope is not None}


def list_scope(one: Telling, catalogue: Catalogue) -> str | None:
    """The scope under which a list's coverages are kept; None where lists of its category are told apart by more than these."""
    known = catalogue.categories.get(one.category)
    if known is None or not set(known.scope) <= {"enterprise", "basis"}:
        return None
    return scope_of(one.category, one.provider, [_entry(name, one) for name in known.scope], {"enterprise": one.enterprise})


def stood_whole(telling: Telling, row: HeldRow, days: Mapping[Telling, str]) -> bool:
    """Whether a row stood in its list when that was last declared whole; `days` are those, of the lists that ever were.

    Who came after that day in a list in parts did not, so that the list as it then is does not pass for whole.
    """
    return telling.day <= days.get(telling._replace(day=""), "") <= row.day


def _entry(name: str, one: Telling) -> str:
    return "@enterprise" if name == "enterprise" else one.basis
