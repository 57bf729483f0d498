"""What holds: a pure function of statements, their arrivals and the coverages of their scope."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.derive.acts import Acts, Objection, act_order, contested, levels_of, split_acts
from loaders.derive.endings import counting, end_days, is_ending, may_repair, repair_days, standing_endings
from loaders.derive.entries import contradicted, entries_once
from loaders.derive.keys import fact_id, token
from loaders.derive.taken_back import PUBLIC, Published, anything_taken_back, taken_back
from loaders.derive.terms import announced, bounds
from models.catalogue import Category, CoverageKind, Mode
from models.facts import RANK, Cover, Fact, LinkedStatement, ResolutionRule, StatementConflict, Version
from models.statements import NO_LEVEL, OPEN_DAY, OPEN_TICK, Action, Scalar, Statement


@dataclass(slots=True)
class _Entry:
    """What one provider says of the group from one day on. `more` are further rows of the same stake, which add to `linked`."""

    linked: LinkedStatement
    day: str
    by: list[str]
    seen: str
    end: str | None = None
    marks: tuple[tuple[str, Scalar], ...] = ()
    more: tuple[tuple[LinkedStatement, tuple[str, ...]], ...] = ()
    later: str = ""


def versions(
    category: Category, group: str, statements: Sequence[LinkedStatement], covers: Sequence[Cover] = ()
) -> list[Version]:
    """Every version of every fact of one group, over all ticks at which something arrived or was withdrawn."""
    if len(statements) == 1 and not covers and category.approval is None and statements[0].stated_once:
        return _single(category, group, statements[0])
    ticks = _ticks(statements, covers)
    latest = ticks[-1] if ticks else 0
    stated, about = split_acts(statements)
    acts = Acts(category, sorted(about, key=act_order), latest)
    statements = sorted(stated, key=lambda t: _order(category, t))
    first: dict[Fact, tuple[int, Mapping[str, str]]] = {}
    done: list[Version] = []
    by_id = {t.statement.id: t for t in statements}
    repairs = [t for t in statements if t.believed(latest) and may_repair(category, t.statement)]
    public = _published(category, acts, statements, covers) if len(ticks) > 1 else None
    for tick in ticks:
        now_told = acts.shown([t for t in statements if t.believed(tick)], tick)
        now_covers = [c for c in covers if c.believed(tick)]
        shown = public.at(tick) if public and tick < latest else None
        shown = (acts.shown(shown[0], tick, public=True), shown[1]) if shown else None
        if category.adds and len(statements) > 1:
            now_told = [t.at(tick) for t in now_told]
            shown = ([t.at(latest).at(tick) for t in shown[0]], shown[1]) if shown else None
        facts = holds(category, group, now_told, now_covers, repairs, shown, acts.objections(tick))
        now = set(facts)
        for fact in [f for f in first if f not in now]:
            since, parties = first.pop(fact)
            done.append(Version(fact, parties, since, tick))
        for fact in facts:
            first.setdefault(fact, (tick, by_id[fact.by[0]].parties))
    done += [Version(fact, parties, since, OPEN_TICK) for fact, (since, parties) in first.items()]
    return done


def _single(category: Category, group: str, linked: LinkedStatement) -> list[Version]:
    """What the only row of a group comes to, as by far most groups begin."""
    s = linked.statement
    entry = _Entry(linked, s.day, [s.id], s.day, marks=(("last_seen", s.day),) if category.mode is Mode.SNAPSHOT else ())
    fact = _fact(category, group, entry, OPEN_DAY, s.level, NO_LEVEL, usable=True)
    return [Version(fact, linked.parties, linked.arrivals[0].recorded_at, OPEN_TICK)] if _lasts(fact) else []


def _ticks(statements: Sequence[LinkedStatement], covers: Sequence[Cover]) -> list[int]:
    arrivals = [a for t in statements for a in t.arrivals] + [a for c in covers for a in c.arrivals]
    turns = {tick for c in covers for during in c.during or () for tick in during} - {OPEN_TICK}
    back = {a.withdrawn_at for a in arrivals if a.withdrawn_at < OPEN_TICK}
    return sorted({a.recorded_at for a in arrivals} | back | turns)


def _published(
    category: Category, acts: Acts, statements: Sequence[LinkedStatement], covers: Sequence[Cover]
) -> Published | None:
    """What the public is shown at earlier ticks; None where that is what everybody else is shown."""
    if not anything_taken_back((*statements, *acts.ordered), covers):
        return None
    latest, statements = acts.latest, acts.shown_at_last(statements)
    plain = [t for t in statements if t.statement.level == PUBLIC]
    plain = list(standing_endings(category, plain, latest))
    lists = [c for c in covers if c.level == PUBLIC]
    last = _last_lists(c for c in lists if c.believed(latest)) if category.mode is Mode.SNAPSHOT else {}
    gone = taken_back(category, _standing(category, (t for t in plain if t.believed(latest)), last))
    return Published([t for t in plain if t.statement.id not in gone], lists)


def holds(
    category: Category,
    group: str,
    statements: Sequence[LinkedStatement],
    covers: Sequence[Cover] = (),
    repairs: Sequence[LinkedStatement] = (),
    public: tuple[Sequence[LinkedStatement], Sequence[Cover]] | None = None,
    objections: Sequence[Objection] = (),
) -> list[Fact]:
    """What holds if exactly these statements (in their order) and coverages are believed, at every level of caller.

    `repairs` are the credit repairs believed today: publicity is judged now, so they raise the level whatever was believed
    at the moment asked for; use ends with the repairs among `statements`. `public` are those that count for
    the public where these are not all: what is taken back today is not among them. `objections`: with their answers, in order.

    A caller of level L sees what follows from statements of level L and below alone, so that a hidden
    statement leaves no trace: a fact that it replaces stays for those below (`hidden_from`).
    """
    split = {PUBLIC, PUBLIC + 1} if public else set()
    levels = sorted({t.statement.level for t in statements} | {c.level for c in covers} | levels_of(objections) | split)
    if len(levels) == 1:
        return _at_level(category, group, statements, covers, repairs, objections, levels[0], NO_LEVEL)
    runs: dict[Fact, int] = {}
    out: list[Fact] = []
    for i, level in enumerate(levels):
        upto = levels[i + 1] if i + 1 < len(levels) else NO_LEVEL
        counting, lists = public if public and level == PUBLIC else (statements, covers)
        seen = [t for t in counting if t.statement.level <= level]
        for fact in _at_level(category, group, seen, [c for c in lists if c.level <= level], repairs, objections, level, upto):
            bare = replace(fact, level=0, hidden_from=0)
            at = runs.get(bare)
            if at is not None and out[at].hidden_from == level:
                out[at] = replace(out[at], hidden_from=upto)
            else:
                runs[bare] = len(out)
                out.append(fact)
    return [f for f in out if f.level < f.hidden_from]


def _at_level(
    category: Category,
    group: str,
    ordered: Sequence[LinkedStatement],
    covers: Sequence[Cover],
    repairs: Sequence[LinkedStatement],
    objections: Sequence[Objection],
    level: int,
    upto: int,
) -> list[Fact]:
    stated, ordered = ordered, counting(category, ordered)
    unusable = repair_days(ordered)
    hiding = unusable + repair_days(counting(category, [t for t in repairs if t.statement.level <= level], stated))
    if category.mode is Mode.SNAPSHOT:
        entries = _snapshot(category, ordered, covers)
    else:
        entries = _one_fact(category, ordered) if category.mode is Mode.APPEND else _timeline(category, ordered)
    facts = []
    following = OPEN_DAY
    for entry in reversed(entries):
        limit = min(following, entry.end or OPEN_DAY)
        hidden, repaired = any(entry.day <= day for day in hiding), any(entry.day <= day for day in unusable)
        for part in _rows(entry):
            fact = _fact(category, group, part, limit, max(level, 2) if hidden else level, upto, usable=not repaired)
            if objections:
                fact = replace(fact, marks=fact.marks + contested(objections, fact.by, level))
            following = min(following, fact.valid_from)
            if _lasts(fact):
                facts.append(fact)
    return facts[::-1]


def _lasts(fact: Fact) -> bool:
    """Whether a fact holds on any day at all."""
    return fact.valid_from < fact.valid_to


def _rows(entry: _Entry) -> list[_Entry]:
    """The rows of an entry, each as an entry of its own."""
    if not entry.more:
        return [entry]
    own = replace(entry, more=())
    return [own, *(replace(own, linked=linked, by=list(by)) for linked, by in entry.more)]


def _order(category: Category, linked: LinkedStatement) -> tuple[str, str, int, int, str]:
    s = linked.statement
    return (s.day, announced(category, s.values), s.seq, RANK[s.action], s.id)


def _fact(category: Category, group: str, entry: _Entry, limit: str, level: int, upto: int, *, usable: bool) -> Fact:
    statement = entry.linked.statement
    own = bounds(category, entry.day, statement.values)
    append = category.mode is Mode.APPEND
    start = own.valid_from
    return Fact(
        id=fact_id(group) if append else fact_id(group, entry.day, *_apart(category, statement)),
        by=tuple(entry.by),
        level=level,
        hidden_from=upto,
        usable=usable,
        valid_from=start,
        valid_to=min(own.valid_to, limit),
        public_from=own.public_from,
        public_until=own.public_until,
        marks=entry.linked.besides + entry.marks,
    )


def _apart(category: Category, statement: Statement) -> list[str]:
    """What distinguishes the entries of one stake: all that the row states."""
    return [statement.id] if category.adds else []


def _providers(ordered: Sequence[LinkedStatement]) -> Iterable[list[LinkedStatement]]:
    split: dict[str, list[LinkedStatement]] = {}
    for t in ordered:
        split.setdefault(t.statement.provider, []).append(t)
    return split.values()


def _one_fact(category: Category, ordered: Sequence[LinkedStatement]) -> list[_Entry]:
    """`append`: one fact a group. Providers state it each for themselves; the latest statement gives the values."""
    tellings: list[tuple[LinkedStatement, str | None]] = []
    for mine in _providers(ordered):
        said: list[LinkedStatement] = []
        end: str | None = None
        for t in mine:
            match t.statement.action:
                case Action.STATE | Action.CORRECT:
                    said.append(t)
                    end = None
                case Action.END if not is_ending(category, t.statement):
                    end = t.statement.day if said else None
                case Action.WITHDRAW:
                    said, end = [], None
        tellings += [(t, end) for t in said]
    if not tellings:
        return []
    tellings.sort(key=lambda pair: _order(category, pair[0]), reverse=True)
    winner, end = tellings[0]
    since = _since(category, winner.statement, (t.statement for t, _ in tellings))
    start = bounds(category, since, winner.statement.values).valid_from
    over = [day for day in end_days(category, ordered, winner.statement.provider) if day >= start]
    end = min((*over, end or OPEN_DAY)) if over else end
    ends = [t.statement.id for t in ordered if t.statement.action is Action.END] if end else []
    by = [t.statement.id for t, _ in tellings] + ends
    return [_Entry(winner, since, by, winner.statement.day, end)]


def _since(category: Category, winner: Statement, tellings: Iterable[Statement]) -> str:
    """The day a record is known from: its statement's, or the first on which it was stated where it states no start."""
    if not category.valid.unstated or category.valid.start in winner.values:
        return winner.day
    return min(s.day for s in tellings if s.level <= winner.level)


def _timeline(category: Category, ordered: Sequence[LinkedStatement]) -> list[_Entry]:
    """`upsert`: each day's statement holds until the next day with other values."""
    return _merge(_entries(category, ordered), lambda before, after: None)


def _entries(category: Category, ordered: Sequence[LinkedStatement]) -> list[_Entry]:
    entries: list[_Entry] = []
    said: tuple[str, str, int, Action] | None = None
    for t, by in entries_once(category, ordered) if category.adds else ((t, (t.statement.id,)) for t in ordered):
        s = t.statement
        last = entries[-1] if entries else None
        later = announced(category, s.values)
        moment = (s.day, later, s.seq, s.action)
        beside = bool(category.adds) and said == moment
        said = moment
        match s.action:
            case Action.STATE | Action.CORRECT if beside and last:
                last.more += ((t, by),)
            case Action.STATE:
                if last and last.day == s.day:
                    entries.pop()
                entries.append(_Entry(t, s.day, [*by], s.day, later=later))
            case Action.CORRECT:
                day = last.day if last else s.day
                end = entries.pop().end if last else None
                entries.append(_Entry(t, day, [*by], day, end, later=later))
            case Action.END if last and last.end is None:
                last.end = s.day
                last.by.append(s.id)
            case Action.WITHDRAW if last:
                entries.pop()
    return entries


def _merge(
    entries: list[_Entry], gap: Callable[[tuple[str, str], str], tuple[str, tuple[tuple[str, Scalar], ...]] | None]
) -> list[_Entry]:
    """Join neighbours that state the same; `gap(day, day)` gives the end of what a snapshot no longer lists between them."""
    out: list[_Entry] = []
    for i, entry in enumerate(entries):
        following = entries[i + 1].day if i + 1 < len(entries) else OPEN_DAY
        last = out[-1] if out else None
        if last and last.end is None and len(last.more) == len(entry.more) and _joined(last, entry):
            last.seen, last.later, last.end = entry.seen, entry.later, entry.end
            entry = last
        else:
            out.append(entry)
        ended = gap((entry.seen, entry.later), following) if entry.end is None else None
        if ended:
            entry.end, entry.marks = ended
    return out


def _joined(last: _Entry, entry: _Entry) -> bool:
    """Whether two entries state the same, row by row; then the earlier takes up the statements of the later."""
    if not last.more:
        if not _same(last.linked, entry.linked):
            return False
        last.by += entry.by
        return True
    rows = [(entry.linked, tuple(entry.by)), *entry.more]
    found: list[tuple[LinkedStatement, tuple[str, ...]]] = []
    for linked, by in ((last.linked, tuple(last.by)), *last.more):
        at = next((i for i, (other, _) in enumerate(rows) if _same(other, linked)), None)
        if at is None:
            return False
        found.append((linked, by + rows.pop(at)[1]))
    last.by, last.more = list(found[0][1]), tuple(found[1:])
    return True


def _same(one: LinkedStatement, other: LinkedStatement) -> bool:
    """Whether two statements state the same values of the same parties."""
    return dict(one.statement.values) == dict(other.statement.values) and _named(one) == _named(other)


def _named(linked: LinkedStatement) -> list[tuple[str, ...]]:
    return sorted((r.role, *_means(r.role, linked)) for r in linked.statement.refs)


def _means(role: str, linked: LinkedStatement) -> tuple[str, ...]:
    """Who a reference is: its party, or who its name means on that day; a name that means nobody counts as it is."""
    found = linked.meant.get(role, ())
    if not found or found[0][1] == ResolutionRule.CERTAIN:
        return (token("@" + role, linked.sure),)
    return tuple(f"{rule} {party}" for party, rule in found)


def _snapshot(category: Category, ordered: Sequence[LinkedStatement], covers: Sequence[Cover]) -> list[_Entry]:
    """`snapshot`: as upsert, and a full list ends what it lacks; a top list only states that it left the list."""
    lists = [c for c in covers if c.kind is not CoverageKind.PARTIAL]
    last = _last_lists(lists)
    closing = sorted(
        (c for c in lists if c.later == last[c.day]),
        key=lambda c: (c.day, c.later, c.kind is not CoverageKind.FULL, -(c.smallest or 0.0), c.id),
    )

    def gap(seen: tuple[str, str], following: str) -> tuple[str, tuple[tuple[str, Scalar], ...]] | None:
        for c in closing:
            if seen < (c.day, c.later) and c.day < following:
                marks: list[tuple[str, Scalar]] = [("ended_after", seen[0])]
                if c.kind is CoverageKind.TOP_N:
                    marks.append(("left_list", True))
                    marks += [("at_most", c.smallest)] if c.smallest is not None else []
                return c.day, tuple(marks)
        return None

    entries = _merge(_entries(category, _standing(category, ordered, last)), gap)
    for entry in entries:
        entry.marks += (("last_seen", entry.seen),)
    return entries


def _last_lists(covers: Iterable[Cover]) -> dict[str, str]:
    """The date of the last list of each day, where a day has several."""
    last: dict[str, str] = {}
    for c in covers:
        if c.kind is not CoverageKind.PARTIAL:
            last[c.day] = max(last.get(c.day, ""), c.later)
    return last


def _standing(category: Category, ordered: Iterable[LinkedStatement], last: Mapping[str, str]) -> list[LinkedStatement]:
    """The statements that no later list of their day replaces."""
    return [t for t in ordered if announced(category, t.statement.values) >= last.get(t.statement.day, "")]


def conflicts(category: Category, group: str, statements: Sequence[LinkedStatement]) -> list[StatementConflict]:
    """Statements of one provider, day, sequence and action that state different things; the taken one first.

    Where rows add up there are none, but of a total and of instalments that come to something else.
    """
    if category.adds:
        found = contradicted(category, [t for t in statements if t.believed(OPEN_TICK - 1)]) if len(statements) > 2 else ()
        return [StatementConflict(group, day, ids) for day, ids in found]
    same: dict[tuple[str, str, int, Action], list[LinkedStatement]] = {}
    for t in statements:
        s = t.statement
        same.setdefault((s.provider, s.day, s.seq, s.action), []).append(t)
    out = []
    for (_, day, _, action), rivals in same.items():
        if len(rivals) > 1 and action in (Action.STATE, Action.CORRECT):
            ids = sorted((r.statement.id for r in rivals), reverse=True)
            out.append(StatementConflict(group, day, tuple(ids)))
    return out
