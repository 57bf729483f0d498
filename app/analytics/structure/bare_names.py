"""Parties known by a bare name, `name:{kind}:{region}:{day}:{name}`, and what is known of two of one name.

Such an id stands for whoever bears the name on one day, wherever it is named. That two lists mean one party by it is not known,
so a name that stands in several is told apart by the enterprise that names it; and from one day to another only the name lasts.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from app.analytics.structure.network import Network, Party
from models.values.bare_names import beside, named_in

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


def _above(network: Network) -> Iterator[tuple[str, str]]:
    yield from ((row.holder, row.enterprise) for row in network.rows)
    yield from ((role.party, role.enterprise) for role in network.roles)
