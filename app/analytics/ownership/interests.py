"""One party's interest in another as an answer shows it: direct, integrated, bounded, and by which chains."""

from collections.abc import Sequence

from app.analytics.ownership.chains import Chain
from app.analytics.ownership.integrated import Integrated
from app.analytics.structure.bounds import DIGITS
from app.analytics.structure.network import Bounds, Form, ListState, Party, Stake, Structure
from models.answers.ownership import BoundKind, End, Interest, OwnershipPath


def end_of(structure: Structure, party: str) -> End:
    """Why nothing is looked for behind a party that has no list to multiply by."""
    known = structure.parties.get(party)
    form = known.form if known else Form.UNKNOWN
    held = structure.lists.get(party)
    if form is Form.NOMINEE:
        return End.NOMINEE
    if held is not None and held.state is ListState.INCONSISTENT:
        return End.INCONSISTENT
    if known is not None and known.is_person:
        return End.PERSON
    if form is Form.STATE or (known is not None and (known.state_organ or known.kind == "Department")):
        return End.STATE
    if form is Form.PRODUCT:
        return End.PRODUCT
    if party in structure.cut:
        return End.CUT
    return End.PROMOTERS if held is not None and held.state is ListState.PROMOTERS else End.NO_LIST


def known_party(structure: Structure, party: str) -> Party:
    """The party, or what little is known of one that was not fetched."""
    return structure.parties.get(party) or Party(party, "Unknown")


def interest(
    party: Party, level: int, stake: Stake | None, share: Integrated, chains: Sequence[Chain], end: End | None, *, up: bool
) -> Interest:
    """The interest that is shown with `party`: its own in the party asked about (`up`), or that one's in it."""
    direct_min, direct_max = _ends(stake.bounds) if stake else (0.0, 0.0)
    least, most = _ends(share.bounds) if share.bounds else (None, None)
    return Interest(
        id=party.id,
        kind=party.kind,
        name=party.name,
        form=party.form.value,
        level=level,
        direct=direct_min if direct_min == direct_max and (stake is None or stake.known) else None,
        direct_min=direct_min,
        direct_max=direct_max,
        integrated=least if least == most else None,
        integrated_min=least,
        integrated_max=most,
        bounds=BoundKind.FEASIBLE if share.feasible else BoundKind.OUTER,
        paths=tuple([_path(chain, up=up) for chain in chains]),
        by_other_paths=_others(least, chains) if least is not None and least == most else None,
        end=end,
        by_name=stake.by_name if stake else None,
        facts=stake.facts if stake else (),
        state=party.state,
    )


def _path(chain: Chain, *, up: bool) -> OwnershipPath:
    least, most = _ends(chain.share)
    parties = chain.parties[::-1] if up else chain.parties
    return OwnershipPath(parties=parties, share=least if least == most else None, share_min=least, share_max=most)


def _others(share: float, chains: Sequence[Chain]) -> float | None:
    if any(not chain.share.exact for chain in chains):
        return None
    return max(0.0, round(share - sum(chain.share.low for chain in chains), DIGITS))


def _ends(bounds: Bounds) -> tuple[float, float]:
    low = round(bounds.low, DIGITS)
    return low, low if bounds.low == bounds.high else round(bounds.high, DIGITS)
