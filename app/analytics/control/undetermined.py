"""Where the answer about control depends on whether persons of one name are one person: both outcomes, with their figures."""

from collections.abc import Sequence

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import because, called, fractions
from app.analytics.structure.figures import percent
from models.answers.control import Outcome, Undetermined
from models.catalogue import Title

_MOST_TOLD = 20
_SEVERAL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def undetermined(controls: Controls, party: str) -> tuple[Undetermined, ...]:
    """What about the party's control depends on whether persons of one name are one: who controls it, what it controls."""
    above = set(controls.above(party))
    found = []
    for group in controls.namesakes:
        if party in group:
            alone = {enterprise for one in group for enterprise in controls.reached((one,))}
            rounds = controls.reached(group)
            more = sorted(rounds.keys() - alone, key=lambda one: (rounds[one], one))
            found += [_outcomes(controls, group, enterprise) for enterprise in more[:_MOST_TOLD]]
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
    name = called(refs[0])
    threshold = min(criterion.threshold for criterion in controls.rules.criteria)
    zh_one = f"合计 {percent(joined, threshold)} 的表决权，" if joined else ""
    zh_two = f"至多 {percent(apart, threshold)}，" if apart else ""
    en_one = f" with {percent(joined, threshold)} of the votes" if joined else ""
    en_two = f"it has at most {percent(apart, threshold)} and does not" if apart else "it does not"
    several = _SEVERAL[len(fewest)] if len(fewest) < len(_SEVERAL) else str(len(fewest))
    return Undetermined(
        name=name,
        persons=refs,
        enterprise=ref,
        if_one=Outcome(controls=True, votes=joined),
        if_separate=Outcome(controls=False, votes=apart),
        because=because(controls, fewest, enterprise),
        text=Title(
            zh=f"无法确定：{len(fewest)} 名“{name}”若为一人，{zh_one}控制{called(ref)}；若不是，{zh_two}不控制",
            en=f"undetermined: {name} controls {called(ref)}{en_one} if {several} of the name are one; if not, {en_two}",
        ),
    )
