"""What everybody has of each enterprise of a whole graph, row by row: worked out, cut where it is long, and kept."""

from typing import Any

import numpy as np
import scipy.sparse as sp

from app.analytics.bulk.levels import Array
from app.analytics.bulk.loops import solve
from app.analytics.bulk.vote_edges import spans
from app.analytics.ownership.shares import CLOSED
from app.analytics.structure.bounds import NOISE

MANY = 128
"""Of enterprises with more holders than this, direct or not, the smallest shares are not passed on."""

SMALL = 1e-5
"""The shares that are not passed on are smaller than this."""

BLOCK = 20_000_000
"""The most products worked out at once."""


class Work:
    """Rows by position, in an order in which the holders of a row come before it.

    `within` bounds what each row's shares may lack. Rows of parties that hold nothing are not kept.
    """

    def __init__(self, shares: sp.csr_array, least: float) -> None:
        self.shares, self.least, self.size = shares, least, shares.shape[0]
        self.holds = np.zeros(self.size, dtype=bool)
        self.holds[shares.indices] = True
        self.within = np.zeros(self.size)
        self._used = 0
        self._pointer = np.zeros(self.size + 1, dtype=np.int64)
        self._column = np.empty(1024, dtype=np.int32)
        self._share = np.empty(1024)
        self._found: list[tuple[Array, Array, Array]] = []

    def plain(self, start: int, end: int) -> None:
        """Work out the rows `start` to `end`, which are in no loop."""
        pointer = self.shares.indptr
        holders = self.shares.indices[pointer[start] : pointer[end]]
        length = self._pointer[holders + 1] - self._pointer[holders]
        products = np.concatenate(([0], np.cumsum(length + 1)))[pointer[start : end + 1] - pointer[start]]
        begin = start
        while begin < end:
            stop = start + int(np.searchsorted(products, products[begin - start] + BLOCK, side="right")) - 1
            stop = min(end, max(begin + 1, stop))
            direct = self._direct(begin, stop)
            less: Any = direct @ self.within
            self._add(begin, direct + self._passed_on(direct), less, closed=None)
            begin = stop

    def looped(self, start: int, loops: int, end: int, loop: Array, closed: Array) -> None:
        """Work out the rows `loops` to `end`, in loops held by rows before `start`; says in `closed` which have no way out."""
        direct = self._direct(loops, end)
        inside = sp.csr_array(direct[:, loops:end])
        edges = np.flatnonzero(np.concatenate(([True], loop[1:] != loop[:-1])))
        whole = np.minimum.reduceat(_sums(inside), edges) >= 1 - CLOSED
        shut = np.repeat(whole, np.diff(np.append(edges, len(loop))))
        closed[loops:end] = shut
        # Where rounding gives holders more than the whole, they share the whole: in a loop, too much goes round for ever.
        total = np.where(shut, 1.0, np.maximum(1.0, _sums(direct)))
        scale = np.repeat(1 / total, np.diff(direct.indptr))
        direct = sp.csr_array((direct.data * scale, direct.indices, direct.indptr), shape=direct.shape)
        inside = sp.csr_array(direct[:, loops:end])
        outside = _widened(sp.csr_array(direct[:, :start]), 0, self.size)
        brought = outside + self._passed_on(outside)
        less = outside @ self.within
        for rows in solve(inside, loop, shut):
            above = rows.times @ brought
            among = _widened(rows.within, loops, self.size)
            lacking = rows.times @ less + rows.lost
            self._add(loops + rows.start, above + among, lacking, closed=shut[rows.start : rows.stop])

    def found(self) -> tuple[Array, Array, Array]:
        """Every share that is, or may be, at least what was asked for: held, holder, share."""
        none = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
        held, holder, share = (np.concatenate(column) for column in zip(none, *self._found, strict=True))
        return held, holder, share

    def _direct(self, begin: int, stop: int) -> sp.csr_array:
        pointer = self.shares.indptr[begin : stop + 1]
        part = slice(pointer[0], pointer[-1])
        columns, shape = self.shares.indices[part], (stop - begin, self.size)
        return sp.csr_array((self.shares.data[part], columns, pointer - pointer[0]), shape=shape)

    def _passed_on(self, direct: sp.csr_array) -> Any:
        """What comes to the rows by way of their holders: `direct` times the rows that are done.

        Only the rows that occur take part, and only the columns, where those are few: the sums are the same, term by term.
        """
        holders = np.unique(direct.indices)
        begin, end = self._pointer[holders], self._pointer[holders + 1]
        entry = spans(begin, end)
        if not len(entry):
            return sp.csr_array(direct.shape)
        columns = self._column[entry]
        names = np.unique(columns) if len(columns) < self.size // 8 else None
        if names is not None:
            columns = np.searchsorted(names, columns).astype(np.int32)
        width = self.size if names is None else len(names)
        pointer = np.concatenate(([0], np.cumsum(end - begin))).astype(np.int32)
        rows = sp.csr_array((self._share[entry], columns, pointer), shape=(len(holders), width))
        places = np.searchsorted(holders, direct.indices).astype(np.int32)
        product: Any = sp.csr_array((direct.data, places, direct.indptr), shape=(direct.shape[0], len(holders))) @ rows
        if names is None:
            return product
        return sp.csr_array((product.data, names[product.indices], product.indptr), shape=direct.shape)

    def _add(self, begin: int, rows: Any, lacking: Array, closed: Array | None) -> None:
        """Note which shares are found in some rows, cut the rows that are long, and keep those of parties that hold others."""
        count = rows.shape[0]
        at = np.repeat(np.arange(count), np.diff(rows.indptr))
        long_ = np.diff(rows.indptr) > MANY
        small = rows.data < np.where(long_[at], SMALL, NOISE)
        lacking = lacking + np.where(np.bincount(at[small & (rows.data >= NOISE)], minlength=count) > 0, SMALL, 0.0)
        self.within[begin : begin + count] = lacking
        wanted = rows.data + lacking[at] >= self.least - NOISE
        if closed is not None:
            wanted &= ~closed[at]
        self._found.append((at[wanted] + begin, rows.indices[wanted].astype(np.int64), rows.data[wanted]))
        keep = ~small & self.holds[begin + at]
        self._keep(begin, count, at[keep], rows.indices[keep], rows.data[keep])

    def _keep(self, begin: int, count: int, at: Array, columns: Array, share: Array) -> None:
        more = len(share)
        while self._used + more > len(self._share):
            self._column = np.concatenate((self._column, np.empty_like(self._column)))
            self._share = np.concatenate((self._share, np.empty_like(self._share)))
        self._column[self._used : self._used + more] = columns
        self._share[self._used : self._used + more] = share
        self._pointer[begin + 1 : begin + count + 1] = self._used + np.cumsum(np.bincount(at, minlength=count))
        self._used += more


def _sums(rows: sp.csr_array) -> Array:
    return np.asarray(rows.sum(axis=1)).ravel()


def _widened(rows: sp.csr_array, at: int, size: int) -> sp.csr_array:
    """The rows as part of a wider table, their first column at `at`."""
    return sp.csr_array((rows.data, rows.indices + np.int32(at), rows.indptr), shape=(rows.shape[0], size))
