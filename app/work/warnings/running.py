"""Runs the rules of warnings over all enterprises, some, or those that a change touched, and keeps the cases."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

from app.analytics.warnings.precision import wilson
from app.answers import Reader, Viewpoint
from app.answers.warnings.finding import PAGE, FoundWarnings, WarningFinder
from app.changes.reading import ChangeFeed
from app.desk.cases.participants import PROGRAM, Participant
from app.desk.cases.warnings import Counts, open_warnings, outcomes
from app.desk.jobs.kinds import JobContext
from app.desk.store import Connection, Desk
from app.engine import Engine
from app.errors import InputError
from app.questions import Questions
from app.rules.warnings.rules import WarningRule, warning_rules
from app.work.resources import Resources
from app.work.warnings.keeping import OPEN, FoundWarning, found_warning, keep_found, keep_gone, remind
from app.work.warnings.merging import carry_over
from models.caller import ROLE_LEVELS, Caller, CallerRole
from models.catalogue import Catalogue
from models.values.slices import slices
from models.work.cases import CaseCard
from models.work.warnings import Precisions, RuleDone, RuleNotAsked, RulePrecision, WarnDone, WarnParams

POOR_BELOW, POOR_AFTER = 0.2, 30
"""A rule of which less than this share was right, after so many were decided, is named to its owner."""
CHANGES = 500
COUNTED = ("raised", "again", "gained", "lapsed", "withdrawn")
Progress = Callable[[int, str], None]


async def warn_job(context: JobContext[Resources], params: WarnParams) -> WarnDone:
    """Run the rules as a job, with its progress; what has been kept when it is cancelled stays kept."""
    work = context.resources
    feed = ChangeFeed(work.engine, work.settings.key.encode())
    return await warn(
        work.engine, work.catalogue, context.desk, params, feed, lambda done, what: context.step(done=done, what=what)
    )


async def warn(
    engine: Engine,
    catalogue: Catalogue,
    desk: Desk,
    params: WarnParams,
    feed: ChangeFeed | None = None,
    progress: Progress | None = None,
) -> WarnDone:
    """Run rules, raise what is new, end what is no more, and remind of what is due.

    `feed` says what has changed since a moment. It looks with the eyes of a department: what is hidden from departments raises
    no warning.

    Raises:
        InputError: there is no such rule, or `since` is no moment.
    """
    rules = _chosen(params.rules)
    asked = Viewpoint(Caller(level=ROLE_LEVELS[CallerRole.DEPARTMENT]), None, None, "strict")
    reader = Reader(Questions(catalogue, engine, ahead=False), asked)
    some = params.parties
    if params.since is not None and feed is not None:
        some = (*some, *await _touched(feed, reader, asked.caller, params.since))
    run = _Run(WarningFinder(reader, rules), desk, whole=not params.parties and params.since is None)
    await run.finder.begin()
    pages = run.finder.pages() if run.whole else _pages(some)
    async for page in pages:
        await run.page(page)
        if progress:
            progress(run.parties, "enterprises")
    await run.end()
    return await run.done()


def _chosen(ids: Sequence[str]) -> list[WarningRule]:
    known = warning_rules().rules
    for one in ids:
        if one not in known:
            raise InputError(f"there is no rule {one}; known: {', '.join(known)}"[:1_000], parameter="rules")
    return [known[one] for one in ids] if ids else list(known.values())


async def _touched(feed: ChangeFeed, reader: Reader, caller: Caller, since: str) -> list[str]:
    """The enterprises that what was written since a moment may concern."""
    touched: set[str] = set()
    cursor, more = await feed.since(caller, since), True
    while more:
        page = await feed.page(caller, cursor, limit=CHANGES)
        touched |= {one.party_id for one in page.items}
        cursor, more = page.next, page.more
    near: set[str] = set()
    for some in slices(sorted(touched), PAGE):
        near |= set((await reader.ask("warnings.around", party_ids=some))["parties"])
    return sorted(near)


async def _pages(parties: Sequence[str]) -> AsyncIterator[list[str]]:
    for page in slices(parties, PAGE):
        yield page


class _Run:
    """One run of rules: what it has found so far, and the cases that there were when it began."""

    def __init__(self, finder: WarningFinder, desk: Desk, *, whole: bool) -> None:
        self.finder, self.desk, self.whole = finder, desk, whole
        self.parties, self.reminded = 0, 0
        self.cut: dict[str, set[str]] = defaultdict(set)
        self.counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("found", *COUNTED), 0))
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._keys: set[str] = set()

    async def page(self, parties: list[str]) -> None:
        """Ask the rules of a page of enterprises, and keep what they find."""
        await carry_over(self.finder.reader, self.desk, [rule.id for rule in self.finder.rules], parties)
        found = await self.finder.find(parties)
        self.parties += len(found.subjects)
        for rule, cut in found.cut.items():
            self.cut[rule] |= cut
        for rule, asked in found.asked.items():
            self._asked[rule] |= asked
        new = self._new(found)
        if new:
            await self.desk.write(self._keep, new)

    def _new(self, found: FoundWarnings) -> list[FoundWarning]:
        """What was found, each key once in a run."""
        day, tick = self.finder.day.isoformat(), int(self.finder.reader.stamp["tick"])
        out = []
        for item in found.items:
            if item.key not in self._keys:
                self._keys.add(item.key)
                self.counts[item.rule]["found"] += 1
                out.append(found_warning(item, found.subjects.get(item.party.id or ""), day, tick))
        return out

    def _keep(self, connection: Connection, found: list[FoundWarning]) -> None:
        for one in found:
            if came_to := keep_found(connection, one):
                self.counts[one.item.rule][came_to] += 1

    async def end(self) -> None:
        """End the open warnings that were looked for and not found, and remind of those that are due.

        Of some enterprises, only their warnings are read.
        """
        asked = sorted(set().union(*self._asked.values()))
        some = [None] if self.whole else slices(asked, PAGE)
        for parties in some:
            async for cases in self._open(parties):
                for case in filter(self._is_gone, cases):
                    believed = await self._believed(case)
                    if came_to := await self.desk.write(keep_gone, case, believed):
                        self.counts[str(case.basis["rule"])][came_to] += 1
                self.reminded += await self.desk.write(remind, cases)

    async def _open(self, parties: list[str] | None) -> AsyncIterator[tuple[CaseCard, ...]]:
        """The open warnings of the rules of this run, of some parties or of all, so many at a time."""
        rules, past = [rule.id for rule in self.finder.rules], ""
        while cases := await self.desk.read(open_warnings, PROGRAM, rules, parties, past):
            yield cases
            past = cases[-1].id

    def _is_gone(self, case: CaseCard) -> bool:
        rule = str(case.basis["rule"])
        # What gathers several enterprises may be found from another one of them, which only a whole run asks about.
        gathers = bool(case.basis.get("gathers", case.party is not None and case.party not in case.key))
        looked_for = case.party in self._asked.get(rule, ()) and case.party not in self.cut[rule]
        return case.state in OPEN and case.key not in self._keys and looked_for and (self.whole or not gathers)

    async def _believed(self, case: CaseCard) -> dict[str, bool]:
        """Which of the facts of a warning are believed, and may be used; what was repaired is read where departments do not."""
        records = case.basis["records"]
        parties, facts = sorted({str(one["party_id"]) for one in records}), [str(one["fact"]) for one in records]
        reader = self.finder.reader
        everything = Viewpoint(Caller(level=PROGRAM.level), reader.stamp["as_of"], reader.known_at, "strict")
        out: dict[str, bool] = {}
        for fact, _ in (await Reader(reader.questions, everything).ask("warnings.facts", party_ids=parties, facts=facts))[
            "facts"
        ]:
            out[fact] = False
        for fact, usable in (await reader.ask("warnings.facts", party_ids=parties, facts=facts))["facts"]:
            out[fact] = out.get(fact, False) or bool(usable)
        return out

    async def done(self) -> WarnDone:
        """What the run came to."""
        precise = await self.desk.read(precisions, PROGRAM)
        rules = tuple(RuleDone(rule=rule, **counts) for rule, counts in sorted(self.counts.items()))
        totals: dict[str, Any] = {name: sum(getattr(one, name) for one in rules) for name in ("found", *COUNTED)}
        return WarnDone(
            as_of=self.finder.day.isoformat(),
            tick=int(self.finder.reader.stamp["tick"]),
            parties=self.parties,
            reminded=self.reminded,
            rules=rules,
            not_asked=tuple(
                RuleNotAsked(rule=one.rule, reason=one.reason.value, categories=one.categories)
                for one in self.finder.not_asked.values()
            ),
            cut=len(set().union(*self.cut.values())),
            poor=tuple(one.rule for one in precise.items if one.poor),
            **totals,
        )


def precisions(connection: Connection, viewer: Participant, rules: Iterable[str] = ()) -> Precisions:
    """How often each version of each rule was right, with the bounds of the true share."""
    counts: Counts = outcomes(connection, viewer)
    wanted, items = set(rules), []
    for (rule, version), count in sorted(counts.items()):
        if wanted and rule not in wanted:
            continue
        confirmed, false = count["confirmed"], count["false"]
        decided = confirmed + false
        share, bounds = confirmed / decided if decided else None, wilson(confirmed, decided)
        items.append(
            RulePrecision(
                rule=rule,
                version=version,
                raised=count["raised"],
                decided=decided,
                confirmed=confirmed,
                false=false,
                referred=count["referred"],
                precision=share,
                low=bounds[0] if bounds else None,
                high=bounds[1] if bounds else None,
                poor=decided >= POOR_AFTER and share is not None and share < POOR_BELOW,
            )
        )
    return Precisions(items=tuple(items), shown=len(items), total=len(items))
