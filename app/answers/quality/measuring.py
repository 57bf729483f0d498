"""Rows of a batch as they are measured, and what a category asks of its rows."""

from collections.abc import Mapping
from typing import Any

from app.analytics.quality.measures import MeasuredRow, Standard
from loaders.load.remarks import kind_of
from models.catalogue import Category, Mode, TypeName
from models.values.names import normalise_name
from models.work.receipt import RemarkKind

ODD = frozenset({RemarkKind.MENDED, RemarkKind.AS_STATED})
"""Remarks on rows that do not keep to the standard."""


def standard_of(category: Category, level: int) -> Standard:
    """What a category asks of its rows, of the properties that a caller of this level may see."""
    seen = {p.name: p for p in category.properties if p.level <= level}
    required = sum(1 for p in seen.values() if p.required)
    expected = (one.property for one in category.asserts if one.filled > 0 and one.property in seen)
    lacking = frozenset(name for name in expected if not seen[name].required)
    return Standard(category.due, required, lacking, category.mode is Mode.APPEND)


def judges_firsts(category: Category) -> bool:
    """Whether a record is in time once, by its first row: the day from which its term runs stays the same in later ones."""
    return bool(category.due and category.due.since)


def _event(category: Category, values: Mapping[str, Any], day: str) -> str:
    """The day from which a term runs: that of the record, or the one that its category names; of what is due in the next year,
    the end of the year it reports. Empty where the row does not state it."""
    if category.due and category.due.since:
        return str(values.get(category.due.since) or "")
    if category.due and category.due.day_of_next_year:
        years = [values[p.name] for p in category.properties if p.year and values.get(p.name)]
        return f"{max(years)}-12-31" if years else ""
    return max((str(values[name]) for name in category.day if values.get(name)), default=day)


def measured_row(category: Category, batch: Mapping[str, Any], row: Mapping[str, Any]) -> MeasuredRow:
    """A row as it is measured."""
    values: Mapping[str, Any] = row["stated"]["values"]
    roles = {role for role, *_ in row["parties"]}
    named, differing, alone, unresolved = 0, 0, 0, 0
    for _role, name, registered, is_alone, is_found, _party in row["parties"]:
        if is_alone:
            alone, unresolved = alone + 1, unresolved + (not is_found)
        elif name and registered and not category.identifies:
            named += 1
            differing += normalise_name(name) not in {normalise_name(one) for one in registered.split("\n")}
    filled = {p.name for p in category.properties if _is_filled(p.name, p.type, values, roles)}
    return MeasuredRow(
        provider=row["provider"],
        batch=batch["batch"],
        place=row["place"] or "",
        received=min(batch["loaded_on"], row["first_on"] or batch["loaded_on"]),
        event=_event(category, values, row["day"]),
        new=row["new"],
        later=row["later"],
        odd=any(kind_of(remark) in ODD for remark in row["remarks"]),
        expected=frozenset(filled),
        named=named,
        differing=differing,
        alone=alone,
        unresolved=unresolved,
    )


def _is_filled(name: str, kind: TypeName, values: Mapping[str, Any], roles: set[str]) -> bool:
    return name in roles if kind is TypeName.PARTY else name in values or f"{name}_min" in values
