"""Asks the rules of warnings of enterprises, page by page: what they find, and which of them cannot be asked."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.analytics.risk.found import events_of
from app.analytics.risk.ledger import ledger
from app.analytics.warnings.items import CHANCE, items_of, poisson_tail
from app.answers.reading.links import known
from app.answers.reading.risk import looked_into, read_records, risk_kind
from app.answers.reading.session import Reader
from app.answers.warnings.checking import check_question
from app.answers.warnings.exposed import exposed_rows
from app.errors import InputError, NotFound
from app.rules.risk_indicators import indicators
from app.rules.warnings.rules import WarningRule
from models.answers.shapes import NamedParty, PartyRef
from models.risk.warnings import NotAsked, NotAskedReason, WarningItem
from models.values.working_days import YearNotKnown

PAGE, MOST_ROWS = 200, 5_000


@dataclass(frozen=True, slots=True)
class RuleSubject:
    """An enterprise that rules speak of: its name, state, division and industry, and who provides its registration."""

    id: str
    name: str | None
    state: str | None
    region: str | None
    industry: str | None
    provider: str | None

    @property
    def party(self) -> PartyRef:
        """The enterprise as answers refer to it."""
        return PartyRef(id=self.id, name=self.name, kind="Enterprise", state=self.state)


@dataclass(slots=True)
class FoundWarnings:
    """What rules have found of a page of enterprises.

    `asked`: by rule, whom it was asked about, so that what it has not found of them is no more. `cut`: by rule, the
    enterprises of which it has more rows than are read, or not all that it hangs on.
    """

    subjects: dict[str, RuleSubject] = field(default_factory=dict)
    items: list[WarningItem] = field(default_factory=list)
    asked: dict[str, frozenset[str]] = field(default_factory=dict)
    cut: dict[str, set[str]] = field(default_factory=dict)


class WarningFinder:
    """Asks rules of enterprises by a reader, whose caller, day and tick count."""

    def __init__(self, reader: Reader, rules: Iterable[WarningRule]) -> None:
        self.reader = reader
        self.rules = tuple(rules)
        self.not_asked: dict[str, NotAsked] = {}
        self._given: dict[str, dict[str, Any]] = {}

    @property
    def day(self) -> date:
        """The day asked about."""
        return date.fromisoformat(self.reader.stamp["as_of"])

    async def begin(self) -> None:
        """Take the day and tick, and find out which rules can be asked: those that need nothing that was never loaded."""
        loaded = {row["category"] for row in (await self.reader.ask("catalogue.loaded"))["items"]}
        lacks = await self._lacks_analysis()
        for rule in self.rules:
            lacking = tuple(sorted(set(rule.needs) - loaded))
            if not rule.in_force.holds(self.day.isoformat()):
                self._cannot(rule, NotAskedReason.NOT_IN_FORCE)
            elif lacking:
                self._cannot(rule, NotAskedReason.NOT_LOADED, lacking)
            elif rule.analysis is not None and lacks is not None:
                self._cannot(rule, lacks)
            else:
                check_question(rule, self.reader.questions)
                try:
                    given = rule.given(self.day)
                    self.reader.questions.question(rule.question).bind({"party_ids": [], **given})
                    self._given[rule.id] = given
                except YearNotKnown:
                    self._cannot(rule, NotAskedReason.CALENDAR)
                except (ValueError, OverflowError, InputError):
                    self._cannot(rule, NotAskedReason.DAY)

    async def _lacks_analysis(self) -> NotAskedReason | None:
        """Why a rule that reads the exposure of all parties cannot be asked as of the day; None where it can."""
        if all(rule.analysis is None for rule in self.rules):
            return None
        try:
            found = await self.reader.ask("risk.analysed")
        except NotFound:
            return NotAskedReason.NOT_ANALYSED
        if found["unfinished"]:
            return NotAskedReason.ANALYSIS_UNFINISHED
        return None if found["analysed_as_of"] == self.day.isoformat() else NotAskedReason.NOT_ANALYSED

    def _cannot(self, rule: WarningRule, reason: NotAskedReason, categories: tuple[str, ...] = ()) -> None:
        self.not_asked[rule.id] = NotAsked(rule=rule.id, title=rule.title, reason=reason, categories=categories)

    async def pages(self, after: str = "") -> AsyncIterator[list[str]]:
        """All enterprises of the graph by id, so many at a time."""
        following: str | None = after
        while following is not None:
            try:
                page = await self.reader.ask("warnings.page", past=following, most=PAGE)
            except NotFound:  # nothing was ever loaded
                return
            following = page["next"]
            if page["parties"]:
                yield page["parties"]

    async def find(self, parties: Sequence[str]) -> FoundWarnings:
        """What the rules that can be asked find of these enterprises."""
        out = FoundWarnings()
        for row in (await self.reader.ask("warnings.subjects", party_ids=sorted(parties)))["subjects"]:
            out.subjects[row[0]] = RuleSubject(*row)
        for rule in self.rules:
            if rule.id not in self._given:
                continue
            about = [one.id for one in out.subjects.values() if rule.scope.holds(one.state, one.region, one.industry)]
            out.asked[rule.id] = frozenset(out.subjects)
            cut = out.cut.setdefault(rule.id, set())
            rows = await self._rows(rule, about, cut) if about else []
            if rows and rule.poisson:
                rows = [row for row in map(_with_chance, rows) if row["figures"][CHANCE] < rule.params["chance_below"].value]
            if rows and rule.own_risk is not None:
                rows = await self._at_risk(rule, rows)
            if rows and rule.analysis is not None:
                rows = await exposed_rows(self.reader, rule, self._given[rule.id], rows, cut)
            out.items += items_of(rule, rows, {one.id: one.party for one in out.subjects.values()})
        return out

    async def _rows(self, rule: WarningRule, parties: Sequence[str], cut: set[str]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        waiting = [list(parties)]
        while waiting:
            some = waiting.pop()
            found = (await self.reader.ask(rule.question, party_ids=some, most=MOST_ROWS, **self._given[rule.id]))["found"]
            if len(found) > MOST_ROWS and len(some) > 1:
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
                continue
            if len(found) > MOST_ROWS:
                cut.update(some)
            rows += found[:MOST_ROWS]
        return rows

    async def _at_risk(self, rule: WarningRule, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows in which the party of a role has enough own risk, or that need none; with it as a figure."""
        condition = rule.own_risk
        assert condition is not None
        least = float(rule.params[condition.threshold].value)

        def who(row: Mapping[str, Any]) -> list[str]:
            stated = row["party"] if condition.role == "party" else row["roles"].get(condition.role)
            return list(row.get("risky") or ([stated] if stated else []))

        own = await own_risk_of(self.reader, {one for row in rows for one in who(row)})
        out = []
        for row in rows:
            highest = max((own.get(one, 0.0) for one in who(row)), default=0.0)
            if highest >= least or row.get("regardless"):
                out.append({**row, "figures": {**row["figures"], "own_risk": highest}})
        return out


def _with_chance(row: Mapping[str, Any]) -> dict[str, Any]:
    figures = row["figures"]
    return {**row, "figures": {**figures, CHANCE: poisson_tail(int(figures["recent"]), float(figures["expected"]))}}


async def own_risk_of(reader: Reader, parties: Collection[str]) -> dict[str, float]:
    """The own risk of parties on the day of a reader, by the indicators; of who is of no kind that these speak of, none."""
    rules, catalogue = indicators(), reader.questions.catalogue
    loaded = {row["category"] for row in (await reader.ask("catalogue.loaded"))["items"]}
    everybody = sorted(parties)
    records, _ = await read_records(reader, everybody, looked_into(rules, catalogue))
    details = await known(reader, [NamedParty(id=one) for one in everybody])
    on, out = date.fromisoformat(reader.stamp["as_of"]), dict[str, float]()
    for one in everybody:
        kind = risk_kind(details[one]) if one in details else None
        if kind is not None:
            out[one] = ledger(rules, kind, events_of(rules, kind, records.get(one, []), on, loaded), on).s
    return out
