"""Why somebody controls something: the chain of evidence, from the figures alone."""

from collections.abc import Iterable, Mapping, Sequence

from app.analytics.control.controls import Controls
from app.rules.rule_sets import ONE, first_met
from models.answers.control import Certainty, ControlStep, Range, StepKind, Voter
from models.catalogue import UNWRITTEN
from models.rule_sets import Criterion


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
    by, certainty = controls.refs(seeds), _certainty(sure)
    rows = controls.votes.leaders.get(enterprise)
    if rows:
        led = tuple(
            Voter(
                party=controls.ref(row.party, row.by_name),
                votes=Range(low=1, high=1),
                controlled=row.party not in seeds,
                facts=(row.fact,),
            )
            for row in rows
        )
        return ControlStep(
            kind=StepKind.ROLE,
            certainty=certainty,
            by=by,
            enterprise=ref,
            voters=led,
            role=rows[0].role.value,
            text=UNWRITTEN,
        )
    low, high = controls.cast_by(winning, enterprise)
    return ControlStep(
        kind=StepKind.VOTES,
        certainty=certainty,
        by=by,
        enterprise=ref,
        voters=voters(controls, enterprise, winning, seeds),
        votes=fractions(low, high),
        criterion=first_met(controls.rules, low if sure else high),
        text=UNWRITTEN,
    )


def _certainty(sure: bool) -> Certainty:
    return Certainty.CERTAIN if sure else Certainty.POSSIBLE


def rests_on_names(links: Iterable[ControlStep]) -> bool:
    """Whether any link counts on somebody who is known there by name alone."""
    return any(voter.party.by_name is not None for link in links for voter in link.voters)


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
    last = ControlStep(
        kind=StepKind.VOTES_HAD,
        certainty=_certainty(sure),
        by=controls.refs(seeds),
        enterprise=controls.ref(enterprise),
        voters=cast,
        votes=fractions(*controls.joint_votes(seeds, enterprise, sure)),
        criterion=criterion,
        text=UNWRITTEN,
    )
    return (*sorted(links.values(), key=lambda link: (rounds[link.enterprise.id or ""], link.enterprise.id or "")), last)
