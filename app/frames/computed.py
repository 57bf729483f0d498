"""The answers that are worked out, by the names they have on the command line, each from its parameters."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from app.answers import Asked, Reader
from app.answers import control as controlling
from app.answers import relations as relating
from app.answers.control_over_time import controls_over_time
from app.answers.difference import differences
from app.answers.linkage import suspected, why_not
from app.answers.ownership import ownership
from app.questions import Questions
from app.rules.rule_sets import rule_set
from models.base import Model

Answering = Callable[..., Awaitable[Model]]

OF_READER: Mapping[str, Answering] = {
    "ownership": ownership,
    "control": controlling.control,
    "owners": controlling.beneficial_owners,
    "related": controlling.related,
    "group": controlling.group,
    "relations": relating.relations,
    "network": relating.network,
    "suspected": suspected,
    "why_not": why_not,
}
"""Answers of one day, from a reader."""
OF_DAYS: Mapping[str, Answering] = {"differences": differences, "controls_over_time": controls_over_time}
"""Answers of several days, which make readers of their own."""
NAMES = (*OF_READER, *OF_DAYS)


async def computed(questions: Questions, asked: Asked, name: str, params: Mapping[str, Any]) -> Model:
    """One of these answers. A rule set may be given by its name.

    Raises what the answer raises; TypeError where it takes no such parameter or lacks one.
    """
    given = dict(params)
    if isinstance(given.get("rules"), str) and name not in ("differences",):
        given["rules"] = rule_set(given["rules"])
    if name in OF_READER:
        return await OF_READER[name](Reader(questions, asked), **given)
    return await OF_DAYS[name](questions, asked, **given)
