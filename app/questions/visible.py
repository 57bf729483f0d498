"""Removes from rows the properties that their caller may not see, by the catalogue, before anything else reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.questions.left_out import not_shown
from models.caller import PUBLIC_LEVEL
from models.catalogue import AS_STATED_SUFFIX, STORED_SUFFIXES, Catalogue, Category, Kind, Property, TypeName
from models.traits import subject_of, traits_of

CANDIDATE = "candidate"
SHOWN_CANDIDATES = 20


def mask(prop: Property, value: Any) -> Any:
    """A sensitive value with most of it masked: enough to recognise it by, not enough to use it."""
    if isinstance(value, list | tuple):
        return [mask(prop, v) for v in value]
    text = str(value)
    if prop.type is TypeName.PHONE and len(text) >= 8:
        return f"{text[:3]}****{text[-2:]}"
    return f"{text[0]}***" if len(text) > 1 else "***"


def stored_names(prop: Property) -> list[str]:
    """The names under which a property's value is stored: an amount has a currency beside it, a share may be a range, a
    party may be stated with further codes, and a value that could not be read is stored as stated."""
    return [prop.name, *(prop.name + suffix for suffix in (*STORED_SUFFIXES.get(prop.type, ()), AS_STATED_SUFFIX))]


def kind_of(labels: Sequence[str]) -> str | None:
    """The kind among a party's labels; None for a mention."""
    return next((k.value for k in Kind if k in labels), None)


def _party(prop: Property, ref: Mapping[str, Any], level: int) -> dict[str, Any]:
    """A reference as PartyRef: a mention of a name has no id of its own, but that of the party it is resolved to.

    Of a name that several bore, the number is shown to everybody, and which they are to all but the public.
    """
    name = ref.get("name")
    if prop.sensitive:
        return {"name": mask(prop, name)} if name else {}
    named = {"name": name} if name else {}
    kind = kind_of(ref.get("kinds") or ())
    if kind:
        return {"id": ref["id"]} | named | {"kind": kind}
    meant = ref.get("meant") or ()
    if not meant:
        return named
    if meant[0]["by_name"] == CANDIDATE:
        which = [{"id": m["id"], "kind": kind_of(m["kinds"])} for m in meant[:SHOWN_CANDIDATES]]
        return named | {"one_of": len(meant)} | ({"candidates": which} if level > PUBLIC_LEVEL else {})
    return {"id": meant[0]["id"]} | named | {"kind": kind_of(meant[0]["kinds"]), "by_name": meant[0]["by_name"]}


Place = tuple[str, Category, str, bool]
"""The place of a group in a portrait: section, category, direction, and whether it is shown even when empty."""


@dataclass(frozen=True, slots=True)
class _ShownProperties:
    """The properties of a category that callers of one level see, and the names under which their values are stored."""

    by_name: dict[str, Property]
    stored: tuple[tuple[str, Property], ...]
    unreadable: frozenset[str]
    plain: tuple[tuple[str, Property], ...]
    """`stored` without the names for what could not be read, which hardly any record has."""


class Visibility:
    """The properties of each category that callers of each level may see."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._categories = catalogue.categories
        self._plain: dict[tuple[str, int], _ShownProperties] = {}
        self.places: dict[str, tuple[Place, ...]] = {}
        self._not_shown: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self._stating: dict[int, dict[str, list[str]]] = {}
        self.subjects = {c.name: role for c in catalogue.categories.values() if (role := subject_of(c))}

    def stating(self, level: int) -> dict[str, list[str]]:
        """By category, the properties that hold traits and that a caller of this level may see."""
        known = self._stating.get(level)
        if known is None:
            seen = (self._categories[name] for name in self.subjects)
            visible = {c.name: [p.name for p in traits_of(c) if p.level <= level] for c in seen if c.level <= level}
            known = self._stating[level] = {name: names for name, names in visible.items() if names}
        return known

    def incomplete(self, category: Category, level: int) -> list[dict[str, Any]]:
        """The entries of `incomplete` for the properties of a category that callers of this level never see."""
        known = self._not_shown.get((category.name, level))
        if known is None:
            known = self._not_shown[category.name, level] = not_shown(category, level)
        return known

    def shows(self, category: Category, level: int) -> bool:
        """Whether a caller of this level sees the category at all."""
        return category.level <= level

    def clean(self, node: Any, level: int, unmasked: frozenset[str] = frozenset()) -> Any:
        """The rows, with each map that has `category` and `values` reduced to the properties that its caller may see.

        `refs` beside them, the row's references to other parties, are filed under `values` by property. A map whose category
        the catalogue does not know loses its values. Sensitive values are masked, but for those of the types `unmasked`.
        """
        if isinstance(node, dict):
            if "values" in node and "category" in node:
                return self._fact(node, level, unmasked)
            return {k: self.clean(v, level, unmasked) if isinstance(v, dict | list) else v for k, v in node.items()}
        if isinstance(node, list):
            return [self.clean(v, level, unmasked) if isinstance(v, dict | list) else v for v in node]
        return node

    def _fact(self, node: dict[str, Any], level: int, unmasked: frozenset[str]) -> dict[str, Any]:
        shown = self._shown(str(node["category"]), level)
        given: Mapping[str, Any] = node["values"] or {}
        values = {}
        for stored, prop in shown.plain if shown.unreadable.isdisjoint(given) else shown.stored:
            value = given.get(stored)
            if value is not None:
                values[stored] = mask(prop, value) if prop.sensitive and prop.type not in unmasked else value
        for ref in node.get("refs") or ():
            referring = shown.by_name.get(ref.get("role"))
            if referring is not None:
                values[referring.name] = _party(referring, ref, level)
        rest = {k: self.clean(v, level, unmasked) for k, v in node.items() if k not in ("values", "refs")}
        return rest | {"values": values}

    def _shown(self, name: str, level: int) -> _ShownProperties:
        known = self._plain.get((name, level))
        if known is None:
            category = self._categories.get(name)
            seen = [p for p in category.properties if p.level <= level] if category else []
            unreadable = frozenset(p.name + AS_STATED_SUFFIX for p in seen)
            stored = tuple((name, p) for p in seen for name in stored_names(p))
            known = _ShownProperties(
                {p.name: p for p in seen}, stored, unreadable, tuple(pair for pair in stored if pair[0] not in unreadable)
            )
            self._plain[(name, level)] = known
        return known
