"""Why somebody controls something: the chain of evidence, as data and in words, from the figures alone."""

from collections.abc import Iterable, Mapping, Sequence

from app.analytics.control.controls import Controls
from app.analytics.structure.figures import percent
from app.analytics.structure.states import said_with_states
from app.rules.rule_sets import ONE, first_met
from models.answers.control import ControlStep, Range, Voter
from models.answers.parts import PartyRef
from models.catalogue import Title
from models.rule_sets import Comparison, Criterion

_ROLES = {
    "managing_partner": Title(zh="执行事务合伙人", en="managing partner"),
    "investor": Title(zh="投资人", en="investor"),
    "operator": Title(zh="经营者", en="operator"),
    "head_office": Title(zh="总公司", en="head office"),
}


def called(party: PartyRef) -> str:
    """A party's name, or its id where it has none."""
    return party.name or party.id or ""


def compared(criterion: Criterion) -> Title:
    """A criterion in words: 超过 50 %, more than 50 %."""
    figure = percent(Range(low=criterion.threshold, high=criterion.threshold))
    strict = criterion.comparison is Comparison.GT
    return Title(zh=f"{'超过' if strict else '不低于'} {figure}", en=f"{'more than' if strict else 'at least'} {figure}")


def fractions(low: int, high: int) -> Range:
    """Units as fractions."""
    return Range(low=low / ONE, high=high / ONE)


def voters(controls: Controls, enterprise: str, within: Iterable[str], seeds: Sequence[str]) -> tuple[Voter, ...]:
    """The direct votes in an enterprise of those `within`; the seeds first, then the largest."""
    ballot = controls.votes.ballots.get(enterprise)
    if ballot is None:
        return ()
    counted = controls.structure.lists[enterprise]
    facts = {stake.holder: stake.facts for stake in counted.stakes}
    named = controls.named(enterprise)
    present = [holder for holder in within if holder in ballot.votes and holder not in controls.votes.silent]
    ordered = sorted(present, key=lambda holder: (holder not in seeds, -ballot.votes[holder][1], holder))
    return tuple(
        Voter(
            party=controls.ref(holder, named.get(holder)),
            votes=fractions(*ballot.votes[holder]),
            controlled=holder not in seeds,
            facts=facts.get(holder, ()),
        )
        for holder in ordered
        if ballot.votes[holder][1]
    )


def because(
    controls: Controls, seeds: Sequence[str], target: str, sure: bool = True, *, last: bool = False
) -> tuple[ControlStep, ...]:
    """The links by which the seeds together control the target, the nearest to them first; none where they do not.

    Each link counts what had been won in earlier rounds, so that no link leans on what follows from it. `last`: only the link
    of the target itself.
    """
    rounds = controls.rounds(seeds, target, sure)
    won = (target,) if last and rounds.get(target) else _chain(controls, target, rounds, None)
    return tuple(_link(controls, seeds, enterprise, rounds, sure) for enterprise in won or ())


def chain(
    controls: Controls, seeds: Sequence[str], target: str, sure: bool = True, most: int | None = None
) -> tuple[str, ...] | None:
    """The enterprises of the links by which the seeds control the target, in their order; None for more than `most`."""
    return _chain(controls, target, controls.rounds(seeds, target, sure), most)


def _chain(controls: Controls, target: str, rounds: Mapping[str, int], most: int | None) -> tuple[str, ...] | None:
    found: set[str] = set()
    waiting = [target] if target in rounds else []
    while waiting:
        enterprise = waiting.pop()
        if enterprise not in found and rounds[enterprise]:
            found.add(enterprise)
            if most is not None and len(found) > most:
                return None
            waiting += before(controls, enterprise, rounds)
    return tuple(sorted(found, key=lambda one: (rounds[one], one)))


def before(controls: Controls, enterprise: str, rounds: Mapping[str, int]) -> list[str]:
    """Those whose votes or role won an enterprise, all of them won before it."""
    rows = controls.votes.leaders.get(enterprise)
    if rows:
        return [row.party for row in rows]
    ballot, silent, number = controls.votes.ballots.get(enterprise), controls.votes.silent, rounds[enterprise]
    cast = ballot.votes.items() if ballot else ()
    return [party for party, (_, most) in cast if most and party not in silent and rounds.get(party, number) < number]


def _link(controls: Controls, seeds: Sequence[str], enterprise: str, rounds: Mapping[str, int], sure: bool) -> ControlStep:
    """How an enterprise was won by what was won before it."""
    winning = before(controls, enterprise, rounds)
    ref = controls.ref(enterprise)
    rows = controls.votes.leaders.get(enterprise)
    if rows:
        role = rows[0].role.value
        led = tuple(
            Voter(
                party=controls.ref(row.party, row.by_name),
                votes=Range(low=1, high=1),
                controlled=row.party not in seeds,
                facts=(row.fact,),
            )
            for row in rows
        )
        text = _as_told(controls, _role_text(controls, seeds, ref, led, role), seeds, led, ref)
        return ControlStep(enterprise=ref, voters=led, role=role, text=text)
    counted = voters(controls, enterprise, winning, seeds)
    low, high = controls.cast_by(winning, enterprise)
    votes = fractions(low, high)
    criterion = first_met(controls.rules, low if sure else high)
    text = _as_told(controls, _votes_text(controls, seeds, ref, counted, votes, criterion, sure), seeds, counted, ref)
    return ControlStep(enterprise=ref, voters=counted, votes=votes, criterion=criterion, text=text)


def _as_told(controls: Controls, text: Title, seeds: Sequence[str], counted: Sequence[Voter], ref: PartyRef) -> Title:
    """The words, with who of the voters is known by name alone and who of all that they name is no longer in business."""
    return said_with_states(said_by_name(text, counted), (*controls.refs(seeds), *(v.party for v in counted), ref))


def said_by_name(text: Title, counted: Sequence[Voter]) -> Title:
    """The words, with who of the voters is known by name alone."""
    names = [called(voter.party) for voter in counted if voter.party.by_name is not None]
    if not names:
        return text
    return Title(zh=f"{text.zh}（{'、'.join(names)}仅按名称认定）", en=f"{text.en} ({' and '.join(names)} by name only)")


def rests_on_names(links: Iterable[ControlStep]) -> bool:
    """Whether any link counts on somebody who is known there by name alone."""
    return any(voter.party.by_name is not None for link in links for voter in link.voters)


def _who(controls: Controls, seeds: Sequence[str]) -> Title:
    names = [called(controls.ref(seed)) for seed in seeds]
    return Title(zh="、".join(names), en=" and ".join(names))


def _role_text(controls: Controls, seeds: Sequence[str], ref: PartyRef, led: Sequence[Voter], role: str) -> Title:
    who, name, title = _who(controls, seeds), called(ref), _ROLES[role]
    others = [called(voter.party) for voter in led if voter.controlled]
    verb = "controls" if len(seeds) == 1 else "control"
    it = "it controls" if len(seeds) == 1 else "they control"
    if not others:
        return Title(zh=f"{who.zh}是{name}的{title.zh}，因此控制{name}", en=f"{who.en} {verb} {name} as its {title.en}")
    zh, en = "、".join(others), " and ".join(others)
    return Title(
        zh=f"{who.zh}控制{name}：其控制的{zh}是{name}的{title.zh}",
        en=f"{who.en} {verb} {name} because {en}, which {it}, {'is' if len(others) == 1 else 'are'} its {title.en}",
    )


def _votes_text(
    controls: Controls,
    seeds: Sequence[str],
    ref: PartyRef,
    counted: Sequence[Voter],
    votes: Range,
    criterion: Criterion | None,
    sure: bool,
) -> Title:
    who, name, alone = _who(controls, seeds), called(ref), len(seeds) == 1
    threshold = criterion.threshold if criterion else None
    zh_parts, en_parts = [], []
    for voter in sorted(counted, key=lambda one: not one.controlled):
        holder, figure = called(voter.party), percent(voter.votes, threshold)
        if voter.controlled:
            zh_parts.append(f"其控制的{holder}持有 {figure}")
            en_parts.append(f"{holder}, which {'it controls' if alone else 'they control'}, holds {figure}")
        elif alone:
            zh_parts.append(f"其自身持有 {figure}")
            en_parts.append(f"it holds {figure}")
        else:
            zh_parts.append(f"{holder}持有 {figure}")
            en_parts.append(f"{holder} holds {figure}")
    test = compared(criterion) if criterion else Title(zh="", en="")
    several = len(counted) > 1
    sum_zh = f"，合计 {percent(votes, threshold)} 的表决权" if several else " 的表决权"
    sum_en = f", together {percent(votes, threshold)} of the votes" if several else " of the votes"
    verb = ("controls" if alone else "control") if sure else "may control"
    return Title(
        zh=f"{who.zh}{'' if sure else '可能'}控制{name}：{'，'.join(zh_parts)}{sum_zh}，{'' if sure else '若'}{test.zh}",
        en=f"{who.en} {verb} {name} because {' and '.join(en_parts)}{sum_en}, {'' if sure else 'if that is '}{test.en}",
    )


def votes_in(
    controls: Controls, seeds: Sequence[str], enterprise: str, criterion: Criterion, sure: bool = True
) -> tuple[ControlStep, ...]:
    """The votes that the seeds and all they control have in an enterprise, against a criterion of the caller's.

    The last link is about those votes; those before it say how the seeds control whoever else casts them.
    """
    rounds = controls.reached(seeds, sure)
    cast = voters(controls, enterprise, rounds, seeds)
    links: dict[str, ControlStep] = {}
    for voter in cast:
        if voter.controlled and voter.party.id:
            links |= {link.enterprise.id or "": link for link in because(controls, seeds, voter.party.id, sure)}
    votes = fractions(*controls.joint_votes(seeds, enterprise, sure))
    ref, who, test = controls.ref(enterprise), _who(controls, seeds), compared(criterion)
    figure = percent(votes, criterion.threshold)
    told = Title(
        zh=f"{who.zh}连同其控制的各方在{called(ref)}有 {figure} 的表决权，{'' if sure else '若'}{test.zh}",
        en=f"{who.en}, with all that is controlled, has {figure} of the votes of {called(ref)},"
        f" {'' if sure else 'if that is '}{test.en}",
    )
    text = _as_told(controls, told, seeds, cast, ref)
    last = ControlStep(enterprise=ref, voters=cast, votes=votes, criterion=criterion, text=text)
    return (*sorted(links.values(), key=lambda link: (rounds[link.enterprise.id or ""], link.enterprise.id or "")), last)
