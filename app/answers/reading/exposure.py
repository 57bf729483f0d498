"""Reads what risk may pass over around parties: hop by hop, backwards from them, many parties with each question."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from app.analytics.risk.conduct import RiskStop, risk_stop
from app.analytics.risk.found import PartyRecord
from app.analytics.risk.linked import (
    REPORT,
    GivenGuarantee,
    GivenPledge,
    JoinedParties,
    LikelyRelation,
    list_links,
    other_links,
)
from app.analytics.risk.material import RiskMaterial
from app.analytics.risk.reach import RiskInputs, RiskReach, reach
from app.analytics.risk.strengths import RiskLink, risk_edges
from app.analytics.structure.holders import with_form
from app.analytics.structure.network import Money, Network, Party
from app.answers.reading.linkage import read_traits, suspicions
from app.answers.reading.links import MOST_SUSPECTED, identities
from app.answers.reading.risk import looked_into, read_records, risk_kind
from app.answers.reading.rows import kind_among, names
from app.answers.reading.session import LOOKED_BEYOND, PAGE, Reader
from app.answers.reading.working import worked_out
from app.rules.risk_conduct import ConductRules, conduct_rules
from app.rules.risk_edges import RiskEdgeRules, risk_edge_rules
from app.rules.risk_indicators import IndicatorSet, indicators
from loaders.values.normalise import normalise_name
from models.statements import OPEN_DAY
from models.values.slices import slices

MOST_PARTIES = 5_000
"""Of how many parties one reading looks at all links."""
MOST_BELOW = 5_000
"""How many links of a kind are read of one party."""
PARTS = ("below", "degrees", "guarantees", "pledges")
YUAN = "CNY"
_ENDED = frozenset({"cancelled", "revoked"})
_BY_FACT = itemgetter(5, 2, 3, 0)


class RiskMethod(NamedTuple):
    """By which rules risk is counted: indicators of own risk, strengths of edges, who does not conduct all."""

    indicators: IndicatorSet
    edges: RiskEdgeRules
    conduct: ConductRules


def risk_method() -> RiskMethod:
    """The rules of this program."""
    return RiskMethod(indicators(), risk_edge_rules(), conduct_rules())


class RiskReading:
    """What is read around some parties, at one tick. It goes on from where it was where more is wanted.

    `cut` are the parties of which not all was read, `left_out` how many were not looked at for want of room.
    """

    def __init__(self, reader: Reader, targets: Collection[str], method: RiskMethod | None = None) -> None:
        self.reader = reader
        self.targets = tuple(sorted(set(targets)))
        self.method = method or risk_method()
        self.left_out = 0
        self._cut_links: set[str] = set()
        self._cut_records: set[str] = set()
        self.network = Network({})
        self.loaded: frozenset[str] = frozenset()
        self._read: set[str] = set()
        self._counted: set[str] = set()
        self._records: dict[str, list[PartyRecord]] = defaultdict(list)
        self._guarantees: dict[str, GivenGuarantee] = {}
        self._pledges: dict[str, GivenPledge] = {}
        self._suspected: dict[str, LikelyRelation] = {}
        self._degree_of: dict[str, int] = {}
        self._lower: dict[str, set[str]] = defaultdict(set)
        self._agents: dict[str, bool] = {}
        self._parties: dict[str, Party] = {}
        self._stops: dict[str, RiskStop] = {}
        self._links_of: dict[str, tuple[RiskLink, ...]] = {}
        self._inputs = RiskInputs()
        self.most_below = MOST_BELOW
        self._categories = tuple(sorted({*looked_into(self.method.indicators, reader.questions.catalogue), REPORT}))

    @property
    def cut(self) -> frozenset[str]:
        """The parties of which not all was read, by who stands for them."""
        return self._standing(self._cut_links | self._cut_records)

    def _standing(self, parties: Iterable[str]) -> frozenset[str]:
        return frozenset(map(self.reader.standing_for, parties))

    async def read(self, *, whole: bool = False) -> RiskMaterial:
        """All within four hops of the parties over which something may reach them; with `whole`, what is too weak too."""
        await self._begin(self.targets)
        wanted = set(self.targets)
        while wanted:
            await self._look(wanted)
            size = self.network.size
            found = await worked_out(size, partial(self._reached, whole))
            wanted = self._with_room({one for within in found for one in within.through} - self._read, found)
        near = {one for within in found for one in within.costs} - self._counted
        if near:
            await self._count(near)
        return await worked_out(size, self._material)

    async def _begin(self, parties: Collection[str]) -> None:
        """Find out what is loaded, and take the kinds of some parties: whose kind is not known is not looked above."""
        if not self.loaded:
            self.loaded = frozenset(row["category"] for row in (await self.reader.ask("catalogue.loaded"))["items"])
        unmet = set(parties) - self.reader.met().keys()
        if unmet:
            rows = (await self.reader.pages("ownership.parties", unmet, "rows"))["rows"]
            await self.reader.meet({one: party.kind for one, party in names(rows).items()})

    def _reached(self, whole: bool) -> list[RiskReach]:
        """Who is within reach of each of the parties, as far as it is known."""
        for link in self._link():
            self._inputs.add(risk_edges(self.method.edges, link))
        conduct = {one: stop.conduct for one, stop in self._stops.items()}
        return [reach(self._inputs, conduct, target, whole=whole) for target in self.targets]

    def _link(self) -> Iterable[RiskLink]:
        """The links that were not worked out before, and those that may have changed; who conducts not all is found anew."""
        self._parties = {one: with_form(party) for one, party in self.network.parties.items()}
        if identities(self.reader):  # who counts as one with whom may have become known since
            self._links_of.clear()
            self._inputs = RiskInputs()
        listed = {row.enterprise for row in self.network.rows} | {role.enterprise for role in self.network.roles}
        new = listed - self._links_of.keys()
        found = list_links(self.network, new)
        self._links_of |= found
        self._stops = self._find_stops()
        return chain(chain.from_iterable(found.values()), other_links(self._joined(), self._parties, self._records))

    def _with_room(self, through: set[str], found: Sequence[RiskReach]) -> set[str]:
        """Of the parties to look at, as many as there is room for, those from which most may arrive first."""
        room = max(0, MOST_PARTIES - len(self._read))
        if len(through) <= room:
            return through
        cost = {one: min(within.costs[one] for within in found if one in within.costs) for one in through}
        self.left_out = len(through) - room
        return set(sorted(through, key=lambda one: (cost[one], one))[:room])

    async def _look(self, parties: set[str]) -> None:
        """Read the links of some parties, their records, and the holder lists that say how strong each link is."""
        members = await self.reader.members(parties)
        below, _ = await asyncio.gather(self._links(members), self._count(parties))
        self._read |= parties
        await self._suspect(members)
        everybody = members | below
        met = self.reader.met()
        await self.reader.up(one for one in everybody if met.get(one) in LOOKED_BEYOND)
        self.network = await self.reader.network()
        self._cut_links |= self.network.cut
        await self._find_agents()

    async def _suspect(self, parties: Iterable[str]) -> None:
        """Read whom parties may be related to although no record says so: in the probable view, and only there."""
        met = self.reader.met()
        asked = sorted(one for one in parties if met.get(one) in LOOKED_BEYOND)
        if not identities(self.reader) or not asked:
            return
        found, others = await suspicions(
            self.reader, asked, await read_traits(self.reader, asked, counted=True), limit=MOST_SUSPECTED
        )
        await self.reader.meet({one: party.kind for one, party in others.items()})
        for one in found.items:
            ends = self.reader.standing_for(one.a), self.reader.standing_for(one.b)
            if ends[0] != ends[1]:
                fact = f"suspected:{one.a}:{one.b}"
                self._suspected[fact] = LikelyRelation(*ends, fact, one.probability)
        if found.incomplete:
            self._cut_links.update(asked)

    async def _links(self, members: set[str]) -> set[str]:
        """The enterprises below some parties, those of which not all risk passes left out."""
        found = await self.reader.pages("risk.links", members, *PARTS, most=self.most_below)
        self._degree_of |= dict(map(tuple, found["degrees"]))
        for party, lower, _ in found["below"]:
            self._lower[party].add(lower)
        # What is beyond those whom no path passes through is not even met: one bank would fill the room there is for all.
        over = self._pass_own_alone(members, by_firms=not identities(self.reader))
        rows = {part: [row for row in found[part] if row[0] not in over] for part in PARTS}
        await self.reader.meet(
            {row[1]: kind_among(row[2]) for row in rows["below"]}
            | {row[2]: kind_among(row[3]) for row in rows["guarantees"]}
            | {row[3]: kind_among(row[4]) for row in rows["pledges"]}
        )
        self._cut_links |= _beyond(rows, self.most_below)
        self._take_guarantees(rows["guarantees"])
        self._take_pledges(rows["pledges"])
        over = self._pass_own_alone(members, by_firms=True)
        return {lower for party, lower, _ in rows["below"] if party not in over}

    def _pass_own_alone(self, members: Collection[str], *, by_firms: bool) -> set[str]:
        """Those through whom by the number of their links no path passes, unless they are asked about.

        Whether firms of a person count as one is known once they are met: before, persons are not judged `by_firms`.
        """
        rules, met, found = self.method.conduct.own, self.reader.met(), set[str]()
        degrees, firms = self._by_standing()
        for party in members:
            one = self.reader.standing_for(party)
            many = by_firms and met.get(party) == "Person" and len(firms.get(one, ())) > rules.firms_above
            if (many or degrees.get(one, 0) > rules.links_above) and one not in self.targets:
                found.add(party)
        return found

    def _by_standing(self) -> tuple[dict[str, int], dict[str, set[str]]]:
        """How many links parties have and the firms below them, by who stands for them and all who count as one with them."""
        degrees, firms = defaultdict[str, int](int), defaultdict[str, set[str]](set)
        for party, degree in self._degree_of.items():
            degrees[self.reader.standing_for(party)] += degree
        for party, lower in self._lower.items():
            firms[self.reader.standing_for(party)] |= self._standing(lower)
        return degrees, firms

    def _take_guarantees(self, rows: Iterable[Sequence[Any]]) -> None:
        for party, owes, other, _, fact, amount, currency, method in rows:
            one, two = self.reader.standing_for(party), self.reader.standing_for(other)
            debtor, guarantor = (one, two) if owes else (two, one)
            if debtor != guarantor:
                self._guarantees[fact] = GivenGuarantee(debtor, guarantor, fact, _money(amount, currency), method == "general")

    def _take_pledges(self, rows: Iterable[Sequence[Any]]) -> None:
        ends: dict[str, dict[str, str]] = defaultdict(dict)
        amounts: dict[str, Money | None] = {}
        for party, role, other_role, other, _, fact, amount, currency, state, until in sorted(rows, key=_BY_FACT):
            # The state is that of now: where the day after the last is known, the day it is asked for decides alone.
            if until != OPEN_DAY or state not in _ENDED:
                ends[fact].setdefault(role, self.reader.standing_for(party))
                ends[fact].setdefault(other_role, self.reader.standing_for(other))
                amounts[fact] = _money(amount, currency)
        for fact, by in ends.items():
            if "enterprise" in by and "pledgor" in by:
                self._pledges[fact] = GivenPledge(by["enterprise"], by["pledgor"], fact, amounts[fact], by.get("pledgee"))

    async def _count(self, parties: Collection[str]) -> None:
        """Read the records in which own risk is found, and the net assets of guarantors."""
        wanted = set(parties) - self._counted
        members = await self.reader.members(wanted) if wanted else set()
        found, cut = await read_records(self.reader, members, self._categories) if members else ({}, frozenset[str]())
        for one, records in found.items():
            self._records[self.reader.standing_for(one)] += records
        self._counted |= wanted
        self._cut_records |= cut

    async def _find_agents(self) -> None:
        """Ask which of the firms met are registration agents."""
        names = {
            one: f"agent:{normalise_name(party.name)}"
            for one, party in self.network.parties.items()
            if party.name and party.kind in LOOKED_BEYOND and one not in self._agents
        }
        wanted, known = sorted(set(names.values())), set[str]()
        for page in slices(wanted, PAGE):
            known |= set((await self.reader.ask("risk.agents", traits=page))["agents"])
        self._agents |= {one: name in known for one, name in names.items()}

    def _joined(self) -> JoinedParties:
        return JoinedParties(tuple(self._guarantees.values()), tuple(self._pledges.values()), tuple(self._suspected.values()))

    def _material(self) -> RiskMaterial:
        kinds = {one: kind for one in self._counted if (known := self._parties.get(one)) and (kind := risk_kind(known))}
        return RiskMaterial(
            on=date.fromisoformat(self.reader.stamp["as_of"]),
            loaded=self.loaded,
            links=tuple(self._all_links()),
            records={one: self._records[one] for one in self._counted if one in self._records},
            kinds=kinds,
            stops=self._stops,
            through=frozenset(self._read),
            counted=frozenset(self._counted),
            links_cut=self._standing(self._cut_links),
            network=replace(self.network, parties=self._parties),
            joined=self._joined(),
            records_cut=self._standing(self._cut_records),
        )

    def _all_links(self) -> Iterator[RiskLink]:
        """All links that are known, in an order that hangs on nothing."""
        for one in sorted(self._links_of):
            yield from self._links_of[one]
        yield from other_links(self._joined(), self._parties, self._records)

    def _find_stops(self) -> dict[str, RiskStop]:
        degrees, firms = self._by_standing()
        found = {
            one: risk_stop(
                self.method.conduct,
                party,
                firms=len(firms.get(one, ())),
                links=degrees.get(one, 0),
                agent=self._agents.get(one, False),
            )
            for one, party in self._parties.items()
        }
        return {one: stop for one, stop in found.items() if stop is not None}


def _beyond(rows: Mapping[str, Sequence[Sequence[Any]]], most: int) -> set[str]:
    """The parties that have more rows of a kind than are read: of these the last ones are lacking."""
    facts = (
        *(("below", row[0], row[1]) for row in rows["below"]),
        *(("guarantees", row[0], row[4]) for row in rows["guarantees"]),
        *(("pledges", row[0], row[5]) for row in rows["pledges"]),
    )
    counted = Counter((part, party) for part, party, _ in set(facts))
    return {party for (_, party), number in counted.items() if number > most}


def _money(amount: Any, currency: str | None) -> Money | None:
    return None if amount is None else Money(float(amount), currency or YUAN)
