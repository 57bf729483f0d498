"""Parties as answers name them: the one asked about, and the table of those that stand by their ids alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from models.answers.shapes import NamedParty, PartyRef


def table_of(parties: Iterable[NamedParty]) -> tuple[PartyRef, ...]:
    """Parties as a table, each once by its id: as it is called by who tells it last, with the last state told of it."""
    known = dict[str, PartyRef]()
    for one in parties:
        if one.id is not None:
            before = known.get(one.id) or one
            name, state = one.name or before.name, one.state or before.state
            known[one.id] = PartyRef(id=one.id, name=name, kind=one.kind, state=state)
    return tuple(known[party] for party in sorted(known))


def party_of_card(card: Mapping[str, Any]) -> PartyRef:
    """The party of a card."""
    return PartyRef(id=card["id"], name=card["name"], kind=card["kind"], state=card.get("state"))
