"""Look-through: who owns a party, and what it owns, to any depth, with the chains and the rest that nobody knows."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from app.analytics.ownership.chains import best_chains
from app.analytics.ownership.integrated import Integrated, Upstream, downstream, upstream
from app.analytics.ownership.interests import end_of, interest, known_party
from app.analytics.ownership.same_names import same_names
from app.analytics.ownership.tree import direct_links, downward, levels, upward
from app.analytics.structure.bounds import DIGITS, NOISE
from app.analytics.structure.list_notes import notes
from app.analytics.structure.network import Form, ListState, Stake, Structure
from app.analytics.structure.several_rows import several_rows
from models.answers.ownership import End, Holdings, Owners, Residual
from models.answers.shapes import Incomplete, IncompleteReason

LIMIT = 200
PATHS = 3
_PLACES = 20
_COUNTED = (ListState.COMPLETE, ListState.PARTIAL)
_NONE: Mapping[str, Stake] = {}


def look_up(structure: Structure, target: str, *, depth: int | None = None, limit: int = LIMIT, paths: int = PATHS) -> Owners:
    """Who owns `target`.

    Shares are always worked out over the whole structure; `depth` (steps up), `limit` (owners, the largest first) and `paths`
    (chains of each) only bound what is shown.
    """
    up = upstream(structure, target)
    stakes = {p: structure.lists[p].stakes for p in up.columns}
    away = levels(target, lambda party: up.columns[party].low if party in up.columns else ())
    within = [p for p, level in away.items() if depth is None or level <= depth]
    ranked = _ranked(up.shares)
    nominees = [p for p in ranked if _nominee(structure, p)]
    owners = [p for p in ranked if not _nominee(structure, p)] if nominees else ranked
    shown = _within(owners, away, depth)[:limit]
    listed = [*shown, *nominees[:limit]]
    gaps = [*_not_shown("owners", len(shown), owners, away, depth), *_not_shown("nominees", limit, nominees, away, None)]
    found = best_chains(target, lambda p: ((s.holder, s.bounds) for s in stakes.get(p, ())), set(listed), paths)
    direct = {stake.holder: stake for stake in stakes.get(target, ())}
    looping = {p for loop in up.closed for p in loop}
    interests = [
        interest(
            known_party(structure, p),
            away[p],
            direct.get(p),
            up.shares[p],
            found.chains.get(p, ()),
            End.CLOSED if p in looping else None if p in up.columns else end_of(structure, p),
            up=True,
        )
        for p in listed
    ]
    shares, cut_shares = direct_links(upward(away, lambda p: stakes.get(p, ()), depth))
    list_notes, cut_notes = notes(structure.lists[p] for p in within if p in structure.lists and not _nominee(structure, p))
    unseen = up.ends.keys() - set(listed) - {target}
    return Owners(
        party=target,
        basis=structure.basis.value,
        owners=tuple(interests[: len(shown)]),
        shown=len(shown),
        total=len(owners),
        nominees=tuple(interests[len(shown) :]),
        links=shares,
        notes=list_notes,
        ends=_ends(structure, up),
        undetermined=same_names(structure, up.shares),
        several_rows=several_rows(structure, within),
        not_shown=round(sum(up.ends[p] for p in unseen if not _nominee(structure, p)), DIGITS),
        own_share=round(up.own, DIGITS),
        closed_loops=tuple(sorted(up.closed)),
        in_closed_loop=up.in_closed_loop,
        incomplete=(*gaps, *cut_parts(links=cut_shares, notes=cut_notes, paths=found.cut)),
    )


def look_down(
    structure: Structure, holder: str, *, depth: int | None = None, limit: int = LIMIT, paths: int = PATHS
) -> Holdings:
    """What `holder` owns; what is shown is bounded as in `look_up`. A nominee owns nothing of what it holds."""
    party = known_party(structure, holder)
    basis = structure.basis.value
    if party.form is Form.NOMINEE:
        return Holdings(party=holder, basis=basis, holdings=(), shown=0, total=0, nominee=True)
    down = downstream(structure, holder)
    held: dict[str, dict[str, Stake]] = {}
    for enterprise in down.columns:
        for stake in structure.lists[enterprise].stakes:
            if stake.bounds.high > 0 and (stake.holder in down.shares or stake.holder == holder):
                held.setdefault(stake.holder, {})[enterprise] = stake
    away = levels(holder, lambda p: held.get(p, _NONE))
    ranked = _ranked(down.shares)
    shown = _within(ranked, away, depth)[:limit]
    found = best_chains(holder, lambda p: ((e, s.bounds) for e, s in held.get(p, _NONE).items()), set(shown), paths)
    direct = held.get(holder, _NONE)
    shares, cut_shares = direct_links(downward(away, held, depth))
    unusable = [
        one for one in structure.lists.values() if one.state not in _COUNTED and any(r.holder == holder for r in one.raw)
    ]
    below = [structure.lists[p] for p, level in away.items() if p != holder and (depth is None or level <= depth)]
    list_notes, cut_notes = notes([*unusable, *below])
    return Holdings(
        party=holder,
        basis=basis,
        holdings=tuple(
            interest(known_party(structure, p), away[p], direct.get(p), down.shares[p], found.chains.get(p, ()), None, up=False)
            for p in shown
        ),
        shown=len(shown),
        total=len(ranked),
        links=shares,
        notes=list_notes,
        in_closed_loop=down.in_closed_loop,
        incomplete=(
            *_not_shown("holdings", len(shown), ranked, away, depth),
            *cut_parts(links=cut_shares, notes=cut_notes, paths=found.cut),
        ),
    )


def cut_parts(**cut: bool) -> tuple[Incomplete, ...]:
    """That parts of an answer are cut, where they are: lists for their length, chains for the work of finding them."""
    reasons = {part: IncompleteReason.WORK if part == "paths" else IncompleteReason.LENGTH for part in cut}
    return tuple(Incomplete(reason=reasons[part], part=part) for part, is_cut in cut.items() if is_cut)


def _not_shown(
    part: str, most: int, parties: Sequence[str], away: Mapping[str, int], depth: int | None
) -> Iterator[Incomplete]:
    """What of a list is not shown: what stands farther away than the depth asked for, and what is past its length."""
    near = _within(parties, away, depth)
    if len(near) < len(parties):
        yield Incomplete(reason=IncompleteReason.DEPTH, part=part, limit=depth)
    if most < len(near):
        yield Incomplete(reason=IncompleteReason.LENGTH, part=part, shown=most, total=len(parties))


def _nominee(structure: Structure, party: str) -> bool:
    known = structure.parties.get(party)
    return known is not None and known.form is Form.NOMINEE


def _ranked(shares: Mapping[str, Integrated]) -> list[str]:
    """The parties by their greatest share, then their least, then their id; those in one closed loop first."""
    keys = {p: (-s.bounds.high, -s.bounds.low, p) if s.bounds else (-2.0, 0.0, p) for p, s in shares.items()}
    return sorted((p for p in keys if keys[p][0] < 0), key=keys.__getitem__)


def _within(parties: Sequence[str], away: Mapping[str, int], depth: int | None) -> Sequence[str]:
    return parties if depth is None else [p for p in parties if away[p] <= depth]


def _ends(structure: Structure, up: Upstream) -> tuple[Residual, ...]:
    """The whole divided by why looking through ends, the largest part first."""
    parts: dict[End, dict[str, float]] = {}
    for party, share in up.ends.items():
        parts.setdefault(end_of(structure, party), {})[party] = share
    parts[End.UNSTATED] = up.unstated
    parts[End.CLOSED] = {party: share for loop, share in up.closed.items() for party in loop[:1]}
    residuals = [Residual(end=end, share=round(sum(at.values()), DIGITS), at=_largest(at)) for end, at in parts.items()]
    return tuple(sorted((r for r in residuals if r.share > NOISE), key=lambda r: (-r.share, r.end)))


def _largest(at: Mapping[str, float]) -> tuple[str, ...]:
    ordered: Collection[str] = sorted((p for p in at if at[p] > NOISE), key=lambda p: (-at[p], p))
    return tuple(ordered)[:_PLACES]
