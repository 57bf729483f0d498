"""Search for parties: which identifiers a text may be, the query of the full-text index, and the order of matches."""

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from app.questions.codes import codes, meant
from app.questions.finish import QuestionContext, finishes, prepares
from app.questions.left_out import not_counted
from models.answers.search import Match
from models.catalogue import Kind
from models.identity import strength
from models.values.names import normalise_name, simplified
from models.values.pinyin import common_characters, spells, syllable, typed

MOST = 200
"""The most parties that the full-text index may propose; past it a total is "at least"."""
TRIED = 10_000
"""The most names, the shortest first, that are tried against a spelling's letters; past it a total is "at least"."""
ENOUGH = 0.5
"""The share of the text's character pairs a name must have to count as similar."""
NO_SOUND = {"letters": "", "spelling": ""}
_COMMON = re.compile(r"(股份)?有限(责任)?公司$|集团$|公司$")
REGISTRATION, ITS_PARTY = "Registration", "party"
"""The label of statements that state a registration, and the role of whom they are about."""
EXACT = 1
"""The rank of a name equal to the searched text: the only one by which a person matches."""
PREFIX, SIMILAR, SPELT = 2, 3, 4
_RANK = [Match.IDENTIFIER, Match.NAME, Match.PREFIX, Match.SIMILAR, Match.PINYIN]
_Place = tuple[int, bool, float, bool, str]
_Rank = tuple[int, float]
"""The class of a match, and its order among matches of one class: the smaller, the better."""


def folded(text: str) -> str:
    """A name in the form for comparison: no blanks or punctuation, one width, one case, one variant of each character."""
    wide = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(c for c in wide if c.isalnum())


def words(text: str) -> str:
    """The query for the full-text index: letters, digits and Chinese characters alone, without words that all firms share."""
    wide = simplified(unicodedata.normalize("NFKC", text)).lower()
    clean = " ".join("".join(c if c.isalnum() else " " for c in wide).split())
    core = _COMMON.sub("", clean)
    return core if len(core) >= 2 else clean


@prepares("search.parties")
def prepare(params: dict[str, Any]) -> dict[str, Any]:
    """The derived parameters of a search, from its `text`."""
    searched = words(params["text"])
    pairs = sorted(_pairs(searched.replace(" ", ""))) if searched else []
    enough = math.ceil(len(pairs) * ENOUGH)
    fewest = math.ceil(len(pairs) * ENOUGH / 2)  # half of what is enough: punctuation inside a name breaks some pairs
    exact = normalise_name(params["text"])
    ids = codes(params["text"])
    right = meant(params["text"])
    ids += [right] if right else []
    orgs = [code for code in ids if code.startswith("org:")]
    spelt = typed(params["text"])
    sound = {"letters": " ".join(f"{word}*" for word in spelt.words), "spelling": spelt.pattern} if spelt else NO_SOUND
    # A text of one pair of characters, or of one syllable: everything that holds it is as good as the next.
    alone = [searched] if len(pairs) == 1 else []
    heard = syllable(params["text"])
    alone += [f"{char}*" for char in common_characters(heard)] if heard else []
    names = {
        "word": " ".join(alone),
        "words": "" if len(pairs) == 1 else searched,
        "pairs": pairs,
        "fewest": fewest,
        "enough": enough,
        "exact": exact,
        "tried": TRIED,
    }
    return {"codes": ids, "orgs": orgs} | names | sound


@finishes("search.parties")
def search(context: QuestionContext, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Ranks the proposed parties, and returns the requested page of those that match."""
    searched = _SearchedText(context.params["text"])
    proposed = [row for row in rows if row["id"] is not None]
    ranked = sorted(filter(None, (_match(context, searched, row) for row in proposed)), key=lambda pair: pair[0])
    offset = context.after[0] if context.after and isinstance(context.after[0], int) else 0
    limit = context.params["limit"]
    page = [match for _, match in ranked[offset : offset + limit]]
    following = context.cursor([offset + limit]) if offset + limit < len(ranked) else None
    many = sum(not row["by_code"] for row in proposed) >= MOST or any(row["cut"] for row in rows)
    listing = context.listing(page, len(ranked), following) | {"text": searched.text}
    if right := meant(searched.text):
        listing["did_you_mean"] = right
    # A code means what it means: only names are many, and only they can be cut.
    more = many and (not ranked or any(rank[0] for rank, _ in ranked))
    return listing | {"incomplete": not_counted(len(ranked)) if more else []}


class _SearchedText:
    """The text of a search; ranks names by how well they match it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = folded(text)
        self._spells = typed(text) is not None or syllable(text) is not None

    def rank(self, name: str, person: bool) -> _Rank | None:
        """The rank of a name, the smaller the better; None where it does not match, as a person's whose name is not exact."""
        rank = _rank(self._folded, folded(name))
        if person:
            return rank if rank and rank[0] == EXACT else None
        if rank is None and self._spells and (spelt := spells(self.text, name)):
            inside, less = spelt
            return (SPELT, inside + less)
        return rank


def _match(
    context: QuestionContext, searched: _SearchedText, row: dict[str, Any]
) -> tuple[tuple[int, bool, float, bool, str], dict[str, Any]] | None:
    """A party and its place in the order of matches (who bears a name now before who bore it); None where nothing matches."""
    now, former = _names(context, row)
    person = row["kind"] == Kind.PERSON
    if person and not now and row["stated_name"]:
        now = [*dict.fromkeys((row["stated_name"], *row["stated_names"]))]  # a document may be stated with several names
    ranks = [(rank, i >= len(now), name) for i, name in enumerate((*now, *former)) if (rank := searched.rank(name, person))]
    fits = [((rank[0], gone and rank[0] <= PREFIX, rank[1], gone), name) for rank, gone, name in ranks]
    if row["by_code"]:
        fits.append(((0, False, -1.0, False), ""))
    if not fits:
        return None
    place, name = min(fits, key=lambda fit: fit[0])
    shown = now[0] if now else row["stated_name"]
    out = {"id": row["id"], "name": shown or (former[0] if former else None), "kind": row["kind"]}
    if state := _state(context, row):
        out["state"] = state
    if name and name != out["name"]:
        out["matched"] = name
    if place[3]:
        out["formerly"] = True
    out |= {"match": str(_RANK[place[0]]), "identifiers": sorted(row["identifiers"], key=strength)}
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
    """The Dice coefficient of two names' character pairs, and the share of the text's pairs that the name has."""
    a, b = _pairs(text), _pairs(name)
    both = len(a & b)
    return round(2 * both / (len(a) + len(b)), 6), both / len(a)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _names(context: QuestionContext, row: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Registered names on the day, the one to show first, and former ones."""
    now: dict[str, None] = {}
    former: dict[str, None] = {}
    for registration in sorted(row["registrations"], key=lambda r: (r["from"], r["statement"]), reverse=True):
        form = context.catalogue[registration["category"]].party
        assert form is not None
        for i, name in enumerate(form.names):
            target = now if i == 0 and context.as_of < registration["to"] else former
            for text in _texts(registration["values"].get(name)):
                target.setdefault(text)
    return list(now), [n for n in former if n not in now]


def _state(context: QuestionContext, row: dict[str, Any]) -> str | None:
    """The state of a party's registration on the day, by the rule of the part `state_of` of the Cypher questions."""
    own = [one for one in row["registrations"] if REGISTRATION in one["labels"] and one["role"] == ITS_PARTY]
    held = [one for one in own if one["from"] <= context.as_of < one["to"]]
    for one in sorted(held, key=lambda one: (one["from"], one["statement"]), reverse=True):
        if state := one["state"]:
            return str(state)
        for ended, as_state in (("deregistered_on", "deregistered"), ("revoked_on", "revoked")):
            if (day := one[ended]) is not None and day <= context.as_of:
                return as_state
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield from map(str, value)
    elif value is not None:
        yield str(value)
