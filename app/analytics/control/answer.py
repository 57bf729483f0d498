"""The answer about one party's control: who controls it, what it controls, and what stands in doubt."""

from collections.abc import Sequence

from app.analytics.control.controls import Controls, nearest_first
from app.analytics.control.joint import joint_control, jointly_controlled
from app.analytics.control.stated_chains import Chains, StatedChain
from app.analytics.control.undetermined import undetermined
from app.analytics.errors import UnknownParty
from app.analytics.structure.list_notes import doubtful
from app.analytics.structure.network import ListState
from app.analytics.structure.several_rows import several_rows
from models.answers.control import Certainty, Control, Controlled, Controller, Range, Suspended
from models.answers.shapes import not_read

Entry = tuple[tuple[str, ...], str, bool]
"""With whom, who, and whether for sure."""


def control_of(controls: Controls, party: str, limit: int = 200) -> Control:
    """Who controls a party and what it controls, each with its chain of evidence; at most `limit` of either.

    Long chains are stated by reference to others of the same list, those of who stands at the top in full.
    What is not certain, but would be for some of the shares that ranges and unknown ones allow, is stated as possible. Raises
    UnknownParty where the structure does not have the party.
    """
    if party not in controls.structure.parties:
        raise UnknownParty(party)
    below = _controlled_by(controls, party)
    chains = Chains(controls)
    above = _controlling(controls, party)
    near = {party, *controls.above(party)}
    unknown = controls.unknown_votes(party)
    lists, ballots = controls.structure.lists, controls.votes.ballots
    over = {one for one in near if one in lists and lists[one].state is ListState.INCONSISTENT}
    over |= {one for one in near if one in ballots and ballots[one].contradictory}
    return Control(
        party=controls.ref(party),
        rules=controls.rules,
        controllers=_controllers(controls, party, above, limit),
        controllers_total=len(above),
        ultimate=tuple(controls.refs(block) for block in controls.ultimate(party)),
        mutual=controls.refs(block) if len(block := controls.block(party)) > 1 else (),
        joint_control=joint_control(controls, party),
        controls=tuple(
            _listed(controls, one, group, party, sure, chains.down(group, one, sure)) for group, one, sure in below[:limit]
        ),
        shown=min(limit, len(below)),
        total=len(below),
        jointly_controls=jointly_controlled(controls, party),
        undetermined=undetermined(controls, party),
        several_rows=several_rows(controls.structure, near),
        unknown=Range(low=unknown.low, high=unknown.high),
        suspended=tuple(
            Suspended(enterprise=controls.ref(listed), holders=controls.refs(sorted(holders)))
            for listed, holders in sorted(controls.votes.suspended.items())
            if listed in near
        ),
        inconsistent=controls.refs(sorted(over)),
        notes=doubtful(lists[one] for one in sorted(near) if one in lists),
        incomplete=not_read(controls.refs(sorted(controls.structure.cut))),
    )


def _controlling(controls: Controls, party: str) -> list[Entry]:
    """Who controls a party: alone for sure, then possibly, the nearest first; then in concert."""
    certain = controls.controllers(party)
    found: list[Entry] = [((one,), one, True) for one in certain]
    if controls.votes.ranged:
        known = set(certain)
        found += [((one,), one, False) for one in controls.controllers(party, sure=False) if one not in known]
    return found + [(group, one, True) for group in controls.concerted(party) for one in group]


def _controllers(controls: Controls, party: str, above: Sequence[Entry], limit: int) -> tuple[Controller, ...]:
    """The first of them, those at the top before all others. Of each block at the top one has its chain in full."""
    tops = controls.ultimate(party)
    top = {one for block in tops for one in block if not controls.concerted(one)}
    top |= {one for group, one, _ in above if len(group) > 1 and controls.is_ultimate(one)}
    ultimate = [sure and one in top for _, one, sure in above]
    chosen = sorted(sorted(range(len(above)), key=lambda place: not ultimate[place])[:limit])
    shown = {above[place][1] for place in chosen if len(above[place][0]) == 1}
    first = {block: next((above[place][1] for place in chosen if above[place][1] in block), None) for block in tops}
    chains = Chains(controls)
    order = sorted(chosen, key=lambda place: above[place][1] not in first.values())
    chain_of: dict[int, StatedChain] = {}
    together: dict[tuple[str, ...], StatedChain] = {}
    for place in order:
        group, one, sure = above[place]
        if len(group) > 1:
            chain_of[place] = together[group] = together.get(group) or chains.down(group, party, sure, whole=True)
        else:
            chain_of[place] = chains.up(one, party, shown, sure, whole=one == first.get(tops[0]) if tops else False)
    return tuple(
        Controller(**dict(_listed(controls, one, group, party, sure, chain_of[place])), ultimate=ultimate[place])
        for place, (group, one, sure) in ((place, above[place]) for place in chosen)
    )


def _controlled_by(controls: Controls, party: str) -> list[Entry]:
    """What a party controls: with whom, what, and whether for sure; alone first, then in concert; by round and id."""
    certain = controls.reached((party,))
    found: list[Entry] = [((party,), one, True) for one in nearest_first(certain) if one != party]
    if controls.votes.ranged:
        possible = nearest_first(controls.reached((party,), sure=False))
        found += [((party,), one, False) for one in possible if one not in certain]
    for group in controls.concert:
        if party in group:
            together = nearest_first(controls.reached(group))
            found += [(group, one, True) for one in together if group in controls.concerted(one)]
    return found


def _listed(controls: Controls, shown: str, group: tuple[str, ...], party: str, sure: bool, chain: StatedChain) -> Controlled:
    """One entry of the answer about a party: `shown` controls or is controlled with the rest of its group."""
    known = controls.party(shown)
    inside = shown if shown in group else party
    return Controlled(
        id=shown,
        name=known.name,
        kind=known.kind,
        form=known.form.value,
        certainty=Certainty.CERTAIN if sure else Certainty.POSSIBLE,
        mutual=shown in controls.steps(party) and controls.controls(party, shown),
        jointly_with=controls.refs(one for one in group if one != inside),
        because=chain.because,
        left_out=chain.left_out,
        shown_at=chain.shown_at,
        rests_on_names=chain.rests_on_names,
        state=known.state,
    )
