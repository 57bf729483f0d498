"""Search: which identifiers a text may be, what the full-text index is asked, and the order of what is found."""

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from app.questions.codes import codes, meant
from app.questions.finish import QuestionContext, finishes, prepares
from app.questions.groups import by_strength
from app.questions.left_out import not_counted
from models.answers.search import Match
from models.catalogue import Kind
from models.values.names import normalise_name, simplified
from models.values.pinyin import common_characters, spells, syllable, typed

MOST = 200
"""How many parties the full-text index may propose; past it a total is "at least"."""
TRIED = 10_000
"""How many names that begin with the letters of a spelling are tried, the shortest; past it a total is "at least"."""
ENOUGH = 0.5
"""The share of the text's character pairs a name must have to count as similar."""
NO_SOUND = {"letters": "", "spelling": ""}
_COMMON = re.compile(r"(股份)?有限(责任)?公司$|集团$|公司$")
REGISTRATION, ITS_PARTY = "Registration", "party"
"""The label of statements that state a registration, and the role of whom they are about."""
EXACT = 1
"""The rank of a name that is the very one asked for: persons are found by no other."""
PREFIX, SIMILAR, SPELT = 2, 3, 4
_RANK = [Match.IDENTIFIER, Match.NAME, Match.PREFIX, Match.SIMILAR, Match.PINYIN]
_Place = tuple[int, bool, float, bool, str]
_Rank = tuple[int, float]
"""The place of a match in _RANK, and what parts matches of one place: the smaller, the better."""


def folded(text: str) -> str:
    """A name as compared: width, case, blanks, punctuation and the writing of characters do not count."""
    wide = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(c for c in wide if c.isalnum())


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
    enough = math.ceil(len(pairs) * ENOUGH)
    fewest = math.ceil(len(pairs) * ENOUGH / 2)  # half of what is enough: punctuation inside a name breaks some pairs
    exact = normalise_name(params["text"])
    found = codes(params["text"])
    right = meant(params["text"])
    found += [right] if right else []
    orgs = [code for code in found if code.startswith("org:")]
    spelt = typed(params["text"])
    sound = {"letters": " ".join(f"{word}*" for word in spelt.words), "spelling": spelt.pattern} if spelt else NO_SOUND
    # A text of one pair of characters, or of one syllable: everything that holds it is as good as the next.
    alone = [asked] if len(pairs) == 1 else []
    heard = syllable(params["text"])
    alone += [f"{char}*" for char in common_characters(heard)] if heard else []
    names = {
        "word": " ".join(alone),
        "words": "" if len(pairs) == 1 else asked,
        "pairs": pairs,
        "fewest": fewest,
        "enough": enough,
        "exact": exact,
        "tried": TRIED,
    }
    return {"codes": found, "orgs": orgs} | names | sound


@finishes("search.parties")
def search(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Ranks what was proposed, and cuts the page asked for."""
    asked = _Asked(context.params["text"])
    proposed = [row for row in rows if row["id"] is not None]
    ranked = sorted(filter(None, (_found(context, asked, row) for row in proposed)), key=lambda pair: pair[0])
    offset = context.after[0] if context.after and isinstance(context.after[0], int) else 0
    limit = context.params["limit"]
    page = [found for _, found in ranked[offset : offset + limit]]
    following = context.cursor([offset + limit]) if offset + limit < len(ranked) else None
    many = sum(not row["by_code"] for row in proposed) >= MOST or any(row["cut"] for row in rows)
    listing = context.listing(page, len(ranked), following) | {"text": asked.text}
    if right := meant(asked.text):
        listing["did_you_mean"] = right
    # A code means what it means: only names are many, and only they can be cut.
    more = many and (not ranked or any(rank[0] for rank, _ in ranked))
    return listing | {"incomplete": not_counted(len(ranked)) if more else []}


class _Asked:
    """A text looked for; how well names fit it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = folded(text)
        self._spells = typed(text) is not None or syllable(text) is not None

    def rank(self, name: str, person: bool) -> _Rank | None:
        """How well a name fits; None where it does not. A person is found by no other name than the very one."""
        found = _rank(self._folded, folded(name))
        if person:
            return found if found and found[0] == EXACT else None
        if found is None and self._spells and (spelt := spells(self.text, name)):
            inside, less = spelt
            return (SPELT, inside + less)
        return found


def _found(
    context: QuestionContext, asked: _Asked, row: dict[str, Any]
) -> tuple[tuple[int, bool, float, bool, str], dict[str, Any]] | None:
    """A party and its place among those found: who bears a name now comes before who bore it."""
    now, former = _names(context, row)
    person = row["kind"] == Kind.PERSON
    if person and not now and row["told"]:
        now = [row["told"]]
    ranks = [(rank, i >= len(now), name) for i, name in enumerate((*now, *former)) if (rank := asked.rank(name, person))]
    fits = [((rank[0], gone and rank[0] <= PREFIX, rank[1], gone), name) for rank, gone, name in ranks]
    if row["by_code"]:
        fits.append(((0, False, -1.0, False), ""))
    if not fits:
        return None
    place, name = min(fits, key=lambda fit: fit[0])
    shown = now[0] if now else row["told"]
    out = {"id": row["id"], "name": shown or (former[0] if former else None), "kind": row["kind"]}
    if state := _state(context, row):
        out["state"] = state
    if name and name != out["name"]:
        out["matched"] = name
    if place[3]:
        out["formerly"] = True
    out |= {"match": str(_RANK[place[0]]), "identifiers": by_strength(row["identifiers"])}
    return (*place, row["id"]), out


def _rank(text: str, name: str) -> _Rank | None:
    if not text or not name:
        return None
    if name == text:
        return (EXACT, -1.0)
    overlap, part = _overlap(text, name)
    if name.startswith(text):
        return (PREFIX, -overlap)
    return (SIMILAR, -overlap) if part >= ENOUGH else None


def _overlap(text: str, name: str) -> tuple[float, float]:
    """How alike two names are by their pairs of characters (Dice), and the share of the text's pairs that the name has."""
    a, b = _pairs(text), _pairs(name)
    both = len(a & b)
    return round(2 * both / (len(a) + len(b)), 6), both / len(a)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _names(context: QuestionContext, row: dict[str, Any]) -> tuple[list[str], list[str]]:
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


def _state(context: QuestionContext, row: dict[str, Any]) -> str | None:
    """The state of its registration on the day: as the part `state_of` of the Cypher questions says it."""
    own = [told for told in row["registrations"] if REGISTRATION in told["labels"] and told["role"] == ITS_PARTY]
    held = [told for told in own if told["from"] <= context.as_of < told["to"]]
    for told in sorted(held, key=lambda one: (one["from"], one["told"]), reverse=True):
        if state := told["state"]:
            return str(state)
        for ended, as_state in (("deregistered_on", "deregistered"), ("revoked_on", "revoked")):
            if (day := told[ended]) is not None and day <= context.as_of:
                return as_state
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield from map(str, value)
    elif value is not None:
        yield str(value)
