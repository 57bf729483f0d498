"""Checks the table `shown.yml` against what is taken from rows before anybody else looks at them."""

from typing import Any

from models.catalogue import Catalogue, Category
from tests.examples.tables import Example

T = {"zh": "甲", "en": "a"}
_OPEN: dict[str, Any] = {
    "name": "open",
    "title": T,
    "display_class": "basic",
    "mode": "upsert",
    "time": "state",
    "key": ["plain", "subject"],
    "properties": [
        {"name": "plain", "type": "integer", "title": T},
        {"name": "inner", "type": "integer", "title": T, "level": 1},
        {"name": "phone", "type": "phone", "title": T, "sensitive": True},
        {"name": "amount", "type": "money", "title": T, "level": 1},
        {"name": "subject", "type": "party", "kinds": ["Enterprise"], "title": T},
        {"name": "holder", "type": "party", "kinds": ["Enterprise"], "title": T},
        {"name": "witness", "type": "party", "kinds": ["Person"], "title": T, "sensitive": True},
        {"name": "keeper", "type": "party", "kinds": ["Enterprise"], "title": T, "level": 1},
    ],
    "record": {"label": "Thing", "about": {"party": "subject"}},
}
OPEN = Category.model_validate(_OPEN)
CLOSED = Category.model_validate(
    _OPEN | {"name": "closed", "level": 2, "record": {"label": "Other", "about": {"party": "subject"}}}
)
CATALOGUE = Catalogue(categories={"open": OPEN, "closed": CLOSED})


def check(part: str, example: Example, module: Any) -> None:
    """One example against the module."""
    shown = module.Visibility(CATALOGUE)
    rule = example.get("rule")
    if part == "masked":
        prop = next(p for p in OPEN.properties if p.name == example["property"])
        assert module.mask(prop, example["value"]) == example["masked"], rule
    elif part == "values":
        node = {"category": example.get("category", "open"), "values": example.get("values"), "refs": example.get("refs")}
        left = shown.clean(node, example["level"])
        assert left["values"] == example["shown"], rule
        assert "refs" not in left, rule
    elif "node" in example:
        assert shown.clean(example["node"], example["level"]) == example["shown"], rule
    elif "many" in example:
        one = {"kinds": ["Enterprise"], "by_name": "candidate"}
        ref = {
            "role": "holder",
            "name": "甲",
            "kinds": [],
            "meant": [{"id": f"uscc:{n}"} | one for n in range(example["many"])],
        }
        left = shown.clean({"category": "open", "values": {}, "refs": [ref]}, 1)["values"]["holder"]
        assert (left["one_of"], len(left["candidates"])) == (example["many"], example["named"]), rule
    elif "stating" in example:
        assert {level: shown.stating(level) for level in example["stating"]} == example["stating"], rule
    elif "seen" in example:
        categories = {"open": OPEN, "closed": CLOSED}
        for name, seen in example["seen"].items():
            assert [shown.shows(categories[name], level) for level in range(3)] == seen, rule
    else:
        for level, names in example["withheld"].items():
            assert [name for gap in shown.incomplete(OPEN, level) for name in gap["fields"]] == names, rule


def check_left_out(example: Example, module: Any) -> None:
    """What an example names as withheld, against `not_shown` of the module."""
    for level, names in example.get("withheld", {}).items():
        assert [name for gap in module.not_shown(OPEN, level) for name in gap["fields"]] == names, example["rule"]
