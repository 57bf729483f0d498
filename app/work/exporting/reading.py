"""Reads what an export holds, party by party, by the questions that single answers come from, at one day and tick."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from app.answers.asking import ask
from app.answers.ownership import OwnershipParams, ownership
from app.answers.registry import computed
from app.engine import Engine
from app.errors import InputError, NotFound
from app.questions import Questions
from app.questions.codes import identifier
from app.questions.listings import records_question
from app.questions.text.files import MOST_ROWS
from app.work.exporting.columns import OWNER_COLUMNS, Column, Row, columns_of, row_of_fact, row_of_owner
from loaders.identity.resolution import within
from loaders.registered.regions import division_of
from loaders.store.queries import query
from models.caller import Caller
from models.catalogue import Kind
from models.work.exports import OWNERS

KINDS = (str(Kind.ENTERPRISE), str(Kind.ORGANISATION))
"""The kinds of party that are exported; facts about persons leave with the firms that they belong to."""
PAGE, AT_ONCE = 500, 6


@dataclass(slots=True)
class Source:
    """What is read: `of` a category or owners, about the parties of a division, or those listed, for one caller.

    `left_out` counts listed parties that are not known to the caller or lie beyond the division: which of both, is not said.
    """

    questions: Questions
    engine: Engine
    caller: Caller
    of: str
    region: str
    as_of: str
    known_at: int
    listed: Sequence[str] = ()
    left_out: int = 0
    seen: set[str] = field(default_factory=set)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows."""
        return OWNER_COLUMNS if self.of == OWNERS else columns_of(self.questions.catalogue[self.of], self.caller.level)

    async def rows(self) -> AsyncIterator[tuple[int, list[Row]]]:
        """For some parties at a time: how many these are, and the rows of each that has any, all in order."""
        async for some in self._parties():
            found = await asyncio.gather(*(self._of(party) for party in some))
            for rows in found:
                if rows:
                    yield 1, rows
            yield 0, []

    async def _parties(self) -> AsyncIterator[list[str]]:
        """The parties to read, a few at a time."""
        if self.listed:
            for some in _parts(self.listed):
                yield some
            return
        after = ""
        while page := await self.engine.read(query("standing_page"), {"kinds": KINDS, "after": after, "limit": PAGE}):
            after = page[-1]["id"]
            for some in _parts([row["id"] for row in page if self._inside(row["id"])]):
                yield some

    def _inside(self, party: str) -> bool:
        return not self.region or within(division_of(party), self.region)

    async def _of(self, party: str) -> list[Row]:
        """The rows of a party; of one that is listed twice, or is not to be seen, none."""
        try:
            card = await self._card(identifier(party)) if self.listed else {"id": party}
        except (NotFound, InputError):
            card = None
        if card is None or not self._inside(card["id"]):
            self.left_out += 1
            return []
        if card["id"] in self.seen:
            return []
        if self.listed:
            self.seen.add(card["id"])
        with suppress(NotFound):
            return await (self._owners(card["id"]) if self.of == OWNERS else self._facts(card["id"]))
        return []

    async def _card(self, party: str) -> dict[str, Any]:
        return await self.questions.answer("party.show", self.caller, as_of=self.as_of, known_at=self.known_at, party_id=party)

    async def _facts(self, party: str) -> list[Row]:
        columns, rows = self.columns, list[Row]()
        name, params = records_question(self.questions.catalogue, self.of)
        cursor: str | None = None
        while True:
            answer = await self.questions.answer(
                name,
                self.caller,
                as_of=self.as_of,
                known_at=self.known_at,
                party_id=party,
                limit=MOST_ROWS,
                cursor=cursor,
                **params,
            )
            rows += [row_of_fact(answer["party"], item, columns) for item in answer["items"]]
            cursor = answer["next"]
            if cursor is None:
                return rows

    async def _owners(self, party: str) -> list[Row]:
        params = OwnershipParams(party_id=party, as_of=self.as_of, limit=1_000, paths=1)
        answer = await ask(computed()[ownership.name], self.questions, self.caller, params, known_at=self.known_at)
        about = answer.party.model_dump()
        return [row_of_owner(about, owner.model_dump(mode="json")) for owner in answer.owners]


def _parts(parties: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(parties)
    while some := list(islice(rest, AT_ONCE)):
        yield some
