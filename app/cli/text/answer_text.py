"""The answers of computed questions as lines of text: a formatter for each question, and a plain form for all others."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from app.cli.language.speaking import spoken
from app.questions.registry import ComputedQuestion
from app.words import formats
from models.base import Model

FORMATTERS: Mapping[str, str] = {
    "ownership.of": "app.cli.text.inquiry_text:ownership",
    "control.of": "app.cli.text.inquiry_text:control",
    "control.over_time": "app.cli.text.over_time_text:lines_of",
    "owners.beneficial": "app.cli.text.inquiry_text:owners",
    "group.of": "app.cli.text.inquiry_text:group",
    "related.of": "app.cli.text.inquiry_text:related",
    "relations.among": "app.cli.text.network_text:relations",
    "network.around": "app.cli.text.network_text:network",
    "differences.between": "app.cli.text.network_text:differences",
    "risk.exposure": "app.cli.text.exposure_text:exposure",
    "clues.meeting": "app.cli.text.clues_text:meetings",
    "clues.of": "app.cli.text.clues_text:seeded",
    "risk.of": "app.cli.text.risk_text:risk",
    "suspected.of": "app.cli.text.suspicion_text:suspected",
    "suspected.why_not": "app.cli.text.suspicion_text:why_not",
}
"""By question, `module:function` of what makes its answer lines."""


def lines_of(question: ComputedQuestion[Any], answer: Model) -> Iterator[str]:
    """An answer for people to read."""
    place = FORMATTERS.get(question.name)
    if place is None:
        yield from _plain(answer.model_dump(mode="json", exclude_none=True))
        return
    module, _, name = place.partition(":")
    yield from getattr(import_module(module), name)(answer)


def _plain(value: Any, indent: str = "") -> Iterator[str]:
    """Names and values, what stands inside another further in; an entry of a list begins with a dash."""
    for name, one in value.items():
        if name in _OF_THE_GRAPH:
            continue
        if isinstance(one, dict):
            yield f"{indent}{_name(name)}:"
            yield from _plain(one, indent + "  ")
        elif isinstance(one, list) and any(isinstance(item, dict) for item in one):
            yield f"{indent}{_name(name)}:"
            for item in one:
                first, *rest = _plain(item, indent + "  ") if isinstance(item, dict) else [f"{indent}  {item}"]
                yield f"{indent}- {first.lstrip()}"
                yield from rest
        else:
            many = one if isinstance(one, list) else [one]
            yield f"{indent}{_name(name)}: {spoken()('and_list').join(_said(name, each) for each in many)}"


_OF_THE_GRAPH = frozenset({"tick", "known_at", "settling"})
"""What answers say of the graph, in its own counting; not for people."""


def _name(name: str) -> str:
    """What a field is called: in Chinese by a word, where there is one; else by its own name."""
    word = spoken()
    known = word(name) if word.lang == "zh" and word.knows(name) else ""
    return known if known and "{" not in known else name.replace("_", " ")


def _said(name: str, value: Any) -> str:
    """A value in words: codes, figures and days as people read them."""
    word = spoken()
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, int | float):
        return formats.number(value)
    if not isinstance(value, str):
        return str(value)
    if formats.is_open(value):
        return word("no_end")
    if name == "region":
        return word.region(value)
    return next((word.code(of, value) for of in (name, "registration") if word.knows(f"{of}_{value}")), value)
