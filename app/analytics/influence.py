"""Significant influence: votes enough to take part in decisions without controlling, alone or through subsidiaries."""

from typing import NamedTuple

from app.analytics.control import Controls
from app.analytics.joint import joint_control, parties_of
from app.analytics.rule_sets import needed
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
    sharing = _sharing(controls, enterprise)
    own = controls.reached((enterprise,))
    found = []
    for party in controls.above(enterprise):
        if party not in own and party not in sharing and not controls.controls(party, enterprise):
            found += _judged(controls, party, enterprise, needed(criterion))
    return tuple(found)


def influenced(controls: Controls, party: str, criterion: Criterion) -> tuple[Influence, ...]:
    """The enterprises that a party significantly influences; in order of id."""
    within = controls.reached((party,))
    candidates = {enterprise for one in within for enterprise, _, _ in controls.votes.casts.get(one, ())}
    found = []
    for enterprise in sorted(candidates - within.keys()):
        if party not in controls.reached((enterprise,)) and party not in _sharing(controls, enterprise):
            found += _judged(controls, party, enterprise, needed(criterion))
    return tuple(found)


def _sharing(controls: Controls, enterprise: str) -> frozenset[str]:
    return frozenset(party for joint in joint_control(controls, enterprise) for party in parties_of(joint))


def _judged(controls: Controls, party: str, enterprise: str, least: int) -> list[Influence]:
    low, high = controls.joint_votes((party,), enterprise)
    return [Influence(party, enterprise, low, high, low >= least)] if high >= least else []
