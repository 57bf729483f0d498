"""Why a holder list adds up to more than the whole, and where shares and amounts of its rows say different things."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.analytics.structure.bounds import NOISE, ROUNDING
from app.analytics.structure.columns import of_amounts, stated
from app.analytics.structure.network import Basis, Bounds, HeldRow, HolderList, ListState, Money
from app.rules.precedence import holder_lists
from models.answers.ownership import DayOfList, ShareByAmount
from models.catalogue import UNWRITTEN


def days_of(held: HolderList) -> tuple[DayOfList, ...]:
    """Of a list that adds up to more than the whole, what the rows of each day come to; of any other list nothing."""
    if held.state is not ListState.INCONSISTENT:
        return ()
    shares = _that_pass_the_whole(held)
    by_day: dict[str, list[Bounds]] = defaultdict(list)
    for row, share in zip(held.raw, shares, strict=True):
        by_day[row.day].append(share or Bounds(0.0, 0.0))
    return tuple(
        DayOfList(day=day, rows=len(found), share_min=_sum(b.low for b in found), share_max=_sum(b.high for b in found))
        for day, found in sorted(by_day.items())
    )


def shares_by_amount(held: HolderList) -> tuple[ShareByAmount, ...]:
    """The rows whose share is another than their subscribed amount gives; the share is what counts.

    An amount is compared with the sum of a list whose shares are the whole, else with the registered capital, both of one
    currency; without either the row is left out. Lists that state votes, or are asked for what is paid in, are left out.
    """
    if held.basis is Basis.PAID or (held.basis is Basis.VOTES and any(row.votes is not None for row in held.raw)):
        return ()
    found = []
    for row, by_amount in zip(held.raw, _by_amount(held.raw, held.capital), strict=True):
        share = row.share
        if share is None or by_amount is None or row.subscribed is None:
            continue
        if by_amount < share.low - ROUNDING - NOISE or by_amount > share.high + ROUNDING + NOISE:
            found.append(_differing(row, share, by_amount, row.subscribed))
    return tuple(found)


def _differing(row: HeldRow, share: Bounds, by_amount: float, amount: Money) -> ShareByAmount:
    return ShareByAmount(
        holder=row.holder,
        fact=row.fact,
        share_min=share.low,
        share_max=share.high,
        by_amount=by_amount,
        subscribed=amount.amount,
        subscribed_currency=amount.currency,
        used="share",
        text=UNWRITTEN,
    )


def _by_amount(rows: Sequence[HeldRow], capital: Money | None) -> Iterator[float | None]:
    shares = [row.share for row in rows]
    least = sum(share.low for share in shares if share is not None)
    kind = rows[0].list_basis if rows else ""
    whole = kind in holder_lists().whole and all(share is not None for share in shares) and abs(least - 1) <= ROUNDING + NOISE
    amounts = of_amounts([row.subscribed for row in rows]) if whole else [None] * len(rows)
    for row, amount in zip(rows, amounts, strict=True):
        if amount is not None:
            yield amount.low
        elif capital and capital.amount > 0 and row.subscribed and row.subscribed.currency == capital.currency:
            yield row.subscribed.amount / capital.amount
        else:
            yield None


def _that_pass_the_whole(held: HolderList) -> Sequence[Bounds | None]:
    """The shares on the basis asked for, where they pass the whole, else what is subscribed, which then does."""
    shares = stated(held.raw, held.basis)
    over = sum(share.low for share in shares if share is not None) > 1 + ROUNDING + NOISE
    return shares if over else stated(held.raw, Basis.SUBSCRIBED)


def _sum(shares: Iterable[float]) -> float:
    return round(sum(shares), 12)
