"""Parties, shares and times of answers as plain text for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.cli.language import speaking
from app.cli.language.speaking import spoken
from app.words.incomplete import grouped
from app.words.naming import bare_name, known_by_name
from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, NamedParty, PartyRef

LISTED = 20
"""How many parties of a long list a line names."""


def when(answer: Stamp) -> str:
    """When an answer holds."""
    return speaking.when(answer.as_of, answer.known_at, answer.view, settling=answer.settling)


def named(party: str, name: str | None, state: str | None = None) -> str:
    """A party by name and id, with the state of who is not in business."""
    if known_by_name(party):
        return known_as(party, {party: name})
    return (f"{name}  {party}" if name else party) + state_mark(state)


def state_mark(state: str | None) -> str:
    """Of an enterprise that is not simply in business, what its registration says of it."""
    flagged = spoken().state(state)
    return f"  [{flagged}]" if flagged else ""


def known_as(party: str, names: Mapping[str, str | None], states: Mapping[str, str | None] | None = None) -> str:
    """A party by its name alone, or its id without one; of one known by a name only, that it is."""
    if known_by_name(party):
        return f"{names.get(party) or bare_name(party) or party} ({spoken()('name_only')})"
    return (names.get(party) or party) + state_mark(states.get(party) if states else None).replace("  ", " ")


def ref(party: NamedParty) -> str:
    """A party as an answer mentions it."""
    return named(party.id or "", party.name, party.state)


def by_name(party: NamedParty) -> str:
    """A party by its name alone, or its id without one, with the state of who is not in business."""
    one = party.id or ""
    return known_as(one, {one: party.name}, {one: party.state})


def refs(parties: Iterable[NamedParty]) -> str:
    """Several parties by their names."""
    return some([by_name(party) for party in parties])


def of_table(party: str, table: Mapping[str, NamedParty]) -> NamedParty:
    """A party that an answer mentions by its id alone, as the answer's table has it."""
    return table.get(party) or PartyRef(id=party)


def left_out(gaps: Iterable[Incomplete]) -> Iterator[str]:
    """What an answer leaves out, a line for each reason."""
    word = spoken()
    for text, parties in grouped(gaps):
        yield f"{word.title(text)}: {refs(parties)}" if parties else word.title(text)


def some(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    more = spoken()("and_more_than", n=len(names) - LISTED) if len(names) > LISTED else ""
    return "、".join(names[:LISTED]) + more


def part_of(shown: int, total: int) -> str:
    """How many there are; of how many, where not all are shown."""
    return str(total) if shown >= total else spoken()("of", shown=shown, total=total)


def marks(said: Sequence[str]) -> str:
    """What is remarked of a party, in brackets after it; nothing where nothing is."""
    return f"  [{', '.join(said)}]" if said else ""
