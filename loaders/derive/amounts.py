"""Lists without shares that name everybody since their amounts come to the registered capital of their enterprise.

What a register states as the capital may come before the list or after it, in another file or none: which of these lists are
whole is therefore worked out with what holds, from all that is stored, and not when a file is read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from loaders.derive.entries import ROUNDED_SHARE
from loaders.derive.keys import filed, group_of
from loaders.derive.terms import counts_from
from loaders.derive.versions import versions
from loaders.transaction import Store
from models.catalogue import Catalogue, CoverageKind
from models.facts import Amounts, Cover, LinkedStatement, Version
from models.statements import Action, Scalar, Statement

ROUNDED_MOST = 0.0005
"""By how much all rows of a list together may be off for having been rounded."""


def whole(part: float, rows: int) -> bool:
    """Whether figures of so many rows, as part of what they are of, are all of it, as far as rounding lets one see."""
    return abs(part - 1) <= min(rows * ROUNDED_SHARE, ROUNDED_MOST) + 1e-9


def depends(statement: Statement) -> bool:
    """Whether a coverage states amounts only, so that it hangs on the capital whether its list is whole."""
    return "sum" in statement.values


def amounts_of(statement: Statement, party: str) -> Amounts | None:
    """The amounts that a coverage of this party's list states; None where it states by itself whether the list is whole."""
    if not depends(statement):
        return None
    v: Mapping[str, Scalar] = statement.values
    return Amounts(float(str(v["sum"])), str(v["sum_currency"]), int(str(v["sum_rows"])), party, str(v["sum_of"]))


def stating(catalogue: Catalogue) -> list[str]:
    """The categories whose statements may state of their own party an amount with which lists are compared."""
    wanted = {c.adds_to for c in catalogue.categories.values() if c.adds_to}
    return sorted(c.name for c in catalogue.categories.values() if c.identifies and wanted & c.by_name.keys())


async def judge(
    store: Store, catalogue: Catalogue, changed: Iterable[LinkedStatement], covers: Mapping[str, Sequence[Cover]]
) -> dict[str, list[Cover]]:
    """The coverages; those with amounts as full while their party states the sum, else not at all.

    What counts is the capital in force on the day of the list, as each provider states it, or where none was stated until then
    the first one stated after it. What is changed, and not yet stored as it now is, counts as it now is.
    """
    parties = {c.amounts.party for found in covers.values() for c in found if c.amounts}
    if not parties:
        return {scope: list(found) for scope, found in covers.items()}
    categories = stating(catalogue)
    own = [t for t in changed if t.statement.category in categories]
    ids = {t.statement.id for t in own}
    kept = [t for t in await store.stated(sorted(parties), categories) if t.statement.id not in ids]
    stated = _versions(catalogue, [*kept, *own], parties, store.today)
    return {scope: [judged for c in found for judged in _judged(c, stated)] for scope, found in covers.items()}


_Stated = tuple[Version, Mapping[str, Scalar]]


def _versions(
    catalogue: Catalogue, statements: Iterable[LinkedStatement], parties: Collection[str], today: str
) -> dict[str, list[list[_Stated]]]:
    """By party, and by who states it in which category, every version of what is registered, with the values."""
    groups: dict[tuple[str, str, str], list[LinkedStatement]] = {}
    for t in statements:
        s, category = t.statement, catalogue[t.statement.category]
        party = t.parties.get("party")
        if party and party in parties and s.action is not Action.COVER and counts_from(category, s) <= today:
            group = group_of(category, s, filed(category, t))
            groups.setdefault((party, s.category, group), []).append(t)
    out: dict[str, list[list[_Stated]]] = {}
    for (party, name, group), members in groups.items():
        values = {t.statement.id: t.statement.values for t in members}
        found = [(v, values[v.fact.by[0]]) for v in versions(catalogue[name], group, members)]
        out.setdefault(party, []).append(found)
    return out


def _judged(cover: Cover, stated: Mapping[str, Sequence[Sequence[_Stated]]]) -> list[Cover]:
    """A coverage by amounts as full, for each level of caller during the ticks at which what it is shown makes it so."""
    amounts = cover.amounts
    if amounts is None:
        return [cover]
    found: dict[int, list[tuple[int, int]]] = {}
    for said in stated.get(amounts.party, ()):
        linked = [(v, values) for v, values in said if isinstance(values.get(amounts.of), int | float)]
        for level, since, until in _agreeing(cover, amounts, linked):
            found.setdefault(max(level, cover.level), []).append((since, until))
    full = replace(cover, kind=CoverageKind.FULL, amounts=None)
    return [replace(full, level=level, during=_joined(ticks)) for level, ticks in sorted(found.items())]


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of ticks, those that meet as one."""
    out: list[tuple[int, int]] = []
    for since, until in sorted(spans):
        if out and since <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], until))
        else:
            out.append((since, until))
    return tuple(out)


def _agreeing(cover: Cover, amounts: Amounts, stated: Sequence[_Stated]) -> Iterator[tuple[int, int, int]]:
    """From which level on, and between which ticks, the capital that counts on the day of a list is what the list comes to."""
    ticks = sorted({t for v, _ in stated for t in (v.recorded_at, v.withdrawn_at)})
    for level in sorted({v.fact.level for v, _ in stated}):
        for since, until in pairwise(ticks):
            seen = [
                (v, values)
                for v, values in stated
                if v.recorded_at <= since < v.withdrawn_at and v.fact.level <= level < v.fact.hidden_from
            ]
            counting = _in_force(seen, cover.day)
            if counting is not None and _comes_to(amounts, counting):
                yield level, since, until


def _in_force(stated: Sequence[_Stated], day: str) -> Mapping[str, Scalar] | None:
    begun = [(v, values) for v, values in stated if v.fact.valid_from <= day]
    if begun:
        return max(begun, key=lambda one: (one[0].fact.valid_from, one[0].fact.id))[1]
    return min(stated, key=lambda one: (one[0].fact.valid_from, one[0].fact.id))[1] if stated else None


def _comes_to(amounts: Amounts, values: Mapping[str, Scalar]) -> bool:
    capital, currency = float(str(values[amounts.of])), str(values.get(f"{amounts.of}_currency", "CNY"))
    return capital > 0 and currency == amounts.currency and whole(amounts.total / capital, amounts.rows)
