"""Groups of enterprises (企业集团): the parent, its members, and who most directly controls each.

By a majority an enterprise is of one group. By less, several at the top may control it: then it is of the group of the one
that controls most, whoever is asked about. Where it is asked for (`persons`), a natural person heads a group too: its members
are then the enterprises under one actual controller (同一实际控制人).
"""

from collections.abc import Iterable, Mapping

from app.analytics.control.controllers import deciders
from app.analytics.control.controls import Controls
from app.analytics.control.group_parents import Parents
from app.analytics.control.stated_chains import Chains
from app.analytics.control.undetermined import undetermined
from app.rules.rule_sets import ONE
from models.answers.control import CorporateGroup, GroupMember
from models.answers.shapes import not_read


def may_head(controls: Controls, party: str, persons: bool = False) -> bool:
    """Whether a party can head a group: an enterprise and, of `persons`, a natural person; a body of government never."""
    return controls.is_enterprise(party) or (persons and controls.party(party).is_person)


def tops_of(controls: Controls, party: str, persons: bool = False) -> tuple[str, ...]:
    """The highest enterprises above an enterprise, itself if it is one; none for what is no enterprise. In order of id.

    All of a block of mutual control are the highest together. `persons`: natural persons count as enterprises do.
    """
    if not may_head(controls, party, persons):
        return ()
    above = [one for one in controls.controllers(party) if may_head(controls, one, persons)]
    found = _highest(controls, reversed(above), persons)
    if not found or any(one in controls.reached((party,)) for one in found):
        found.add(party)
    return tuple(sorted(found))


def head_of(controls: Controls, party: str, persons: bool = False) -> str | None:
    """The highest enterprise of the party's group, itself if nothing stands above it; none for what is no enterprise.

    Of several (below a majority there may be), the one that controls most; of a block of mutual control, the first by id.
    `persons`: natural persons count as enterprises do.
    """
    return min(tops_of(controls, party, persons), key=lambda one: _rank(controls, one), default=None)


def one_alone(controls: Controls) -> bool:
    """Whether the rule set asks for a majority, so that of several who control one enterprise each controls the next."""
    return controls.least > ONE // 2


def rivals_of(controls: Controls, head: str, persons: bool = False) -> tuple[str, ...]:
    """The highest enterprises that might control one that the head controls too; by a majority the head alone."""
    if one_alone(controls):
        return (head,)
    votes = controls.votes
    found = sorted(one for one in votes.casts.keys() | votes.leads.keys() if may_head(controls, one, persons))
    # Those that nobody decides in come first: what they control is settled with them.
    found.sort(key=lambda one: any(may_head(controls, up, persons) for up in deciders(votes, one, controls.least)))
    return tuple(sorted({head, *_highest(controls, found, persons)}))


def members_of(controls: Controls, head: str) -> tuple[str, ...]:
    """The head and every enterprise it controls, the head first."""
    below = controls.reached((head,))
    return (head, *sorted(one for one in below if one != head and controls.is_enterprise(one)))


def group_of(controls: Controls, party: str, limit: int = 500, *, persons: bool = False) -> CorporateGroup:
    """The group that a party belongs to, by the rule set of the controls; at most `limit` members, the nearest first.

    `persons`: its head may be a natural person; then it is all that this person controls.
    """
    head = head_of(controls, party, persons)
    below = members_of(controls, head) if head else ()
    others = _of_others(controls, head, below, persons) if head else {}
    members = [one for one in below if one not in others]
    rounds: Mapping[str, int] = controls.reached((head,)) if head else {}
    listed: list[GroupMember] = []
    if head is not None and len(members) > 1:
        parents = Parents(controls, head, set(members))
        chosen = sorted(members[1:], key=lambda one: (rounds[one], one))[:limit]
        chains = Chains(controls)
        listed = sorted((_member(controls, parents, chains, one) for one in chosen), key=lambda one: (one.depth, one.id))
    block = controls.block(head) if head is not None and listed else ()
    return CorporateGroup(
        party=controls.ref(party),
        rules=controls.rules,
        parent=controls.ref(head) if head is not None and listed else None,
        block=controls.refs(block) if len(block) > 1 else (),
        above=controls.refs(one for one in controls.controllers(head) if one not in block) if head and listed else (),
        members=tuple(listed),
        shown=len(listed),
        total=max(len(members) - 1, 0),
        undetermined=undetermined(controls, head) if head and listed else (),
        of_others=controls.refs(sorted(others)[:limit]),
        of_others_total=len(others),
        to_person=persons,
        incomplete=not_read(controls.refs(sorted(controls.structure.cut))),
    )


def _member(controls: Controls, parents: Parents, chains: Chains, one: str) -> GroupMember:
    nearest = parents.of(one)
    chain = chains.down(nearest[:1], one)
    return GroupMember(
        id=one,
        name=controls.party(one).name,
        kind=controls.party(one).kind,
        form=controls.form(one).value,
        parents=nearest,
        depth=parents.depth(one),
        because=chain.because,
        left_out=chain.left_out,
        shown_at=chain.shown_at,
        rests_on_names=chain.rests_on_names,
        state=controls.party(one).state,
    )


def _of_others(controls: Controls, head: str, below: Iterable[str], persons: bool) -> dict[str, str]:
    """Those that the head controls and that are of the group of another who controls more; each with that one."""
    taken: dict[str, str] = {}
    inside = set(below)
    own = _rank(controls, head)
    others = [one for one in rivals_of(controls, head, persons) if head not in controls.reached((one,))]
    rivals = sorted((_rank(controls, one), one) for one in others)
    for rank, rival in rivals:
        if rank < own:
            for one in controls.reached((rival,)).keys() & inside:
                taken.setdefault(one, rival)
    return taken


def _rank(controls: Controls, head: str) -> tuple[int, str]:
    """Who controls most comes first."""
    return -len(controls.reached((head,))), head


def _highest(controls: Controls, among: Iterable[str], persons: bool) -> set[str]:
    """Those who may head a group and whom none such controls but what they control, of some and of who controls these too."""
    found: set[str] = set()
    settled: set[str] = set()
    for one in among:
        if one not in settled:
            own = controls.reached((one,))
            settled.update(own)
            above = [up for up in controls.steps(one) if may_head(controls, up, persons)]
            if all(up in own for up in above):
                found.update((one, *above))
    return found
