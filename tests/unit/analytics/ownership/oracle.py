"""Integrated shares worked out by the definition, in exact fractions, from a table of direct shares: slow, and plain.

A table says of each enterprise who holds which fraction of it. Nothing here is shared with the program.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product

Table = Mapping[str, Mapping[str, Fraction]]
ZERO, ONE = Fraction(0), Fraction(1)


def parties(table: Table) -> list[str]:
    """Everybody in the table, sorted."""
    return sorted(set(table) | {holder for column in table.values() for holder in column})


def solve(rows: list[list[Fraction]], right: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """X of rows · X = right by elimination; None where there is no such X."""
    size = len(rows)
    work = [list(row) + list(more) for row, more in zip(rows, right, strict=True)]
    for column in range(size):
        pivot = next((r for r in range(column, size) if work[r][column]), None)
        if pivot is None:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column][column]
        work[column] = [x / head for x in work[column]]
        for r in range(size):
            if r != column and work[r][column]:
                factor = work[r][column]
                work[r] = [x - factor * y for x, y in zip(work[r], work[column], strict=True)]
    return [row[size:] for row in work]


def inverse(table: Table) -> dict[tuple[str, str], Fraction] | None:
    """V = (I - A)^-1 by holder and held; None where some firms own each other entirely."""
    names = parties(table)
    rows = [[Fraction(i == j) - table.get(j, {}).get(i, ZERO) for j in names] for i in names]
    solved = solve(rows, [[Fraction(i == j) for j in names] for i in names])
    if solved is None:
        return None
    return {(i, j): solved[a][b] for a, i in enumerate(names) for b, j in enumerate(names)}


def integrated(table: Table) -> dict[tuple[str, str], Fraction] | None:
    """Y[i, j] = V[i, j] / V[i, i] of all pairs of different parties; None where V does not exist."""
    v = inverse(table)
    return None if v is None else {(i, j): v[i, j] / v[i, i] for i, j in v if i != j}


def passing(table: Table, holder: str) -> dict[str, Fraction]:
    """The share of every party that passes through `holder`, also where V does not exist.

    It is the probability to come to `holder` when one goes from a party to one of its holders at random, by share.
    """
    up = {holder}
    while more := {e for e, column in table.items() if e not in up and any(s and h in up for h, s in column.items())}:
        up |= more
    names = sorted(up - {holder})
    rows = [[Fraction(i == j) - table[j].get(i, ZERO) for i in names] for j in names]
    solved = solve(rows, [[table[j].get(holder, ZERO)] for j in names])
    assert solved is not None, "every one of them comes to the holder with some probability"
    return {name: solved[at][0] for at, name in enumerate(names)}


def corners(low: Sequence[Fraction], high: Sequence[Fraction], least: Fraction, most: Fraction) -> list[tuple[Fraction, ...]]:
    """The corners of {low ≤ x ≤ high, least ≤ Σx ≤ most}, and some points on its sides.

    Filling the entries from their lows in some order up to a total reaches every corner: at most one entry lies within.
    """
    found = set()
    for total in {max(least, sum(low, ZERO)), min(most, sum(high, ZERO))}:
        for order in permutations(range(len(low))):
            left, point = total - sum(low, ZERO), list(low)
            for at in order:
                more = min(left, high[at] - low[at])
                point[at] += more
                left -= more
            found.add(tuple(point))
    return sorted(found)


def extremes(tables: Mapping[str, Sequence[Mapping[str, Fraction]]], holder: str, held: str) -> tuple[Fraction, Fraction]:
    """The least and the greatest share of `held` that passes through `holder`, over every choice of a column per enterprise."""
    names = sorted(tables)
    values = [
        passing(dict(zip(names, chosen, strict=True)), holder).get(held, ZERO)
        for chosen in product(*(tables[n] for n in names))
    ]
    return min(values), max(values)
