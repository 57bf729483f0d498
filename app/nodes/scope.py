"""Which statements are given to a caller, or accepted from another node: by level, division, category and provider."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from loaders.identity.resolution import within
from models.catalogue import AS_STATED_SUFFIX, STORED_SUFFIXES, Catalogue, Category, Property
from models.statements import Action

TAKING_BACK = frozenset({Action.REPAIR, Action.WITHDRAW, Action.HOLD})


@dataclass(frozen=True, slots=True)
class NodeScope:
    """A part of the statements of a node. `region` is a division and all that lies in it; what is empty bounds nothing."""

    level: int
    region: str = ""
    categories: frozenset[str] = field(default_factory=frozenset)
    providers: frozenset[str] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """What it is bounded by, as one text."""
        return json.dumps([self.region, sorted(self.categories), sorted(self.providers)], ensure_ascii=False)

    def takes(self, category: str, filed_in: Collection[str], provider: str | None = None) -> bool:
        """Whether a statement belongs to it by its category, the divisions it is filed under and, where known, its provider."""
        if self.categories and category not in self.categories:
            return False
        if not self.takes_provider(provider):
            return False
        return not self.region or any(within(region, self.region) for region in filed_in)

    def takes_provider(self, provider: str | None) -> bool:
        """Whether statements of a provider belong to it; None: of one that it does not bound."""
        return not self.providers or provider is None or provider in self.providers


def bound_by_provider(category: Category, action: Action | str, scope: object) -> bool:
    """Whether a statement is given only with those of its provider.

    Not what repairs, takes back or holds back a record, or ends one that it finds by a part of its key: whoever states that,
    the record is to be stored nowhere without it.
    """
    return action not in TAKING_BACK and not (category.matched_by and scope is not None)


def hidden_properties(category: Category, level: int) -> frozenset[str]:
    """The properties whose values do not leave to callers of a level: those of higher levels, and sensitive ones."""
    return frozenset(p.name for p in category.properties if _hidden(p, level))


def _hidden(prop: Property, level: int) -> bool:
    return prop.level > level or prop.sensitive


def stored_names(category: Category, properties: Collection[str]) -> frozenset[str]:
    """The names of values under which these properties of a category are stored, whatever their rows stated."""
    ends = {p.name: ("", AS_STATED_SUFFIX, *STORED_SUFFIXES.get(p.type, ())) for p in category.properties}
    return frozenset(name + end for name in properties if name in ends for end in ends[name])


def visible_categories(catalogue: Catalogue, level: int) -> frozenset[str]:
    """The categories of which statements are given to callers of a level.

    Not those whose records are told apart by a property that such callers may not see: without it they are none. Nor those
    whose records wait for an approval at a level that such callers have not.
    """
    return frozenset(
        c.name
        for c in catalogue.categories.values()
        if c.level <= level
        and not (c.approval and c.approval.level > level)
        and hidden_properties(c, level).isdisjoint((*c.key, *c.scope))
    )


def without(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Values without those of these names."""
    return {name: value for name, value in values.items() if name not in names}
