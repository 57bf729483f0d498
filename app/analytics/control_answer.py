"""The answer about one party's control: who controls it, what it controls, and what stands in doubt."""

from collections.abc import Mapping

from app.analytics.control import Controls
from app.analytics.evidence import because
from app.analytics.joint import joint_control, jointly_controlled
from app.analytics.network import ListState
from app.analytics.undetermined import undetermined
from app.errors import NotFound
from models.control import Certainty, Control, Controlled, Controller, Range, Suspended


def control_of(controls: Controls, party: str, limit: int = 200) -> Control:
    """Who controls a party and what it controls, each with its chain of evidence; at most `limit` of what it controls.

    What is not certain, but would be for some of the shares that ranges and unknown ones allow, is told as possible. Raises
    NotFound where the structure does not have the party.
    """
    if party not in controls.structure.parties:
        raise NotFound("The party is not among those that were looked up.")
    told = _controlled_by(controls, party)
    near = {party, *controls.above(party)}
    unknown = controls.unknown_votes(party)
    lists = controls.structure.lists
    return Control(
        party=controls.ref(party),
        rules=controls.rules,
        controllers=_controllers(controls, party),
        ultimate=tuple(controls.refs(block) for block in controls.ultimate(party)),
        mutual=controls.refs(block) if len(block := controls.block(party)) > 1 else (),
        joint_control=joint_control(controls, party),
        controls=tuple(_told(controls, one, group, party, one, sure) for group, one, sure in told[:limit]),
        shown=min(limit, len(told)),
        total=len(told),
        jointly_controls=jointly_controlled(controls, party),
        undetermined=undetermined(controls, party),
        unknown=Range(low=unknown.low, high=unknown.high),
        suspended=tuple(
            Suspended(enterprise=controls.ref(listed), holders=controls.refs(sorted(holders)))
            for listed, holders in sorted(controls.votes.suspended.items())
            if listed in near
        ),
        inconsistent=controls.refs(sorted(one for one in near if one in lists and lists[one].state is ListState.INCONSISTENT)),
        cut=controls.refs(sorted(controls.structure.cut)),
    )


def _controllers(controls: Controls, party: str) -> tuple[Controller, ...]:
    certain = controls.controllers(party)
    found: list[tuple[tuple[str, ...], str, bool]] = [((one,), one, True) for one in certain]
    if controls.votes.ranged:
        found += [((one,), one, False) for one in controls.controllers(party, sure=False) if one not in certain]
    found += [(group, one, True) for group in controls.concerted(party) for one in group]
    return tuple(
        Controller(
            **dict(_told(controls, one, group, one, party, sure)),
            ultimate=sure and controls.is_ultimate(one),
        )
        for group, one, sure in found
    )


def _controlled_by(controls: Controls, party: str) -> list[tuple[tuple[str, ...], str, bool]]:
    """What a party controls: with whom, what, and whether for sure; alone first, then in concert; by round and id."""
    certain = controls.reached((party,))
    found: list[tuple[tuple[str, ...], str, bool]] = [((party,), one, True) for one in _in_order(certain) if one != party]
    if controls.votes.ranged:
        possible = _in_order(controls.reached((party,), sure=False))
        found += [((party,), one, False) for one in possible if one not in certain]
    for group in controls.concert:
        if party in group:
            together = _in_order(controls.reached(group))
            found += [(group, one, True) for one in together if group in controls.concerted(one)]
    return found


def _in_order(rounds: Mapping[str, int]) -> list[str]:
    return sorted(rounds, key=lambda one: (rounds[one], one))


def _told(controls: Controls, shown: str, group: tuple[str, ...], member: str, target: str, sure: bool) -> Controlled:
    """One entry of an answer: `shown` is told of, `member` of the group controls the target, with the rest of its group."""
    known = controls.party(shown)
    return Controlled(
        id=shown,
        name=known.name,
        kind=known.kind,
        form=known.form.value,
        certainty=Certainty.CERTAIN if sure else Certainty.POSSIBLE,
        mutual=controls.controls(member, target) and controls.controls(target, member),
        jointly_with=controls.refs(one for one in group if one != member),
        because=because(controls, group, target, sure),
    )
