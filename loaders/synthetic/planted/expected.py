"""The expected results of planted ownership cases, computed in exact fractions from the holder lists."""

from fractions import Fraction

from loaders.synthetic.world.model import Department, Firm, Outsider, Person, party_of

Share = Fraction


def holder_graph(target: Firm) -> dict[str, dict[str, Share]]:
    """The direct shares in everything upstream of `target`: held party → holder → fraction."""
    graph: dict[str, dict[str, Share]] = {}
    waiting: list[Firm | Person | Department | Outsider] = [target]
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, Firm) or thing.party in graph:
            continue
        shares = graph.setdefault(thing.party, {})
        for holding in thing.holders:
            holder = party_of(holding.holder, thing)
            shares[holder] = shares.get(holder, Fraction(0)) + Fraction(str(holding.percent or 0)) / 100
            waiting.append(holding.holder)
    return graph


def integrated(target: Firm) -> dict[str, float] | None:
    """Every upstream party's integrated share Y[i,target] = V[i,target] / V[i,i]; None where a closed loop has no answer."""
    graph = holder_graph(target)
    parties = sorted({target.party} | set(graph) | {h for shares in graph.values() for h in shares})
    nothing: dict[str, Share] = {}
    rows = [[Fraction(p == q) - graph.get(q, nothing).get(p, Fraction(0)) for q in parties] for p in parties]
    inverse = _inverse(rows)
    if inverse is None:
        return None
    column = parties.index(target.party)
    shares = {p: inverse[i][column] / inverse[i][i] for i, p in enumerate(parties) if i != column}
    return {p: round(float(s), 12) for p, s in shares.items() if s}


def _inverse(rows: list[list[Fraction]]) -> list[list[Fraction]] | None:
    size = len(rows)
    work = [row + [Fraction(i == j) for j in range(size)] for i, row in enumerate(rows)]
    for column in range(size):
        pivot = next((r for r in range(column, size) if work[r][column]), None)
        if pivot is None:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column][column]
        work[column] = [x / head for x in work[column]]
        for r in range(size):
            factor = work[r][column]
            if r != column and factor:
                work[r] = [x - factor * y for x, y in zip(work[r], work[column], strict=True)]
    return [row[size:] for row in work]
