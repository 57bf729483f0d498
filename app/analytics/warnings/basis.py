"""What is more of a warning than it was when it was raised or judged: roots it gained, figures that climbed a band."""

from collections.abc import Mapping
from typing import Any

Basis = Mapping[str, Any]
"""`roots` (some of `total`) and `bands`, of a figure each, as a case keeps them."""


def gained(before: Basis, after: Basis) -> dict[str, Any]:
    """The difference: roots that were not there, and figures in a higher band with both; empty where nothing is more.

    Told again, corrected inside its band, or fallen is no more.
    """
    had = set(before.get("roots", ()))
    more_roots = [root for root in after.get("roots", ()) if root not in had]
    shown_all = int(before.get("total", len(had))) <= len(had)
    if more_roots and not shown_all and int(after["total"]) <= int(before["total"]):
        more_roots = []  # one of those that were not shown
    was = {one["figure"]: int(one["band"]) for one in before.get("bands", ())}
    climbed = [
        {"figure": one["figure"], "before": was.get(one["figure"], 0), "after": int(one["band"])}
        for one in after.get("bands", ())
        if int(one["band"]) > was.get(one["figure"], 0)
    ]
    out: dict[str, Any] = {}
    if more_roots:
        out["roots"] = more_roots
    if climbed:
        out["bands"] = climbed
    return out


def joined(before: Basis, after: Basis) -> dict[str, Any]:
    """The basis that was judged, of two: all roots, and the highest band of each figure."""
    roots = sorted({*before.get("roots", ()), *after.get("roots", ())})
    bands: dict[str, int] = {}
    for one in (*before.get("bands", ()), *after.get("bands", ())):
        bands[one["figure"]] = max(bands.get(one["figure"], 0), int(one["band"]))
    total = max(len(roots), int(before.get("total", 0)), int(after.get("total", 0)))
    return {"roots": roots[:200], "total": total, "bands": [{"figure": f, "band": b} for f, b in sorted(bands.items())]}
