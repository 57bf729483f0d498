"""The claims of a batch: from which day on it brought something, who sees that, and known at which ticks. Pure functions.

A claim is true if at each of its ticks some fact of the batch is seen by all whom the claim names, from its day on or earlier.
The claims of a batch are complete if each of its facts is dominated by them. Then the earliest day of the claims that a caller
sees is that of the facts, for every level, day and tick; and most facts of a batch need no claim of their own.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from models.statements import FIRST_DAY, OPEN_DAY


class Sight(NamedTuple):
    """Who sees something, and from which day on it held; the days of publicity count for the public (level 0) alone."""

    valid_from: str
    level: int
    hidden_from: int
    public_from: str
    public_until: str

    def dominates(self, other: "Sight") -> bool:
        """Whether everybody who sees the other sees this, and from the same day on or earlier."""
        return (
            self.valid_from <= other.valid_from
            and self.level <= other.level
            and self.hidden_from >= other.hidden_from
            and self.public_from <= other.public_from
            and self.public_until >= other.public_until
        )


class BroughtClaim(NamedTuple):
    """Something is seen so at the ticks from `recorded_at` to before `withdrawn_at`."""

    sight: Sight
    recorded_at: int
    withdrawn_at: int

    def dominates(self, other: "BroughtClaim") -> bool:
        """Whether the other says nothing that this does not."""
        in_time = self.recorded_at <= other.recorded_at and other.withdrawn_at <= self.withdrawn_at
        return in_time and self.sight.dominates(other.sight)

    def since(self, tick: int) -> "BroughtClaim | None":
        """The claim without the ticks before this one; None where no tick is left."""
        if tick <= self.recorded_at:
            return self
        return self._replace(recorded_at=tick) if tick < self.withdrawn_at else None


Claims = frozenset[BroughtClaim]


def claim_of(envelope: Mapping[str, Any], today: str) -> BroughtClaim | None:
    """The claim that one fact makes, or a claim that was stored; None where nobody ever sees it.

    What the public sees no more, or sees never, is what higher levels see: real days only go forward.
    """
    level, hidden = int(envelope["level"]), int(envelope["hidden_from"])
    shown, over = str(envelope["public_from"]), str(envelope["public_until"])
    if level == 0 and not (shown < over and today < over):
        level = 1
    if level:
        shown, over = FIRST_DAY, OPEN_DAY
    since, until = int(envelope["recorded_at"]), int(envelope["withdrawn_at"])
    if level >= hidden or since >= until:
        return None
    return BroughtClaim(Sight(str(envelope["valid_from"]), level, hidden, shown, over), since, until)


def with_added(claims: Claims, come: Iterable[BroughtClaim]) -> Claims:
    """Claims of which none dominates another, and those that have come."""
    sights: dict[Sight, list[BroughtClaim]] = {}
    for one in claims:
        sights.setdefault(one.sight, []).append(one)
    fresh = [c for c in come if not any(o.dominates(c) for o in sights.get(c.sight, ()))]
    return front((*claims, *fresh)) if fresh else claims


def front(claims: Iterable[BroughtClaim]) -> Claims:
    """These claims without those that others dominate, and with one for ticks that follow upon each other."""
    kept: dict[str, list[BroughtClaim]] = {}
    alike: dict[tuple[int, int, int, int], _Alike] = {}
    for one in joined(claims):
        if any(some.dominates(one) for some in alike.values()):
            continue
        kept.setdefault(one.sight.valid_from, []).append(one)
        alike.setdefault((one.sight.level, one.sight.hidden_from, one.recorded_at, one.withdrawn_at), _Alike()).add(one)
    # A claim may be dominated by a later one in this order only where both are from the same day.
    return frozenset(c for same in kept.values() for c in same if not any(o is not c and o.dominates(c) for o in same))


class _Alike:
    """Claims that differ in their days alone, of which many may stand side by side: each is public on other days."""

    def __init__(self) -> None:
        self.claims: list[BroughtClaim] = []
        self.latest = ""

    def add(self, claim: BroughtClaim) -> None:
        self.claims.append(claim)
        self.latest = max(self.latest, claim.sight.public_until)

    def dominates(self, claim: BroughtClaim) -> bool:
        return claim.sight.public_until <= self.latest and any(c.dominates(claim) for c in self.claims)


def joined(claims: Iterable[BroughtClaim]) -> list[BroughtClaim]:
    """Claims of one sight whose ticks touch as one claim; the earliest days, seen by most, first."""
    out: list[BroughtClaim] = []
    for one in sorted(set(claims)):
        last = out[-1] if out else None
        if last and last.sight == one.sight and one.recorded_at <= last.withdrawn_at:
            out[-1] = last._replace(withdrawn_at=max(last.withdrawn_at, one.withdrawn_at))
        else:
            out.append(one)
    return out


def stays_true(claim: BroughtClaim, gone: Iterable[BroughtClaim], come: Iterable[BroughtClaim]) -> bool:
    """Whether a claim is true still when facts that made claims are gone and others have come.

    At ticks at which something is gone that may have made it true, what has come must make it true.
    """
    doubted = [c for c in gone if c.sight.dominates(claim.sight) and _overlap(c, claim)]
    if not doubted:
        return True
    sure = joined(BroughtClaim(claim.sight, c.recorded_at, c.withdrawn_at) for c in come if c.sight.dominates(claim.sight))
    wanted = [(max(c.recorded_at, claim.recorded_at), min(c.withdrawn_at, claim.withdrawn_at)) for c in doubted]
    return all(any(s.recorded_at <= since and until <= s.withdrawn_at for s in sure) for since, until in set(wanted))


def _overlap(one: BroughtClaim, other: BroughtClaim) -> bool:
    return one.recorded_at < other.withdrawn_at and other.recorded_at < one.withdrawn_at
