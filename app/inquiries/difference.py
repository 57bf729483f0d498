"""What differs in an answer about a party between two days."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from app.analytics.difference import difference
from app.errors import InputError, NotFound
from app.inquiries.control import beneficial_owners, control, group, related
from app.inquiries.ownership import MOST, ownership
from app.inquiries.reading import Asked, Reader
from app.inquiries.relations import network
from app.inquiries.suspected import MOST as MOST_SUSPECTED
from app.inquiries.suspected import suspected
from app.questions import Questions
from models.base import Model
from models.difference import Difference
from models.inquiries import DifferencesAnswer

Items = list[dict[str, Any]]
Section = tuple[str, str, str | None]
"""A list compared: its name in the rules, its name in the answer, and the field that says how many there are."""


async def _network(reader: Reader, party_id: str) -> Model:
    return await network(reader, party_id, limit=200)


async def _suspected(reader: Reader, party_id: str) -> Model:
    return await suspected(reader, party_id, limit=MOST_SUSPECTED)


async def _ownership(reader: Reader, party_id: str) -> Model:
    return await ownership(reader, party_id, limit=MOST)


OF: Mapping[str, tuple[Callable[[Reader, str], Awaitable[Model]], tuple[Section, ...]]] = {
    "ownership": (
        _ownership,
        (("owners", "owners", "owners_total"), ("nominees", "nominees", None), ("holdings", "holdings", "holdings_total")),
    ),
    "control": (
        control,
        (("controllers", "controllers", None), ("joint_control", "joint_control", None), ("controls", "controls", "total")),
    ),
    "beneficial_owners": (beneficial_owners, (("beneficial_owners", "owners", None), ("stand_ins", "stand_ins", None))),
    "group": (group, (("members", "members", "total"),)),
    "related": (related, (("related", "related", "total"),)),
    "suspected": (_suspected, (("suspected", "items", "total"),)),
    "network": (_network, (("nodes", "nodes", None), ("links", "links", None))),
}


async def differences(
    questions: Questions, asked: Asked, party_id: str, *, of: str, before: str, after: str
) -> DifferencesAnswer:
    """Who came, who left and what changed in an answer about a party, between two days, both as known at one tick.

    Raises:
        NotFound: nothing is known of the party on either day.
        InputError: there is no such answer, or a day is none.
    """
    if of not in OF:
        raise InputError(f"what is compared is one of {', '.join(OF)}", parameter="of")
    ask, sections = OF[of]
    later = Reader(questions, replace(asked, as_of=after))
    card = await _card(later, party_id)
    known_at = later.stamp["known_at"] if later.stamp else asked.known_at
    earlier = Reader(questions, replace(asked, as_of=before, known_at=known_at))
    old_card = await _card(earlier, party_id)
    if card is None and old_card is None:
        raise NotFound("nothing is known of this on either day")
    new = await ask(later, party_id) if card else None
    old = await ask(earlier, party_id) if old_card else None
    shown = card or old_card or {}
    stamp = (later if later.stamp else earlier).stamp
    return DifferencesAnswer(
        party=shown["id"],
        name=shown["name"],
        of=of,
        before=before,
        after=after,
        sections=tuple(_compared(section, old, new) for section in sections),
        known_at=stamp["known_at"],
        tick=stamp["tick"],
    )


async def _card(reader: Reader, party_id: str) -> dict[str, Any] | None:
    try:
        return await reader.card(party_id)
    except NotFound:
        return None


def _compared(section: Section, old: Model | None, new: Model | None) -> Difference:
    name, attribute, total = section
    before, complete_before = _items(old, attribute, total)
    after, complete_after = _items(new, attribute, total)
    return difference(name, before, after, complete_before=complete_before, complete_after=complete_after)


def _items(answer: Model | None, attribute: str, total: str | None) -> tuple[Items | None, bool]:
    if answer is None:
        return None, True
    items: Items = [one.model_dump(mode="json") for one in getattr(answer, attribute)]
    cut = bool(getattr(answer, "cut", ()))
    if total is not None:
        return items, not cut and len(items) >= getattr(answer, total)
    return items, not cut and not getattr(answer, "truncated", False)
