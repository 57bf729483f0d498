"""The parts of an enterprise's equity behind which nobody is known."""

from collections.abc import Iterator
from dataclasses import replace

from app.analytics.control.controls import Controls
from app.analytics.ownership.integrated import Upstream, upstream
from app.analytics.ownership.shares import above
from app.analytics.structure.bounds import NOISE, ROUNDING
from app.analytics.structure.network import Bounds, Form, HolderList, ListState, Role, Stake, Structure
from models.answers.control import Range
from models.answers.owners import Hidden, Unseen

_NO_LIST = {ListState.NONE: Hidden.NO_LIST, ListState.PROMOTERS: Hidden.PROMOTERS, ListState.INCONSISTENT: Hidden.INCONSISTENT}
_LED = frozenset({Role.HEAD_OFFICE, Role.OPERATOR})
_REST = "rest\0"
_ALL = Bounds(1.0, 1.0)
_NOTHING = Bounds(0.0, 0.0)


def unseen(controls: Controls, owned: Structure, target: str) -> tuple[Unseen, ...]:
    """The parts of the equity of `target` behind which nobody is known, as shares of it, the largest first.

    What a list leaves unstated is followed as the share of one holder more: it counts as often as the list is passed, which
    in a loop is more often than once. Of a party that was not looked beyond, all that passes through it counts.
    """
    up = upstream(_with_the_rest(owned, target), target)
    found = [
        Unseen(party=controls.ref(party), why=why, share=Range(low=share.low, high=share.high))
        for party, why, share in _parts(controls, owned, up)
        if share.high > NOISE
    ]
    return tuple(sorted(found, key=lambda one: (-one.share.high, one.party.id or "", one.why)))


def _with_the_rest(owned: Structure, target: str) -> Structure:
    """The structure, where what lists above the target leave unstated has a holder of its own."""
    lists = dict(owned.lists)
    lists |= {party: _whole(lists[party]) for party in above(owned, [target]) if lists[party].residual.high > NOISE}
    return replace(owned, lists=lists)


def _whole(counted: HolderList) -> HolderList:
    rest = Stake(f"{_REST}{counted.enterprise}", counted.residual, (), known=False)
    return replace(counted, stakes=(*counted.stakes, rest), residual=_NOTHING)


def _parts(controls: Controls, owned: Structure, up: Upstream) -> Iterator[tuple[str, Hidden, Bounds]]:
    shares = {party: found.bounds for party, found in up.shares.items()} | {up.target: _ALL}
    for party, share in shares.items():
        at = party.removeprefix(_REST)
        if share is None or _known(controls, at) or (party != at and at in owned.cut):
            continue
        if party != at:
            # What rounding leaves of a list is no part, unless a loop brings it to more.
            if max(share.high, owned.lists[at].residual.high) > ROUNDING + NOISE:
                yield at, Hidden.UNSTATED, share
        elif at in owned.cut:
            yield at, Hidden.CUT, share
        elif at not in up.columns:
            yield at, _why(controls, owned, at), share


def _known(controls: Controls, party: str) -> bool:
    """Whether who owns a party is known without a list: itself, the state, or who leads it."""
    known = controls.party(party)
    if known.is_person or known.state_organ or known.form is Form.STATE:
        return True
    return any(row.role in _LED for row in controls.votes.leaders.get(party, ()))


def _why(controls: Controls, owned: Structure, party: str) -> Hidden:
    form = controls.party(party).form
    if form is Form.NOMINEE:
        return Hidden.NOMINEE
    if form is Form.PRODUCT:
        return Hidden.PRODUCT
    counted = owned.lists.get(party)
    return _NO_LIST[counted.state] if counted else Hidden.NO_LIST
