"""What must hold between the parts of a category file, besides that each of them is well formed."""

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.catalogue import Category


def check_stand_ins(category: "Category") -> None:
    """Check what stands in for a start, a number or a property that is not stated. Raises ValueError."""
    known = category.by_name
    unstated, start = category.valid.unstated, category.valid.start
    if unstated and (known[unstated].type != "boolean" or not start or category.mode != "append"):
        raise ValueError(f"valid: unstated is a boolean of mode append, and belongs to a start; {unstated!r} is none")
    number = category.record.number if category.record else None
    if number and (known[number].type != "text" or number not in category.key):
        raise ValueError(f"record: {number!r} is to number its document, and is no text of the key")
    for prop in category.properties:
        if prop.falls_back and (known[prop.falls_back].type is not prop.type or prop.type == "party"):
            raise ValueError(f"property {prop.name!r} falls back on {prop.falls_back!r}, which is of another type")


def check_balances(category: "Category") -> None:
    """Check that the latest row of a balance is known, and that it is added to no other. Raises ValueError."""
    lost = sorted(set(category.balances) - {p.name for p in category.properties if p.type in ("money", "number", "integer")})
    if lost:
        raise ValueError(f"balances names no figures: {', '.join(lost)}")
    dated = [n for n in category.key if category.by_name[n].type == "date"] if category.balances else []
    if category.balances and (category.mode == "append" or dated or set(category.balances) & set(category.adds)):
        raise ValueError("a balance belongs to modes upsert and snapshot, has no day in its key, and adds to nothing")


def check_matching(category: "Category") -> None:
    """Check by what removals find a record, and what a record does to others. Raises ValueError."""
    lost = sorted(set(category.matched_by) - set(category.key))
    if lost:
        raise ValueError(f"matched_by names no parts of the key: {', '.join(lost)}")
    if category.matched_by and (category.mode == "snapshot" or category.identifies):
        raise ValueError("matched_by belongs to modes append and upsert, and not to what identifies")
    for effect in category.effects:
        lost = sorted(effect.own - category.by_name.keys())
        if lost:
            raise ValueError(f"effects name unknown properties: {', '.join(lost)}")
        if category.by_name[effect.day].type != "date":
            raise ValueError(f"effects: {effect.day!r} is no date")


def check_children(head: "Category", known: Mapping[str, "Category"]) -> None:
    """Check that the category of child rows has what is stated of them, in the types of their head. Raises ValueError."""
    for child in head.children:
        of = known.get(child.category)
        if of is None:
            raise ValueError(f"children are of an unknown category {child.category!r}")
        wanted = child.named | ({child.entry} if child.entry else set())
        if lost := sorted(wanted - of.by_name.keys()):
            raise ValueError(f"children are {of.name}, which has no {', '.join(lost)}")
        for name, inherited in child.inherits.items():
            types = {"date" if name == "_day" else of.by_name[name].type, head.by_name[inherited].type}
            if len(types) > 1 or types & {"money", "share", "number"}:
                raise ValueError(f"children: {name} of {of.name} is not what {inherited} is, or is a figure")


def check_changes(category: "Category") -> None:
    """Check that the changes of versions stand in order. Raises ValueError."""
    late = any(one.version > category.version for one in category.changes)
    if late or any(one.version >= other.version or one.day > other.day for one, other in pairwise(category.changes)):
        raise ValueError("changes stand in order of their versions, one each up to this one, and of their days")


def check_types(category: "Category") -> None:
    """Check that what is named is of the type that its place needs. Raises ValueError."""
    from models.catalogue import AS_STATED_SUFFIX, IDENTIFIER_TYPES, STORED_SUFFIXES, Mode, TypeName
    from models.catalogue_terms import Header

    known = category.by_name
    bounds, since = category.valid, category.due.since if category.due else None
    dates = [n for n in (bounds.start, bounds.until, bounds.removed, *category.day, category.later, since) if n]
    if category.public_for:
        dates += [n for n in (category.public_for.start, category.public_for.until) if n]
    dates += [n for pair in category.ranges.values() for n in pair]
    if wrong := sorted(n for n in set(dates) if known[n].type is not TypeName.DATE):
        raise ValueError(f"these must be of type date: {', '.join(wrong)}")
    if category.day and category.mode is not Mode.APPEND and not any(known[n].required for n in category.day):
        raise ValueError("day names no property that is required")
    for name in category.party.identifiers if category.party else ():
        if known[name].type not in IDENTIFIER_TYPES:
            raise ValueError(f"party identifies by {name!r}, which is of type {known[name].type}")
    for prop in category.properties:
        ends = (*STORED_SUFFIXES.get(prop.type, ()), AS_STATED_SUFFIX)
        if clash := [prop.name + end for end in ends if prop.name + end in known]:
            raise ValueError(f"property {clash[0]!r} clashes with what {prop.name!r} of type {prop.type} stores")
        if prop.person_in and prop.type is not TypeName.PARTY:
            raise ValueError(f"property {prop.name!r}: person_in belongs to type party")
    for name, headers in category.source.items():
        parts = [h.part for h in headers if isinstance(h, Header) and h.part]
        owner = known.get(name)
        for part in parts:
            fits = TypeName.MONEY if part == "currency" else TypeName.PARTY
            if owner is None or owner.type is not fits:
                raise ValueError(f"source of {name!r}: part {part!r} belongs to type {fits}")
