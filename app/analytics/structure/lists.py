"""Which holder list of an enterprise counts, and what each holder has of it on one basis."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from app.analytics.structure.bounds import NOISE, ROUNDING, inside, tighten
from app.analytics.structure.columns import stated
from app.analytics.structure.holders import is_own_account, with_form
from app.analytics.structure.network import (
    WHOLE,
    Basis,
    Bounds,
    Form,
    HeldRow,
    HolderList,
    ListState,
    Network,
    Party,
    Stake,
    Structure,
)
from app.analytics.structure.precedence import ListKey, pick
from app.rules.precedence import DEFAULT, Precedence, precedence_of

DIFFERENT = 0.0001
"""From which difference on two lists state something else; lists give shares in hundredths of a per cent."""

_BY_DAY = attrgetter("day")
_NOTHING = Bounds(0.0, 0.0)


def choose_lists(network: Network, basis: Basis, precedence: str | Precedence = DEFAULT) -> Structure:
    """The structure of ownership on a basis: of each enterprise with rows, the one list that counts.

    A list is what one provider states on one list basis. Its rows add up; lists are never added, and what the others state
    differently is kept beside. Lists that name promoters never say who holds today.

    Shares are kept as stated where a list passes the whole by no more than rounding; past that the list is inconsistent, on
    every basis where its subscribed shares are. Of promoters and inconsistent lists no stakes are given, only the rows.
    Ranges are tightened. On the basis of votes own shares have none (Company Law 2024 art. 116): they leave the list, and the
    others are of what remains. A company's account for its own shares is the company.

    Raises:
        InputError: the precedence is unknown.
    """
    order = precedence_of(precedence) if isinstance(precedence, str) else precedence
    parties = {name: with_form(party) for name, party in network.parties.items()}
    by_enterprise: dict[str, dict[ListKey, list[HeldRow]]] = {}
    for row in network.rows:
        key = ListKey(row.list_basis, row.provider, row.stated_enterprise)
        by_enterprise.setdefault(row.enterprise, {}).setdefault(key, []).append(row)
    for found in by_enterprise.values():
        found.update((key, _standing(rows)) for key, rows in found.items())
    lists = {e: _with_capital(_count(e, found, basis, order, parties), parties.get(e)) for e, found in by_enterprise.items()}
    return Structure(basis, parties, lists, network.roles, network.cut)


def _standing(rows: list[HeldRow]) -> list[HeldRow]:
    """The rows of one list without what a holder stated in several ways, by code and by name or under several ids, had earlier.

    Rows that name their holder in one way replace each other when they are loaded.
    """
    if all(row.by_name is None and not row.stated_holder for row in rows):
        return rows
    ids = Counter(holder for holder, _ in {(row.holder, row.stated_holder) for row in rows})
    several = {row.holder for row in rows if row.by_name is not None or ids[row.holder] > 1}
    last: dict[str, HeldRow] = {}
    for row in sorted(rows, key=_BY_DAY):
        last[row.holder] = row
    return [row for row in rows if row.holder not in several or row.day == last[row.holder].day]


def _with_capital(held: HolderList, party: Party | None) -> HolderList:
    return replace(held, capital=party.capital) if party is not None and party.capital is not None else held


def _count(
    enterprise: str, found: dict[ListKey, list[HeldRow]], basis: Basis, order: Precedence, parties: Mapping[str, Party]
) -> HolderList:
    party = parties.get(enterprise)
    picked = pick(found, party.form if party else Form.UNKNOWN, order)
    if picked.key is None:
        return HolderList(enterprise, basis, ListState.NONE, others=tuple(r for rows in found.values() for r in rows))
    rows, key = found[picked.key], picked.key
    raw, day = tuple(rows), max(row.day for row in rows)
    if picked.promoters:
        return HolderList(enterprise, basis, ListState.PROMOTERS, key.list_basis, key.provider, day, raw=raw)
    shares = _add(rows, basis, enterprise, parties)
    rivals = [more for k, more in found.items() if k != key and k.list_basis not in picked.never]
    others = tuple(row for more in rivals for row in _differing(more, shares, basis, enterprise, parties))
    if _past_the_whole(rows, shares.values()):
        state = ListState.INCONSISTENT
        return HolderList(enterprise, basis, state, key.list_basis, key.provider, day, raw=raw, others=others)
    own = shares.pop(enterprise, None) if basis is Basis.VOTES else None
    if own is not None and not any(row.votes is not None for row in rows):
        shares = {holder: _without_own(stake, own.bounds) for holder, stake in shares.items()}
    stakes, residual = _tightened(list(shares.values()), complete=all(row.complete for row in rows))
    state = ListState.COMPLETE if residual.high <= ROUNDING + NOISE else ListState.PARTIAL
    return HolderList(enterprise, basis, state, key.list_basis, key.provider, day, stakes, residual, raw, others)


def _past_the_whole(rows: Sequence[HeldRow], shares: Iterable[Stake]) -> bool:
    subscribed = sum(share.low for share in stated(rows, Basis.SUBSCRIBED) if share is not None)
    return max(subscribed, sum(stake.bounds.low for stake in shares)) > 1 + ROUNDING + NOISE


def _add(rows: Sequence[HeldRow], basis: Basis, enterprise: str, parties: Mapping[str, Party]) -> dict[str, Stake]:
    """The rows of one list, added up by holder. A holder one of whose rows states nothing has at least the others."""
    shares: dict[str, Stake] = {}
    for row, share in zip(rows, stated(rows, basis), strict=True):
        holder = enterprise if _own(row, parties) else row.holder
        more = Stake(holder, share or WHOLE, (row.fact,), share is not None, row.by_name)
        had = shares.get(holder)
        shares[holder] = more if had is None else _sum(had, more)
    return shares


def _own(row: HeldRow, parties: Mapping[str, Party]) -> bool:
    party = parties.get(row.holder)
    return party is not None and party.name is not None and is_own_account(party.name)


def _sum(one: Stake, more: Stake) -> Stake:
    low, high = one.bounds.low + more.bounds.low, one.bounds.high + more.bounds.high
    by_name = one.by_name if more.by_name is not None else None
    return Stake(one.holder, inside(low, high), (*one.facts, *more.facts), one.known or more.known, by_name)


def _differing(
    rows: Sequence[HeldRow], counted: Mapping[str, Stake], basis: Basis, enterprise: str, parties: Mapping[str, Party]
) -> Iterable[HeldRow]:
    """The rows of a list that does not count, where it states something else of a holder than the one that does."""
    shares = _add(rows, basis, enterprise, parties)
    for row in rows:
        stake = shares[enterprise if _own(row, parties) else row.holder]
        if stake.known and _differ(stake, counted.get(stake.holder)):
            yield row


def _differ(one: Stake, other: Stake | None) -> bool:
    if other is None or not other.known:
        return True
    gaps = (abs(one.bounds.low - other.bounds.low), abs(one.bounds.high - other.bounds.high))
    return max(gaps) > DIFFERENT + NOISE


def _without_own(stake: Stake, own: Bounds) -> Stake:
    """The stake as a part of what is left when own shares are taken out."""
    low = stake.bounds.low / (1 - own.low) if own.low < 1 else 0.0
    high = stake.bounds.high / (1 - own.high) if own.high < 1 else 1.0
    return Stake(stake.holder, inside(low, high), stake.facts, stake.known, stake.by_name)


def _tightened(stakes: Sequence[Stake], *, complete: bool) -> tuple[tuple[Stake, ...], Bounds]:
    closed = complete and _highs(stakes) >= 1 - NOISE
    ranges, left = tighten([stake.bounds for stake in stakes], _NOTHING if closed else WHOLE)
    tight = tuple(
        stake if stake.bounds == b else Stake(stake.holder, b, stake.facts, stake.known, stake.by_name)
        for stake, b in zip(stakes, ranges, strict=True)
    )
    return tight, left


def _highs(stakes: Iterable[Stake]) -> float:
    return sum(stake.bounds.high for stake in stakes)
