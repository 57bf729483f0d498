"""The chains of holdings behind a person's final share, largest first, each with its product."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from app.analytics.control.controls import Controls
from app.analytics.ownership.chains import Chain, best_chains
from app.analytics.ownership.integrated import upstream
from app.analytics.structure.network import Bounds, Form, Structure
from models.answers.control import Range
from models.answers.owners import Product


class Arithmetic(NamedTuple):
    """The largest chains of holdings behind a share, and whether the search for them was cut: there may be others."""

    products: tuple[Product, ...]
    cut: bool


def arithmetic(controls: Controls, owned: Structure, target: str, person: str, most: int = 5) -> Arithmetic:
    """The `most` chains with the largest products behind a person's final share in the target, the person first in each."""

    def steps(party: str) -> Iterator[tuple[str, Bounds]]:
        counted = owned.lists.get(party)
        if counted is not None and controls.form(party) is not Form.NOMINEE:
            yield from ((stake.holder, stake.bounds) for stake in counted.stakes if stake.bounds.high > 0)

    found = best_chains(target, steps, (person,), most)
    return Arithmetic(tuple(_product(controls, owned, chain) for chain in found.chains.get(person, ())), found.cut)


def _product(controls: Controls, owned: Structure, chain: Chain) -> Product:
    parties = chain.parties[::-1]
    shares = (_direct(owned, holder, held) for holder, held in pairwise(parties))
    return Product(
        parties=controls.refs(parties),
        shares=tuple(Range(low=share.low, high=share.high) for share in shares),
        product=Range(low=chain.share.low, high=chain.share.high),
    )


def _direct(owned: Structure, holder: str, held: str) -> Bounds:
    return next(stake.bounds for stake in owned.lists[held].stakes if stake.holder == holder)


Final = Mapping[str, Mapping[str, Bounds]]
"""Final (integrated) shares: held party → holder → share."""


def final_shares(structure: Structure, target: str) -> Final:
    """What every party above the target finally has of it, on the basis of the structure; none within a closed loop."""
    shares = upstream(structure, target).shares
    return {target: {party: found.bounds for party, found in shares.items() if found.bounds is not None}}


def final(shares: Final | None, target: str, party: str) -> Bounds:
    """A party's final share in the target; nothing where it has none."""
    return shares.get(target, {}).get(party, Bounds(0.0, 0.0)) if shares else Bounds(0.0, 0.0)
