"""The divisions in which parties are registered from day to day, and those that a statement is filed under. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loaders.identity.components import person_anchor
from models.catalogue import Category
from models.catalogue_terms import Domicile
from models.statements import Scalar

EVERYWHERE = ""
"""The division of the whole country; as a division of a statement, that none is known."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a statement is about: the identifier as stated, its party, and where that was registered from which day on."""

    identifier: str
    party: str
    registered_in: Sequence[str] = ()


def division_of(identifier: str) -> str:
    """The division (GB/T 2260) that an identifier names: where its party was first registered; empty where it names none.

    A person known by name is where the party is in whose identifier the name is anchored.
    """
    scheme, _, value = identifier.partition(":")
    if scheme == "person":
        return division_of(person_anchor(identifier)[0])
    found = {"uscc": value[2:8], "reg": value[:6]}.get(scheme, "")
    return found if found.isdigit() else ""


def domicile(category: Category) -> Domicile | None:
    """How statements of a category say where their party is registered; None where they do not."""
    return category.record.registered_in if category.record else None


def states_region(category: Category, values: Mapping[str, Scalar]) -> str:
    """The division in which a statement of a category says that its party is registered from its day on; empty for none."""
    form = domicile(category)
    if form is None or any(values.get(name) in words for name, words in form.unless.items()):
        return ""
    region = str(values.get(form.region) or "")
    return region if region.isdigit() else ""


def timeline(facts: Iterable[tuple[str, str, str]]) -> list[str]:
    """Where a party is registered from which day on (`2024-01-01 330106`), of (day, statement, division), the earliest first.

    Of several facts of one day the last by its statement counts; days on which the division stays are left out.
    """
    out: list[str] = []
    by_day = {day: region for day, _, region in sorted(facts) if region}
    for day, region in by_day.items():
        if not out or out[-1].partition(" ")[2] != region:
            out.append(f"{day} {region}")
    return out


def region_on(registered_in: Sequence[str], day: str) -> str:
    """The division of a timeline on a day; before its first day, the first one. Empty where there is none."""
    found = [entry for entry in registered_in if entry[:10] <= day] or registered_in[:1]
    return found[-1][11:] if found else ""


def filed_in(
    subjects: Sequence[Subject], day: str, today: str, stated: Sequence[str] = (), *, everywhere: bool = False
) -> tuple[str, ...]:
    """The divisions that a statement of a day is filed under, the one it is counted in first; none where none is known.

    A party's statement is filed where the party was registered on its day, and where it is registered today, so that a file
    follows its party. What must be known wherever records of the party are (`everywhere`: where it is registered, what repairs
    or takes back a record) is filed under all its divisions, and that of its identifier. `stated` are divisions that it states.
    """
    found: list[str] = []
    later: list[str] = []
    for subject in subjects:
        first = division_of(subject.identifier) or division_of(subject.party)
        found.append(region_on(subject.registered_in, day) or first)
        later.append(region_on(subject.registered_in, today) or first)
        later += [*(entry[11:] for entry in subject.registered_in), first] if everywhere else []
    if everywhere or not subjects:
        later += [region for region in stated if region.isdigit()]
    return tuple(dict.fromkeys(region for region in (*found, *later) if region))


def subject_roles(category: Category) -> tuple[str, ...]:
    """The roles of those whom a statement of a category is about: of an edge, the end whose file it stands in."""
    if category.edge:
        return (category.edge.source if category.edge.anchor == "source" else category.edge.target,)
    about = tuple(category.record.about.values()) if category.record else ()
    return ("party",) if category.identifies else tuple(dict.fromkeys(about))
