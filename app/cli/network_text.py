"""Networks, paths and differences between two days as plain text for a terminal: words in English, names as they are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.analytics.structure.figures import percent
from app.cli.party_text import figure, known_as, named, some, when
from models.answers.control import Range
from models.answers.network import NetworkShape, NotFollowed, Why
from models.answers.stamped import DifferencesAnswer, NetworkAnswer, RelationsAnswer


def relations(answer: RelationsAnswer) -> Iterator[str]:
    """The best paths of each pair."""
    names, states = _told_of(answer)
    yield when(answer)
    for pair in answer.pairs:
        yield "  —  ".join(named(end, names.get(end), states.get(end)) for end in (pair.a, pair.b))
        for path in pair.paths:
            parts = [known_as(path.parties[0], names, states)]
            for step, party in zip(path.steps, path.parties[1:], strict=True):
                arrow = f"—{step.kind}→" if step.forward else f"←{step.kind}—"
                parts += [arrow, known_as(party, names, states)]
            yield f"  {' '.join(parts)}"
        if not pair.complete:
            yield "  the search was cut: there may be more"
    if not answer.pairs:
        yield "no path between any two"
    if answer.unknown:
        yield f"not known: {some([known_as(one, {}) for one in answer.unknown])}"
    yield from _not_followed(answer.not_followed)
    yield f"{answer.searched} of {answer.total} pairs searched" + (f"; next: --cursor {answer.next}" if answer.next else "")


def network(answer: NetworkAnswer) -> Iterator[str]:
    """The links around a party, by kind."""
    names, states = _told_of(answer)
    yield named(answer.party, names.get(answer.party), states.get(answer.party))
    yield when(answer)
    for link in answer.links:
        share = ""
        if link.share_max is not None:
            share = f"  {percent(Range(low=link.share_min or 0.0, high=link.share_max))}"
        source, target = (known_as(one, names, states) for one in (link.source, link.target))
        yield f"  {source} —{link.kind}→ {target}{share}"
    yield f"{answer.shown} of {answer.total} links of the party shown, {len(answer.links)} in all"
    yield from _not_followed(answer.not_followed)


def differences(answer: DifferencesAnswer) -> Iterator[str]:
    """Who came, who left and what changed, section by section."""
    more = f" and {len(answer.parties) - 1} more" if answer.parties else ""
    party = named(answer.party, answer.name, answer.state)
    yield f"{party}{more}: {answer.of.replace('_', ' ')}, {answer.before} to {answer.after}"
    for day, unknown in ((answer.before, answer.unknown_before), (answer.after, answer.unknown_after)):
        if unknown:
            yield f"not known on {day}: {some([known_as(one, answer.names) for one in unknown])}"
    for section in answer.sections:
        kinds = {"+": section.came, "-": section.left, "? +": section.perhaps_came, "? -": section.perhaps_left}
        lines = [f"  {sign} {_item(one, answer)}" for sign, items in kinds.items() for one in items]
        for one in section.changed:
            exact = {f.field for f in one.fields if f.before is not None and f.after is not None}
            told = [f for f in one.fields if f.field.removesuffix("_min").removesuffix("_max") not in exact - {f.field}]
            fields = "; ".join(f"{f.field.replace('_', ' ')} {_value(f.before)} → {_value(f.after)}" for f in told)
            lines.append(f"  ~ {_item({'name': one.name, **one.key}, answer)}: {fields}")
        known = "" if section.comparable == "yes" else f" ({section.comparable.value.replace('_', ' ')})"
        yield f"{section.section.replace('_', ' ')}{known}: {'the same' if not lines and not known else len(lines)}"
        yield from lines


def _not_followed(found: Sequence[NotFollowed]) -> Iterator[str]:
    if found:
        yield "not looked beyond: " + some([_left_alone(one) for one in found])


def _left_alone(one: NotFollowed) -> str:
    reason = "" if one.reason is Why.NAME else f" ({one.reason.value})"
    return known_as(one.id, {one.id: one.name}, {one.id: one.state}) + reason


def _told_of(answer: NetworkShape) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Names and states of the parties of a network, by id."""
    return {one.id: one.name for one in answer.nodes}, {one.id: one.state for one in answer.nodes}


def _item(item: Mapping[str, Any], answer: DifferencesAnswer) -> str:
    """An item of a difference, or what it is known by: a link, a path, a pair, or a party and what it has."""
    names, states = answer.names, answer.states
    if "source" in item:
        return f"{known_as(item['source'], names, states)} —{item['kind']}→ {known_as(item['target'], names, states)}"
    if "parties" in item:
        return " → ".join(known_as(one, names, states) for one in item["parties"])
    if "a" in item and "b" in item:
        return " — ".join(known_as(item[end], names, states) for end in "ab")
    named = [known_as(item["id"], {item["id"]: item.get("name")}, {item["id"]: item.get("state")})] if "id" in item else []
    parts = named or [str(item.get("name") or item.get("fact") or " ".join(str(v) for v in item.values() if v))]
    if item.get("direct") is not None:
        parts.append(f"direct {figure(item['direct'])}")
    if item.get("integrated") is not None:
        parts.append(f"in all {figure(item['integrated'])}")
    if item.get("left_list"):
        most = f", at most {figure(item['at_most'])}" if item.get("at_most") is not None else ""
        parts.append(f"left the list{most}")
    return "  ".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, float):
        return figure(value)
    return "otherwise" if isinstance(value, list | dict) else "–" if value is None else str(value)
