"""Networks, paths and differences between two days as plain text for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.cli.language.speaking import spoken
from app.cli.text.party_text import by_name, left_out, of_table, ref, some, when
from models.answers.difference import Changed
from models.answers.shapes import NamedParty, PartyRef
from models.answers.stamped import DifferencesAnswer, NetworkAnswer, RelationsAnswer

CODED = {"state": "registration", "form": "legal_form"}
"""Lists of codes that fields of a difference are from, where they are called otherwise."""


def relations(answer: RelationsAnswer) -> Iterator[str]:
    """The best paths of each pair."""
    word = spoken()
    table = {one.id: one for one in answer.parties}
    yield when(answer)
    for pair in answer.pairs:
        yield "  —  ".join(ref(of_table(end, table)) for end in (pair.a, pair.b))
        for path in pair.paths:
            parts = [by_name(of_table(path.parties[0], table))]
            for step, party in zip(path.steps, path.parties[1:], strict=True):
                kind = word.code("link", step.kind)
                arrow = f"—{kind}→" if step.forward else f"←{kind}—"
                parts += [arrow, by_name(of_table(party, table))]
            yield f"  {' '.join(parts)}"
    if not answer.pairs:
        yield word("no_path")
    if answer.unknown:
        yield word("not_known", parties=some([by_name(PartyRef(id=one)) for one in answer.unknown]))
    yield from left_out(answer.incomplete)
    following = word("next_cursor", next=answer.next) if answer.next else ""
    yield word("pairs_searched", n=answer.searched, total=answer.total) + following


def network(answer: NetworkAnswer) -> Iterator[str]:
    """The links around a party, by kind."""
    word = spoken()
    table = {one.id: one for one in answer.parties}
    yield ref(answer.party)
    yield when(answer)
    for link in answer.links:
        share = ""
        if link.share_max is not None:
            share = f"  {word.share(link.share_min or 0.0, link.share_max)}"
        source, target = (by_name(of_table(one, table)) for one in (link.source, link.target))
        yield f"  {source} —{word.code('link', link.kind)}→ {target}{share}"
    yield word("links_shown", shown=answer.shown, total=answer.total, n=len(answer.links))
    yield from left_out(answer.incomplete)


def differences(answer: DifferencesAnswer) -> Iterator[str]:
    """Who came, who left and what changed, section by section."""
    word = spoken()
    table = {one.id or "": one for one in answer.parties}
    party = ref(answer.party)
    party += word("and_more_than", n=len(answer.asked) - 1) if answer.asked else ""
    yield word("differs_between", party=party, of=word.code("compared", answer.of), before=answer.before, after=answer.after)
    for day, unknown in ((answer.before, answer.unknown_before), (answer.after, answer.unknown_after)):
        if unknown:
            yield word("not_known_on", day=day, parties=some([by_name(of_table(one, table)) for one in unknown]))
    for section in answer.sections:
        kinds = {"+": section.came, "-": section.left, "? +": section.perhaps_came, "? -": section.perhaps_left}
        lines = [f"  {sign} {_item(one, table)}" for sign, items in kinds.items() for one in items]
        for one in section.changed:
            lines.append(f"  ~ {_item({'name': one.name, **one.key}, table)}: {_changes(one)}")
        known = "" if section.comparable == "yes" else f" ({word.code('comparable', section.comparable)})"
        yield f"{word.code('section', section.section)}{known}: {word('the_same') if not lines and not known else len(lines)}"
        yield from lines
    yield from left_out(answer.incomplete)


def _changes(changed: Changed) -> str:
    """What changed of an item, field by field; a share that is known on both days without the range it lies in."""
    exact = {f.field for f in changed.fields if f.before is not None and f.after is not None}
    shown = [f for f in changed.fields if f.field.removesuffix("_min").removesuffix("_max") not in exact - {f.field}]
    changes = (f"{spoken().code('field', f.field)} {_value(f.field, f.before)} → {_value(f.field, f.after)}" for f in shown)
    return "; ".join(changes)


def _item(item: Mapping[str, Any], table: Mapping[str, NamedParty]) -> str:
    """An item of a difference, or what it is known by: a link, a path, a pair, or a party and what it has."""
    word = spoken()
    if "source" in item:
        kind = word.code("link", item["kind"])
        source, target = (by_name(of_table(item[end], table)) for end in ("source", "target"))
        return f"{source} —{kind}→ {target}"
    if "parties" in item:
        return " → ".join(by_name(of_table(one, table)) for one in item["parties"])
    if "a" in item and "b" in item:
        return " — ".join(by_name(of_table(item[end], table)) for end in "ab")
    if "id" in item:
        parts = [by_name(PartyRef(id=item["id"], name=item.get("name"), state=item.get("state")))]
    else:
        parts = [str(item.get("name") or item.get("fact") or " ".join(str(v) for v in item.values() if v))]
    if item.get("direct") is not None:
        parts.append(word("direct_mark", share=word.share(item["direct"])))
    if item.get("integrated") is not None:
        parts.append(word("in_all_share", share=word.share(item["integrated"])))
    if item.get("left_list"):
        most = word("at_most_mark", share=word.share(item["at_most"])) if item.get("at_most") is not None else ""
        parts.append(word("left_list_mark") + most)
    return "  ".join(parts)


def _value(field: str, value: Any) -> str:
    """A value of a field before or after a change: a share, a code in words, or that it is otherwise."""
    word = spoken()
    match value:
        case None:
            return "–"
        case bool():
            return word("yes" if value else "no")
        case float():
            return word.share(value)
        case list() | dict():
            return word("otherwise")
        case _:
            return word.code(CODED.get(field, field), str(value))
