"""Reads what stands above and below parties, level by level, at one tick."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from operator import itemgetter
from typing import Any

from app.analytics.structure.bare_names import MENTION, apart
from app.analytics.structure.network import HeldRow, LeftList, Money, Network, Party, RoleRow
from app.analytics.structure.same_party import counted_as_one, joined_groups
from app.answers.reading.asks import STRONGEST, Asks, Viewpoint
from app.answers.reading.covers import ListPlace, open_scopes, stood_whole
from app.answers.reading.joining import PART, QUESTION, Joining
from app.answers.reading.registered import decided, registered_roles
from app.answers.reading.rows import (
    PartyDetails,
    held_row,
    kind_among,
    list_place_of,
    names,
    role_row,
    stated_name,
    stated_party,
)
from app.answers.reading.working import worked_out
from app.errors import NotFound
from app.questions import Questions
from app.questions.codes import identifier
from app.words.sentences import with_sentences
from models.answers.parts import View
from models.caller import Caller
from models.values.bare_names import BARE, beside
from models.values.slices import slices

PAGE = 1_000
PARTS = ("rows", "roles", "heads", "named")
MOST_JOINED = 200
"""How many groups of parties that count as one an answer names."""
_BY_ENDS = itemgetter(0, 1, 4)
LOOKED_BEYOND = frozenset({"Enterprise", "Organisation", "Department"})


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much one inquiry reads: parties and rows in all, and rows of one question.

    Of a party that alone has more rows than one question may give, none are taken: any choice among them would be arbitrary.
    """

    parties: int = 20_000
    rows: int = 100_000
    all_rows: int = 200_000


@dataclass(slots=True)
class _Found:
    """What was read: kinds and stated names of parties, rows and the lists they stand in, roles, who stands above whom.

    `cut` are those not looked beyond; `spent` is how many rows were given.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str, str], HeldRow] = field(default_factory=dict)
    places: dict[tuple[str, str, str], ListPlace] = field(default_factory=dict)
    roles: dict[tuple[str, str, str], RoleRow] = field(default_factory=dict)
    named: dict[str, list[Any]] = field(default_factory=dict)
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    read: set[str] = field(default_factory=set)
    below: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    spent: int = 0


class Reader:
    """Reads for one inquiry. All its reads are of the tick of the first, so that together they are one answer.

    In the probable view parties that somebody decided to be one count as one: whoever is read, all of them are.
    """

    def __init__(self, questions: Questions, asked: Viewpoint, limits: ReadLimits | None = None) -> None:
        self._asks = Asks(questions, asked)
        self.limits = limits or ReadLimits()
        self._found = _Found()
        self.registered_alone: frozenset[str] = frozenset()
        """Of the network read last, whom only the words of a registration name; bare names beside its enterprise."""
        self._known = Network({})
        self._details: dict[str, PartyDetails | None] = {}
        self._members: dict[str, Party] = {}
        counts = asked.view == View.PROBABLE and QUESTION in questions.all
        self._joining = Joining(partial(self._rounds, QUESTION, parts=(PART,), bounded=False) if counts else None)

    @property
    def stamp(self) -> dict[str, Any]:
        """When all of this holds: day, tick, view; empty before the first answer."""
        return self._asks.stamp

    @property
    def view(self) -> str:
        """The view that is asked for."""
        return self._asks.asked.view

    @property
    def questions(self) -> Questions:
        """What is asked."""
        return self._asks.questions

    @property
    def caller(self) -> Caller:
        """Who asks."""
        return self._asks.asked.caller

    def at(self, as_of: str, known_at: int | str | None) -> "Reader":
        """A reader of another day and tick, for whoever this one reads for and within the same limits."""
        return Reader(self.questions, replace(self._asks.asked, as_of=as_of, known_at=known_at), self.limits)

    @property
    def known_at(self) -> int | str | None:
        """The tick of all reads; before the first, what was asked for."""
        return self.stamp["known_at"] if self.stamp else self._asks.asked.known_at

    async def ask(self, name: str, **params: Any) -> dict[str, Any]:
        """The answer to a question at the tick of this inquiry."""
        return await self._asks.ask(name, params)

    def ahead(self, party_id: str) -> AbstractAsyncContextManager[None]:
        """Meanwhile ask already what looking above and below this party will, as far as that is little and was not read."""
        party = identifier(party_id)
        if party in self._found.read and party in self._found.below:
            return nullcontext()
        return self._asks.ahead(party, self.limits.rows)

    async def pages(self, name: str, parties: Iterable[str], *parts: str, **params: Any) -> dict[str, list[Any]]:
        """The rows of a question about many parties, asked about so many at a time."""
        found: dict[str, list[Any]] = {part: [] for part in parts}
        for page in slices(sorted(parties), PAGE):
            answer = await self.ask(name, party_ids=page, **params)
            for part in parts:
                found[part] += answer[part]
        return found

    def pin(self, as_of: str, known_at: int) -> None:
        """Go on at the day and tick of an earlier page."""
        self._asks.pin(as_of, known_at)

    async def begin(self) -> None:
        """Take the day and tick of this inquiry, before anything is read."""
        await self.ask("party.implied", org="")  # a list that finds nothing: a graph in which nothing was loaded gives it too

    async def card(self, party_id: str, *, alone: bool = False) -> dict[str, Any]:
        """The party an identifier stands for, from which reading starts; `alone`: itself, whoever counts as one with it.

        Raises NotFound where there is none that the caller may know of.
        """
        answer = await self.ask("party.show", party_id=identifier(party_id))
        one = answer["id"] if alone else await self._standing_for(answer["id"])
        if one != answer["id"]:
            answer = await self.ask("party.show", party_id=one)
        self._found.kinds[answer["id"]] = answer["kind"]
        return answer

    async def strongest(self, party_id: str) -> str:
        """The id of the party an identifier stands for; the identifier itself where the caller may know of none."""
        given = identifier(party_id)
        if given.startswith(STRONGEST):
            return given
        try:
            found = await self._asks.look("party.show", {"party_id": given})
        except NotFound:
            return given
        return str(found["id"])

    async def counted(self, party_id: str) -> str:
        """The id under which the party of an identifier counts: its own, or that of who stands for it and others."""
        return await self._standing_for(await self.strongest(party_id))

    async def members(self, parties: Iterable[str]) -> set[str]:
        """These parties with all who count as one with any of them."""
        return await self._as_one(parties)

    def standing_for(self, party: str) -> str:
        """Who stands for a party that was met, and for all who count as one with it."""
        return self._joining.stands_for.get(party, party)

    async def meet(self, kinds: Mapping[str, str]) -> None:
        """Take parties with their kinds as met, and all who count as one with them."""
        for one, kind in kinds.items():
            self._found.kinds[one] = kind
        await self._as_one(kinds)

    async def ever_counted(self, parties: Iterable[str]) -> tuple[set[str], set[str]]:
        """These parties with all that ever counted as one with them until the day, and the days on which that changed."""
        if not self._joining.counts:
            return set(parties), set()
        if not self.stamp:
            await self.begin()
        found = await self._joining.together(parties, self.stamp["as_of"], ever=True)
        return found, self._joining.days(found)

    async def up(self, parties: Iterable[str]) -> None:
        """Read the holder lists, roles and head offices of these parties, and of all that stands above them."""
        found = self._found
        level, seen = await self._as_one(parties), set[str]()
        while level and await self._lists(level):
            seen |= level
            above = await self._as_one(one for party in level for one in found.above.get(party, ()))
            level = {one for one in above if found.kinds[one] in LOOKED_BEYOND} - seen

    async def down(self, parties: Iterable[str]) -> frozenset[str]:
        """Read what stands below these parties, at any depth, with the holder lists and roles of each enterprise there.

        Gives these parties and all that is below them, as far as it was read.
        """
        found = self._found
        level = await self._as_one(parties) - found.below
        while level and self._room(level):
            answers = self._rounds("ownership.below", level, ("pairs",))
            pairs = [pair async for _, answer in answers for pair in answer["pairs"]]
            found.below |= level
            below = await self._as_one(enterprise for _, enterprise in pairs) - found.below
            await self._lists(below)
            # Nobody has met what was not read; whoever it stands below was not looked beyond.
            found.cut |= {holder for holder, enterprise in pairs if enterprise in below - found.read}
            level = below & found.read
        return frozenset(found.below)

    @property
    def cut(self) -> frozenset[str]:
        """The parties not looked beyond so far."""
        return frozenset(self._found.cut)

    def met(self) -> dict[str, str]:
        """The parties met so far and their kinds."""
        return dict(self._found.kinds)

    def left_lists(self, enterprise: str) -> dict[str, LeftList]:
        """Who of the holders read of an enterprise is known to have left a list of the largest since."""
        rows = counted_as_one(Network({}, tuple(self._found.rows.values())), self._joining.stands_for).rows
        return {row.holder: row.left for row in rows if row.left is not None and row.enterprise == enterprise}

    def capital(self, party_id: str) -> Money | None:
        """The registered capital of a party of the network read last."""
        party = self._known.parties.get(party_id)
        return party.capital if party else None

    def joined(self) -> dict[str, Any]:
        """Who counts as one in the network read last, as answers state it."""
        joining = self._joining
        groups = joined_groups(joining.stands_for, joining.decided, self._members, MOST_JOINED)
        return {"joined": tuple(map(with_sentences, groups)), "joined_total": len(set(joining.stands_for.values()))}

    async def level(self, parties: Iterable[str]) -> None:
        """Read the holder lists, roles and head offices of these parties only, however many."""
        await self._read(set(parties), bounded=False)

    async def network(self, *, people: bool = True) -> Network:
        """All that was read, with the names of those met, of persons too unless not `people`: then of the roles that
        registrations name only those that decide are in it.

        What only a name is known of is not one party in the lists of several enterprises.
        """
        found = self._found
        everybody = sorted(found.kinds)
        nameless = {MENTION} if people else {MENTION, "Person"}
        registered = [p for p in everybody if found.kinds[p] not in nameless and not p.startswith("person:")]
        unknown = [p for p in registered if p not in self._details]
        if unknown:
            self._details.update(dict.fromkeys(unknown))
            self._details.update(names((await self.pages("ownership.parties", unknown, "rows"))["rows"]))
        await self._declared_whole()
        parties = {one: self._party(one, self._details.get(one)) for one in everybody}
        acting = {} if people else await self._acting(parties)
        size = len(everybody) + len(found.rows) + len(found.roles)
        read = await worked_out(size, partial(self._assembled, parties, acting, people))
        await self._as_one(read.parties)
        if len(found.kinds) > len(everybody):  # whom only a registration names counts as one with somebody not met so far
            return await self.network(people=people)
        self._members = {one: read.parties[one] for one in self._joining.stands_for}
        self._known = await worked_out(size, lambda: apart(counted_as_one(read, self._joining.stands_for)))
        return self._known

    async def _acting(self, parties: dict[str, Party]) -> dict[str, Party]:
        """The persons, with their names, above the enterprises of which a role decides that their registration may name."""
        found = self._found
        above = {one for e in decided(parties, found.named) for one in found.above.get(e, ())}
        persons = sorted(one for one in above if found.kinds[one] == "Person" and not one.startswith("person:"))
        details = names((await self.pages("ownership.parties", persons, "rows"))["rows"]) if persons else {}
        return {one: self._party(one, details.get(one)) for one in persons}

    async def _declared_whole(self) -> None:
        """Mark the rows of lists that were declared whole, of those lists that it can tighten."""
        rows, places = self._found.rows, self._found.places
        scopes = open_scopes(((places[key], row) for key, row in rows.items()), self.questions.catalogue)
        wanted, last = sorted(scopes.values()), dict[str, tuple[str, str]]()
        for page in slices(wanted, PAGE):
            covers = (await self.ask("ownership.covers", scopes=page))["covers"]
            last |= {scope: (day, later) for scope, day, later in covers}
        days = {one: last[scope] for one, scope in scopes.items() if scope in last}
        for key, row in rows.items() if days else ():
            rows[key] = replace(row, complete=stood_whole(places[key], row, days))

    def _assembled(self, parties: dict[str, Party], acting: dict[str, Party], people: bool) -> Network:
        found = self._found
        rows = tuple(row for _, row in sorted(found.rows.items(), key=itemgetter(0)))
        roles = tuple(row for _, row in sorted(found.roles.items(), key=itemgetter(0)))
        more, registered = registered_roles(parties | acting, rows, roles, found.named, deciding=not people)
        alone = [role for role in registered if role.party not in found.above.get(role.enterprise, ())]
        self.registered_alone = frozenset(
            beside(role.party, role.enterprise) if role.party.startswith(BARE) else role.party for role in alone
        )
        return Network(parties | more, rows, (*roles, *registered), frozenset(found.cut & parties.keys()))

    def _party(self, one: str, details: PartyDetails | None) -> Party:
        stated = self._found.stated.get(one)
        if details is None:
            return stated_party(one, self._found.kinds[one] or MENTION, stated)
        return stated_party(one, details.kind, details.name or stated, details.type_text, details.state, details.capital)

    async def _standing_for(self, party: str) -> str:
        await self._as_one([party])
        return self._joining.stands_for.get(party, party)

    async def _as_one(self, parties: Iterable[str]) -> set[str]:
        """These parties and all who count as one with any of them."""
        if not self._joining.counts:
            return set(parties)
        if not self.stamp:
            await self.begin()
        everybody = await self._joining.together(parties, self.stamp["as_of"])
        found, kinds = self._found, self._joining.kinds
        for one in everybody & kinds.keys():
            found.kinds[one] = found.kinds.get(one) or kinds[one]
        return everybody

    async def _lists(self, level: set[str]) -> bool:
        """Read those of a level that are not read; whether there was room for it."""
        unread = level - self._found.read
        if unread and not self._room(unread):
            return False
        await self._read(unread)
        return True

    async def _read(self, parties: set[str], *, bounded: bool = True) -> None:
        async for asked, answer in self._rounds("ownership.lists", parties, PARTS, bounded=bounded):
            self._found.read.update(asked)
            parts = [answer[part] for part in PARTS]
            await worked_out(sum(map(len, parts)), partial(self._take, parts))
            await self._as_one(row[1] for part in parts[:3] for row in part)

    def _take(self, parts: Sequence[list[Any]]) -> None:
        found = self._found
        rows, roles, heads = (sorted(part, key=_BY_ENDS) for part in parts[:3])
        found.named |= {row[0]: row for row in parts[3]}
        for row in rows:
            held = held_row(row, self.questions.catalogue)
            key = held.enterprise, held.holder, held.fact
            found.rows[key], found.places[key] = held, list_place_of(row)
        for row in (*roles, *heads):
            role = role_row(row)
            found.roles[role.enterprise, role.party, role.fact] = role
        for row in (*rows, *roles, *heads):
            found.above[row[0]].add(row[1])
            found.kinds.setdefault(row[0], "")
            found.kinds[row[1]] = kind_among(row[2])
            name = stated_name(row[-1])
            if name is not None:
                found.stated.setdefault(row[1], name)

    async def _rounds(
        self, name: str, parties: Iterable[str], parts: Sequence[str], *, bounded: bool = True
    ) -> AsyncIterator[tuple[list[str], dict[str, list[Any]]]]:
        """The answers to a question about so many parties at a time, and about fewer where these have too many rows."""
        found, most = self._found, self.limits.rows
        waiting = slices(sorted(parties), PAGE)[::-1]
        while waiting:
            asked = waiting.pop()
            if bounded and found.spent >= self.limits.all_rows:
                found.cut.update(asked)
                continue
            answer = await self.ask(name, party_ids=asked, most=most)
            found.spent += sum(len(answer[part]) for part in parts)
            over = [part for part in parts if len(answer[part]) > most]
            if over and len(asked) > 1:
                waiting += [asked[len(asked) // 2 :], asked[: len(asked) // 2]]
                continue
            if over:
                found.cut.update(asked)
            yield asked, answer | {part: [] for part in over}

    def _room(self, level: set[str]) -> bool:
        """Whether a level may be read; where it is too much, its parties are said to be cut."""
        if len(self._found.kinds.keys() | level) <= self.limits.parties:
            return True
        self._found.cut |= level
        return False
