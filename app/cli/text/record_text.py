"""Portraits, lists, batches and checks as plain text for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.cli.language import speaking
from app.cli.language.messages import in_words
from app.cli.language.speaking import spoken
from app.cli.text import receipt_text
from models.catalogue import AS_STATED_SUFFIX, CODES_SUFFIX, Catalogue, Property, TypeName

if TYPE_CHECKING:
    from models.work.checks import Checked

SECTIONS = ("base", "owners", "holdings", "people", "posts", "branches", "relations", "records", "issued")


def portrait(answer: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    """A portrait, a line a fact."""
    word, party = spoken(), answer["party"]
    yield f"{party['name'] or word('unnamed')}  [{word.code('kind', party['kind'])}]"
    if party["other_names"]:
        yield word("also_called", names="、".join(party["other_names"]))
    yield "  ".join(party["identifiers"])
    if party["contested"]:
        claims = "、".join(f"{p.get('name') or ''} {p['id']}".strip() for p in party.get("claimed_by", ()))
        yield word("contested_claims") + (word("contested_whose", parties=claims) if claims else "")
    yield speaking.when(answer["as_of"], answer["known_at"], answer["view"], settling=answer["settling"])
    for section in SECTIONS:
        for group in answer[section]:
            if group["total"]:
                yield ""
                yield from _group(group, catalogue)
    if answer["missing"]:
        yield ""
        yield word("missing_list")
        for m in answer["missing"]:
            yield f"  {word.title(m['title'])}: {word.code('state', m['state'])}{_loaded(m)}"


def _loaded(missing: dict[str, Any]) -> str:
    if "loaded_on" not in missing:
        return ""
    if "loaded_to" in missing:
        return spoken()("loaded_up_to", day=missing["loaded_on"], upto=missing["loaded_to"])
    return spoken()("loaded_until", day=missing["loaded_on"])


def _group(group: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    word = spoken()
    shown = word("of", shown=group["shown"], total=group["total"])
    yield f"{word.title(group['title'])} [{word.code('class', group['display_class'])}] {shown}"
    for one in group["items"]:
        yield "  " + item(one, catalogue)


def item(one: dict[str, Any], catalogue: Catalogue) -> str:
    """One fact in a line: whom it concerns, what it says, since when, and who said it."""
    word, evidence = spoken(), one["evidence"]
    parts = [_party(one["party"])] if "party" in one else []
    for prop in catalogue[one["category"]].properties:
        parts += _stated(prop, one["values"])
    parts += _same_number(evidence)
    parts += _disputed(evidence)
    source = word("source_also").join(
        " ".join(t[k] for k in ("provider", "document", "place") if k in t) for t in (evidence, *evidence.get("also", ()))
    )
    period = word.period(evidence["valid_from"], evidence.get("valid_to"))
    return "; ".join(parts) + f"  ({period}; {source})"


def _stated(prop: Property, values: dict[str, Any]) -> Iterator[str]:
    """What a fact states of a property, and its text where that could not be read."""
    word = spoken()
    title = word.title(prop.title)
    if prop.type is TypeName.PARTY and not prop.sensitive:
        party = values.get(prop.name)
        codes = "、".join(values.get(prop.name + CODES_SUFFIX, ()))
        text = " ".join(filter(None, [_party(party) if party else "", codes]))
    else:
        text = word.value(prop, values)
    if text:
        yield f"{title}={text}"
    if prop.name + AS_STATED_SUFFIX in values:
        yield f"{word('value_as_stated', title=title)}={values[prop.name + AS_STATED_SUFFIX]}"


def _same_number(evidence: dict[str, Any]) -> Iterator[str]:
    word = spoken()
    for other in evidence.get("same_number", ()):
        whose = "、".join(map(_party, other["parties"].values()))
        key = "possibly_one_with" if other["possibly_one"] else "number_reported_of"
        yield word(key, provider=other["provider"], whose=whose)
    if evidence.get("same_number_many"):
        yield word("number_of_many")


def _disputed(evidence: dict[str, Any]) -> Iterator[str]:
    """That a fact is held back from the public, and the objections to it."""
    word = spoken()
    if evidence.get("held_back"):
        yield word("fact_held_back")
    for one in evidence.get("objections", ()):
        if "answered_on" in one:
            result = word.code("objection_result", one["result"])
            yield word("fact_answered", day=one["lodged_on"], answered=one["answered_on"], result=result)
        else:
            yield word("fact_contested", day=one["lodged_on"])


def _party(party: dict[str, Any]) -> str:
    word = spoken()
    name = str(party.get("name") or party.get("id") or "?")
    if "by_name" in party:
        return name + word("by_name_mark")
    return name + (word("one_of_mark", n=party["one_of"]) if "one_of" in party else "")


def found(answer: dict[str, Any]) -> Iterator[str]:
    """Parties found, one a line; before them the identifier that was meant, where its check character was wrong."""
    word = spoken()
    if "did_you_mean" in answer:
        yield word("meant", identifier=answer["did_you_mean"])
    for one in answer["items"]:
        other = word("formerly_mark" if "formerly" in one else "matched_mark", name=one["matched"]) if "matched" in one else ""
        yield f"{one['id']}\t{one['name'] or ''}{other}\t{word.code('kind', one['kind'])}\t{word.code('match', one['match'])}"


def listing(answer: dict[str, Any]) -> str:
    """How much of a list is shown."""
    word, how_many = spoken(), {"shown": answer["shown"], "total": answer["total"]}
    following = word("next_cursor", next=answer["next"]) if answer["next"] else ""
    if answer["incomplete"]:
        key = "maybe_more" if answer["shown"] >= answer["total"] else "shown_of_least"
        return word(key, **how_many) + following
    return word("of", **how_many) + following


def batch_line(one: dict[str, Any], catalogue: Catalogue) -> str:
    """A batch of a list: its id, its state, its category, its document, when it was loaded, and how to finish an open one."""
    shown = ("batch", "state", "category", "document", "loaded_at", *(["remark"] if "remark" in one else []))
    return "\t".join(_of_batch(name, one[name], catalogue) if name in one else "" for name in shown)


def batch(one: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    """A batch, a line for each thing that is known of it, its receipt last."""
    word = spoken()
    for name in (
        "batch",
        "state",
        "category",
        "provider",
        "day",
        "document",
        "loaded_at",
        "newest",
        "node",
        "origin",
        "remark",
    ):
        if name in one:
            yield word("named", name=word(f"batch_{name}"), value=_of_batch(name, one[name], catalogue))
    if one.get("receipt"):
        from models.work.receipt import Receipt

        yield from receipt_text.receipt(Receipt.model_validate(one["receipt"]))


def batch_document(one: dict[str, Any]) -> dict[str, Any]:
    """A batch as JSON, its texts in the language in use."""
    texts: dict[str, Any] = {"remark": in_words(one["remark"])} if one.get("remark") else {}
    if one.get("receipt"):
        from models.work.receipt import Receipt

        texts["receipt"] = receipt_text.document(Receipt.model_validate(one["receipt"]))
    return one | texts


def _of_batch(name: str, value: Any, catalogue: Catalogue) -> str:
    word = spoken()
    match name:
        case "state":
            return word.code("batch_state", value)
        case "category" if value in catalogue.categories:
            return word.title(catalogue[value].title)
        case "day" | "newest":
            return word.day(value)
        case "loaded_at":
            return word.moment(value)
        case "remark":
            return in_words(value)
    return str(value)


def checked(one: "Checked") -> Iterator[str]:
    """What a check found."""
    word = spoken()
    sound = word("sound") if not one.differing else word("not_sound", n=one.differing_total)
    yield word("checked", sound=sound, categories=one.categories, questions=one.questions, engine=one.engine)
    if one.statements is not None:
        yield word("worked_out", statements=one.statements, facts=one.facts, identifiers=one.identifiers)
    if one.erased:
        yield word("erased_in_part", n=one.erased)
    if one.digest:
        yield word("digest", digest=one.digest)
    for each in one.differing or ():
        yield f"  {word.code('what', each.what)} {each.id}: {each.text}"
    if one.differing and one.differing_total > len(one.differing):
        yield "  " + word("more_differ", n=one.differing_total - len(one.differing))
    if one.differing and one.settling:
        yield word("check_settling")
    if one.differing and one.moved:
        yield word("check_moved")
