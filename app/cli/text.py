"""Answers as plain text for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.cli.messages import in_words
from models.catalogue import TOLD_SUFFIX, Catalogue

if TYPE_CHECKING:
    from models.work.checks import Checked
    from models.work.receipt import Receipt, Taken

NOTES = 5
"""How many notes of a receipt are shown."""
SECTIONS = ("base", "owners", "holdings", "people", "posts", "branches", "relations", "records", "issued")


def portrait(answer: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    """A portrait, a line a fact."""
    party = answer["party"]
    yield f"{party['name'] or '(no public name)'}  [{party['kind']}]"
    if party["other_names"]:
        yield "also: " + "、".join(party["other_names"])
    yield "  ".join(party["identifiers"])
    if party["contested"]:
        claims = "、".join(f"{p.get('name') or ''} {p['id']}".strip() for p in party.get("claimed_by", ()))
        yield f"contested: several codes claim it{f', those of {claims}' if claims else ''}"
    yield f"as of {answer['as_of']}, known at {answer['known_at']}, {answer['view']} view" + (
        ", settling" if answer["settling"] else ""
    )
    for section in SECTIONS:
        for group in answer[section]:
            if group["total"]:
                yield ""
                yield from _group(group, catalogue)
    if answer["missing"]:
        yield ""
        yield "missing:"
        for m in answer["missing"]:
            upto = f", up to {m['loaded_to']}" if "loaded_to" in m else ""
            loaded = f" (last loaded {m['loaded_on']}{upto})" if "loaded_on" in m else ""
            yield f"  {m['title']['zh']} {m['title']['en']}: {m['state'].replace('_', ' ')}{loaded}"


def _group(group: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    title = f"{group['title']['zh']} {group['title']['en']}"
    yield f"{title} [{group['display_class']}] {group['shown']} of {group['total']}"
    for one in group["items"]:
        yield "  " + item(one, catalogue)


def item(one: dict[str, Any], catalogue: Catalogue) -> str:
    """One fact in a line: whom it concerns, what it says, since when, and who said it."""
    known = catalogue[one["category"]].by_name
    parts = [_value(one["party"])] if "party" in one else []
    for name, value in one["values"].items():
        told = known.get(name.removesuffix(TOLD_SUFFIX))
        title = known[name].title.zh if name in known else f"{told.title.zh} (as told)" if told else name
        parts.append(f"{title}={_value(value)}")
    e = one["evidence"]
    until = f"–{e['valid_to']}" if "valid_to" in e else ""
    source = "; also ".join(
        " ".join(t[k] for k in ("provider", "document", "place") if k in t) for t in (e, *e.get("also", ()))
    )
    for other in e.get("same_number", ()):
        whose = "、".join(map(_value, other["parties"].values()))
        parts.append(
            f"{'possibly one with what' if other['possibly_one'] else 'same number:'} {other['provider']} tells of {whose}"
        )
    if e.get("same_number_many"):
        parts.append("same number: more than fifty other records")
    return "; ".join(parts) + f"  ({e['valid_from']}{until}; {source})"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        many = f" (by name, one of {value['one_of']})" if "one_of" in value else ""
        by_name = " (by name)" if "by_name" in value else many
        return str(value.get("name") or value.get("id") or "?") + by_name
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def found(answer: dict[str, Any]) -> Iterator[str]:
    """Parties found, one a line; before them the identifier that was meant, where its check character was wrong."""
    if "did_you_mean" in answer:
        yield f"the check character is wrong; did you mean {answer['did_you_mean']}?"
    for one in answer["items"]:
        former = f" ({'formerly ' if 'formerly' in one else ''}{one['matched']})" if "matched" in one else ""
        yield f"{one['id']}\t{one['name'] or ''}{former}\t{one['kind']}\t{one['match']}"


def listing(answer: dict[str, Any]) -> str:
    """How much of a list is shown."""
    following = f"; next: --cursor {answer['next']}" if answer["next"] else ""
    if answer["at_least"] and answer["shown"] >= answer["total"]:
        return f"{answer['shown']} shown, there may be more{following}"
    least = "at least " if answer["at_least"] else ""
    return f"{answer['shown']} of {least}{answer['total']}{following}"


def _in_place_of(taken: "Taken") -> str:
    return f" (in place of {taken.instead}, as the mapping says)" if taken.instead else ""


def receipt(one: "Receipt") -> Iterator[str]:
    """A receipt in a few lines."""
    if one.error:
        yield f"{one.document}: {in_words(_unnamed(one.error, one.document))}"
    said = " (loaded before)" if one.repeated else " (withdrawn)" if one.withdrawn else " (dry run)" if one.dry_run else ""
    yield (
        f"{one.document}: {one.rows} rows = {one.accepted} accepted + {one.unchanged} unchanged + {one.rejected} rejected; "
        f"{one.flagged} flagged; {one.facts} facts{said}"
    )
    if one.taken:
        yield "  taken: " + "; ".join(f"{t.column or t.what}: {t.value}{_in_place_of(t)}" for t in one.taken)
    for remark in one.remarks[:NOTES]:
        more = ", …" if remark.rows > len(remark.lines) else ""
        yield f"  {remark.rows} {'row' if remark.rows == 1 else 'rows'}: {remark.remark} (line {', '.join(remark.lines)}{more})"
    if len(one.remarks) > NOTES or one.unlisted:
        yield f"  and {len(one.remarks) - NOTES} other remarks; --json lists them"
    yield from (f"  conflict: {told}" for told in one.differences[:NOTES])
    if one.conflicts > NOTES:
        yield f"  {one.conflicts} conflicts in all"
    yield from _previewed(one)
    yield from (f"  note: {_unnamed(note, one.document)}" for note in one.notes[:NOTES])
    if len(one.notes) > NOTES:
        yield f"  and {len(one.notes) - NOTES} more notes"
    if one.rejects:
        yield f"  rejects: {one.rejects}"


def _previewed(one: "Receipt") -> Iterator[str]:
    for row in one.preview:
        if row.refused:
            yield f"  line {row.line} is refused: {row.refused}"
        yield from (f"  line {row.line}: {said}" for said in row.says)
        yield from (f"    {remark}" for remark in row.remarks)


def checked(one: "Checked") -> Iterator[str]:
    """What a check found."""
    sound = "sound" if not one.differing else f"NOT SOUND, {one.differing_total} things differ"
    yield f"{sound}: {one.categories} categories, {one.questions} questions, tick {one.tick} ({one.engine})"
    if one.statements is not None:
        yield f"worked out anew: {one.statements} statements, {one.facts} facts, {one.identifiers} identifiers"
    if one.digest:
        yield f"digest {one.digest}"
    for each in one.differing or ():
        yield f"  {each.what} {each.id}: {each.text}"
    if one.differing and one.differing_total > len(one.differing):
        yield f"  and {one.differing_total - len(one.differing)} more"
    if one.differing and one.settling:
        yield "something still waits to be worked in, and may be what differs: load anything, then check again"
    if one.differing and one.moved:
        yield "something was written meanwhile, and may be what differs: check again"


def _unnamed(message: str, document: str) -> str:
    """A message about a document without the document's name, which stands before it already."""
    for name in (document, document.rpartition("/")[2]):
        message = message.removeprefix(f"{name}: ")
    return message
