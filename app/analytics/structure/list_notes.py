"""What an answer has to say of holder lists: why they could not be used, what is unknown, and what contradicts them."""

from collections.abc import Iterable

from app.analytics.structure.list_causes import days_of, shares_by_amount
from app.analytics.structure.network import HeldRow, HolderList, ListState
from models.answers.ownership import ListNote, ShareByAmount, StatedRow
from models.catalogue import UNWRITTEN

MOST = 200
"""The most notes of one answer, and the most rows of one note."""


def notes(lists: Iterable[HolderList]) -> tuple[tuple[ListNote, ...], bool]:
    """A note of each list that is not simply complete, in the order given, and whether any was cut."""
    noted = [(held, shares_by_amount(held)) for held in lists]
    noted = [(held, found) for held, found in noted if held.state is not ListState.COMPLETE or held.others or found]
    return tuple(note(held, found) for held, found in noted[:MOST]), len(noted) > MOST


def doubtful(lists: Iterable[HolderList]) -> tuple[ListNote, ...]:
    """A note of each list that adds up to more than the whole, or whose shares and amounts say different things."""
    noted = [(held, shares_by_amount(held)) for held in lists]
    return tuple(note(held, found) for held, found in noted if found or held.state is ListState.INCONSISTENT)[:MOST]


def note(held: HolderList, by_amount: tuple[ShareByAmount, ...] = ()) -> ListNote:
    """What has to be known of one list. Rows are given where nothing could be worked out from them."""
    days = days_of(held)
    unusable = held.state in (ListState.INCONSISTENT, ListState.PROMOTERS)
    return ListNote(
        enterprise=held.enterprise,
        state=held.state.value,
        list_basis=held.list_basis,
        provider=held.provider,
        day=held.day,
        unknown_min=held.residual.low,
        unknown_max=held.residual.high,
        rows=tuple(row(r) for r in held.raw[:MOST]) if unusable else (),
        conflicts=tuple(row(r) for r in held.others[:MOST]),
        days=days,
        text=UNWRITTEN if days else None,
        by_amount=by_amount[:MOST],
    )


def row(stated: HeldRow) -> StatedRow:
    """A row as it was stated."""
    return StatedRow(
        holder=stated.holder,
        list_basis=stated.list_basis,
        provider=stated.provider,
        day=stated.day,
        fact=stated.fact,
        share_min=stated.share.low if stated.share else None,
        share_max=stated.share.high if stated.share else None,
        votes_min=stated.votes.low if stated.votes else None,
        votes_max=stated.votes.high if stated.votes else None,
        subscribed=stated.subscribed.amount if stated.subscribed else None,
        subscribed_currency=stated.subscribed.currency if stated.subscribed else None,
        paid=stated.paid.amount if stated.paid else None,
        paid_currency=stated.paid.currency if stated.paid else None,
    )
