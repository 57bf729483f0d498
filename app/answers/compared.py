"""The answers that can be compared between two days: what asks for each, its lists, and what it takes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.analytics.relations.ego import DEEPEST as FARTHEST
from app.analytics.relations.pairs import MOST_PATHS as MOST_OF_PAIR
from app.analytics.relations.path_graph import MOST_HOPS
from app.answers.control import beneficial_owners, control, group, related
from app.answers.linkage import MOST as MOST_SUSPECTED
from app.answers.linkage import suspected
from app.answers.ownership import DEEPEST, MOST, MOST_PATHS, ownership
from app.answers.relations import network
from app.errors import InputError
from app.rules.rule_sets import CUSTOM, rule_set
from models.base import Model
from models.rule_sets import RuleSet

Section = tuple[str, str, str | None]
"""A list compared: its name in the rules, its name in the answer, and the field that says how many there are."""
Range = tuple[int, int] | None
"""The least and the most that a number may be; None where the answer itself says what it takes."""

MOST_SHOWN, MOST_AROUND = 2_000, 1_000
_OWN_RULE = ("rules", "threshold", "comparison")
_LISTS: Mapping[str, Range] = {"precedence": None}
_BY_RULES: Mapping[str, Range] = {**_LISTS, **dict.fromkeys(_OWN_RULE), "limit": (1, MOST_SHOWN)}


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer: what asks for it, its lists, the options it takes, and those it is given where the caller gives none.

    `ask` is None where the answer is one about several parties.
    """

    ask: Callable[..., Awaitable[Model]] | None
    sections: tuple[Section, ...]
    takes: Mapping[str, Range]
    defaults: Mapping[str, Any] = field(default_factory=dict)


RELATIONS = "relations"
LINKS = frozenset({"suspected", "network", RELATIONS})
"""The answers that link parties decided to be one; all others count them as one."""
OF: Mapping[str, Compared] = {
    "ownership": Compared(
        ownership,
        (("owners", "owners", "owners_total"), ("nominees", "nominees", None), ("holdings", "holdings", "holdings_total")),
        {**_LISTS, "basis": None, "depth": (1, DEEPEST), "limit": (1, MOST), "paths": (1, MOST_PATHS)},
        {"limit": MOST},
    ),
    "control": Compared(
        control,
        (
            ("controllers", "controllers", "controllers_total"),
            ("joint_control", "joint_control", None),
            ("controls", "controls", "total"),
        ),
        {**_BY_RULES, "concert": None},
    ),
    "beneficial_owners": Compared(
        beneficial_owners,
        (("beneficial_owners", "owners", None), ("stand_ins", "stand_ins", None)),
        {**_LISTS, "concert": None},
    ),
    "group": Compared(group, (("members", "members", "total"),), {**_BY_RULES, "to_person": None}),
    "related": Compared(related, (("related", "related", "total"),), _BY_RULES),
    "suspected": Compared(
        suspected, (("suspected", "items", "total"),), {"limit": (1, MOST_SUSPECTED)}, {"limit": MOST_SUSPECTED}
    ),
    "network": Compared(
        network,
        (("nodes", "nodes", None), ("links", "links", None)),
        {"depth": (1, FARTHEST), "limit": (0, MOST_AROUND), "limits": None, "exclude": None},
        {"limit": 200},
    ),
    RELATIONS: Compared(
        None,
        (("pairs", "pairs", None), ("paths", "paths", None)),
        {"parties": None, "hops": (1, MOST_HOPS), "paths": (1, MOST_OF_PAIR), "exclude": None, "through": None},
    ),
}
OPTIONS = tuple(dict.fromkeys(name for one in OF.values() for name in one.takes))
"""All that any of them takes."""


def chosen(of: str) -> Compared:
    """The answer of that name.

    Raises:
        InputError: there is none.
    """
    if of not in OF:
        raise InputError(f"what is compared is one of {', '.join(OF)}", parameter="of")
    return OF[of]


def options(of: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the answer of that name is asked with: what is given, a rule set or the caller's own rule, and what it takes else.

    Raises:
        InputError: something is given that this answer does not take, or a number out of its range.
    """
    takes = chosen(of).takes
    for name, value in given.items():
        if name not in takes:
            raise InputError(f"{of} takes no {name}; it takes {', '.join(takes)}", parameter=name)
        if (within := takes[name]) is not None and not within[0] <= value <= within[1]:
            raise InputError(f"{name} is from {within[0]} to {within[1]}", parameter=name)
    how = {**chosen(of).defaults, **given}
    if own := {name: how.pop(name) for name in _OWN_RULE if name in how}:
        how["rules"] = _rules(**own)
    return how


def told(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options as an answer says them: a rule set by its name."""
    plain = {name: value.name if isinstance(value, RuleSet) else value for name, value in given.items()}
    return {name: list(value) if isinstance(value, tuple | set | frozenset) else value for name, value in plain.items()}


def _rules(rules: str | RuleSet | None = None, threshold: float | None = None, comparison: str | None = None) -> RuleSet:
    if isinstance(rules, RuleSet):
        return rules
    return rule_set(rules or CUSTOM, threshold=threshold, comparison=comparison)
