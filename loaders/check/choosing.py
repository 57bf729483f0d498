"""Which lists of a document are read into a category: those whose headers it takes, the outermost, never one by guess."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.mapping.envelope import is_envelope
from loaders.mapping.ranges import split_ranges
from loaders.read import Table

SHOWN = 8


def chosen(tables: Iterator[Table], checker: RowChecker) -> Iterator[Table]:
    """The tables to be read: all that a file has side by side, and of the lists of a document the one that fits the category.

    A list fits by its own headers, or else with those of the objects around its rows; of several the outermost is taken, the
    others are remarked. Raises InputError, which names them, where none fits or several equally well.
    """
    first = next(tables, None)
    if first is None or first.nested is None:
        yield from chain((first,) if first else (), tables)
        return
    every = [first, *tables]
    for one in every:
        split_ranges(checker.category, one, checker.columns)
    rows = [one for one in every if len(every) == 1 or not is_envelope(one)]
    for own in (True, False):
        fitting = [one for one in rows if _fits(checker, _headers(one, own), one.inherited)]
        if not fitting:
            continue
        outermost = min(_depth(one) for one in fitting)
        best = [one for one in fitting if _depth(one) == outermost]
        if len(best) > 1:
            raise InputError(f"{len(best)} lists of the document fit {checker.category.name}: {_named(best)}. {_how(best[0])}")
        (table,) = best
        table.headers = _headers(table, own)
        others = [one for one in every if one is not table and one.name != "." and not checker.elsewhere(one.name)]
        if others:
            table.flags.append(f"read from the list {table.name}; other lists, each read with --table NAME: {_named(others)}")
        yield table
        return
    try:
        checker.bind(every[0].headers, every[0].inherited)
        raise InputError(f"{checker.category.name}: no list of the document fits")
    except InputError as error:
        if len(every) == 1:
            raise
        raise InputError(f"{error.message}; its lists: {_named(every)}. {_how(every[-1])}", **error.context) from None


def _depth(table: Table) -> int:
    return table.nested.depth if table.nested else 0


def _headers(table: Table, own: bool) -> Sequence[str]:
    return table.headers[: table.nested.own] if own and table.nested else table.headers


def _fits(checker: RowChecker, headers: Sequence[str], inherited: Collection[str]) -> bool:
    try:
        checker.bind(headers, inherited)
    except InputError:
        return False
    return True


def _named(tables: Sequence[Table]) -> str:
    shown = [
        f"{one.name} ({one.nested.rows if one.nested else 0} rows: {', '.join(_headers(one, True)[:6])})" for one in tables
    ]
    return "; ".join(shown[:SHOWN]) + (f"; and {len(shown) - SHOWN} more" if len(shown) > SHOWN else "")


def _how(table: Table) -> str:
    return f"Name the one that is meant: --table {table.name}"
