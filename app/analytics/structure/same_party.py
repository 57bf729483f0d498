"""Parties that somebody decided to be one, counted as one: a network in which each group of them is a single party.

Decisions are transitive. Of each group one party stands for all: that of the strongest identifier, then of the first id. What
any of them holds or does is its own; of several lists of its holders one counts, as of any enterprise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.analytics.structure.network import Form, HeldRow, Network, Party, RoleRow
from models.answers.joined import Joined, SameDecision
from models.answers.shapes import PartyRef
from models.catalogue import UNWRITTEN
from models.identity import strength


class Decided(NamedTuple):
    """A decision that two parties are one, as it is stated: by whom, when, on what grounds, its provider, its fact id."""

    one: str
    other: str
    fact: str
    decided_by: str
    decided_on: str
    grounds: str | None
    provider: str


def representatives(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Who stands for each party of these pairs, every pair being one party."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    found: dict[str, str] = {}
    for start in sorted(beside, key=strength):
        waiting = [] if start in found else [start]
        while waiting:
            party = waiting.pop()
            if party not in found:
                found[party] = start
                waiting += beside[party]
    return found


def counted_as_one(network: Network, stands_for: Mapping[str, str]) -> Network:
    """The network with everybody of `stands_for` as who stands for them.

    Rows keep whom they were stated of, so that two rows of one list are not taken for one statement, nor two lists for one.
    Nobody has a role in itself.
    """
    if not stands_for:
        return network
    groups: dict[str, list[Party]] = defaultdict(list)
    for one, party in network.parties.items():
        groups[stands_for.get(one, one)].append(party)
    parties = {one: _together(one, some) if one in stands_for else some[0] for one, some in groups.items()}
    rows = tuple(_row(row, stands_for) for row in network.rows)
    roles = tuple(role for row in network.roles if (role := _role(row, stands_for)) is not None)
    return Network(parties, rows, roles, frozenset(stands_for.get(one, one) for one in network.cut))


def joined_groups(
    stands_for: Mapping[str, str], decisions: Iterable[Decided], known: Mapping[str, Party], most: int
) -> tuple[Joined, ...]:
    """Who counts as one with whom, and by which decisions: the first `most` groups."""
    groups: dict[str, list[str]] = defaultdict(list)
    by: dict[str, list[Decided]] = defaultdict(list)
    for one, stands in stands_for.items():
        groups[stands].append(one)
    for each in decisions:
        if (head := stands_for.get(each.one)) is not None:
            by[head].append(each)
    heads = sorted(groups, key=strength)[:most]
    return tuple(_joined(head, sorted(groups[head], key=strength), sorted(set(by[head])), known) for head in heads)


def _row(row: HeldRow, stands_for: Mapping[str, str]) -> HeldRow:
    if row.holder in stands_for:
        row = replace(row, holder=stands_for[row.holder], stated_holder=row.holder)
    if row.enterprise in stands_for:
        row = replace(row, enterprise=stands_for[row.enterprise], stated_enterprise=row.enterprise)
    return row


def _role(role: RoleRow, stands_for: Mapping[str, str]) -> RoleRow | None:
    if role.party not in stands_for and role.enterprise not in stands_for:
        return role
    party, enterprise = (stands_for.get(one, one) for one in (role.party, role.enterprise))
    return None if party == enterprise else replace(role, party=party, enterprise=enterprise)


def _together(head: str, some: Sequence[Party]) -> Party:
    """One party of several: what is not stated of who stands for them is that of the next of whom it is."""
    parties = sorted(some, key=lambda party: strength(party.id))
    formed = next((party for party in parties if party.form is not Form.UNKNOWN), parties[0])
    return replace(
        formed,
        id=head,
        kind=parties[0].kind,
        name=next((party.name for party in parties if party.name), None),
        state=next((party.state for party in parties if party.state), None),
        capital=next((party.capital for party in parties if party.capital), None),
    )


def _joined(head: str, parties: Sequence[str], decisions: Sequence[Decided], known: Mapping[str, Party]) -> Joined:
    def ref(one: str) -> PartyRef:
        party = known.get(one) or Party(one, "Party")
        return PartyRef(id=one, name=party.name, kind=party.kind, state=party.state)

    stated = tuple(
        SameDecision(one=ref(each.one), other=ref(each.other), **{k: v for k, v in each._asdict().items() if k not in _ENDS})
        for each in decisions
    )
    return Joined(
        party=ref(head),
        others=tuple(ref(one) for one in parties if one != head),
        decisions=stated,
        text=UNWRITTEN,
    )


_ENDS = frozenset({"one", "other"})
