"""Parties known by a bare name, `name:{kind}:{region}:{day}:{name}`, and what can be said of two of one name.

Such an id stands for whoever bears the name on one day, wherever it is named. That two lists mean one party by it is not known,
so a name that stands in several is told apart by the enterprise that names it; and from one day to another only the name lasts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from app.analytics.structure.network import Network, Party
from loaders.identity.components import SCHEMES

BARE = "name:"
"""What the identifier of a party known by a name alone begins with."""
_BESIDE = "#"
_NAMED_IN = re.compile(f"{_BESIDE}(?=(?:{'|'.join(SCHEMES)}):)")
MENTION = "Mention"


def apart(network: Network, least: int = 2) -> Network:
    """The network with each bare name that stands above several enterprises as so many parties, one for each of them.

    `least`: from how many enterprises on; with 1, what a part of a network calls them is what the whole does.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for holder, enterprise in _above(network):
        places[holder].add(enterprise)
    known = network.parties
    bare = {one for one in places if one in known and known[one].kind == MENTION and named_in(one)[1] is None}
    several = {one for one in bare if len(places[one]) >= least}
    if not several:
        return network
    parties: dict[str, Party] = {one: party for one, party in known.items() if one not in several}
    for one in several:
        parties |= {at: replace(known[one], id=at) for at in (beside(one, enterprise) for enterprise in places[one])}
    rows = tuple(replace(r, holder=beside(r.holder, r.enterprise)) if r.holder in several else r for r in network.rows)
    roles = tuple(replace(r, party=beside(r.party, r.enterprise)) if r.party in several else r for r in network.roles)
    return Network(parties, rows, roles, network.cut)


def lasting(party: str) -> str:
    """The id without what tells one bare name from itself on another day or in another list; any other id as it is."""
    if not party.startswith(BARE):
        return party
    *before, _, name = named_in(party)[0].split(":", 4)
    return ":".join((*before, name))


def named_in(party: str) -> tuple[str, str | None]:
    """The bare name of a party, and the enterprise whose list it was told apart by; of any other party its id alone."""
    found = _NAMED_IN.search(party) if party.startswith(BARE) else None
    return (party[: found.start()], party[found.end() :]) if found else (party, None)


def beside(name: str, enterprise: str) -> str:
    """A bare name as one enterprise names it."""
    return f"{name}{_BESIDE}{enterprise}"


def _above(network: Network) -> Iterator[tuple[str, str]]:
    yield from ((row.holder, row.enterprise) for row in network.rows)
    yield from ((role.party, role.enterprise) for role in network.roles)
