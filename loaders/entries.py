"""One entry of a list told twice, by two documents: then it does not add to itself. Pure functions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.terms import announced
from models.catalogue import Category
from models.facts import Told
from models.statements import Action, Scalar

Entry = tuple[Told, tuple[str, ...]]
"""A row with all that is said of its entry, and the statements that say it, its own first."""


@dataclass(slots=True)
class _Same:
    rows: list[Told]
    values: dict[str, Scalar]
    batches: set[str]


def told_once(category: Category, ordered: Sequence[Told]) -> list[Entry]:
    """The rows of one stake, each entry once, in the order given.

    Rows of one document add up. A row of another document (they share no batch) about the same stake, day and announcement
    that contradicts the entry in nothing and repeats a figure of it tells the same entry again. The fullest row is shown, with
    what others say besides.
    """
    moments: dict[tuple[str, str, int, Action], list[Told]] = defaultdict(list)
    for t in ordered:
        s = t.statement
        if s.action in (Action.STATE, Action.CORRECT):
            moments[s.day, announced(category, s.values), s.seq, s.action].append(t)
    entries: dict[str, Entry | None] = {}
    for rows in moments.values():
        if len(rows) > 1:
            for same in _clusters(category, rows):
                entries |= dict.fromkeys(t.statement.id for t in same.rows)
                entries[same.rows[0].statement.id] = _whole(same)
    single = ((t, entries.get(t.statement.id, (t, (t.statement.id,)))) for t in ordered)
    return [entry for _, entry in single if entry]


def _clusters(category: Category, rows: Sequence[Told]) -> list[_Same]:
    out: list[_Same] = []
    for t in sorted(rows, key=lambda t: (-len(t.statement.values), t.statement.id)):
        values, batches = t.statement.values, {a.batch for a in t.arrivals}
        figures = [n for n in category.adds if n in values]
        for same in out:
            shared = values.keys() & same.values.keys()
            repeats = any(n in shared for n in figures) and all(values[n] == same.values[n] for n in shared)
            if repeats and same.batches.isdisjoint(batches):
                same.rows.append(t)
                same.values |= values
                same.batches |= batches
                break
        else:
            out.append(_Same([t], dict(values), batches))
    return out


def _whole(same: _Same) -> Entry:
    first = same.rows[0]
    ids = tuple(t.statement.id for t in same.rows)
    besides = tuple(sorted((n, v) for n, v in same.values.items() if n not in first.statement.values))
    if not besides:
        return first, ids
    return replace(first, statement=replace(first.statement, values=same.values), besides=besides), ids
