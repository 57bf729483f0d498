"""Holders that are not owners: accounts that hold for others, and funds, plans and products, recognised by their names.

The patterns are data (app/rules/holders.yml) and speak of how holder lists are written. A name is a hint, never proof: what
they recognise is taken out of ownership and control, and nothing is joined or linked by it.
"""

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from app.analytics.structure.network import Form, Party
from app.rules.holders import holder_patterns
from loaders.values.normalise import normalise_name

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―﹣", "-"))
_PEOPLE = frozenset({"Person", "Department"})
_OPEN = frozenset({Form.UNKNOWN, Form.ORGANISATION})


class _Patterns(NamedTuple):
    own_accounts: re.Pattern[str]
    nominees: re.Pattern[str]
    own_money: re.Pattern[str]
    products: re.Pattern[str]
    firms: re.Pattern[str]
    products_by_word: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    stated = holder_patterns()
    return _Patterns(*(re.compile("|".join(f"(?:{p})" for p in getattr(stated, name))) for name in _Patterns._fields))


def _plain(name: str) -> str:
    return normalise_name(name).translate(_DASHES)


@lru_cache(maxsize=50_000)
def recognise(name: str) -> Form | None:
    """NOMINEE or PRODUCT where a holder's name is written like one; None for everything else, own accounts among it."""
    plain, patterns = _plain(name), _patterns()
    if patterns.own_accounts.search(plain):
        return None
    if patterns.nominees.search(plain):
        return Form.NOMINEE
    if patterns.own_money.search(plain):
        return None
    if patterns.products.search(plain):
        return Form.PRODUCT
    return Form.PRODUCT if patterns.products_by_word.search(plain) and not patterns.firms.search(plain) else None


@lru_cache(maxsize=50_000)
def is_own_account(name: str) -> bool:
    """Whether a holder's name is that of a company's account for its own shares, bought back."""
    return bool(_patterns().own_accounts.search(_plain(name)))


def with_form(party: Party) -> Party:
    """The party with the form that its name gives away.

    People and departments stay what they are. A registered form stands, except that a nominee company is one whatever it is
    registered as.
    """
    if party.name is None or party.kind in _PEOPLE:
        return party
    found = recognise(party.name)
    if found is None or found is party.form or (found is Form.PRODUCT and party.form not in _OPEN):
        return party
    return replace(party, form=found)
