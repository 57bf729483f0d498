"""Checks the form of what another node gives: that key, scope, figures and identifiers are those that its category makes."""

import re
from collections.abc import Set

from loaders.check.draft import UNNAMING
from loaders.check.naming import Namer
from loaders.values.canonical import canonical
from loaders.values.cells import Refused
from models.catalogue import Category, CoverageKind, TypeName
from models.statements import ABOUT, ACTS, Action
from models.work.nodes import GivenStatement

NUMBERS = frozenset({TypeName.MONEY, TypeName.SHARE, TypeName.NUMBER, TypeName.INTEGER})
ENDING = frozenset({Action.END, Action.REPAIR, Action.WITHDRAW})
"""What a statement may do to a record that it names without its whole key."""
_ID = re.compile(r"[0-9a-f]{32}")


def wrong_form(item: GivenStatement, category: Category) -> str | None:
    """What is wrong with the form of a statement; None where nothing is."""
    return _wrong_key(item, category) or _wrong_scope(item, category) or _wrong_act(item) or _wrong_value(item, category)


def names_stated(item: GivenStatement, category: Category, hidden: Set[str]) -> tuple[str, ...] | None:
    """The identifiers that a statement equates, as its values state them; None where these do not, since some are not given.

    An act that takes back a registration has no values: it names what the registration named.
    """
    form = category.party
    if form is None or item.action in UNNAMING or item.action in ACTS or item.action is Action.COVER:
        return ()
    if item.erased or not hidden.isdisjoint(form.identifiers) or (item.action is Action.WITHDRAW and not item.values):
        return None
    canon = {name: canonical(item.values[name]) for name in form.identifiers if name in item.values}
    try:
        found = Namer(category).own(canon, item.values, item.provider, True)
    except Refused:
        return ()
    return found[0] if found else ()


def _wrong_key(item: GivenStatement, category: Category) -> str | None:
    if item.action is Action.COVER:
        return "has another key than its category" if item.key or item.scope is None else None
    if len(item.key) != len(category.key) or not (any(item.key) or item.erased):
        return "has another key than its category"
    roles = {ref.role for ref in item.refs}
    parties = {prop.name for prop in category.parties} | ({"party"} if category.identifies else set())
    for name, entry in zip(category.key, item.key, strict=True):
        if name in parties and entry and (entry != f"@{name}" or (name not in roles and not item.erased)):
            return "has in its key a party to which it does not refer"
    return None


def _wrong_scope(item: GivenStatement, category: Category) -> str | None:
    if item.action is Action.COVER:
        return None  # it is part of what the id is the hash of
    stated, told = item.scope, dict(zip(category.key, item.key, strict=True))
    if category.matched_by and stated is not None and item.action in ENDING:
        return None if stated == tuple(told[name] for name in category.matched_by) else "names another record than its key"
    if (stated is not None) != bool(category.scope) or len(stated or ()) != len(category.scope):
        return "has another scope than its category"
    if not item.erased and any(
        told.get(name, entry) != entry for name, entry in zip(category.scope, stated or (), strict=True)
    ):
        return "has another scope than its key"
    return None


def _wrong_act(item: GivenStatement) -> str | None:
    if item.action in ACTS and not _ID.fullmatch(str(item.values.get(ABOUT, ""))):
        return "is about no record"
    if item.action is Action.COVER and item.values.get("kind") not in set(CoverageKind):
        return "says not how complete a list is"
    return None


def _wrong_value(item: GivenStatement, category: Category) -> str | None:
    for name, value in item.values.items():
        prop = category.by_name.get(name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if prop is not None and number != (prop.type in NUMBERS):
            return f"states {name} as what it is not"
    return None
