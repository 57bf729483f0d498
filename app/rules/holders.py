"""How holders that are not owners are recognised by their names: read from holders.yml."""

from functools import cache

from app.rules.files import read
from models.base import Model


class HolderPatterns(Model):
    """Patterns (regular expressions over names in the form in which they are compared) of holders that are not owners.

    Tried in this order: `own_accounts` keep an enterprise's own shares; `nominees` hold for others; `own_money` is the
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
    """The patterns of this project."""
    return HolderPatterns.model_validate(read("holders.yml"))
