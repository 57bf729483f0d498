"""Persons of one name of whom none qualifies as a beneficial owner alone, but who would if they were one."""

from app.analytics.control.evidence import called
from app.analytics.control.undetermined import undetermined
from app.analytics.owners.conditions import Judge
from app.analytics.owners.final_shares import final
from app.analytics.structure.figures import percent
from app.rules.rule_sets import ONE, meets
from models.answers.control import Range
from models.answers.owners import Ground, UndeterminedOwner
from models.catalogue import Title


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
                text=doubt.text,
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
    name, one, apart = called(refs[0]), Range(low=together, high=together), Range(low=best, high=best)
    what = Title(zh="股权", en="equity") if ground is Ground.EQUITY else Title(zh="表决权", en="votes")
    zh = f"{len(refs)} 名“{name}”若为一人，合计 {percent(one)} 的{what.zh}，达到标准；若不是，至多 {percent(apart)}"
    en = f"{percent(one)} of the {what.en} if {len(refs)} named {name} are one, at most {percent(apart)} each if not"
    return UndeterminedOwner(
        name=name,
        persons=refs,
        ground=ground,
        if_one=one,
        if_separate=apart,
        text=Title(zh=f"无法确定：{zh}", en=f"undetermined: {en}"),
    )
