"""Completes the answers that are lists: records page by page, histories, and batches."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import orjson

from app.errors import InputError
from app.questions.finish import QuestionContext, finishes
from app.questions.groups import ABOUT, IN, ISSUED_BY, OUT, claimants, group, item, items, party_of, with_states
from app.questions.left_out import name_in, not_all
from app.questions.visible import kind_of
from models.catalogue import Catalogue, Kind
from models.identity import strength
from models.statements import OPEN_TICK

CUT_SHORT = "it is being loaded, or its load was cut short: send the same file again to complete it, or withdraw the batch"
BROKEN_OFF = (
    ". What was read before stays: send the whole file, which makes a batch of its own, and withdraw this one if it is wrong"
)


def records_question(catalogue: Catalogue, category: str, direction: str | None = None) -> tuple[str, dict[str, str]]:
    """The question that lists a category's facts about a party, by its name, and its parameters; relationships have their own.

    Raises:
        InputError: the catalogue has no such category, or its facts have no such direction.
    """
    known = catalogue.categories.get(category)
    if known is None:
        raise InputError("the catalogue has no such category", parameter="category")
    name, allowed = ("records.relations", (IN, OUT)) if known.edge else ("records.list", (ABOUT, ISSUED_BY))
    chosen = direction or allowed[0]
    if chosen not in allowed:
        raise InputError(f"direction is {allowed[0]} or {allowed[1]} for this category", parameter="direction")
    return name, {"category": category, "direction": chosen}


@finishes("records.list")
@finishes("records.relations")
def records(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of one category's facts; nothing where the whole category is withheld from the caller."""
    row = context.one(rows)
    category = context.category(context.params["category"])
    direction = context.params["direction"]
    shown = context.visibility.shows(category, context.caller.level)
    page, following = context.page(row["items"] if shown else [])
    about = {
        "party": party_of(row),
        "category": category.name,
        "title": category.title.model_dump(),
        "direction": direction,
    }
    made = items(page, category, direction, context.as_of)
    with_states(made, row["states"])
    left_out = {"incomplete": context.visibility.incomplete(category, context.caller.level)}
    return about | context.listing(made, row["total"] if shown else 0, following) | left_out


@finishes("party.history")
def history(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Relationships towards others, ended ones too, in groups by category."""
    row = context.one(rows)
    by_category = {e["group"]: e for e in row["edges"]}
    groups = [
        group(context, category, OUT, by_category[category.name], {})
        for category in context.catalogue.categories.values()
        if category.name in by_category and context.visibility.shows(category, context.caller.level)
    ]
    for one in groups:
        with_states(one["items"], row["states"])
    card = {k: row[k] for k in ("id", "name", "contested", "state")} | {"identifiers": sorted(row["identifiers"], key=strength)}
    return card | {"kind": kind_of(row["kinds"]) or str(Kind.ORGANISATION), "groups": groups} | context.stamp


@finishes("party.show")
def show(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The card of a party: id, names, kind and identifiers."""
    row = context.one(rows)
    claims = {"claimed_by": claimants(row.pop("claimed_by"))}
    identifiers = sorted(row["identifiers"], key=strength)
    return row | (claims if claims["claimed_by"] else {}) | {"identifiers": identifiers} | context.stamp


@finishes("ownership.analysed")
def analysed(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The stored results of the standing analysis about a party, and who the parties are that they name."""
    row = context.one(rows)
    known = {one[0]: dict(zip(("id", "name", "kind", "state"), one, strict=True)) for one in row.pop("known")}
    answer: dict[str, Any] = {"party": {name: row.pop(name) for name in ("id", "name", "kind", "state")}} | row
    for part in ("controllers", "heads", "controls"):
        answer[part] = [_analysed(one, known) for one in row[part]]
    for part in ("owners", "holdings"):
        answer[part] = [_analysed(one["id"], known) | one for one in row[part]]
    gaps = [(part, len(row[part]), row[f"{part}_total"]) for part in ("owners", "holdings", "controls")]
    return answer | {"incomplete": [not_all(*gap) for gap in gaps if gap[1] < gap[2]]} | context.stamp


def _analysed(party: str, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A party as answers name it; who is no party of the graph has a name in its id alone."""
    kind = "Person" if party.startswith("person:") else "Mention"
    return known.get(party) or {"id": party, "name": name_in(party), "kind": kind, "state": None}


@finishes("catalogue.held")
def held(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How much of each category there is; of one that is above the caller's level, nothing."""
    level = context.caller.level
    known = [context.catalogue.categories.get(row["category"]) for row in rows]
    shown = [row for row, one in zip(rows, known, strict=True) if one is not None and context.visibility.shows(one, level)]
    return context.listing([{k: v for k, v in row.items() if v is not None} for row in shown], len(shown))


@finishes("batches.list")
def batches(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of the list of batches."""
    row = context.one(rows)
    page, following = context.page(row["items"])
    made = [_batch({k: v for k, v in one.items() if k != "at"}) for one in page]
    return context.listing(made, row["total"], following)


@finishes("batches.show")
def batch(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One batch with its receipt."""
    return _batch(context.one(rows)) | context.stamp


def _batch(raw: dict[str, Any]) -> dict[str, Any]:
    shown = {k: v for k, v in raw.items() if v is not None}
    if isinstance(shown.get("receipt"), str):
        shown["receipt"] = orjson.loads(shown["receipt"])
    if shown["state"] == "open":
        error = (shown.get("receipt") or {}).get("error")
        shown["remark"] = f"{error}{BROKEN_OFF}" if error else CUT_SHORT
    return shown


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
