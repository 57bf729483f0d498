"""Other records of a document's number and day, beside each record: possibly the same one, or of another party."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.catalogue import Category
from models.facts import ResolutionRule
from models.values.same_number import PartyAsStated, are_one


def same_number(category: Category, values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What an answer says of each of `others`, which are records of the same category, number and day as that of `values`.

    Left out are those of another authority, whose numbers are its own, and those of the same parties.
    """
    record = category.record
    for other in others if record else ():
        assert record is not None
        told = other["values"]
        issued = are_one(_told(values, record.issued_by), _told(told, record.issued_by)) if record.issued_by else True
        found = [are_one(_told(values, role), _told(told, role)) for role in record.about.values()]
        if issued is False or (issued and all(found)):
            continue
        yield {
            "provider": other["provider"],
            "day": other["day"],
            "statement": other["statement"],
            "possibly_one": False not in found,
            "parties": told,
        }


def _told(values: Mapping[str, Any], role: str) -> PartyAsStated:
    ref = values.get(role) or {}
    return PartyAsStated(ref.get("id"), ref.get("name"), ref.get("by_name", ResolutionRule.CERTAIN) == ResolutionRule.CERTAIN)
