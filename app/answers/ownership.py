"""Who owns a party and what it owns, looked through to any depth."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.analytics.ownership.look_through import LIMIT, PATHS, look_down, look_up
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Network
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.errors import InputError
from app.rules.precedence import DEFAULT, precedence_of
from models.answers.ownership import Holdings, Owners
from models.answers.stamped import OwnershipAnswer

MOST, MOST_PATHS, DEEPEST = 1_000, 20, 50


async def ownership(
    reader: Reader,
    party_id: str,
    *,
    basis: str = Basis.SUBSCRIBED,
    precedence: str = DEFAULT,
    depth: int | None = None,
    limit: int = LIMIT,
    paths: int = PATHS,
) -> OwnershipAnswer:
    """Look through the ownership of a party, upwards and downwards.

    Shares are worked out over everything there is; `depth` (steps), `limit` (owners and holdings) and `paths` (chains of
    each) only bound what is shown.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
        InputError: an unknown basis or precedence, or a bound out of range.
    """
    chosen = _basis(basis)
    precedence_of(precedence)
    _within("depth", depth, DEEPEST)
    _within("limit", limit, MOST)
    _within("paths", paths, MOST_PATHS)
    async with reader.ahead(party_id):
        card = await reader.card(party_id)
        party = card["id"]
        await reader.up([party])
        await reader.down([party])
    network = await reader.network()
    how = partial(_looked_through, network, card, chosen, precedence, depth, limit, paths, reader.stamp | reader.joined())
    return await worked_out(len(network.rows), how)


def _looked_through(
    network: Network,
    card: Mapping[str, Any],
    basis: Basis,
    precedence: str,
    depth: int | None,
    limit: int,
    paths: int,
    stamp: Mapping[str, Any],
) -> OwnershipAnswer:
    party = card["id"]
    structure = choose_lists(network, basis, precedence)
    up = look_up(structure, party, depth=depth, limit=limit, paths=paths)
    down = look_down(structure, party, depth=depth, limit=limit, paths=paths)
    notes = {note.enterprise: note for note in (*up.notes, *down.notes)}
    mentioned = [
        network.parties[one] for one in sorted(_mentioned(up) | _mentioned(down) | network.cut) if one in network.parties
    ]
    return OwnershipAnswer(
        party=party,
        name=card["name"],
        kind=card["kind"],
        basis=basis.value,
        precedence=precedence,
        owners=up.owners,
        owners_total=up.total,
        holdings=down.holdings,
        holdings_total=down.total,
        nominees=up.nominees,
        links=tuple({(one.holder, one.enterprise): one for one in reversed((*up.links, *down.links))}.values())[::-1],
        notes=tuple(notes.values()),
        ends=up.ends,
        undetermined=up.undetermined,
        several_rows=up.several_rows,
        not_shown=up.not_shown,
        own_share=up.own_share,
        closed_loops=up.closed_loops,
        in_closed_loop=up.in_closed_loop,
        nominee=down.nominee,
        cut=tuple(sorted(network.cut)),
        names={one.id: one.name for one in mentioned if one.name},
        states={one.id: one.state for one in mentioned if one.state},
        state=card.get("state"),
        truncated=up.truncated or down.truncated,
        **stamp,
    )


def _mentioned(part: Owners | Holdings) -> set[str]:
    """Parties that an answer mentions by their ids alone."""
    listed = (*part.owners, *part.nominees) if isinstance(part, Owners) else part.holdings
    found = {one for interest in listed for path in interest.paths for one in path.parties}
    found |= {one for link in part.links for one in (link.holder, link.enterprise)}
    found |= {one for note in part.notes for one in (note.enterprise, *(row.holder for row in (*note.rows, *note.conflicts)))}
    found |= {one.holder for note in part.notes for one in note.by_amount}
    if isinstance(part, Owners):
        found |= {one for same in part.undetermined for one in same.persons}
        found |= {one for told in part.several_rows for one in (told.enterprise, told.holder)}
        found |= {one for end in part.ends for one in end.at} | {one for loop in part.closed_loops for one in loop}
    return found


def _basis(name: str) -> Basis:
    try:
        return Basis(name)
    except ValueError:
        raise InputError(f"basis is one of {', '.join(Basis)}", parameter="basis") from None


def _within(name: str, value: int | None, most: int) -> None:
    if value is not None and not 1 <= value <= most:
        raise InputError(f"{name} is from 1 to {most}", parameter=name)
