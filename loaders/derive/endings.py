"""Removals and repairs that name a record without its whole key: to which records they belong, and which of them count.

Such a row is a statement of the record's own category with the parts of its key that it states (see `matched_by` of
models.catalogue). It may follow from a record of another category, its cause; then the last row of that record decides
whether it counts. Pure functions.
"""

from collections.abc import Iterable, Sequence

from loaders.derive.keys import filed, scope_of, token
from loaders.values.normalise import normalise_name
from models.catalogue import Category
from models.facts import LinkedStatement
from models.statements import Action, Statement

CAUSE, CAUSE_ORDER = "follows_from", "follows_at"
"""The values under which a statement states the record of another category from which it follows, and its place among the
rows of that record."""
WIDTH = 20
"""To how many digits numbers in a place are filled up for comparing: more than any has, so that none comes after a day."""


def is_ending(category: Category, statement: Statement) -> bool:
    """Whether a statement ends or repairs what it names without its whole key, or takes that back."""
    return bool(category.matched_by) and statement.scope is not None


def scope_matched(category: Category, linked: LinkedStatement) -> str | None:
    """What a record shares with the removals that may mean it; None in a category whose records need their whole key."""
    if not category.matched_by:
        return None
    return scope_of(category.name, "", matched_tokens(category, linked.statement), filed(category, linked))


def matched_tokens(category: Category, statement: Statement) -> tuple[str, ...]:
    """The canonical parts of its key by which removals find a record, or by which a removal does."""
    return statement.scope or tuple(statement.key[category.key.index(name)] for name in category.matched_by)


def counting(
    category: Category, statements: Sequence[LinkedStatement], records: Sequence[LinkedStatement] | None = None
) -> Sequence[LinkedStatement]:
    """Those of a record's statements, and of the removals and repairs that may mean it, that count.

    Of what follows from one record of another category the last row counts, unless it takes back; a removal counts where its
    provider stated the record. Neither counts where it states a part of the key that is another than the record's.
    `records` state the record where `statements` are its removals and repairs alone.
    """
    if not category.matched_by:
        return statements
    if not any(is_ending(category, t.statement) for t in statements):
        return statements
    own = [t for t in (statements if records is None else records) if not is_ending(category, t.statement)]
    providers = {t.statement.provider for t in own}
    last = set(_last(t.statement for t in statements if is_ending(category, t.statement)))
    return [
        t
        for t in statements
        if not is_ending(category, t.statement)
        or (t.statement.id in last and _applies(t, providers) and any(_agrees(category, t, record) for record in own))
    ]


def end_days(category: Category, statements: Iterable[LinkedStatement], provider: str) -> list[str]:
    """The days of a provider's removals that name a record without its whole key.

    They say that it is over whatever file stated it, and in which order: the day of a file dates no removal.
    """
    ended = (t.statement for t in statements if t.statement.action is Action.END and is_ending(category, t.statement))
    return [s.day for s in ended if s.provider == provider]


def may_repair(category: Category, statement: Statement) -> bool:
    """Whether a statement repairs, or may take a repair back."""
    return statement.action is Action.REPAIR or is_ending(category, statement)


def repair_days(statements: Iterable[LinkedStatement]) -> list[str]:
    """The days of the repairs among statements."""
    return [t.statement.day for t in statements if t.statement.action is Action.REPAIR]


def standing_endings(category: Category, statements: Sequence[LinkedStatement], tick: int) -> Sequence[LinkedStatement]:
    """The statements less the removals and repairs that do not count among those believed at a tick."""
    if not any(is_ending(category, t.statement) for t in statements):
        return statements
    count = {t.statement.id for t in counting(category, [t for t in statements if t.believed(tick)])}
    return [t for t in statements if t.statement.id in count or not is_ending(category, t.statement)]


def _last(endings: Iterable[Statement]) -> Iterable[str]:
    """The ids of the endings that no later row of their cause replaces."""
    found: dict[tuple[str, ...], Statement] = {}
    for s in endings:
        cause = (s.provider, str(s.values[CAUSE])) if CAUSE in s.values else (s.id,)
        if cause not in found or _place(found[cause]) < _place(s):
            found[cause] = s
    return (s.id for s in found.values())


def _place(s: Statement) -> tuple[str, str]:
    # Stored places have nine digits or more for a number: as text, 1764460800000 would come before 999999999.
    parts = str(s.values.get(CAUSE_ORDER, "")).split(" ")
    return " ".join(part.zfill(WIDTH) if part.isdigit() else part for part in parts), s.id


def _applies(linked: LinkedStatement, providers: set[str]) -> bool:
    s = linked.statement
    return s.action is Action.REPAIR or (s.action is Action.END and s.provider in providers)


def _agrees(category: Category, ending: LinkedStatement, record: LinkedStatement) -> bool:
    """Whether a record has all that a removal or repair states of its key."""
    mine, theirs = filed(category, ending), filed(category, record)
    pairs = zip(ending.statement.key, record.statement.key, strict=True)
    return all(
        not e or token(e, mine) == token(k, theirs) or (e == k and e[:1] == "@" and _namesakes(e[1:], ending, record))
        for e, k in pairs
    )


def _namesakes(role: str, one: LinkedStatement, other: LinkedStatement) -> bool:
    """Whether two references bear one name, one of them without any number: a removal by name is of who bears it."""
    if not any(t.parties[role].startswith("name:") for t in (one, other)):
        return False
    names = {normalise_name(r.name) for t in (one, other) for r in t.statement.refs if r.role == role and r.name}
    return len(names) == 1 and all(r.name for t in (one, other) for r in t.statement.refs if r.role == role)
