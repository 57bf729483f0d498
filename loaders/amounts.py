"""Lists without shares that name everybody since their amounts come to the registered capital of their enterprise.

What a register states as the capital may come before the list or after it, in another file or none: which of these lists are
whole is therefore worked out with what holds, from all that is kept, and not when a file is read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.store.base import Store
from models.catalogue import Catalogue, CoverageKind, TypeName
from models.facts import Amounts, Arrival, Cover, Told
from models.statements import OPEN_TICK, Action, Scalar, Statement

ROUNDED, ROUNDED_MOST = 0.00005, 0.0005
"""By how much a figure given in hundredths of a per cent may be off, and by how much all rows of a list together."""
_SAYING = (Action.STATE, Action.CORRECT)


@dataclass(frozen=True, slots=True)
class _Capital:
    """An amount that a statement of a party states."""

    amount: float
    currency: str
    level: int
    arrivals: tuple[Arrival, ...]


def whole(part: float, rows: int) -> bool:
    """Whether figures of so many rows, as part of what they are of, are all of it, as far as rounding lets one see."""
    return abs(part - 1) <= min(rows * ROUNDED, ROUNDED_MOST) + 1e-9


def amounts_of(statement: Statement, party: str) -> Amounts | None:
    """The amounts that a coverage of this party's list tells; None where it says by itself whether the list is whole."""
    v: Mapping[str, Scalar] = statement.values
    if "sum" not in v:
        return None
    return Amounts(float(str(v["sum"])), str(v["sum_currency"]), int(str(v["sum_rows"])), party, str(v["sum_of"]))


def states_amount(catalogue: Catalogue, statement: Statement) -> bool:
    """Whether a statement tells of its own party an amount with which lists are compared."""
    category = catalogue[statement.category]
    if not category.identifies or statement.action not in _SAYING:
        return False
    wanted = {c.adds_to for c in catalogue.categories.values() if c.adds_to}
    return any(name in category.by_name and category.by_name[name].type is TypeName.MONEY for name in wanted)


def stating(catalogue: Catalogue) -> list[str]:
    """The categories whose statements may tell such amounts."""
    wanted = {c.adds_to for c in catalogue.categories.values() if c.adds_to}
    return sorted(c.name for c in catalogue.categories.values() if c.identifies and wanted & c.by_name.keys())


async def judge(
    store: Store, catalogue: Catalogue, changed: Iterable[Told], covers: Mapping[str, Sequence[Cover]]
) -> dict[str, list[Cover]]:
    """The coverages, those with amounts as full as often as a statement of their party states the sum, else not at all.

    What is changed, and not yet kept as it now is, counts as it now is.
    """
    parties = {c.amounts.party for found in covers.values() for c in found if c.amounts}
    if not parties:
        return {scope: list(found) for scope, found in covers.items()}
    own = [t for t in changed if states_amount(catalogue, t.statement)]
    ids = {t.statement.id for t in own}
    told = [t for t in await store.stated(sorted(parties), stating(catalogue)) if t.statement.id not in ids]
    by_party = _by_party([*told, *own], parties, store.today)
    return {scope: [judged for c in found for judged in _judged(c, by_party)] for scope, found in covers.items()}


def _by_party(told: Iterable[Told], parties: Collection[str], today: str) -> dict[str, list[Told]]:
    out: dict[str, list[Told]] = {}
    for t in told:
        party, s = t.parties.get("party"), t.statement
        if party and party in parties and s.action in _SAYING and s.day <= today:
            out.setdefault(party, []).append(t)
    return out


def _judged(cover: Cover, told: Mapping[str, Sequence[Told]]) -> list[Cover]:
    amounts = cover.amounts
    if amounts is None:
        return [cover]
    stated = (_capital(t, amounts.of) for t in told.get(amounts.party, ()))
    capitals = [c for c in stated if c and c.amount > 0 and c.currency == amounts.currency]
    found: list[Cover] = []
    for c in capitals:
        arrivals = _both(cover.arrivals, c.arrivals) if whole(amounts.total / c.amount, amounts.rows) else ()
        if arrivals:
            level = max(cover.level, c.level)
            found.append(replace(cover, kind=CoverageKind.FULL, level=level, arrivals=arrivals, amounts=None))
    return found


def _capital(told: Told, name: str) -> _Capital | None:
    s = told.statement
    amount = s.values.get(name)
    if not isinstance(amount, int | float):
        return None
    return _Capital(float(amount), str(s.values.get(f"{name}_currency", "CNY")), s.level, told.arrivals)


def _both(one: Sequence[Arrival], other: Sequence[Arrival]) -> tuple[Arrival, ...]:
    """When both were believed, each time as an arrival of the first."""
    out: list[Arrival] = []
    for a in one:
        for b in other:
            since, until = max(a.recorded_at, b.recorded_at), min(a.withdrawn_at, b.withdrawn_at, OPEN_TICK)
            if since < until:
                out.append(replace(a, recorded_at=since, withdrawn_at=until))
    return tuple(dict.fromkeys(out))
