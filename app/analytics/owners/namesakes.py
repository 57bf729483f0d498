"""Persons of one name of whom none qualifies as a beneficial owner alone, but who would if they were one."""

from app.analytics.control.undetermined import undetermined
from app.analytics.owners.conditions import Judge
from app.analytics.owners.final_shares import final
from app.rules.rule_sets import ONE, meets
from models.answers.control import Range
from models.answers.owners import Ground, UndeterminedOwner
from models.catalogue import UNWRITTEN


def doubts_of(judge: Judge) -> tuple[UndeterminedOwner, ...]:
    """Where persons of one name would qualify together, and none of them does alone."""
    controls, target = judge.controls, judge.target
    found = []
    for group in controls.namesakes:
        present = [(final(judge.shares.equity, target, person), person) for person in group]
        present = sorted((pair for pair in present if pair[0].low > 0), key=lambda pair: (-pair[0].low, pair[1]))
        best = max((share.low for share, _ in present), default=0.0)
        low = 0.0
        for number, (share, _) in enumerate(present):
            low += share.low
            if number and meets(judge.criterion, low) and not meets(judge.criterion, best):
                persons = [person for _, person in present[: number + 1]]
                found.append(_doubt(judge, persons, Ground.EQUITY, low, best))
                break
        else:
            found += _doubtful_votes(judge, group)
    for doubt in undetermined(controls, target):
        found.append(
            UndeterminedOwner(
                name=doubt.name,
                persons=doubt.persons,
                ground=Ground.CONTROL,
                if_one=doubt.if_one.votes,
                if_separate=doubt.if_separate.votes,
                control=doubt,
                text=UNWRITTEN,
            )
        )
    return tuple(found)


def _doubtful_votes(judge: Judge, group: tuple[str, ...]) -> list[UndeterminedOwner]:
    controls, target = judge.controls, judge.target
    above = set(controls.above(target))
    near = [person for person in group if person in above]
    if len(near) < 2:
        return []
    together = controls.joint_votes(near, target)[0] / ONE
    best = max(judge.voting(person).low for person in near)
    if not meets(judge.criterion, together) or meets(judge.criterion, best):
        return []
    return [_doubt(judge, near, Ground.VOTES, together, best)]


def _doubt(judge: Judge, persons: list[str], ground: Ground, together: float, best: float) -> UndeterminedOwner:
    refs = judge.controls.refs(persons)
    return UndeterminedOwner(
        name=refs[0].label,
        persons=refs,
        ground=ground,
        if_one=Range(low=together, high=together),
        if_separate=Range(low=best, high=best),
        text=UNWRITTEN,
    )
