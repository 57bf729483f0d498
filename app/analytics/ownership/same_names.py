"""Owners of one name: what they would have of a party together, were they one person."""

from collections.abc import Mapping

from app.analytics.ownership.integrated import Integrated
from app.analytics.structure.bounds import DIGITS
from app.analytics.structure.namesakes import namesakes
from app.analytics.structure.network import Structure
from models.answers.ownership import SameName
from models.catalogue import UNWRITTEN

MOST = 20


def same_names(structure: Structure, shares: Mapping[str, Integrated]) -> tuple[SameName, ...]:
    """The groups of persons among the owners who bear one name and may each be one person, the largest share first.

    Nobody stands above a person, so that the share of one who is several of them is the sum of theirs, exactly.
    """
    found = []
    for group in namesakes(structure):
        known = ((one, shares[one].bounds) for one in group if one in shares)
        bounded = [(one, bounds) for one, bounds in known if bounds and bounds.high > 0]
        if len(bounded) < 2:
            continue
        low, high = (min(1.0, sum(getattr(share, end) for _, share in bounded)) for end in ("low", "high"))
        persons = tuple(one for one, _ in bounded)
        name = structure.parties[persons[0]].name or persons[0].rpartition(":")[2]
        found.append(
            SameName(
                name=name,
                persons=persons,
                integrated_min=round(low, DIGITS),
                integrated_max=round(high, DIGITS),
                text=UNWRITTEN,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.integrated_max, one.persons))[:MOST])
