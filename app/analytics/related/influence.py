"""Significant influence: votes enough to take part in decisions without controlling, alone or through subsidiaries."""

from typing import NamedTuple

from app.analytics.control.controllers import deciders
from app.analytics.control.controls import Controls
from app.analytics.control.joint import joint_control, parties_on_sides
from app.rules.rule_sets import needed
from models.rule_sets import Criterion


class Influence(NamedTuple):
    """A party's joint votes in an enterprise, in units, that meet the criterion; `sure`: even the least of them do."""

    party: str
    enterprise: str
    low: int
    high: int
    sure: bool


def influencers(controls: Controls, enterprise: str, criterion: Criterion) -> tuple[Influence, ...]:
    """Who significantly influences an enterprise: with votes enough, neither controlling it nor sharing control."""
    if enterprise not in controls.votes.ballots:
        return ()
    # Whoever disposes of the votes of one who decides alone controls the enterprise.
    deciding = set(deciders(controls.votes, enterprise, controls.least))
    disposing = controls.disposing(enterprise, deciding)
    judged = (
        one
        for party in sorted(disposing)
        for one in _judged(party, enterprise, controls.cast_by(disposing[party], enterprise), needed(criterion))
    )
    found = {one.party: one for one in judged if one.party not in controls.steps(enterprise)}
    if not found:
        return ()
    left_out = {*_sharing(controls, enterprise), *controls.reached((enterprise,))}
    return tuple(found[party] for party in controls.above(enterprise) if party in found and party not in left_out)


def influenced(controls: Controls, party: str, criterion: Criterion) -> tuple[Influence, ...]:
    """The enterprises that a party significantly influences; in order of id."""
    within = controls.reached((party,))
    candidates = {enterprise for one in within for enterprise, _, _ in controls.votes.casts.get(one, ())}
    found = []
    for enterprise in sorted(candidates - within.keys()):
        judged = _judged(party, enterprise, controls.joint_votes((party,), enterprise), needed(criterion))
        if judged and party not in controls.reached((enterprise,)) and party not in _sharing(controls, enterprise):
            found += judged
    return tuple(found)


def _sharing(controls: Controls, enterprise: str) -> frozenset[str]:
    return frozenset(party for joint in joint_control(controls, enterprise) for party in parties_on_sides(joint))


def _judged(party: str, enterprise: str, votes: tuple[int, int], least: int) -> list[Influence]:
    low, high = votes
    return [Influence(party, enterprise, low, high, low >= least)] if high >= least else []
