"""Whom a registration itself names as operator, investor, managing partner, legal representative or person in charge.

Each counts as the role it is, where no list of representatives says who has that role. A name that somebody above the
enterprise bears, a holder or an officer, is that one; else a person is known by name within the enterprise, and a body by its
name alone. A delegate whom the name of a partner gives has a post and decides nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.analytics.control.voting import DECIDING
from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.network import Form, HeldRow, Party, Role, RoleRow
from app.answers.reading.rows import stated_party
from loaders.values.delegates import read_acting
from loaders.values.kinds import looks_like_body
from loaders.values.normalise import is_empty, normalise_name
from models.catalogue import Kind
from models.statements import OPEN_DAY

_ROLES = (Role.OPERATOR, Role.INVESTOR, Role.MANAGING_PARTNER, Role.LEGAL_REPRESENTATIVE, Role.PRINCIPAL)
"""The roles in the order of the columns of cypher/ownership/lists.cypher."""
_FOR_OPERATOR = (Role.LEGAL_REPRESENTATIVE, Role.PRINCIPAL)
"""As what files that know one column for all enterprises name the operator of a sole trader."""
_BETWEEN = re.compile(r"[、,，;；/]+(?![^(（]*[)）])")
_DELEGATE = "delegate"


def registered_roles(
    parties: Mapping[str, Party],
    rows: Sequence[HeldRow],
    roles: Sequence[RoleRow],
    named: Mapping[str, Sequence[Any]],
    *,
    deciding: bool = False,
) -> tuple[dict[str, Party], tuple[RoleRow, ...]]:
    """The roles that registrations name and no list does, and the parties that have them and were not met otherwise.

    `named` are rows of registrations by enterprise, see cypher/ownership/lists.cypher. `deciding`: only the roles that decide
    whatever anybody's share.
    """
    if not named:
        return {}, ()
    stated = {(row.enterprise, row.role) for row in roles}
    above: dict[str, set[str]] = defaultdict(set)
    ends = [(row.enterprise, row.holder) for row in rows] + [(row.enterprise, row.party) for row in roles]
    for enterprise, holder in ends:
        if enterprise in named:
            above[enterprise].add(holder)
    found: dict[str, Party] = {}
    new: list[RoleRow] = []
    for enterprise, (_, fact, since, until, *texts) in sorted(named.items()):
        near = _by_name(parties, above[enterprise])
        operates = _operates(parties.get(enterprise), texts)
        for role, text in zip(_ROLES, texts, strict=True):
            acting = Role.OPERATOR if role is operates else role
            if not text or not stated.isdisjoint({(enterprise, role), (enterprise, acting)}):
                continue
            if deciding and not _decides(parties.get(enterprise), acting):
                continue
            for name, title, is_person in _named(text):
                one = near.get(normalise_name(name)) or _new(enterprise, name, since, is_person)
                known = parties.get(one.id) or found.setdefault(one.id, one)
                acts = Role.POST if title else acting
                new.append(RoleRow(known.id, enterprise, acts, fact, title or role.value, since, _until(until)))
    return found, tuple(new)


def decided(parties: Mapping[str, Party], named: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """The enterprises of which a role decides that their registration may name."""
    return (enterprise for enterprise in named if enterprise in parties and parties[enterprise].form in DECIDING)


def _decides(enterprise: Party | None, role: Role) -> bool:
    return enterprise is not None and DECIDING.get(enterprise.form) is role


def _operates(enterprise: Party | None, texts: Sequence[str | None]) -> Role | None:
    """The role by which a registration names the operator of a sole trader; None of any other enterprise."""
    if enterprise is None or enterprise.form is not Form.SOLE_TRADER:
        return None
    named = dict(zip(_ROLES, texts, strict=True))
    return next((role for role in (Role.OPERATOR, *_FOR_OPERATOR) if named[role]), None)


def _by_name(parties: Mapping[str, Party], ids: Iterable[str]) -> dict[str, Party]:
    """The parties by name, where only one of them bears it."""
    found: dict[str, list[Party]] = defaultdict(list)
    for one in ids:
        known = parties.get(one)
        if known and known.name:
            found[normalise_name(known.name)].append(known)
    return {name: bearers[0] for name, bearers in found.items() if len(bearers) == 1}


def _named(text: str) -> Iterator[tuple[str, str | None, bool]]:
    """The names in a cell, the title of each that is a delegate's, and whether it is a person's."""
    for name in _BETWEEN.split(text):
        if is_empty(name):
            continue
        acting = read_acting(name.strip())
        if acting.partner:
            yield acting.partner, None, not looks_like_body(normalise_name(acting.partner))
        if acting.delegate:
            yield acting.delegate, _DELEGATE, True


def _new(enterprise: str, name: str, since: str, is_person: bool) -> Party:
    plain = normalise_name(name)
    if is_person:
        return stated_party(f"person:{enterprise}:{plain}", Kind.PERSON.value, name)
    return stated_party(f"name:{looks_like_body(plain) or Kind.ENTERPRISE}::{since}:{plain}", MENTION, name)


def _until(until: str) -> str | None:
    return None if until == OPEN_DAY else until
