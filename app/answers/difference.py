"""What differs in an answer about a party, or about several, between two days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.analytics.difference import difference
from app.analytics.structure.bare_names import named_in
from app.analytics.structure.network import LeftList
from app.answers.compared import LINKS, OF, OPTIONS, RELATIONS, Section, chosen, options, told
from app.answers.reading.asks import Asked
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.answers.relations_difference import compared_relations, relations_of_day
from app.errors import InputError, NotFound
from app.questions import Questions
from models.answers.difference import Difference
from models.answers.network import NetworkNode
from models.answers.stamped import DifferencesAnswer, OwnershipAnswer
from models.base import Model

__all__ = ["OF", "OPTIONS", "RELATIONS", "differences"]

Items = list[dict[str, Any]]
OWNERS = "owners"


async def differences(
    questions: Questions, asked: Asked, party_id: str, *, of: str, before: str, after: str, **given: Any
) -> DifferencesAnswer:
    """Who came, who left and what changed in an answer about a party, between two days, both as known at one tick.

    `given` are options of the answer that is compared, by the names under which it takes them (app.answers.compared);
    relations take the other `parties`, and their answer is about all of them.

    Raises:
        NotFound: nothing is known of the party on either day.
        InputError: there is no such answer, a day is none, or the answer does not take an option.
    """
    how = options(of, given)
    later = Reader(questions, replace(asked, as_of=after))
    card = await _card(later, of, party_id)
    known_at = later.stamp["known_at"] if later.stamp else asked.known_at
    earlier = Reader(questions, replace(asked, as_of=before, known_at=known_at))
    old_card = await _card(earlier, of, party_id)
    if card is None and old_card is None:
        raise NotFound("nothing is known of this on either day")
    shown = card or old_card or {}
    more: dict[str, Any] = {}
    if of == RELATIONS:
        sections, more = await _relations(earlier, later, party_id, **how)
    else:
        known = (party_id if one else None for one in (old_card, card))
        sections, more = await _lists(earlier, later, of, *known, **how)
    stamp = (later if later.stamp else earlier).stamp
    return DifferencesAnswer(
        party=shown["id"],
        name=shown["name"],
        state=shown.get("state"),
        of=of,
        options=told({name: value for name, value in given.items() if name != "parties"}),
        before=before,
        after=after,
        sections=sections,
        known_at=stamp["known_at"],
        tick=stamp["tick"],
        **more,
    )


async def _card(reader: Reader, of: str, party_id: str) -> dict[str, Any] | None:
    try:
        return await reader.card(party_id, alone=of in LINKS)
    except NotFound:
        return None


async def _lists(
    earlier: Reader, later: Reader, of: str, then: str | None, now: str | None, **how: Any
) -> tuple[tuple[Difference, ...], dict[str, Any]]:
    """The lists of an answer compared, and names and states; no party: nothing is known of it on that day."""
    ask, sections = chosen(of).ask, chosen(of).sections
    assert ask is not None
    new = await ask(later, now, **how) if now else None
    old = await ask(earlier, then, **how) if then else None
    size = sum(len(getattr(answer, section[1])) for answer in (old, new) if answer for section in sections)
    parties = [one for answer in (old, new) for one in _named(answer)]
    more = {
        "names": {one.id: one.name for one in parties if one.name},
        "states": {one.id: one.state for one in parties if one.state},
    }
    compared = await worked_out(size, lambda: tuple(_compared(section, old, new) for section in sections))
    if isinstance(old, OwnershipAnswer) and new is not None:
        left = {one: off for one, off in earlier.left_lists(old.party).items() if off.day <= later.stamp["as_of"]}
        compared = tuple(_off_lists(one, left) if one.section == OWNERS else one for one in compared)
    return compared, more


def _off_lists(found: Difference, left: Mapping[str, LeftList]) -> Difference:
    """The owners, with what is known of those who only left a list of the largest: since when, and the most they have."""

    def told(item: dict[str, Any]) -> dict[str, Any]:
        off = left.get(named_in(str(item["id"]))[0])
        return item if off is None else item | {"left_list": off.day, "at_most": off.at_most}

    marked = {name: tuple(told(item) for item in getattr(found, name)) for name in ("left", "perhaps_left")}
    return found.model_copy(update=marked)


def _named(answer: Model | None) -> Iterable[NetworkNode]:
    """The parties of an answer whose items speak of them by their ids alone."""
    return (*getattr(answer, "nodes", ()), *getattr(answer, "parties", ()))


async def _relations(
    earlier: Reader, later: Reader, party_id: str, parties: Sequence[str] = (), **how: Any
) -> tuple[tuple[Difference, ...], dict[str, Any]]:
    """The relations compared, and of whom they are."""
    if not parties:
        raise InputError("relations are compared among several parties", parameter="parties")
    after = await relations_of_day(later, [party_id, *parties], **how)
    before = await relations_of_day(earlier, [party_id, *parties], **how)
    return await compared_relations(before, after), {
        "parties": tuple(sorted({*before.pages[0].parties, *after.pages[0].parties})),
        "unknown_before": before.pages[0].unknown,
        "unknown_after": after.pages[0].unknown,
        "names": before.names | after.names,
        "states": before.states | after.states,
    }


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
