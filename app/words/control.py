"""Why somebody controls something, in sentences: made from the steps, sides and outcomes that analytics found."""

from collections.abc import Callable, Mapping
from typing import Any

from app.words.codes import CODES
from app.words.formats import percent
from app.words.phrases import both, by_name_alone, criterion_in_words, with_registrations
from models.answers.control import Certainty, ControlStep, JointControl, JointKind, StepKind, Undetermined, Voter
from models.base import Model
from models.catalogue import Title

_SEVERAL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _control_step(one: ControlStep) -> Mapping[str, Title]:
    """How an enterprise is controlled: by a role, by votes, or which votes somebody has in it."""
    text = {StepKind.ROLE: _role, StepKind.VOTES: _votes, StepKind.VOTES_HAD: _votes_had}[one.kind](one)
    parties = (*one.by, *(voter.party for voter in one.voters), one.enterprise)
    return {"text": with_registrations(by_name_alone(text, one.voters), parties)}


def _who(one: ControlStep) -> Title:
    names = [party.label for party in one.by]
    return both("、".join(names), " and ".join(names))


def _role(one: ControlStep) -> Title:
    who, name, (zh, en) = _who(one), one.enterprise.label, CODES[f"role_{one.role}"]
    others = [voter.party.label for voter in one.voters if voter.controlled]
    verb, it = ("controls", "it controls") if len(one.by) == 1 else ("control", "they control")
    if not others:
        return both(f"{who.zh}是{name}的{zh}，因此控制{name}", f"{who.en} {verb} {name} as its {en}")
    led = " and ".join(others)
    return both(
        f"{who.zh}控制{name}：其控制的{'、'.join(others)}是{name}的{zh}",
        f"{who.en} {verb} {name} because {led}, which {it}, {'is' if len(others) == 1 else 'are'} its {en}",
    )


def _votes(one: ControlStep) -> Title:
    assert one.votes is not None
    who, name, sure, alone = _who(one), one.enterprise.label, one.certainty is Certainty.CERTAIN, len(one.by) == 1
    threshold = one.criterion.threshold if one.criterion else None
    parts = [_part(voter, alone, threshold) for voter in sorted(one.voters, key=lambda voter: not voter.controlled)]
    test = criterion_in_words(one.criterion) if one.criterion else both("", "")
    several, figure = len(one.voters) > 1, percent(one.votes, threshold)
    sum_zh = f"，合计 {figure} 的表决权" if several else " 的表决权"
    sum_en = f", together {figure} of the votes" if several else " of the votes"
    verb = ("controls" if alone else "control") if sure else "may control"
    zh, en = "，".join(part.zh for part in parts), " and ".join(part.en for part in parts)
    return both(
        f"{who.zh}{'' if sure else '可能'}控制{name}：{zh}{sum_zh}，{'' if sure else '若'}{test.zh}",
        f"{who.en} {verb} {name} because {en}{sum_en}, {'' if sure else 'if that is '}{test.en}",
    )


def _part(voter: Voter, alone: bool, threshold: float | None) -> Title:
    """What one of the voters has."""
    holder, figure = voter.party.label, percent(voter.votes, threshold)
    if voter.controlled:
        it = "it controls" if alone else "they control"
        return both(f"其控制的{holder}持有 {figure}", f"{holder}, which {it}, holds {figure}")
    if alone:
        return both(f"其自身持有 {figure}", f"it holds {figure}")
    return both(f"{holder}持有 {figure}", f"{holder} holds {figure}")


def _votes_had(one: ControlStep) -> Title:
    assert one.votes is not None
    assert one.criterion is not None
    who, name, test, sure = (
        _who(one),
        one.enterprise.label,
        criterion_in_words(one.criterion),
        one.certainty is Certainty.CERTAIN,
    )
    figure = percent(one.votes, one.criterion.threshold)
    return both(
        f"{who.zh}连同其控制的各方在{name}有 {figure} 的表决权，{'' if sure else '若'}{test.zh}",
        f"{who.en}, with all that is controlled, has {figure} of the votes of {name}, {'' if sure else 'if that is '}{test.en}",
    )


def _joint_control(one: JointControl) -> Mapping[str, Title]:
    """Who controls something only together; where that is what controls the enterprise, that it does."""
    shared = one.through or one.enterprise
    name, heads = shared.label, [[head.label for head in side.heads] for side in one.sides]
    zh, en = ["、".join(side) for side in heads], [", ".join(side) for side in heads]
    if one.kind is JointKind.HALVES:
        text = both(
            f"{'与'.join(zh)}各持有{name} 50 % 的表决权：共同控制，任何一方都不单独控制",
            f"{' and '.join(en)} have 50 % of the votes of {name} each: neither controls it alone",
        )
    else:
        text = both(
            f"{'、'.join(zh)}同为{name}的执行人：共同控制", f"{' and '.join(en)} decide for {name} together by their role"
        )
    text = by_name_alone(text, [voter for side in one.sides for voter in side.voters])
    text = with_registrations(text, (*(head for side in one.sides for head in side.heads), shared))
    if one.through is not None:
        below = one.enterprise.label
        text = both(f"{text.zh}；{name}控制{below}", f"{text.en}; {name} controls {below}")
        text = with_registrations(text, (one.enterprise,))
    return {"text": text}


def _undetermined(one: Undetermined) -> Mapping[str, Title]:
    """What would be the case were several persons of one name one person, and what if not."""
    name, enterprise, n = one.name, one.enterprise.label, len(one.persons)
    joined, apart = one.if_one.votes, one.if_separate.votes
    zh_one = f"合计 {percent(joined, one.threshold)} 的表决权，" if joined else ""
    zh_two = f"至多 {percent(apart, one.threshold)}，" if apart else ""
    en_one = f" with {percent(joined, one.threshold)} of the votes" if joined else ""
    en_two = f"it has at most {percent(apart, one.threshold)} and does not" if apart else "it does not"
    several = _SEVERAL[n] if n < len(_SEVERAL) else str(n)
    text = both(
        f"无法确定：{n} 名“{name}”若为一人，{zh_one}控制{enterprise}；若不是，{zh_two}不控制",
        f"undetermined: {name} controls {enterprise}{en_one} if {several} of the name are one; if not, {en_two}",
    )
    return {"text": text}


WRITERS: Mapping[type[Model], Callable[[Any], Mapping[str, Title]]] = {
    ControlStep: _control_step,
    JointControl: _joint_control,
    Undetermined: _undetermined,
}
