"""Completes the portrait of a party: sections, titles, names, and the reasons for what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.questions.finish import QuestionContext, finishes
from app.questions.groups import ABOUT, IN, ISSUED_BY, OUT, claimants, group, with_states
from app.questions.visible import Place, kind_of
from models.answers.parts import State
from models.catalogue import Category, DisplayClass, Kind
from models.identity import strength
from models.values.names import normalise_name

SECTIONS = {
    ("INVESTS_IN", IN): "owners",
    ("INVESTS_IN", OUT): "holdings",
    ("HOLDS_POSITION", IN): "people",
    ("HOLDS_POSITION", OUT): "posts",
    ("REPRESENTS", IN): "people",
    ("REPRESENTS", OUT): "posts",
    ("BRANCH_OF", IN): "branches",
}
"""Where a relationship stands in the portrait, by its type and the end the party is at; all others under `relations`."""
EXPECTED = {
    "owners": {"zh": "股东", "en": "Owners"},
    "holdings": {"zh": "对外投资", "en": "Holdings"},
    "people": {"zh": "主要人员", "en": "People"},
    "branches": {"zh": "分支机构", "en": "Branches"},
}
"""Sections every enterprise's portrait has, whether or not the catalogue has a category for them."""
MISSING = ("category", "title", "state", "loaded_on", "loaded_to")
NAMES = ("base", "owners", "holdings", "people", "posts", "branches", "relations", "records", "issued")
_CLASSES = [str(c) for c in DisplayClass]


@finishes("portrait.party", loaded=True)
def portrait(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The portrait, from the one row that the graph returned.

    Raises:
        NotFound: there is no such party, or the caller may see nothing of it.
    """
    row = context.one(rows)
    kind = kind_of(row["kinds"]) or str(Kind.ORGANISATION)
    rows_by_place = {(r["group"], r["direction"].lower()): r for r in (*row["records"], *row["edges"])}
    if not rows_by_place and not row["claims"]:
        context.one([])
    sections: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
    for section, category, direction in _places(context, kind, rows_by_place):
        sections[section].append(
            group(context, category, direction, rows_by_place.get((category.name, direction)), context.loaded)
        )
    for groups in sections.values():
        for each in groups:
            with_states(each["items"], row["states"])
        groups.sort(key=lambda g: (_CLASSES.index(g["display_class"]), g["total"] == 0, g["category"]))
    names = list(_names(context, row["id"], sections)) or [
        *_different(filter(None, (row["stated_name"], *row["stated_names"])))
    ]
    party = {
        "id": row["id"],
        "kind": kind,
        "name": names[0] if names else None,
        "other_names": names[1:],
        "identifiers": sorted(row["identifiers"], key=strength),
        "contested": row["contested"],
        "state": row["state"],
    }
    if row["claims"]:
        party["claimed_by"] = claimants(row["claims"])
    return {"party": party} | sections | {"missing": list(_missing(kind, sections))} | context.stamp


def _places(
    context: QuestionContext, kind: str, rows_by_place: Mapping[tuple[str, str], Any]
) -> Iterator[tuple[str, Category, str]]:
    """Each group the portrait of this kind of party has: section, category, direction."""
    places = context.visibility.places.get(kind)
    if places is None:
        places = context.visibility.places[kind] = tuple(_possible(context.catalogue.categories.values(), kind))
    for section, category, direction, fits in places:
        if fits or (category.name, direction) in rows_by_place:
            yield section, category, direction


def _possible(categories: Iterable[Category], kind: str) -> Iterator[Place]:
    """Every group there can be, and whether a party of this kind has it even where it is empty."""
    for category in categories:
        if category.edge:
            for direction, end in ((IN, category.edge.target), (OUT, category.edge.source)):
                section = SECTIONS.get((category.edge.type, direction), "relations")
                yield section, category, direction, kind in category.by_name[end].kinds
            continue
        assert category.record is not None
        abouts = {k for name in category.record.about.values() for k in category.by_name[name].kinds}
        if category.party:
            abouts.add(category.party.kind)
        yield "base" if category.identifies else "records", category, ABOUT, kind in abouts
        yield "issued", category, ISSUED_BY, False


def _names(context: QuestionContext, party: str, sections: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The party's names, the one to show first: as registered, else as facts about it state it, the latest first."""
    seen: set[str] = set()
    for name in _registered(context, sections):
        if name not in seen:
            seen.add(name)
            yield name
    if seen:
        return
    by_day_and_name = {}
    for groups in sections.values():
        for each in (i for g in groups for i in g["items"]):
            for value in each["values"].values():
                if isinstance(value, dict) and value.get("id") == party and value.get("name"):
                    by_day_and_name[each["evidence"]["day"], value["name"]] = value["name"]
    if by_day_and_name:
        yield from _different((by_day_and_name[max(by_day_and_name)], *sorted(set(by_day_and_name.values()))))


def _different(names: Iterable[str]) -> Iterable[str]:
    """Names in their order, each once in the form in which names are compared."""
    by_form: dict[str, str] = {}
    for name in names:
        by_form.setdefault(normalise_name(name), name)
    return by_form.values()


def _registered(context: QuestionContext, sections: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Registered names: the first of each registration, the latest registration before the others; then all further names."""
    registrations = [(i, g["category"]) for g in sections["base"] for i in g["items"]]
    registrations.sort(key=lambda pair: (pair[0]["evidence"]["valid_from"], pair[0]["evidence"]["statements"][0]), reverse=True)
    for cut in (slice(0, 1), slice(1, None)):
        for each, category in registrations:
            form = context.catalogue[category].party
            assert form is not None
            for name in form.names[cut]:
                value = each["values"].get(name)
                yield from value if isinstance(value, list | tuple) else [str(value)] if value is not None else []


def _missing(kind: str, sections: Mapping[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for section in NAMES:
        groups = sections[section]
        if not groups and section in EXPECTED and kind in (Kind.ENTERPRISE, Kind.ORGANISATION):
            yield {"section": section, "title": EXPECTED[section], "state": str(State.NOT_COLLECTED)}
        for each in groups:
            if each["state"] != State.FILED:
                why = {"section": section} | {k: each[k] for k in MISSING if k in each}
                yield why
