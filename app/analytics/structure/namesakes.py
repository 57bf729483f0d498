"""Persons of one name: who might be one person.

A person known by name alone is told apart by the enterprise that names it (`person:{identifier}:{name}`). Two of one name
within a linked neighbourhood may be one; nothing joins them, and an answer that joining them would change is undetermined.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.analytics.structure.network import Form, Structure

_BY_NAME = "person:"
_HUBS = frozenset({Form.STATE, Form.NOMINEE})


def namesakes(structure: Structure) -> tuple[tuple[str, ...], ...]:
    """Groups of persons of one name that may each be one person; each group is linked without the persons themselves.

    At most one of a group is known by more than its name: two documents or two numbers are two persons.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for id_, party in structure.parties.items():
        if party.is_person:
            name = party.name or (id_.rsplit(":", 1)[-1] if id_.startswith(_BY_NAME) else None)
            if name:
                by_name[name].append(id_)
    several = {name: ids for name, ids in by_name.items() if len(ids) > 1 and any(id_.startswith(_BY_NAME) for id_ in ids)}
    if not several:
        return ()
    places, neighbourhood = _places(structure, {id_ for ids in several.values() for id_ in ids})
    groups = []
    for ids in several.values():
        by_place: dict[int, set[str]] = defaultdict(set)
        for id_ in ids:
            for place in places.get(id_, ()):
                by_place[neighbourhood[place]].add(id_)
        for near in by_place.values():
            groups += list(_joinable(near))
    return tuple(sorted(set(groups)))


def _joinable(near: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The groups that may be one person: all that are known by name alone, with each of the others in turn."""
    by_name = sorted(id_ for id_ in near if id_.startswith(_BY_NAME))
    known = sorted(id_ for id_ in near if not id_.startswith(_BY_NAME))
    if by_name and known:
        yield from (tuple(sorted([*by_name, one])) for one in known)
    elif len(by_name) > 1:
        yield tuple(by_name)


def _places(structure: Structure, persons: set[str]) -> tuple[dict[str, set[str]], dict[str, int]]:
    """Where the persons appear, and the number of the neighbourhood of every party that remains without them and hubs."""
    hubs = {id_ for id_, party in structure.parties.items() if party.form in _HUBS}
    places: dict[str, set[str]] = defaultdict(set)
    near: dict[str, set[str]] = {}
    pairs = [(stake.holder, enterprise) for enterprise, counted in structure.lists.items() for stake in counted.stakes]
    pairs += [(row.party, row.enterprise) for row in structure.roles]
    for party, enterprise in pairs:
        near.setdefault(enterprise, set())
        if party in persons:
            places[party].add(enterprise)
        elif party not in hubs and enterprise not in hubs:
            near.setdefault(party, set()).add(enterprise)
            near[enterprise].add(party)
    number: dict[str, int] = {}
    for start in near:
        waiting = [] if start in number else [start]
        while waiting:
            one = waiting.pop()
            if one not in number:
                number[one] = len(number) if one == start else number[start]
                waiting += near[one]
    return places, number
