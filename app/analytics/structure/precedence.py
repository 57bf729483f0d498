"""Which of the holder lists of an enterprise counts by a precedence."""

from collections.abc import Sequence
from typing import NamedTuple

from app.analytics.structure.network import Form, HeldRow
from app.rules.precedence import Precedence, holder_lists


class ListKey(NamedTuple):
    """What makes rows one list: its provider and its basis; of an enterprise that is several as one, of which of them."""

    list_basis: str
    provider: str
    stated_enterprise: str = ""


class Picked(NamedTuple):
    """The list that counts, if any; `promoters`: there is none but of promoters, of which this is one.

    `never` are the bases that name promoters only in this enterprise, and so contradict no list of holders.
    """

    key: ListKey | None
    promoters: bool
    never: tuple[str, ...]


def pick(lists: dict[ListKey, list[HeldRow]], form: Form, precedence: Precedence) -> Picked:
    """The one list of an enterprise that counts.

    An enterprise with a list that only listed companies have is one, whatever its form says.
    """
    terms = holder_lists()
    listed = form is Form.LISTED or any(key.list_basis in terms.signs_of_listing for key in lists)
    group = "listed" if listed else "joint_stock" if form is Form.JOINT_STOCK else "other"
    never = terms.promoters.get(group, ())
    order: Sequence[Sequence[str]] = getattr(precedence, group)
    places = {basis: (tier, at) for tier, bases in enumerate(order) for at, basis in enumerate(bases) if basis not in never}
    eligible = [key for key in lists if key.list_basis in places]
    if not eligible:
        return Picked(min((key for key in lists if key.list_basis in never), default=None), True, never)
    if len(eligible) == 1:
        return Picked(eligible[0], False, never)

    def rank(key: ListKey) -> tuple[str, int, int, int]:
        tier, at = places[key.list_basis]
        return max(row.day for row in lists[key]), -tier, -at, len(lists[key])

    if not precedence.newest:
        best = min(places[key.list_basis][0] for key in eligible)
        eligible = [key for key in eligible if places[key.list_basis][0] == best]
    top = max(map(rank, eligible))
    return Picked(min(key for key in eligible if rank(key) == top), False, never)
