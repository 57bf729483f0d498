"""The arithmetic of one strongly connected component of shareholdings: firms that hold each other in loops.

With A the shares within the component (by holding and held member) and V = (I - A)^-1 = I + A + A² + …, a member's column of
V says how often each member is passed on the way up from it. Small components are solved; of large ones, whose inverse is
full, terms of the series are added until what they leave out is known to be negligible, or the work is used up: then the
answer comes with a bound on what it lacks.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import scipy.sparse

PLAIN = 8
"""Components of up to so many members are solved in plain Python, faster than numpy is called."""

DENSE = 1000
"""Components of up to so many members are solved as one full matrix."""

ENOUGH = 1e-13
"""What a series may leave out and still count as complete."""

FULL = 6000
"""Where a series falls too slowly, components of up to so many members are inverted as one full matrix (300 MB)."""

NARROW = 1e-4
"""The widest bounds that a series may leave where an inverse would not."""

QUICK = 50_000_000
"""The multiplications after which a series counts as slow."""

WORK = 2_000_000_000
"""The most multiplications spent on a series."""

MARKED = 512
"""Of a large component, loops back are worked out to the end for so many members, those passed most; of others, bounded."""

Inner = Sequence[dict[int, float]]
"""Shares within a component: for each held member, those of its holding members, by position."""


class Visits(NamedTuple):
    """How often each member is passed (at least; `left` more at most, in all), and the least and most loops back to each."""

    times: list[float]
    left: float
    least_loops: list[float]
    most_loops: list[float]


class Reached(NamedTuple):
    """For each member, the least and the greatest part of it that comes to somebody outside."""

    least: list[float]
    most: list[float]


def visits(inside: Inner, arriving: Sequence[float]) -> Visits:
    """V · arriving, and the diagonal of V: what arrives at members from below passes each of them so often.

    The component is not closed: of some member, less than the whole is held within.
    """
    size = len(inside)
    if size <= PLAIN:
        inverse = _inverse(inside)
        times = [sum(map(float.__mul__, row, arriving)) for row in inverse]
        diagonal = [inverse[i][i] for i in range(size)]
        return Visits(times, 0.0, diagonal, diagonal)
    if size <= DENSE:
        import numpy as np

        full = np.linalg.inv(_matrix(inside))
        diagonal = full.diagonal().tolist()
        return Visits((full @ np.asarray(arriving)).tolist(), 0.0, diagonal, diagonal)
    return _visits_of_large(inside, arriving)


def reached(inside: Inner, outside: Sequence[float]) -> Reached:
    """The least solution F of F = Aᵀ F + outside: `outside` is the part of each member that its other holders bring."""
    size = len(inside)
    if size <= PLAIN:
        inverse = _inverse(inside)
        found = [sum(inverse[i][j] * outside[i] for i in range(size)) for j in range(size)]
        return Reached(found, found)
    if size <= DENSE:
        import numpy as np

        found = np.linalg.solve(_matrix(inside).T, np.asarray(outside)).tolist()
        return Reached(found, found)
    return _reached_of_large(inside, outside)


def _inverse(inside: Inner) -> list[list[float]]:
    """(I - A)^-1 by Gauss-Jordan elimination; pivots never vanish, since the diagonal outweighs each column."""
    size = len(inside)
    rows = [[0.0] * size + [float(i == j) for j in range(size)] for i in range(size)]
    for j, column in enumerate(inside):
        rows[j][j] += 1.0
        for i, share in column.items():
            rows[i][j] -= share
    for k in range(size):
        head = rows[k][k]
        pivot = rows[k] = [x / head for x in rows[k]]
        for i in range(size):
            factor = rows[i][k]
            if i != k and factor:
                rows[i] = [x - factor * y for x, y in zip(rows[i], pivot, strict=True)]
    return [row[size:] for row in rows]


def _matrix(inside: Inner) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    import numpy as np

    full = np.eye(len(inside))
    for j, column in enumerate(inside):
        for i, share in column.items():
            full[i, j] -= share
    return full


def _sparse(inside: Inner) -> "scipy.sparse.csr_array":
    import numpy as np
    import scipy.sparse

    held = np.repeat(np.arange(len(inside)), [len(column) for column in inside])
    holding = np.fromiter((i for column in inside for i in column), dtype=np.int64, count=len(held))
    share = np.fromiter((s for column in inside for s in column.values()), dtype=np.float64, count=len(held))
    return scipy.sparse.csr_array((share, (holding, held)), shape=(len(inside), len(inside)))


def _visits_of_large(inside: Inner, arriving: Sequence[float]) -> Visits:
    """By the series, where it falls fast and leaves the lesser members narrow bounds; else by the inverse, where it fits."""
    import numpy as np

    shares, size = _sparse(inside), len(inside)
    times, left, terms = _series(shares, np.asarray(arriving, dtype=np.float64), WORK if size > FULL else QUICK)
    # A loop back begins with a step that stays within, so its chance is at most what is held within.
    within = np.asarray(shares.sum(axis=0)).ravel()
    marked, others = np.split(np.argsort(-times, kind="stable"), [MARKED])
    wide = left > ENOUGH or bool((times[others] * within[others] > NARROW).any())
    if size <= FULL and (wide or terms * shares.nnz * MARKED > WORK):
        return _visits_of_full(inside, arriving)
    least, most = np.ones(size), 1 / np.maximum(1 - within, 1e-300)
    for start in range(0, len(marked), 64):
        block = marked[start : start + 64]
        at = np.arange(len(block))
        waves: Any = np.zeros((size, len(block)))
        waves[block, at] = 1.0
        back, rest = np.ones(len(block)), np.ones(len(block))
        for _ in range(WORK // (MARKED * max(1, shares.nnz))):
            waves = shares @ waves
            back += waves[block, at]
            rest = waves.sum(axis=0)
            if rest.max() <= ENOUGH:
                break
        # What is still on its way passes the member at most as often as what starts there.
        least[block] = back
        most[block] = np.minimum(most[block], np.where(rest < 1, back / np.maximum(1 - rest, 1e-300), np.inf))
    return Visits(times.tolist(), left if left > ENOUGH else 0.0, least.tolist(), most.tolist())


def _visits_of_full(inside: Inner, arriving: Sequence[float]) -> Visits:
    """By the inverse, in the place of the matrix."""
    import numpy as np
    from scipy.linalg import lapack

    size = len(inside)
    factored, pivots, _ = lapack.dgetrf(_matrix(inside).T, overwrite_a=True)
    inverse, _ = lapack.dgetri(factored, pivots, lwork=64 * size, overwrite_lu=True)
    diagonal = inverse.diagonal().tolist()
    return Visits((np.asarray(arriving) @ inverse).tolist(), 0.0, diagonal, diagonal)


def _series(shares: Any, wave: Any, work: int) -> tuple[Any, float, int]:
    """The sum of A^k · wave, what is still on its way, and the number of terms."""
    times, left, terms = wave.copy(), float(wave.sum()), 0
    while left > ENOUGH and terms < work // max(1, shares.nnz):
        wave = shares @ wave
        times += wave
        left = float(wave.sum())
        terms += 1
    return times, left, terms


def _reached_of_large(inside: Inner, outside: Sequence[float]) -> Reached:
    import numpy as np

    shares: Any = _sparse(inside).T.tocsr()
    size = len(inside)
    wave: Any = np.asarray(outside, dtype=np.float64)
    found, inward, terms = wave.copy(), np.ones(size), 0
    most_terms = (WORK if size > FULL else QUICK) // max(1, shares.nnz)
    while inward.max() > ENOUGH and terms < most_terms:
        wave, inward = shares @ wave, shares @ inward
        found += wave
        terms += 1
    if inward.max() <= ENOUGH:
        return Reached(found.tolist(), found.tolist())
    if size <= FULL:
        import scipy.linalg

        solved = scipy.linalg.solve(_matrix(inside).T, np.asarray(outside), overwrite_a=True, check_finite=False).tolist()
        return Reached(solved, solved)
    # What is still within after so many steps comes to the holder at most whole.
    return Reached(found.tolist(), np.minimum(found + inward, 1.0).tolist())
