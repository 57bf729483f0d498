"""Where the answer about control depends on whether persons of one name are one person: both outcomes, with their figures."""

from collections.abc import Sequence

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import because, fractions
from models.answers.control import Outcome, Undetermined
from models.catalogue import UNWRITTEN

_MOST = 20


def undetermined(controls: Controls, party: str) -> tuple[Undetermined, ...]:
    """What about the party's control depends on whether persons of one name are one: who controls it, what it controls."""
    above = set(controls.above(party))
    found = []
    for group in controls.namesakes:
        if party in group:
            alone = {enterprise for one in group for enterprise in controls.reached((one,))}
            rounds = controls.reached(group)
            more = sorted(rounds.keys() - alone, key=lambda one: (rounds[one], one))
            found += [_outcomes(controls, group, enterprise) for enterprise in more[:_MOST]]
        else:
            near = [one for one in group if one in above]
            if len(near) > 1 and _joining_changes(controls, near, party):
                found.append(_outcomes(controls, near, party))
    return tuple(found)


def _joining_changes(controls: Controls, persons: Sequence[str], enterprise: str) -> bool:
    return enterprise in controls.reached(persons) and not any(enterprise in controls.reached((one,)) for one in persons)


def _outcomes(controls: Controls, persons: Sequence[str], enterprise: str) -> Undetermined:
    """Both outcomes, for the fewest of the persons that make the difference."""
    fewest = list(persons)
    for one in persons:
        rest = [other for other in fewest if other != one]
        if len(rest) > 1 and enterprise in controls.reached(rest):
            fewest = rest
    refs, ref = controls.refs(fewest), controls.ref(enterprise)
    by_votes = enterprise in controls.votes.ballots
    joined = fractions(*controls.joint_votes(fewest, enterprise)) if by_votes else None
    best = max((controls.joint_votes((one,), enterprise) for one in fewest), default=(0, 0))
    apart = fractions(*best) if by_votes else None
    return Undetermined(
        name=refs[0].label,
        persons=refs,
        enterprise=ref,
        if_one=Outcome(controls=True, votes=joined),
        if_separate=Outcome(controls=False, votes=apart),
        because=because(controls, fewest, enterprise),
        threshold=min(criterion.threshold for criterion in controls.rules.criteria),
        text=UNWRITTEN,
    )
