"""Who acts in a case: what each caller is to it, and which of its actions they may therefore take."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.desk.store.tables.cases import CASES, STEPS
from app.rules.cases.kinds import Actor, CaseKind
from models.caller import Caller, CallerRole


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who sees cases or acts in them: how the desk names them, their department, and the highest level they may see.

    An `operator` sees every department's, an `approver` decides for theirs what the public is shown; the `program` is the
    service itself; one that `answers` does what is asked of their department. For a caller that acts for an enterprise, that
    stands in the department's place.
    """

    by: str
    department: str | None = None
    level: int = 0
    operator: bool = False
    approver: bool = False
    program: bool = False
    answers: bool = True

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a case is one that they may see: of their level, and sent to or by their department or them,
        or one in which their department has acted."""
        level = CASES.c.level <= self.level
        if self.operator or self.program:
            return level
        theirs = [CASES.c.opened_by == self.by]
        if self.department is not None:
            acted = select(STEPS.c.case_id).where(STEPS.c.department == self.department)
            theirs += [CASES.c.receiver == self.department, CASES.c.sender == self.department, CASES.c.id.in_(acted)]
        return and_(level, or_(*theirs))

    def roles(self, case: Any) -> frozenset[Actor]:
        """What they are to a case: a row of the table."""
        held = {
            Actor.RECEIVER: self.answers and self.department is not None and self.department == case.receiver,
            Actor.APPROVER: self.approver and self.department is not None and self.department == case.receiver,
            Actor.SENDER: (self.department is not None and self.department == case.sender) or self.by == case.opened_by,
            Actor.HOLDER: self.answers and self.by == case.holder,
            Actor.OPERATOR: self.operator,
            Actor.PROGRAM: self.program,
        }
        return frozenset(actor for actor, is_one in held.items() if is_one)

    def may(self, kind: CaseKind, case: Any) -> tuple[str, ...]:
        """The actions that they may take in a case as it is now, in the order of its kind."""
        roles = self.roles(case)
        return tuple(n for n, one in kind.actions.items() if case.state in one.source and not roles.isdisjoint(one.by))


PROGRAM = Participant("quanjing", level=3, program=True)
"""The service itself."""


def participant_of(caller: Caller) -> Participant:
    """A caller as one who acts in cases; a case that they open or claim is theirs by name and id."""
    operator, approver = CallerRole.OPERATOR in caller.roles, CallerRole.APPROVER in caller.roles
    return Participant(
        f"{caller.name} ({caller.id})",
        caller.department or caller.party,
        caller.level,
        operator=operator,
        approver=approver,
        answers=CallerRole.DEPARTMENT in caller.roles,
    )
