"""Persons of one name: who might be one person, and where that would change who controls what.

A person known by name alone is told apart by the enterprise that names it (`person:{identifier}:{name}`). Two of one name
within a linked neighbourhood may be one; nothing joins them, and an answer that joining them would change is undetermined.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.analytics.control import Controls
from app.analytics.evidence import because, called, fractions, percent
from app.analytics.network import Form, Structure
from models.catalogue import Title
from models.control import Outcome, Undetermined

_BY_NAME = "person:"
_MOST_TOLD = 20
_HUBS = frozenset({Form.STATE, Form.NOMINEE})


def namesakes(structure: Structure) -> tuple[tuple[str, ...], ...]:
    """Groups of persons of one name that may each be one person; each group is linked without the persons themselves.

    At most one of a group is known by more than its name: two documents or two numbers are two persons.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for id_, party in structure.parties.items():
        if party.form is Form.PERSON or party.kind == "Person":
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


def undetermined(controls: Controls, party: str) -> tuple[Undetermined, ...]:
    """What about the party's control depends on whether persons of one name are one: who controls it, what it controls."""
    above = set(controls.above(party))
    found = []
    for group in namesakes(controls.structure):
        if party in group:
            alone = {enterprise for one in group for enterprise in controls.reached((one,))}
            more = [enterprise for enterprise in controls.reached(group) if enterprise not in alone]
            found += [_outcomes(controls, group, enterprise) for enterprise in sorted(more)[:_MOST_TOLD]]
        else:
            near = [one for one in group if one in above]
            if len(near) > 1 and _joining_changes(controls, near, party):
                found.append(_outcomes(controls, near, party))
    return tuple(found)


def _joining_changes(controls: Controls, persons: Sequence[str], enterprise: str) -> bool:
    return enterprise in controls.reached(persons) and not any(enterprise in controls.reached((one,)) for one in persons)


def _outcomes(controls: Controls, persons: Sequence[str], enterprise: str) -> Undetermined:
    """Both outcomes, for the fewest of the persons that make the difference."""
    fewest = list(persons)
    for one in persons:
        rest = [other for other in fewest if other != one]
        if len(rest) > 1 and enterprise in controls.reached(rest):
            fewest = rest
    refs, ref = controls.refs(fewest), controls.ref(enterprise)
    by_votes = enterprise in controls.votes.ballots
    joined = fractions(*controls.joint_votes(fewest, enterprise)) if by_votes else None
    best = max((controls.joint_votes((one,), enterprise) for one in fewest), default=(0, 0))
    apart = fractions(*best) if by_votes else None
    name = called(refs[0])
    zh_one = f"合计 {percent(joined)} 的表决权，" if joined else ""
    zh_two = f"至多 {percent(apart)}，" if apart else ""
    en_one = f" with {percent(joined)} of the votes" if joined else ""
    en_two = f" with {percent(apart)} at most" if apart else ""
    return Undetermined(
        name=name,
        persons=refs,
        enterprise=ref,
        if_one=Outcome(controls=True, votes=joined),
        if_separate=Outcome(controls=False, votes=apart),
        because=because(controls, fewest, enterprise),
        text=Title(
            zh=f"无法确定：{len(fewest)} 名“{name}”若为一人，{zh_one}控制{called(ref)}；若不是，{zh_two}不控制",
            en=f"undetermined: {name} controls {called(ref)}{en_one} if {len(fewest)} of the name are one, not{en_two} if not",
        ),
    )
