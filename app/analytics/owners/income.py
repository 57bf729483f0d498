"""Who finally draws the income of an enterprise: by what is paid in, as far as the lists on the way state it."""

from dataclasses import replace
from typing import NamedTuple

from app.analytics.owners.final_shares import Final
from app.analytics.ownership.integrated import upstream
from app.analytics.structure.bounds import NOISE
from app.analytics.structure.network import HolderList, ListState, Structure

_COUNTED = frozenset({ListState.COMPLETE, ListState.PARTIAL})


class Income(NamedTuple):
    """Final shares of the income, the lists they are worked out from, and the parties where it is not known who draws it."""

    shares: Final
    drawn: Structure
    unknown: tuple[str, ...]


def income_of(paid: Structure, target: str) -> Income:
    """Who finally draws the income of `target`; `paid` are the holder lists by paid-in capital (Company Law 2024 art. 210).

    A list that states of nobody what is paid in says nothing of the income: it ends there, and nobody behind is judged by it.
    """
    drawn = replace(paid, lists={party: counted for party, counted in paid.lists.items() if not _silent(counted)})
    up = upstream(drawn, target)
    shares = {party: found.bounds for party, found in up.shares.items() if found.bounds is not None}
    drawing = [target, *(party for party, share in shares.items() if share.high > NOISE)]
    unknown = tuple(party for party in drawing if party in paid.lists and party not in drawn.lists)
    return Income({target: shares}, drawn, unknown)


def _silent(counted: HolderList) -> bool:
    return counted.state in _COUNTED and not any(stake.known for stake in counted.stakes)
