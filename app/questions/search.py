"""Search: which identifiers a text may be, what the full-text index is asked, and the order of what is found."""

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from app.questions.finish import Context, finishes, prepares
from app.questions.groups import SCHEMES, by_strength
from models.catalogue import Kind
from models.names import normalise_name, simplified
from models.registration_numbers import other_registration
from models.search import Match

MOST = 200
"""How many parties the full-text index may propose; past it a total is "at least"."""
ENOUGH = 0.5
"""The share of the text's character pairs a name must have to count as similar."""
EXCHANGES = ("SH", "SZ", "BJ")
_COMMON = re.compile(r"(股份)?有限(责任)?公司$|集团$|公司$")
EXACT = 1
"""The rank of a name that is the very one asked for: persons are found by no other."""
_RANK = [Match.IDENTIFIER, Match.NAME, Match.PREFIX, Match.SIMILAR]


def folded(text: str) -> str:
    """A name as compared: width, case, blanks, punctuation and the writing of characters do not count."""
    wide = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(c for c in wide if c.isalnum())


def codes(text: str) -> list[str]:
    """The identifier ids a text may stand for: `scheme:value` as it is, a bare code under every scheme it fits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    scheme, colon, value = plain.partition(":")
    if colon and scheme.lower() in SCHEMES:
        bare = value.strip()
        return [f"{scheme.lower()}:{bare}", f"{scheme.lower()}:{bare.upper()}"]
    code = re.sub(r"[\s\-]", "", plain).upper()
    out = [f"dept:{plain}"]
    if number := other_registration("".join(plain.split()).upper()):
        out.append(f"reg:{number}")
    if re.fullmatch(r"[0-9A-Z]{18}", code):
        out.append(f"uscc:{code}")
    if re.fullmatch(r"[0-9A-Z]{13,15}", code):
        out.append(f"reg:{code}")
    if re.fullmatch(r"[0-9A-Z]{9}", code):
        out.append(f"org:{code}")
    if re.fullmatch(r"\d{6}", code):
        out += [f"stock:{code}.{exchange}" for exchange in EXCHANGES]
    if re.fullmatch(r"\d{6}\.(SH|SZ|BJ)", code):
        out.append(f"stock:{code}")
    return out


def identifier(text: str) -> str:
    """The identifier id a text most likely stands for: itself where it names its scheme, else by the form of the code."""
    found = codes(text)
    return text if ":" in text else found[1] if len(found) > 1 else found[0]


def words(text: str) -> str:
    """What the full-text index is asked: letters, digits and Chinese characters alone, without the words all firms share."""
    wide = simplified(unicodedata.normalize("NFKC", text)).lower()
    clean = " ".join("".join(c if c.isalnum() else " " for c in wide).split())
    core = _COMMON.sub("", clean)
    return core if len(core) >= 2 else clean


@prepares("search.parties")
def prepare(params: dict[str, Any]) -> dict[str, Any]:
    """The derived parameters of a search."""
    asked = words(params["text"])
    pairs = sorted(_pairs(asked.replace(" ", ""))) if asked else []
    fewest = math.ceil(len(pairs) * ENOUGH / 2)  # half of what is enough: punctuation inside a name breaks some pairs
    exact = normalise_name(params["text"])
    return {"codes": codes(params["text"]), "words": asked, "pairs": pairs, "fewest": fewest, "exact": exact}


@finishes("search.parties")
def search(context: Context, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Ranks what was proposed, and cuts the page asked for."""
    text = folded(context.params["text"])
    ranked = sorted(filter(None, (_found(context, text, row) for row in rows)), key=lambda pair: pair[0])
    offset = context.after[0] if context.after and isinstance(context.after[0], int) else 0
    limit = context.params["limit"]
    page = [found for _, found in ranked[offset : offset + limit]]
    following = context.cursor([offset + limit]) if offset + limit < len(ranked) else None
    proposed = sum(not row["by_code"] for row in rows)
    listing = context.listing(page, len(ranked), following) | {"text": context.params["text"]}
    # A code means what it means: only names are many, and only they can be cut.
    return listing | {"at_least": proposed >= MOST and any(rank[0] for rank, _ in ranked)}


def _found(context: Context, text: str, row: dict[str, Any]) -> tuple[tuple[int, float, bool, str], dict[str, Any]] | None:
    now, former = _names(context, row)
    best: tuple[int, float, str | None] | None = (0, -1.0, None) if row["by_code"] else None
    person = row["kind"] == Kind.PERSON
    if person and not now and row["told"]:
        now = [row["told"]]
    for name in (*now, *former):
        rank = _rank(text, folded(name))
        if person and (rank is None or rank[0] > EXACT):
            continue
        if rank and (best is None or rank < best[:2]):
            best = (*rank, name)
    if best is None:
        return None
    shown = now[0] if now else row["told"]
    out = {"id": row["id"], "kind": row["kind"], "name": shown or (former[0] if former else None)}
    if best[2] is not None and best[2] != out["name"]:
        out["matched"] = best[2]
    out |= {"match": str(_RANK[best[0]]), "identifiers": by_strength(row["identifiers"])}
    borne_no_more = best[2] is not None and best[2] not in now
    return (best[0], best[1], borne_no_more, row["id"]), out


def _rank(text: str, name: str) -> tuple[int, float] | None:
    if not text or not name:
        return None
    if name == text:
        return (1, -1.0)
    overlap, part = _overlap(text, name)
    if name.startswith(text):
        return (2, -overlap)
    return (3, -overlap) if part >= ENOUGH else None


def _overlap(text: str, name: str) -> tuple[float, float]:
    """How alike two names are by their pairs of characters (Dice), and the share of the text's pairs that the name has."""
    a, b = _pairs(text), _pairs(name)
    both = len(a & b)
    return round(2 * both / (len(a) + len(b)), 6), both / len(a)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _names(context: Context, row: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Registered names on the day, the one to show first, and former ones."""
    now: dict[str, None] = {}
    former: dict[str, None] = {}
    for told in sorted(row["registrations"], key=lambda r: (r["from"], r["told"]), reverse=True):
        form = context.catalogue[told["category"]].party
        assert form is not None
        for i, name in enumerate(form.names):
            target = now if i == 0 and context.as_of < told["to"] else former
            for text in _texts(told["values"].get(name)):
                target.setdefault(text)
    return list(now), [n for n in former if n not in now]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield from map(str, value)
    elif value is not None:
        yield str(value)
