"""Completes the versions of records: what each says, from when until when it was believed, and what it changed."""

from itertools import pairwise
from typing import Any

from app.questions.finish import QuestionContext, finishes
from app.questions.groups import item, party_of
from models.statements import OPEN_TICK


@finishes("records.versions")
def versions(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The versions of the records of a party, those of one record together, the last first.

    Raises:
        NotFound: there is no such party, or the caller may see nothing of it.
    """
    row = context.one(rows)
    category = context.category(context.params["category"])
    shown = row["versions"] if context.visibility.shows(category, context.caller.level) else []
    made = [_version(context, raw, item(raw["fact"], category, context.as_of)) for raw in shown]
    for later, earlier in pairwise(made):
        if later["fact"] == earlier["fact"]:
            later["changed"] = sorted(_differing(later["item"]["values"], earlier["item"]["values"]))
    about = {"party": party_of(row), "category": category.name, "title": category.title.model_dump()}
    return about | {"versions": made} | context.stamp


def _version(context: QuestionContext, raw: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    made = {"fact": raw["of"], "item": one, "known_from": raw["known_from"], "recorded": raw["since"]}
    if raw["known_to"] < OPEN_TICK and raw["known_to"] <= context.known_at:
        made |= {"known_to": raw["known_to"], "replaced": raw["until"]}
    return {k: v for k, v in made.items() if v is not None}


def _differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
