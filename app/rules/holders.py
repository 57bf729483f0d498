"""Patterns that recognise, by name, holders that are not owners (nominees, funds, own shares): read from holders.yml."""

from functools import cache

from app.rules.files import read
from models.base import Model


class HolderPatterns(Model):
    """Regular expressions over normalised names, each group for one kind of holder that is not an owner.

    Tried in this order: `own_accounts` hold an enterprise's own shares; `nominees` hold for others; `own_money` is the
    company itself; `products` are funds, plans and the like; `firms` end like the name of a firm, which no word of
    `products_by_word` makes a product.
    """

    own_accounts: tuple[str, ...]
    nominees: tuple[str, ...]
    own_money: tuple[str, ...]
    products: tuple[str, ...]
    firms: tuple[str, ...]
    products_by_word: tuple[str, ...]


@cache
def holder_patterns() -> HolderPatterns:
    """The patterns of holders.yml."""
    return HolderPatterns.model_validate(read("holders.yml"))
