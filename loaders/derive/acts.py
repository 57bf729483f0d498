"""What is done about single records after they were stated: held back, approved, objected to, answered. Pure functions.

Each act is a statement of the record's group that names the record's statement. None of them says what the record says: they
decide who is shown it, and whether it is marked as contested.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from loaders.derive.taken_back import PUBLIC, stays
from models.catalogue import Category
from models.facts import RANK, LinkedStatement
from models.statements import ABOUT, ACTS, CASE, OPEN_DAY, RESULT, Action, Scalar, Statement

HELD_LEVEL = 1
"""The level from which on a record is shown that was held back, where its category says nothing else."""
CONTESTED = "contested"
HELD_BACK = "held_back"
"""The mark of a fact that is held back from the public."""
SAYING = (Action.STATE, Action.CORRECT)


def split_acts(statements: Iterable[LinkedStatement]) -> tuple[list[LinkedStatement], list[LinkedStatement]]:
    """What a group states of its thing, and the acts about it."""
    stated: list[LinkedStatement] = []
    acts: list[LinkedStatement] = []
    for t in statements:
        (acts if t.statement.action in ACTS else stated).append(t)
    return stated, acts


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts about the records of one group, in their order; `latest` is the last tick at which anything changed in it."""

    category: Category
    ordered: Sequence[LinkedStatement]
    latest: int
    deciding: bool = field(init=False)

    def __post_init__(self) -> None:
        holding = any(t.statement.action is Action.HOLD for t in self.ordered)
        object.__setattr__(self, "deciding", self.category.approval is not None or holding)

    def shown(self, statements: Sequence[LinkedStatement], tick: int, *, public: bool = False) -> list[LinkedStatement]:
        """Statements in their order, those that are held back at a level that the public has not, and marked.

        Publicity is judged now: what is held back today is held back at every moment, and what was held back at a moment
        is not shown as of then. What ends, repairs or takes back a record is shown to nobody to whom the record is not.
        The mark is of the moment. `public`: they are for the public alone, which is shown no mark. What a provider holds back
        it holds back in whatever form it states it: its other statements of the group stay with it, but those approved since.
        """
        if not self.deciding:
            return list(statements)
        held_level = self.category.approval.level if self.category.approval else HELD_LEVEL
        now, lasting, then = self._released(self.latest), self._released(tick), self._released(tick, lasting=False)
        following: dict[str, bool] = {}
        out = []
        for t in statements:
            s = t.statement
            if s.action in SAYING:
                free = now(s) and lasting(s)
                following[s.provider] = free
                if not public and not then(s):
                    t = replace(t, besides=((HELD_BACK, True), *t.besides))
            else:
                free = following.get(s.provider, True)
            out.append(t if free or s.level >= held_level else replace(t, statement=replace(s, level=held_level)))
        return out

    def shown_at_last(self, statements: Sequence[LinkedStatement]) -> list[LinkedStatement]:
        """All statements in their order, those that are believed at last at the levels that they then have."""
        if not self.deciding:
            return list(statements)
        last = {t.statement.id: t for t in self.shown([t for t in statements if t.believed(self.latest)], self.latest)}
        return [last.get(t.statement.id, t) for t in statements]

    def _released(self, tick: int, *, lasting: bool = True) -> Callable[[Statement], bool]:
        """Whether a statement may be shown to the public, by the last act about each that had arrived at a tick.

        Only acts count that the public may know of, and that are believed today; not `lasting`: that were believed then.
        """
        found = (t for t in self.ordered if t.statement.level == PUBLIC)
        counting = (t.statement for t in found if (stays(t.arrivals, tick) if lasting else t.believed(tick)))
        last = {str(s.values[ABOUT]): (n, s) for n, s in enumerate(counting) if s.action in (Action.HOLD, Action.APPROVE)}
        held = {s.provider: n for n, s in sorted(last.values(), key=itemgetter(0)) if s.action is Action.HOLD}

        def free(about: Statement) -> bool:
            if about.id not in last:
                return self.category.approval is None and about.provider not in held
            n, act = last[about.id]
            return act.action is Action.APPROVE and n > held.get(about.provider, -1)

        return free

    def objections(self, tick: int) -> list["Objection"]:
        """Objections and answers that were believed at a tick."""
        found = (t for t in self.ordered if t.statement.action in (Action.CONTEST, Action.ANSWER) and t.believed(tick))
        return [Objection(t.statement, stays(t.arrivals, tick)) for t in found]


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to a record, or an answer to one; `lasting` where its batch is believed today too, so that the public may
    be shown it."""

    statement: Statement
    lasting: bool


def levels_of(objections: Iterable[Objection]) -> set[int]:
    """The levels at which what is seen of objections may differ."""
    found = list(objections)
    return {o.statement.level for o in found} | ({PUBLIC, PUBLIC + 1} if any(not o.lasting for o in found) else set())


def contested(objections: Sequence[Objection], by: Sequence[str], level: int) -> tuple[tuple[str, Scalar], ...]:
    """The mark of a fact to whose statements `by` somebody objected, as callers of a level see it; empty where nobody did.

    It holds a text for each objection: `from/until/result`, the day it was lodged, the day it was answered (not contested any
    more from then on; open: 9999-12-31), and what the answer came to. The last of several answers to a case counts.
    """
    seen = (o.statement for o in objections if o.statement.level <= level and (o.lasting or level > PUBLIC))
    mine = [s for s in seen if s.values.get(ABOUT) in by]
    answers = {s.values.get(CASE): s for s in mine if s.action is Action.ANSWER}
    spans = set()
    for s in mine:
        if s.action is Action.CONTEST:
            answer = answers.get(s.values.get(CASE))
            until = max(answer.day, s.day) if answer else OPEN_DAY
            spans.add(f"{s.day}/{until}/{answer.values.get(RESULT, '') if answer else ''}")
    return ((CONTESTED, tuple(sorted(spans))),) if spans else ()


def act_order(linked: LinkedStatement) -> tuple[str, int, int, str]:
    """The order in which acts count."""
    s = linked.statement
    return (s.day, s.seq, RANK[s.action], s.id)
