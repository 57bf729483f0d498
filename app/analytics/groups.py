"""Groups of enterprises (企业集团): the parent, its members, and who most directly controls each."""

from collections import deque
from collections.abc import Iterable, Sequence

from app.analytics import network
from app.analytics.control import Controls
from app.analytics.evidence import because
from models.control import CorporateGroup, GroupMember


def is_state(controls: Controls, party: str) -> bool:
    """Whether a party is a body of government; an enterprise that the state owns is not."""
    return network.is_state(controls.party(party))


def is_enterprise(controls: Controls, party: str) -> bool:
    """Whether a party can be a parent or a member: neither a person nor a body of government, nominee or product."""
    return network.is_enterprise(controls.party(party))


def head_of(controls: Controls, party: str) -> str | None:
    """The highest enterprise of the party's group, itself if nothing stands above it; none for what is no enterprise.

    Of several (below a majority there may be), the one that controls most; of a block of mutual control, the first by id.
    """
    if not is_enterprise(controls, party):
        return None
    above = [one for one in controls.controllers(party) if is_enterprise(controls, one)]
    highest = [one for one in above if _tops(controls, one, above)]
    if not highest or any(controls.controls(party, one) for one in highest):
        highest.append(party)
    return min(highest, key=lambda one: (-len(controls.reached((one,))), one))


def members_of(controls: Controls, head: str) -> tuple[str, ...]:
    """The head and every enterprise it controls, the head first."""
    below = controls.reached((head,))
    return (head, *sorted(one for one in below if one != head and is_enterprise(controls, one)))


def group_of(controls: Controls, party: str, limit: int = 500) -> CorporateGroup:
    """The group that a party belongs to, by the rule set of the controls; at most `limit` members, the nearest first."""
    cut = controls.refs(sorted(controls.structure.cut))
    head = head_of(controls, party)
    members = members_of(controls, head) if head else ()
    if head is None or len(members) < 2:
        return CorporateGroup(
            party=controls.ref(party),
            rules=controls.rules,
            parent=None,
            block=(),
            above=(),
            members=(),
            shown=0,
            total=0,
            cut=cut,
        )
    parents = _parents(controls, members)
    depth = _depths(head, parents)
    ordered = sorted(members[1:], key=lambda one: (depth[one], one))
    block = controls.block(head)
    return CorporateGroup(
        party=controls.ref(party),
        rules=controls.rules,
        parent=controls.ref(head),
        block=controls.refs(block) if len(block) > 1 else (),
        above=controls.refs(one for one in controls.controllers(head) if one not in block),
        members=tuple(
            GroupMember(
                id=one,
                name=controls.party(one).name,
                form=controls.form(one).value,
                parents=parents[one],
                depth=depth[one],
                because=because(controls, parents[one][:1], one),
            )
            for one in ordered[:limit]
        ),
        shown=min(limit, len(ordered)),
        total=len(ordered),
        cut=cut,
    )


def _parents(controls: Controls, members: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The parents of each member but the head: those closest above it."""
    above: dict[str, list[str]] = {member: [] for member in members[1:]}
    for one in members:
        for other in controls.reached((one,)):
            if other != one and other in above:
                above[other].append(one)
    return {member: _nearest(controls, member, found) for member, found in above.items()}


def _nearest(controls: Controls, member: str, above: Sequence[str]) -> tuple[str, ...]:
    """Those of `above`, who all control a member, that control none of the others.

    Members of a block of mutual control have the parents of the block; at the head of a group, they have each other.
    """
    outside = [one for one in above if not controls.controls(member, one)] or above
    return tuple(
        one
        for one in outside
        if not any(controls.controls(one, other) and not controls.controls(other, one) for other in outside if other != one)
    )


def _tops(controls: Controls, party: str, among: Iterable[str]) -> bool:
    own = controls.reached((party,))
    return all(other in own for other in among if controls.controls(other, party))


def _depths(head: str, parents: dict[str, tuple[str, ...]]) -> dict[str, int]:
    children: dict[str, list[str]] = {}
    for member, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(member)
    depth = {head: 0}
    waiting = deque([head])
    while waiting:
        one = waiting.popleft()
        for child in children.get(one, ()):
            if child not in depth:
                depth[child] = depth[one] + 1
                waiting.append(child)
    return depth
