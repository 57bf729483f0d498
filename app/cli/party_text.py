"""Parties, shares and times of answers as plain text for a terminal."""

from collections.abc import Iterable, Mapping, Sequence

from app.analytics.structure.figures import percent
from app.analytics.structure.states import flagged_state
from app.answers.reading.naming import bare_name, known_by_name
from app.ui.inquiry_words import EN
from models.answers.control import Range
from models.answers.parts import PartyRef, Stamp

LISTED = 20
"""How many parties of a long list a line names."""


def when(answer: Stamp) -> str:
    """When an answer holds."""
    settling = ", settling" if answer.settling else ""
    return f"as of {answer.as_of}, known at {answer.known_at}, {answer.view} view{settling}"


def range_of(low: float, high: float) -> Range:
    """A fraction, or the range it lies in."""
    return Range(low=low, high=high)


def figure(share: float) -> str:
    """A fraction in percent."""
    return percent(range_of(share, share))


def named(party: str, name: str | None, state: str | None = None) -> str:
    """A party by name and id, with the state of who is not in business."""
    if known_by_name(party):
        return known_as(party, {party: name})
    return (f"{name}  {party}" if name else party) + state_mark(state)


def state_mark(state: str | None) -> str:
    """Of an enterprise that is not simply in business, what its registration says of it."""
    flagged = flagged_state(state)
    return f"  [{EN.get(f'state_{flagged}', flagged)}]" if flagged else ""


def known_as(party: str, names: Mapping[str, str | None], states: Mapping[str, str | None] | None = None) -> str:
    """A party by its name alone, or its id without one; of one known by a name only, that it is."""
    if known_by_name(party):
        return f"{names.get(party) or bare_name(party)} ({EN['name_only']})"
    return (names.get(party) or party) + state_mark(states.get(party) if states else None).replace("  ", " ")


def ref(party: PartyRef) -> str:
    """A party as an answer mentions it."""
    return named(party.id or "", party.name, party.state)


def refs(parties: Iterable[PartyRef]) -> str:
    """Several parties by their names."""
    return some([known_as(party.id or "", {party.id or "": party.name}, {party.id or "": party.state}) for party in parties])


def some(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return "、".join(names[:LISTED]) + more
