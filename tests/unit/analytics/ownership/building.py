"""Structures and random tables of shares for the tests of ownership."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from app.analytics.structure.bounds import tighten
from app.analytics.structure.network import WHOLE, Basis, Bounds, Form, HolderList, ListState, Party, Stake, Structure

THOUSAND = 1000
Ranges = Mapping[str, Mapping[str, tuple[Fraction, Fraction]]]


def party(name: str, form: Form | None = None) -> Party:
    """A party: a person where its id begins with p, else a company."""
    person = name.startswith("p")
    return Party(name, "Person" if person else "Enterprise", name, form or (Form.PERSON if person else Form.COMPANY))


def structure(shares: Mapping[str, Mapping[str, Fraction | float]], *parties: Party) -> Structure:
    """A structure of exact shares by enterprise and holder; `parties` are those that are not plain companies or persons."""
    exact = {e: {h: (Fraction(s), Fraction(s)) for h, s in column.items()} for e, column in shares.items()}
    return ranged(exact, {}, *parties)


def ranged(ranges: Ranges, residuals: Mapping[str, tuple[Fraction, Fraction]], *parties: Party) -> Structure:
    """A structure of ranges, tightened; the residual of an enterprise is anything unless given."""
    known = {p.id: p for p in parties}
    lists = {}
    for enterprise, column in ranges.items():
        stated = [Bounds(float(low), float(high)) for low, high in column.values()]
        given = residuals.get(enterprise)
        tight, left = tighten(stated, Bounds(float(given[0]), float(given[1])) if given else WHOLE)
        stakes = tuple(Stake(h, b, (f"{h}>{enterprise}",)) for h, b in zip(column, tight, strict=True))
        state = ListState.COMPLETE if left.high <= 0.001 else ListState.PARTIAL
        lists[enterprise] = HolderList(enterprise, Basis.SUBSCRIBED, state, "register", "x", "2024-01-01", stakes, left)
    names = set(lists) | {s.holder for held in lists.values() for s in held.stakes}
    return Structure(Basis.SUBSCRIBED, {n: known.get(n) or party(n) for n in sorted(names)}, lists)


@st.composite
def tables(draw: st.DrawFn, firms: int = 6, people: int = 3, *, closed: bool = False) -> dict[str, dict[str, Fraction]]:
    """Random direct shares in thousandths: loops, mutual and self-holdings; `closed` lets nobody outside hold anything."""
    names = [f"c{i}" for i in range(draw(st.integers(1, firms)))]
    holders = names if closed else names + [f"p{i}" for i in range(people)]
    table: dict[str, dict[str, Fraction]] = {}
    for name in names:
        chosen = draw(st.lists(st.sampled_from(holders), unique=True, min_size=1 if closed else 0, max_size=4))
        if not chosen:
            continue
        weights = [draw(st.integers(1, THOUSAND)) for _ in chosen]
        total = sum(weights) if closed or draw(st.booleans()) else max(sum(weights), THOUSAND + draw(st.integers(0, THOUSAND)))
        table[name] = {h: Fraction(w, total) for h, w in zip(chosen, weights, strict=True)}
    return table
