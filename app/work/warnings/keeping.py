"""Keeps the cases of warnings as what the rules find says: opened, gained, raised again, ended, and reminded of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.analytics.warnings.basis import gained, joined, kept_basis
from app.analytics.warnings.items import MOST_RECORDS
from app.answers.warnings.finding import RuleSubject
from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import act, case_keyed, open_case, step_keys
from app.desk.cases.warnings import KIND
from app.desk.store import Connection
from app.errors import Conflict
from models.caller import today
from models.risk.warnings import WarningItem
from models.values.working_days import YearNotKnown, working_days_between
from models.work.cases import CaseCard, NewCase, NewStep

KEPT_RECORDS = min(MOST_RECORDS, 15)
NOBODY = "未知登记机关"
"""Who receives a warning about an enterprise whose registration nobody provided."""
OPEN = frozenset({"raised", "claimed", "referred", "reopened"})
JUDGED_FALSE = "false"
REMIND_EVERY, ESCALATE_AFTER = 5, 10
"""Working days: reminders come so often after a term, and the superior is told so long after it."""


@dataclass(frozen=True, slots=True)
class FoundWarning:
    """A warning that was found: what it rests on, as a case keeps it, and who is to deal with it."""

    item: WarningItem
    receiver: str
    day: str
    tick: int

    @property
    def basis(self) -> dict[str, Any]:
        """The basis of its case: plain values, no personal data but ids."""
        one = self.item
        bands = [band.model_dump() for band in one.basis.bands]
        return {
            "rule": one.rule,
            "name": one.name,
            "version": one.version,
            "severity": one.severity,
            "party_name": one.party.name,
            "roles": [role.model_dump() for role in one.roles],
            "basis": kept_basis(one.basis.every or one.basis.roots, bands, one.basis.total),
            "gathers": one.basis.gathers,
            "figures": [figure.model_dump(exclude={"title"}) for figure in one.figures],
            "records": [record.model_dump() for record in one.records[:KEPT_RECORDS]],
            "records_total": one.records_total,
            "day": self.day,
            "tick": self.tick,
        }


def found_warning(item: WarningItem, subject: RuleSubject | None, day: str, tick: int) -> FoundWarning:
    """A warning with who deals with it: who provides the registration of its party, else the newest of its records."""
    provider = (subject.provider if subject else None) or next((r.provider for r in item.records if r.provider), None)
    return FoundWarning(item, provider or NOBODY, day, tick)


def keep_found(connection: Connection, found: FoundWarning) -> str | None:
    """Keep a warning that was found: `raised`, `gained` or `again`; None where its case rests on as much already.

    Its case is read and locked here. Where another run is just raising the same, it is left to the next run.
    """
    basis = found.basis
    case = case_keyed(connection, KIND, found.item.key, PROGRAM, lock=True)
    if case is None:
        new = NewCase(kind=KIND, key=found.item.key, receiver=found.receiver, party=found.item.party.id, basis=basis)
        try:
            return "raised" if open_case(connection, new, PROGRAM)[1] else None
        except Conflict:
            return None
    judged = case.basis.get("judged") or {}
    # What lapsed or was withdrawn rests on nothing any more, but for what was judged to be false.
    before = judged if case.state in ("lapsed", "withdrawn") else joined(judged, case.basis["basis"])
    more = gained(before, basis["basis"])
    if not more:
        return None
    if case.state == JUDGED_FALSE:
        judged = joined(judged, case.basis["basis"])
    kept = basis | {"first_version": case.basis.get("first_version", case.basis["version"])}
    if judged:
        kept["judged"] = judged
    if case.state not in ("lapsed", "withdrawn"):
        kept["basis"] = joined(case.basis["basis"], basis["basis"])
    again = "raise_again" in case.actions
    if not again and "gain" not in case.actions:
        return None
    shown = {name: value for name, value in case.basis["basis"].items() if name != "hashes"}
    was = {"basis": shown, "figures": case.basis["figures"], "day": case.basis["day"]}
    data: dict[str, Any] = {"basis": kept, "gained": more, "before": was}
    if case.state == JUDGED_FALSE:
        data["cites"] = "false"
    act(connection, case.id, NewStep(action="raise_again" if again else "gain", data=data), PROGRAM)
    return "again" if again else "gained"


def keep_gone(connection: Connection, seen: CaseCard, believed: Mapping[str, bool]) -> str | None:
    """End an open warning that is found no more; `believed`: the facts that are, and whether they may be used.

    `withdrawn` where a record that it rested on never was; `lapsed` where it was repaired, has ended, or falls short by now.
    Where it rests on something else than when it was `seen`, or is over, it is left to the next run.
    """
    case = case_keyed(connection, KIND, seen.key, PROGRAM, lock=True)
    if case is None or case.state not in OPEN or case.basis != seen.basis:
        return None
    facts = [str(one["fact"]) for one in case.basis["records"]]
    lost = [fact for fact in facts if fact not in believed]
    why = "withdrawn" if lost else "repaired" if not all(believed[fact] for fact in facts) else "ended"
    action = "withdraw" if lost else "lapse"
    if action not in case.actions:
        return None
    data: dict[str, Any] = {"why": why, "facts": lost}
    act(connection, case.id, NewStep(action=action, remark=REASONS[why], data=data), PROGRAM)
    return "withdrawn" if lost else "lapsed"


REASONS = {
    "withdrawn": "a record that it rested on was taken back",
    "repaired": "a record that it rested on was repaired",
    "ended": "what the rule asks for holds no more",
}


def remind(connection: Connection, cases: Iterable[CaseCard]) -> int:
    """Remind of open warnings at half of their term, when it is due, every five working days after; tell the superior at ten.

    Gives how many reminders are new.
    """
    count, day = 0, date.fromisoformat(today())
    for seen in cases:
        case = case_keyed(connection, KIND, seen.key, PROGRAM, lock=True)
        if case is None or case.final or case.due is None or case.due.on is None or not case.due.working_days:
            continue
        there = None
        for action, key in _due_now(case, day):
            there = step_keys(connection, case.id) if there is None else there
            if key not in there and action in case.actions:
                act(
                    connection,
                    case.id,
                    NewStep(action=action, key=key, data={"to": case.sender} if case.sender else {}),
                    PROGRAM,
                )
                count += 1
    return count


def _due_now(case: CaseCard, day: date) -> list[tuple[str, str]]:
    """The reminders that have become due, each with its key, which names the term that it belongs to."""
    assert case.due is not None
    assert case.due.on is not None
    due = date.fromisoformat(case.due.on)
    try:
        left = working_days_between(day, due)
    except YearNotKnown:
        return []
    out = []
    if 2 * left <= (case.due.working_days or 0):
        out.append(("remind", f"half {case.due.on}"))
    if left <= 0:
        out.append(("remind", f"due {case.due.on}"))
    out += [("remind", f"due {case.due.on} +{late}") for late in range(REMIND_EVERY, -left + 1, REMIND_EVERY)]
    if -left >= ESCALATE_AFTER:
        out.append(("escalate", f"superior {case.due.on}"))
    return out
