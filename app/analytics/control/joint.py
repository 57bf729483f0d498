"""Joint control: two sides with exactly half of the votes each, or several who decide by a role that they share."""

from itertools import combinations

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import fractions, voters
from app.rules.rule_sets import ONE, SLACK, equal
from models.answers.control import JointControl, JointKind, Side
from models.catalogue import UNWRITTEN

_HALF = ONE // 2


def joint_control(controls: Controls, enterprise: str) -> tuple[JointControl, ...]:
    """Who controls an enterprise only together: its own sides, else those of what controls it."""
    own = shared_control(controls, enterprise)
    if own is not None:
        return (own,)
    through = []
    for controller in controls.controllers(enterprise):
        higher = shared_control(controls, controller)
        if higher is not None:
            through.append(_through(controls, enterprise, higher))
    return tuple(through)


def jointly_controlled(controls: Controls, party: str) -> tuple[JointControl, ...]:
    """The enterprises in which the party, with all it controls, is one of the sides of joint control."""
    within = controls.reached((party,))
    candidates = {enterprise for one in within for enterprise, _, _ in controls.votes.casts.get(one, ())}
    candidates |= {enterprise for one in within for enterprise in controls.votes.leads.get(one, ())}
    found = (shared_control(controls, enterprise) for enterprise in sorted(candidates))
    return tuple(joint for joint in found if joint is not None and party in parties_on_sides(joint))


def parties_on_sides(joint: JointControl) -> frozenset[str]:
    """Every party on a side."""
    return frozenset(party.id for side in joint.sides for party in side.parties if party.id)


def shared_control(controls: Controls, enterprise: str) -> JointControl | None:
    """The joint control of an enterprise by its own sides, whoever controls what controls it; worked out once."""
    if enterprise not in controls.joint:
        controls.joint[enterprise] = _direct(controls, enterprise)
    return controls.joint[enterprise]


def _direct(controls: Controls, enterprise: str) -> JointControl | None:
    rows = controls.votes.leaders.get(enterprise, ())
    if len(rows) > 1 and not controls.controllers(enterprise):
        groups = [frozenset({row.party}) for row in rows]
        sides = {group: _standing_behind(controls, enterprise, group) for group in groups}
        return _joint(controls, enterprise, JointKind.ROLE, sides)
    sides = _halves(controls, enterprise)
    return _joint(controls, enterprise, JointKind.HALVES, sides) if sides else None


def _halves(controls: Controls, enterprise: str) -> dict[frozenset[str], list[str]]:
    """The two sides with half each: direct voters → all that dispose of just these; none where one party disposes of both.

    Nobody disposes of votes but who casts them and who controls these.
    """
    ballot = controls.votes.ballots.get(enterprise)
    if ballot is None or not ballot.sure:
        return {}
    cast = {holder: most for holder, (_, most) in ballot.votes.items() if most and holder not in controls.votes.silent}
    if sum(cast.values()) < ONE - 2 * SLACK or max(ballot.votes[holder][0] for holder in cast) > _HALF + SLACK:
        return {}
    sides: dict[frozenset[str], list[str]] = {}
    disposing = set()
    for party, by in controls.disposing(enterprise).items():
        voting = frozenset(by & cast.keys())
        if party != enterprise and voting:
            disposing.add(voting)
            low, high = controls.cast_by(voting, enterprise)
            if equal(low, _HALF) and equal(high, _HALF):
                sides.setdefault(voting, []).append(party)
    for one, other in combinations(sorted(sides, key=sorted), 2):
        if not one & other and not any(one | other <= voting for voting in disposing):
            return {one: sides[one], other: sides[other]}
    return {}


def _standing_behind(controls: Controls, enterprise: str, group: frozenset[str]) -> list[str]:
    above = [{member, *controls.steps(member)} for member in group]
    return [party for party in controls.above(enterprise) if all(party in one for one in above)]


def _joint(controls: Controls, enterprise: str, kind: JointKind, sides: dict[frozenset[str], list[str]]) -> JointControl:
    made = tuple(_side(controls, enterprise, voting, parties) for voting, parties in sides.items())
    return JointControl(enterprise=controls.ref(enterprise), kind=kind, sides=made, text=UNWRITTEN)


def _side(controls: Controls, enterprise: str, voting: frozenset[str], parties: list[str]) -> Side:
    ballot = controls.votes.ballots.get(enterprise)
    counted = voters(controls, enterprise, voting, sorted(voting))
    total = sum(ballot.votes[holder][0] for holder in voting) if ballot else 0
    heads = [party for party in parties if controls.is_ultimate(party)]
    return Side(
        voters=counted,
        votes=fractions(total, total) if ballot else None,
        parties=controls.refs(sorted(parties)),
        heads=controls.refs(sorted(heads or parties)),
    )


def _through(controls: Controls, enterprise: str, higher: JointControl) -> JointControl:
    return higher.model_copy(update={"enterprise": controls.ref(enterprise), "through": higher.enterprise})
