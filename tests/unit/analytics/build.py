"""Small structures for the tests of control, and an oracle of control that shares nothing with the program."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from app.analytics.structure.network import Basis, Bounds, Form, HolderList, ListState, Party, Role, RoleRow, Stake, Structure

Share = float | tuple[float, float] | None
Held = Mapping[str, Mapping[str, Share]]


def bounds(share: Share) -> Bounds:
    """A share as bounds; None is not stated at all."""
    if share is None:
        return Bounds(0.0, 1.0)
    return Bounds(*share) if isinstance(share, tuple) else Bounds(share, share)


def held(enterprise: str, holders: Mapping[str, Share], state: ListState | None = None) -> HolderList:
    """The list of one enterprise, tightened; what the shares leave is unknown, unless the list is said to be complete."""
    stated = {holder: bounds(share) for holder, share in holders.items()}
    low, high = sum(b.low for b in stated.values()), sum(b.high for b in stated.values())
    tight = {h: Bounds(b.low, max(b.low, min(b.high, 1 - (low - b.low)))) for h, b in stated.items()}
    rest = Bounds(0.0, 0.0) if state is ListState.COMPLETE else Bounds(max(0.0, 1 - high), max(0.0, 1 - low))
    known = state or (ListState.COMPLETE if abs(1 - low) < 1e-9 else ListState.PARTIAL)
    stakes = tuple(Stake(h, b, (f"{h}>{enterprise}",), known=holders[h] is not None) for h, b in tight.items())
    return HolderList(enterprise, Basis.VOTES, known, "register", "registry", "2026-01-01", stakes, rest)


def structure(
    lists: Held,
    forms: Mapping[str, Form] | None = None,
    roles: Iterable[tuple[str, Role, str]] = (),
    states: Mapping[str, ListState] | None = None,
    names: Mapping[str, str] | None = None,
) -> Structure:
    """A structure from enterprise → holder → share. Ids that begin with `p` are persons, all others companies."""
    forms, states, names = forms or {}, states or {}, names or {}
    rows = tuple(RoleRow(party, enterprise, role, f"{party}@{enterprise}") for party, role, enterprise in roles)
    ids = {*lists, *(h for holders in lists.values() for h in holders), *(r.party for r in rows), *(r.enterprise for r in rows)}
    parties = {}
    for key in sorted(ids | set(forms)):
        form = forms.get(key, Form.PERSON if key.startswith("p") else Form.COMPANY)
        kind = {Form.PERSON: "Person", Form.STATE: "Department"}.get(form, "Enterprise")
        name = names.get(key, key.rsplit(":", 1)[-1] if key.startswith("person:") else key.upper())
        parties[key] = Party(key, kind, name, form, form is Form.STATE)
    made = {enterprise: held(enterprise, holders, states.get(enterprise)) for enterprise, holders in lists.items()}
    return Structure(Basis.VOTES, parties, made, rows)


def percents(rows: str) -> dict[str, dict[str, float]]:
    """Lists from lines `holder enterprise percent`, as published examples state them."""
    lists: dict[str, dict[str, float]] = {}
    for line in rows.strip().splitlines():
        holder, enterprise, percent = line.split()
        lists.setdefault(enterprise, {})[holder] = float(percent) / 100
    return lists


def oracle(lists: Mapping[str, Mapping[str, Fraction]], threshold: Fraction, strict: bool) -> dict[str, set[str]]:
    """Who controls whom, by trying every pair until nothing is added: party → what it controls, itself included."""
    parties = {*lists, *(h for holders in lists.values() for h in holders)}
    relation = {(party, party) for party in parties}
    growing = True
    while growing:
        growing = False
        for x in parties:
            for y, holders in lists.items():
                votes = sum((share for holder, share in holders.items() if (x, holder) in relation), Fraction(0))
                if (x, y) not in relation and (votes > threshold if strict else votes >= threshold):
                    relation.add((x, y))
                    growing = True
    return {x: {y for a, y in relation if a == x} for x in parties}


def integrated(made: Structure) -> dict[str, dict[str, Bounds]]:
    """Final shares Y[i,j] = V[i,j] / V[i,i], V = (I - A)^-1, of the least shares and of the most, by plain inversion."""
    parties = sorted(made.parties)
    place = {party: number for number, party in enumerate(parties)}
    ends = []
    for end in range(2):
        direct = np.zeros((len(parties), len(parties)))
        for enterprise, counted in made.lists.items():
            for stake in counted.stakes if counted.state in (ListState.COMPLETE, ListState.PARTIAL) else ():
                direct[place[stake.holder], place[enterprise]] += stake.bounds[end]
        whole = np.linalg.pinv(np.eye(len(parties)) - direct)
        ends.append(whole / np.diag(whole)[:, None])
    return {
        target: {
            party: Bounds(float(ends[0][i, place[target]]), float(min(1.0, ends[1][i, place[target]])))
            for i, party in enumerate(parties)
            if party != target and ends[1][i, place[target]] > 1e-12
        }
        for target in made.lists
    }
