"""What is more of a warning than it was when it was raised or judged: roots it gained, figures that climbed a band."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

Basis = Mapping[str, Any]
"""`roots` (some of `total`), `hashes` of all of them, and `bands`, of a figure each, as a case keeps them."""
HASH, MOST_HASHES = 6, 1_000
"""The characters of the hash of a root (36 bits), and of how many roots a case keeps them."""
SHOWN, SHOWN_BYTES = 60, 3_000
"""So many roots are kept by name, as long as they are no longer than that."""


def kept_basis(roots: Iterable[str], bands: Iterable[Mapping[str, Any]], total: int = 0) -> dict[str, Any]:
    """The basis of a case: the first roots by name, hashes of all, how many there are, and the band of each figure."""
    every = sorted(set(roots))
    return _basis(every, {_hash(root) for root in every}, max(total, len(every)), bands)


def gained(before: Basis, after: Basis) -> dict[str, Any]:
    """The difference: roots that were not there, and figures in a higher band with both; empty where nothing is more.

    `roots_total` says how many roots are new where not all of them are named. What is stated again, corrected inside its band,
    or fallen is no more.
    """
    had, has = _hashes(before), _hashes(after)
    new = has - had
    if new and int(before.get("total", 0)) > len(had) and int(after["total"]) <= int(before["total"]):
        new = set()  # one of those of which no hash was kept
    was = {one["figure"]: int(one["band"]) for one in before.get("bands", ())}
    climbed = [
        {"figure": one["figure"], "before": was.get(one["figure"], 0), "after": int(one["band"])}
        for one in after.get("bands", ())
        if int(one["band"]) > was.get(one["figure"], 0)
    ]
    out: dict[str, Any] = {}
    if new:
        out["roots"] = _named(root for root in after.get("roots", ()) if _hash(root) in new)
        if len(out["roots"]) < len(new):
            out["roots_total"] = len(new)
    if climbed:
        out["bands"] = climbed
    return out


def joined(before: Basis, after: Basis) -> dict[str, Any]:
    """The basis that was judged, of two: all roots, and the highest band of each figure."""
    roots = sorted({*before.get("roots", ()), *after.get("roots", ())})
    bands: dict[str, int] = {}
    for one in (*before.get("bands", ()), *after.get("bands", ())):
        bands[one["figure"]] = max(bands.get(one["figure"], 0), int(one["band"]))
    hashes = _hashes(before) | _hashes(after)
    total = max(len(hashes), int(before.get("total", 0)), int(after.get("total", 0)))
    return _basis(roots, hashes, total, [{"figure": f, "band": b} for f, b in sorted(bands.items())])


def _basis(roots: Iterable[str], hashes: set[str], total: int, bands: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    packed = "".join(sorted(hashes)[:MOST_HASHES])
    return {"roots": _named(roots), "hashes": packed, "total": total, "bands": [dict(one) for one in bands]}


def _named(roots: Iterable[str]) -> list[str]:
    out: list[str] = []
    room = SHOWN_BYTES
    for root in roots:
        room -= len(root.encode()) + 3
        if room < 0 or len(out) == SHOWN:
            break
        out.append(root)
    return out


def _hashes(basis: Basis) -> set[str]:
    packed = str(basis.get("hashes", ""))
    return {packed[i : i + HASH] for i in range(0, len(packed), HASH)} | {_hash(root) for root in basis.get("roots", ())}


def _hash(root: str) -> str:
    return urlsafe_b64encode(sha256(root.encode()).digest())[:HASH].decode()
