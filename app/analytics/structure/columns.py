"""What the rows of one holder list state on a basis: votes, subscribed or paid-in shares, as ranges of the whole."""

from collections.abc import Sequence
from math import isfinite

from app.analytics.structure.bounds import NOISE, ROUNDING
from app.analytics.structure.network import Basis, Bounds, HeldRow, Money
from app.rules.precedence import holder_lists


def stated(rows: Sequence[HeldRow], basis: Basis) -> list[Bounds | None]:
    """The share of each row of one list on a basis; None where it is not stated, which is not 0.

    votes: stated votes; where no row states any, votes follow subscribed shares (Company Law 2024 art. 65). Where some rows
    state votes the articles provide otherwise, so that the votes of the others are not known.
    subscribed: the stated share, else the subscribed amount.
    paid: the paid-in amount (art. 210); of a listed company the share, since its shares are paid up.
    An amount is compared with the sum of all, where the list names every holder and all state amounts of one currency. Paid-in
    amounts of a list whose stated shares leave some to others are not.
    """
    if basis is Basis.VOTES and any(row.votes is not None for row in rows):
        return [_sound(row.votes) for row in rows]
    terms = holder_lists()
    kind = rows[0].list_basis if rows else ""
    if basis is Basis.PAID and kind not in terms.paid_up:
        named = kind in terms.whole and not _leaves_some(rows)
        return list(of_amounts([row.paid for row in rows])) if named else [None] * len(rows)
    shares = [_sound(row.share) for row in rows]
    if kind not in terms.whole or all(share is not None for share in shares):
        return shares
    amounts = of_amounts([row.subscribed for row in rows])
    return [share if share is not None else amount for share, amount in zip(shares, amounts, strict=True)]


def _leaves_some(rows: Sequence[HeldRow]) -> bool:
    shares = [_sound(row.share) for row in rows]
    most = sum(share.high for share in shares if share is not None)
    return all(share is not None for share in shares) and most < 1 - ROUNDING - NOISE


def _sound(share: Bounds | None) -> Bounds | None:
    """The share; None where it is none: not a number, out of order, or beyond the whole."""
    return share if share is not None and 0 <= share.low <= share.high <= 1 else None


def of_amounts(amounts: Sequence[Money | None]) -> Sequence[Bounds | None]:
    """Amounts as parts of their sum; None for each where one is not stated or no amount, or they are of several currencies.

    Nothing is nothing in any currency.
    """
    sound = [a for a in amounts if a is not None and isfinite(a.amount) and a.amount >= 0]
    total = sum(a.amount for a in sound)
    if len(sound) < len(amounts) or len({a.currency for a in sound if a.amount}) != 1 or not 0 < total < float("inf"):
        return [None] * len(amounts)
    return [Bounds(a.amount / total, a.amount / total) for a in sound]
