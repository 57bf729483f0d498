"""Turns rows, from which restricted properties were removed, into the items and groups of answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.questions.finish import QuestionContext
from app.questions.loaded import Days
from app.questions.same_number import same_number
from app.questions.visible import kind_of
from models.answers.parts import State
from models.catalogue import Category, Kind
from models.statements import OPEN_DAY

IN, OUT, ABOUT, ISSUED_BY = "in", "out", "about", "issued_by"
_OPTIONAL_EVIDENCE = ("stated_as", "by_name", "last_seen", "ended_after", "left_list", "at_most", "held_back")


def party_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The party of a row, as a PartyRef: its id, name, kind by its labels, and the state of its registration."""
    kind = kind_of(row["kinds"]) or str(Kind.ORGANISATION)
    return {"id": row["id"], "name": row["name"], "kind": kind, "state": row["state"]}


def claimants(raws: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parties that claim a contested identifier, each as a PartyRef."""
    named = ({"id": r["id"], "name": r["name"], "kind": kind_of(r["kinds"])} for r in raws)
    return [{k: v for k, v in one.items() if v is not None} for one in named]


def with_states(made: Sequence[dict[str, Any]], states: Iterable[tuple[str, str]]) -> None:
    """Set, in place, the state of registration of each party that the items refer to, where `states` has one."""
    known = dict(states)
    if not known:
        return
    for one in made:
        for ref in (one.get("party"), *one["values"].values()):
            if isinstance(ref, dict) and ref.get("id") in known:
                ref["state"] = known[ref["id"]]


def item(raw: dict[str, Any], category: Category, as_of: str) -> dict[str, Any]:
    """A record or relationship as an Item, from what the part `fact` returns."""
    out: dict[str, Any] = {"category": raw["category"]}
    if raw["role"] is not None:
        out["role"] = raw["role"]
    evidence = _evidence(raw["evidence"], as_of)
    same = raw["evidence"]["same"]
    if any(other["many"] for other in same):
        evidence["same_number_many"] = True
    elif others := list(same_number(category, raw["values"], same)):
        evidence["same_number"] = others
    return out | {"values": raw["values"], "evidence": evidence}


def _evidence(raw: dict[str, Any], as_of: str) -> dict[str, Any]:
    source = raw["source"] or {}
    out = {"provider": raw["provider"]}
    out |= {k: source[k] for k in ("document", "batch", "place", "remarks") if source.get(k) is not None}
    out |= {"day": raw["day"], "valid_from": raw["valid_from"]}
    if raw["valid_to"] != OPEN_DAY:
        out["valid_to"] = raw["valid_to"]
    out["current"] = as_of < raw["valid_to"]
    out |= {k: source[k] for k in ("recorded_at", "recorded") if source.get(k) is not None}
    out |= {k: raw[k] for k in _OPTIONAL_EVIDENCE if raw[k] is not None}
    if raw["contested"]:
        out |= objections_on(raw["contested"], as_of)
    if raw["also"]:
        out["also"] = [{k: v for k, v in statement.items() if v is not None} for statement in raw["also"]]
    return out | {"statements": raw["statements"]}


def objections_on(marks: Iterable[str], as_of: str) -> dict[str, Any]:
    """The objections to a fact that were lodged by a day, as they stood on it (see loaders.derive.acts.contested)."""
    found = []
    for lodged, answered, result in (mark.split("/") for mark in marks):
        if lodged <= as_of:
            known = answered <= as_of
            found.append({"lodged_on": lodged} | ({"answered_on": answered, "result": result} if known else {}))
    if not found:
        return {}
    return {"contested": any("answered_on" not in one for one in found), "objections": found}


def relation(raw: dict[str, Any], category: Category, direction: str, as_of: str) -> dict[str, Any]:
    """A relationship as an Item, its other end as `party`."""
    assert category.edge is not None
    ends = (category.edge.source, category.edge.target)
    theirs, ours = ends if direction == IN else ends[::-1]
    made = item(raw["fact"], category, as_of)
    values = made["values"]
    party = values.pop(theirs, None)
    values.pop(ours, None)
    made["party"] = party if party is not None else {}
    return made


def items(raws: Sequence[dict[str, Any]], category: Category, direction: str, as_of: str) -> list[dict[str, Any]]:
    """The items of a group, whether records or relationships."""
    if category.edge:
        return [relation(raw, category, direction, as_of) for raw in raws]
    return [item(raw.get("fact", raw), category, as_of) for raw in raws]


def group(
    context: QuestionContext,
    category: Category,
    direction: str,
    facts: dict[str, Any] | None,
    loaded: Days,
) -> dict[str, Any]:
    """One category's group in an answer: its facts, or the reason why there are none."""
    level = context.caller.level
    base: dict[str, Any] = {
        "category": category.name,
        "title": {"zh": category.title.zh, "en": category.title.en},
        "display_class": str(category.display_class),
        "direction": direction,
    }
    if not context.visibility.shows(category, level):
        return base | {"shown": 0, "total": None, "state": str(State.WITHHELD), "items": []}
    made = items(facts["items"], category, direction, context.as_of) if facts else []
    total = facts["total"] if facts else 0
    days = loaded.get(category.name)
    state = State.FILED if total else State.NOT_FILED if days else State.NOT_LOADED
    out = base | {"shown": len(made), "total": total, "state": str(state)} | (days or {})
    if incomplete := context.visibility.incomplete(category, level):
        out["incomplete"] = incomplete
    return out | {"items": made}
