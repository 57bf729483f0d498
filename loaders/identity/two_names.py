"""Rows that state a document number under another name than before: of a decision, and of a person's document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loaders.transaction import Store
from loaders.values.canonical import digest
from models.catalogue import Catalogue, Category
from models.identity import PartyId
from models.statements import Action, Statement
from models.values.same_number import Numbered, PartyAsStated, are_one, two_names

OTHER_NAME = "is stated under another name too"
MANY = 50
"""Rows of one document number past which it is a decision on many parties, and their names are no contradiction; and how many
names that earlier rows state with the number of a person's document are looked at."""


def place_of_number(category: Category, statement: Statement) -> str | None:
    """The place of the document that a row gives by its number: rows share it whose number and day are the same.

    None in a category whose records are not numbered.
    """
    if category.record is None or category.record.number is None:
        return None
    return digest(["numbered", category.name, *(token for token in statement.key if not token.startswith("@"))])


async def stated_under_two_names(
    store: Store, catalogue: Catalogue, statements: Sequence[Statement], parties: Mapping[str, PartyId], present: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Remarks for the receipt, by statement: its document number, or that of a person's document, stands with another name.

    `parties` are those behind identifiers, `present` the identifiers of earlier statements. A row hidden from some who see
    another shows nothing of it; so do rows that were taken back.
    """
    out: dict[str, tuple[str, ...]] = {}
    for sid, remark in [
        *await _decisions(store, catalogue, statements, parties),
        *await _documents(store, statements, frozenset(present)),
    ]:
        out[sid] = (*out.get(sid, ()), remark)
    return out


async def _decisions(
    store: Store, catalogue: Catalogue, statements: Sequence[Statement], parties: Mapping[str, PartyId]
) -> list[tuple[str, str]]:
    numbered_rows: dict[str, list[tuple[int, Numbered]]] = defaultdict(list)
    named: dict[str, Category] = {}
    for s in statements:
        place = place_of_number(catalogue[s.category], s) if _says(s) else None
        if place:
            named[place] = catalogue[s.category]
            numbered = Numbered(s.id, {r.role: party_as_stated(parties[r.identifier], r.name) for r in s.refs})
            numbered_rows[place].append((s.level, numbered))
    asked = sorted({(place, level) for place, rows in numbered_rows.items() for level, _ in rows})
    before = await store.numbered(asked, MANY) if asked else {}
    return [
        (sid, f"{named[place].record.number}: the number {OTHER_NAME}")  # type: ignore[union-attr]
        for place, level in asked
        for sid in _contradicted(named[place], level, numbered_rows[place], before.get((place, level), ()))
    ]


def _contradicted(
    category: Category, level: int, rows: Sequence[tuple[int, Numbered]], before: Sequence[Numbered]
) -> Iterator[str]:
    """The new rows of a level that another row of one document, of this level or below, contradicts."""
    known = [*before, *(row for its, row in rows if its <= level)]
    if len(known) <= MANY:
        mine = (row for its, row in rows if its == level)
        yield from (one.statement for one in mine if any(_another(category, one, other) for other in known))


def _says(statement: Statement) -> bool:
    return statement.action in (Action.STATE, Action.CORRECT)


def party_as_stated(party: PartyId, name: str | None) -> PartyAsStated:
    """A party as a row states it: one known by a name alone has no id that distinguishes it from others."""
    return PartyAsStated(None if party.mention else party.id, name)


def _another(category: Category, one: Numbered, other: Numbered) -> bool:
    """Whether another row states the same document of another: it may be of the same authority, and is of another name."""
    record = category.record
    if record is None or other.statement == one.statement:
        return False
    if record.issued_by and _meant(one, other, record.issued_by)[0] is False:
        return False
    found = [_meant(one, other, role) for role in record.about.values()]
    return any(same is False or named for same, named in found)


def _meant(one: Numbered, other: Numbered, role: str) -> tuple[bool | None, bool]:
    mine, theirs = one.parties.get(role), other.parties.get(role)
    if mine is None or theirs is None:
        return None, False
    return are_one(mine, theirs), two_names(mine, theirs)


async def _documents(store: Store, statements: Sequence[Statement], present: frozenset[str]) -> Iterable[tuple[str, str]]:
    documents: dict[str, list[tuple[str, int, str, PartyAsStated]]] = defaultdict(list)
    for s in statements:
        for r in s.refs if _says(s) else ():
            if r.name and r.identifier.startswith("pid:"):
                documents[r.identifier].append((s.id, s.level, r.role, PartyAsStated(r.identifier, r.name)))
    asked = sorted(present & documents.keys())
    before = await store.names_of_documents(asked, MANY) if asked else {}
    return _differing(documents, before)


def _differing(
    documents: Mapping[str, Sequence[tuple[str, int, str, PartyAsStated]]], before: Mapping[str, Sequence[tuple[str, int]]]
) -> Iterator[tuple[str, str]]:
    for identifier, rows in documents.items():
        names = [(PartyAsStated(identifier, name), level) for name, level in before.get(identifier, ())]
        names += [(party, level) for _, level, _, party in rows]
        for sid, level, role, party in rows:
            if any(two_names(party, other) for other, known_to in names if known_to <= level):
                yield sid, f"{role}: its document number {OTHER_NAME}"
