"""Persons known by a name alone who stand in several rows of one list: whether these are one person is not known.

Rows that differ in form, due date or class of share are entries of one stake. Rows that differ in nothing of the kind may be
entries of one stake, or those of as many persons of one name.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from app.analytics.structure.network import HeldRow, Network, Party, Structure
from models.answers.ownership import SeveralRows
from models.catalogue import UNWRITTEN

BY_NAME = "person:"
"""What the id of a person begins with who is known by a name in one enterprise alone."""
MOST = 20
_NUMBERED = re.compile(r"#\d+$")


def without_row_number(party: str) -> str:
    """The id without the number that distinguishes one row of a name from another; any other id as it is."""
    return _NUMBERED.sub("", party) if party.startswith(BY_NAME) else party


def split_persons(network: Network) -> Network:
    """The network with each person who may be several as so many, who are namesakes of each other.

    The first keeps the id, with the largest rows, roles, and what stands in other lists; `#2` and so on stand after that of the
    others.
    """
    moved: dict[HeldRow, str] = {}
    parties: dict[str, Party] = {}
    for some in _in_several(network.rows, network.parties):
        for number, row in _numbered(some):
            if number > 1:
                moved[row] = f"{row.holder}#{number}"
                parties[moved[row]] = replace(network.parties[row.holder], id=moved[row])
    if not moved:
        return network
    rows = tuple(replace(row, holder=moved[row]) if row in moved else row for row in network.rows)
    return Network({**network.parties, **parties}, rows, network.roles, network.cut)


def several_rows(structure: Structure, enterprises: Collection[str]) -> tuple[SeveralRows, ...]:
    """The persons of the lists that count of these enterprises who stand in several rows and may be several."""
    found = []
    for enterprise in sorted(enterprises):
        if (held := structure.lists.get(enterprise)) is not None:
            rows = [replace(row, holder=without_row_number(row.holder)) for row in held.raw]
            found += [_several(structure, some) for some in _in_several(rows, structure.parties)]
    return tuple(found[:MOST])


def _several(structure: Structure, rows: Sequence[HeldRow]) -> SeveralRows:
    holder, enterprise, persons = rows[0].holder, rows[0].enterprise, max(number for number, _ in _numbered(rows))
    party = structure.parties[holder]
    name = party.name or holder.rpartition(":")[2]
    return SeveralRows(
        enterprise=enterprise,
        holder=holder,
        name=name,
        rows=len(rows),
        persons=persons,
        facts=tuple(sorted(row.fact for row in rows)),
        text=UNWRITTEN,
    )


def _in_several(rows: Sequence[HeldRow], parties: Mapping[str, Party]) -> Iterator[list[HeldRow]]:
    """The rows of one list about one person who may be several."""
    found: dict[tuple[str, str, str, str], list[HeldRow]] = defaultdict(list)
    for row in rows:
        if row.holder.startswith(BY_NAME) and row.holder in parties and parties[row.holder].is_person:
            holder, enterprise = row.stated_holder or row.holder, row.stated_enterprise or row.enterprise
            found[enterprise, row.list_basis, row.provider, holder].append(row)
    for some in found.values():
        if len({row.entry for row in some}) < len(some):
            yield some


def _numbered(rows: Sequence[HeldRow]) -> Iterator[tuple[int, HeldRow]]:
    """The rows with the number of the person each may be of: rows alike are of different persons, the largest of the first."""
    before: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda r: (-_size(r), r.fact)):
        before[row.entry] += 1
        yield before[row.entry], row


def _size(row: HeldRow) -> float:
    if row.votes is not None or row.share is not None:
        return (row.votes or row.share or (0.0, 0.0))[0]
    return row.subscribed.amount if row.subscribed else 0.0
