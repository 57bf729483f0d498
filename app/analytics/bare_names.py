"""Parties known by a bare name, `name:{kind}:{region}:{day}:{name}`, and what can be said of two of one name.

Such an id stands for whoever bears the name on one day, wherever it is named. That two lists mean one party by it is not known,
so a name that stands in several is told apart by the enterprise that names it; and from one day to another only the name lasts.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from app.analytics.network import Network, Party

BARE = "name:"
"""What the identifier of a party known by a name alone begins with."""
_BESIDE = "#"
MENTION = "Mention"


def apart(network: Network) -> Network:
    """The network with each bare name that stands above several enterprises as so many parties, one for each of them."""
    places: dict[str, set[str]] = defaultdict(set)
    for holder, enterprise in _above(network):
        places[holder].add(enterprise)
    known = network.parties
    several = {one for one, found in places.items() if len(found) > 1 and one in known and known[one].kind == MENTION}
    if not several:
        return network
    parties: dict[str, Party] = {one: party for one, party in known.items() if one not in several}
    for one in several:
        parties |= {at: replace(known[one], id=at) for at in (_beside(one, enterprise) for enterprise in places[one])}
    rows = tuple(replace(r, holder=_beside(r.holder, r.enterprise)) if r.holder in several else r for r in network.rows)
    roles = tuple(replace(r, party=_beside(r.party, r.enterprise)) if r.party in several else r for r in network.roles)
    return Network(parties, rows, roles, network.cut)


def lasting(party: str) -> str:
    """The id without what tells one bare name from itself on another day or in another list; any other id as it is."""
    if not party.startswith(BARE):
        return party
    *before, _, name = party.split(":", 4)
    plain, _, enterprise = name.partition(_BESIDE)
    return ":".join((*before, plain if ":" in enterprise else name))


def _above(network: Network) -> Iterator[tuple[str, str]]:
    yield from ((row.holder, row.enterprise) for row in network.rows)
    yield from ((role.party, role.enterprise) for role in network.roles)


def _beside(name: str, enterprise: str) -> str:
    return f"{name}{_BESIDE}{enterprise}"
