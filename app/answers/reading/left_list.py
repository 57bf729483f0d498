"""Who stood in an enterprise's previous list of the largest holders and no longer in the one of the day asked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.answers.reading.covers import ListPlace, list_scope
from app.answers.reading.rows import kind_among, names, stated_name
from app.answers.reading.session import Reader
from models.answers.shapes import PartyRef

LISTS = ["full", "top_n"]
"""The kinds of list that leave out for good whom they do not name."""


@dataclass(frozen=True, slots=True)
class LeftHolder:
    """A holder who left the list on `day`: the share it had, and the most it has since (fractions; None: not known)."""

    holder: PartyRef
    day: str
    share: float | None
    at_most: float | None
    provider: str


async def left_holders(reader: Reader, enterprise: str, shown: Collection[str]) -> tuple[LeftHolder, ...]:
    """Who left with the latest list of each provider and is none of the holders `shown`; the largest share first.

    `enterprise` is the id of a party. Who left with an earlier list is listed on the day of that list.
    """
    rows = (await reader.ask("ownership.left", party_id=enterprise))["rows"]
    gone = [(list_, holder) for list_, holder in _by_holder(enterprise, rows) if holder.holder.id not in shown]
    scopes = {one: scope for one, _ in gone if (scope := list_scope(one, reader.questions.catalogue)) is not None}
    if not scopes:
        return ()
    covers = (await reader.ask("ownership.covers", scopes=sorted({*scopes.values()}), kinds=LISTS))["covers"]
    last = {scope: day for scope, day, _ in covers}
    latest = [holder for one, holder in gone if one in scopes and last.get(scopes[one]) == one.day]
    parties = names((await reader.ask("ownership.parties", party_ids=sorted({str(one.holder.id) for one in latest})))["rows"])
    found = []
    for one in latest:
        known = parties.get(str(one.holder.id))
        more = {"name": known.name or one.holder.name, "state": known.state} if known else {}
        who = one.holder.model_copy(update=more)
        found.append(LeftHolder(who, one.day, one.share, one.at_most, one.provider))
    return tuple(sorted(found, key=lambda one: (-(one.share or 0.0), one.holder.name or "", one.holder.id or "", one.provider)))


def _by_holder(enterprise: str, rows: Iterable[Sequence[Any]]) -> Iterable[tuple[ListPlace, LeftHolder]]:
    """The rows of each holder that left a list on a day: the several rows of one holder add up."""

    def key(row: Sequence[Any]) -> tuple[str, ...]:
        return row[0], row[6], row[7] or "", row[8] or "", row[3]

    for (holder, category, basis, provider, day), group in groupby(sorted(rows, key=key), key):
        entries = list(group)
        _, labels, by_name, _, at_most, *_, stated = entries[0]
        who = PartyRef(id=holder, name=stated_name(stated), kind=kind_among(labels), by_name=by_name)
        shares = [row[5] for row in entries if row[5] is not None]
        share = round(sum(shares), 12) if shares else None
        yield ListPlace(category, basis, provider, enterprise, day), LeftHolder(who, day, share, at_most, provider)
