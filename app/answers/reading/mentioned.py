"""Parties as answers name them: the one asked about, and the table of those that stand by their ids alone."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from app.analytics.structure.network import Party
from models.answers.shapes import NamedParty, PartyRef
from models.base import Model, models_in


def table_of(parties: Iterable[NamedParty]) -> tuple[PartyRef, ...]:
    """Parties as a table, each once by its id: with its name and state by the latest day that has one."""
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


def ref_of(party: Party) -> PartyRef:
    """A party of a network as answers refer to it."""
    return PartyRef(id=party.id, name=party.name, kind=party.kind, state=party.state)


def mentioned(*parts: Any) -> set[str]:
    """The ids of the parties that parts of an answer mention by these alone, at any depth."""
    found = set[str]()
    for part in parts:
        if isinstance(part, Model):
            for name in type(part).by_id:
                found.update(_texts(getattr(part, name)))
            found |= mentioned(*(getattr(part, name) for name in _holding_models(type(part))))
        elif isinstance(part, tuple):
            found |= mentioned(*part)
    return found


def named_by_id(known: Mapping[str, Party], *parts: Any) -> tuple[PartyRef, ...]:
    """The table of the parties that parts of an answer mention by their ids alone, sorted by id."""
    return tuple(ref_of(known[one]) for one in sorted(mentioned(*parts)) if one in known)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


@cache
def _holding_models(model: type[Model]) -> tuple[str, ...]:
    """The fields of a model that may hold models with parties by their ids."""
    return tuple(name for name, field in model.model_fields.items() if models_in(field.annotation))
