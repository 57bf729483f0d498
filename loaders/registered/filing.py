"""The divisions that stored statements are filed under, from rows of the graph."""

from collections.abc import Mapping, Sequence
from typing import Any

from loaders.registered.regions import Subject, domicile, filed_in, subject_roles
from models.catalogue import Catalogue, Category
from models.statements import Action

PLAIN = frozenset({Action.STATE, Action.CORRECT, Action.COVER})
"""Actions of statements that are filed under their own divisions alone."""


def filing(catalogue: Catalogue) -> dict[str, list[str]]:
    """The parameters of statements that read under which divisions others are filed."""
    forms = [form for category in catalogue.categories.values() if (form := domicile(category))]
    return {"roles": all_roles(catalogue), "places": sorted({"region", *(form.region for form in forms)})}


def all_roles(catalogue: Catalogue) -> list[str]:
    """The roles of those whom statements are about, of every category."""
    return sorted({role for category in catalogue.categories.values() for role in subject_roles(category)})


def subjects_of(category: Category, rows: Sequence[Sequence[Any]]) -> list[Subject]:
    """Whom a statement is about, of rows (role, identifier, party, registered in, those whom a name alone means)."""
    out: dict[str, Subject] = {}
    for role, identifier, party, registered_in, means in rows:
        if len(means) == 1:
            party, registered_in = means[0]
        out[role] = Subject(identifier, party, tuple(registered_in or ()))
    return [out[role] for role in subject_roles(category) if role in out]


def divisions_of(catalogue: Catalogue, row: Mapping[str, Any], today: str) -> tuple[str, ...]:
    """The divisions of a row of `filed_of`; of a category that the catalogue no longer knows, none."""
    category = catalogue.categories.get(row["category"])
    if category is None:
        return ()
    stated = [str(place) for place in row["places"] if place is not None]
    everywhere = is_everywhere(category, row["action"])
    return filed_in(subjects_of(category, row["subjects"]), row["day"], today, stated, everywhere=everywhere)


def is_everywhere(category: Category, action: str) -> bool:
    """Whether a statement is filed wherever its party is or was: where it is registered, and what is done to a record."""
    return domicile(category) is not None or action not in PLAIN
