"""Other records with a record's document number and day: possibly the same document, stated by another provider."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.catalogue import Category
from models.facts import ResolutionRule
from models.values.same_number import PartyAsStated, are_one


def same_number(category: Category, values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The entries of an answer for `others`, which are records of the same category, number and day as that of `values`.

    Left out are those of another authority, whose numbers are its own, and those of the same parties.
    """
    record = category.record
    for other in others if record else ():
        assert record is not None
        theirs = other["values"]
        issued = (
            are_one(_stated_party(values, record.issued_by), _stated_party(theirs, record.issued_by))
            if record.issued_by
            else True
        )
        alike = [are_one(_stated_party(values, role), _stated_party(theirs, role)) for role in record.about.values()]
        if issued is False or (issued and all(alike)):
            continue
        yield {
            "provider": other["provider"],
            "day": other["day"],
            "statement": other["statement"],
            "possibly_one": False not in alike,
            "parties": theirs,
        }


def _stated_party(values: Mapping[str, Any], role: str) -> PartyAsStated:
    ref = values.get(role) or {}
    return PartyAsStated(ref.get("id"), ref.get("name"), ref.get("by_name", ResolutionRule.CERTAIN) == ResolutionRule.CERTAIN)
