"""Controllers, groups and integrated shares of every enterprise of a graph, or of a part of it that is whole upwards.

What an enterprise's own results were worked out from, beside those of its holders, has a fingerprint.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from app.analytics.bulk.control import control_arrays
from app.analytics.bulk.shares import LEAST, WholeShares, integrated_shares
from app.analytics.bulk.void_votes import without_void
from app.analytics.bulk.vote_edges import Flags, Numbers, VoteEdges, vote_edges
from app.analytics.control.voting import Voting, voting
from app.analytics.ownership.shares import column_in
from app.analytics.structure.holders import with_form
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Form, Network, Party, Structure, is_enterprise
from app.analytics.structure.several_rows import split_persons
from app.rules.precedence import DEFAULT
from app.rules.rule_sets import ONE
from models.rule_sets import RuleSet

OWNS, CONTROLS, HEADS = "OWNS", "CONTROLS", "HEADS"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result about an enterprise: OWNS (at least `low`, at most `high` of it), CONTROLS or HEADS, and of whom."""

    kind: str
    holder: str
    low: float = 1.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Analysed:
    """The results about one enterprise, sorted, and the fingerprint of what they were worked out from.

    `within` bounds what was left out of its shares; `closed`: it is in a loop of firms without an outside owner.
    """

    fingerprint: str | None
    results: tuple[Result, ...] = ()
    within: float = 0.0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Ground:
    """A whole graph as numbers: parties sorted by id."""

    ids: list[str]
    number: dict[str, int]
    prints: dict[str, str]
    votes: VoteEdges
    among_firms: VoteEdges
    source: Numbers
    target: Numbers
    share: np.ndarray


def analyse(network: Network, rules: RuleSet, precedence: str = DEFAULT) -> dict[str, Analysed]:
    """The results about the enterprises of a network, by enterprise; none where nothing is held or found of it.

    They follow from what stands above an enterprise alone: a network that has all of that gives the results of the whole.

    Args:
        rules: by which control is found; a majority.

    Raises:
        NoMajority: the rule set is none of a majority.
    """
    ground = _ground(network, precedence)
    controller, head = control_arrays(ground.votes, rules), control_arrays(ground.among_firms, rules)
    shares = integrated_shares(ground.source, ground.target, ground.share, len(ground.ids), LEAST)
    return _results(network, ground, controller, head, shares)


def _ground(network: Network, precedence: str) -> _Ground:
    held = choose_lists(network, Basis.SUBSCRIBED, precedence)
    cast = voting(choose_lists(split_persons(network), Basis.VOTES, precedence))
    parties = cast.structure.parties
    ids = sorted(parties)
    number = {party: at for at, party in enumerate(ids)}
    silent = np.array([parties[p].form is Form.NOMINEE for p in ids], dtype=np.bool_)
    listed = np.array([parties[p].form is Form.LISTED for p in ids], dtype=np.bool_)
    firms = np.array([is_enterprise(parties[p]) for p in ids], dtype=np.bool_)
    votes = without_void(_vote_edges(cast, number, silent), listed)
    source, target, share = _equity(held, number)
    prints = _fingerprints(held, cast, parties)
    return _Ground(ids, number, prints, votes, _among(votes, firms), source, target, share)


def _vote_edges(cast: Voting, number: Mapping[str, int], silent: Flags) -> VoteEdges:
    who, what, votes = [], [], []
    for enterprise, ballot in cast.ballots.items():
        for holder, (low, _) in ballot.votes.items():
            if low > 0:
                who.append(number[holder])
                what.append(number[enterprise])
                votes.append(low / ONE)
    for enterprise, rows in cast.leaders.items():
        each = 1.0 if len(rows) == 1 else 0.5 / (len(rows) - 1)
        for row in rows:
            who.append(number[row.party])
            what.append(number[enterprise])
            votes.append(each)
    return vote_edges(len(number), np.array(who, np.int64), np.array(what, np.int64), np.array(votes), silent)


def _among(votes: VoteEdges, firms: Flags) -> VoteEdges:
    """The votes that firms have: who heads a group is found among them."""
    kept = firms[votes.holder]
    return vote_edges(votes.count, votes.holder[kept], votes.enterprise[kept], votes.units[kept] / ONE)


def _equity(held: Structure, number: Mapping[str, int]) -> tuple[Numbers, Numbers, np.ndarray]:
    source, target, share = [], [], []
    for enterprise in held.lists:
        column = column_in(held, enterprise)
        for holder, low in column.low.items() if column else ():
            if low > 0:
                source.append(number[holder])
                target.append(number[enterprise])
                share.append(low)
    return np.array(source, np.int64), np.array(target, np.int64), np.array(share, np.float64)


def _fingerprints(held: Structure, cast: Voting, parties: Mapping[str, Party]) -> dict[str, str]:
    """Of each enterprise with a list or a deciding role: all that its own results follow from, beside those of its holders."""
    out = {}
    for enterprise in held.lists.keys() | cast.ballots.keys() | cast.leaders.keys():
        hashed = hashlib.blake2b(digest_size=12)
        column = column_in(held, enterprise)
        ballot, leaders = cast.ballots.get(enterprise), cast.leaders.get(enterprise, ())
        lines = [("form", parties[enterprise].form.value, "", "")]
        lines += [("s", h, repr(low), _sort(parties[h])) for h, low in (column.low.items() if column else ())]
        lines += [("v", h, repr(low), _sort(parties[h])) for h, (low, _) in (ballot.votes.items() if ballot else ())]
        lines += [("r", row.party, "", _sort(parties[row.party])) for row in leaders]
        for line in sorted(lines):
            hashed.update("\x1f".join(line).encode() + b"\n")
        out[enterprise] = hashed.hexdigest()
    return out


def _sort(party: Party) -> str:
    return f"{party.form is Form.NOMINEE:d}{is_enterprise(party):d}"


def _results(network: Network, ground: _Ground, controller: Numbers, head: Numbers, shares: WholeShares) -> dict[str, Analysed]:
    ids = ground.ids
    found: dict[int, list[Result]] = {}
    for label, kind in ((controller, CONTROLS), (head, HEADS)):
        for at in np.flatnonzero(label != np.arange(len(ids))).tolist():
            found.setdefault(at, []).append(Result(kind, ids[int(label[at])]))
    silent = _nominees(network, ground)
    for target, holder, share in zip(shares.target.tolist(), shares.holder.tolist(), shares.share.tolist(), strict=True):
        if holder != target and holder not in silent:
            low = round(share, 12)
            high = round(min(1.0, share + float(shares.within[target])), 12)
            found.setdefault(target, []).append(Result(OWNS, ids[holder], low, high))
    closed = set(shares.closed.tolist())
    everyone: Iterable[int] = found.keys() | {ground.number[e] for e in ground.prints} | closed
    return {
        ids[at]: Analysed(ground.prints.get(ids[at]), tuple(sorted(found.get(at, ()))), float(shares.within[at]), at in closed)
        for at in everyone
    }


def _nominees(network: Network, ground: _Ground) -> set[int]:
    return {ground.number[p] for p, party in network.parties.items() if with_form(party).form is Form.NOMINEE}
