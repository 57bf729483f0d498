"""Shows raised warnings to a caller: records that they see no more, and the roots of events beside them, are left out."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from app.answers import Reader, Viewpoint
from app.desk.cases.warnings import without_roots
from app.questions import Questions
from models.caller import Caller
from models.values.slices import slices
from models.work.warnings import RaisedWarning, RaisedWarningHistory

ASKED = 500
"""So many facts are asked about at once."""
W = TypeVar("W", bound=RaisedWarning)


async def shown_to(questions: Questions, caller: Caller, warnings: Sequence[W]) -> list[W]:
    """Warnings as a caller may see them now: a record that was repaired or taken back since is `withheld`.

    Which root came from which record is not kept, so where one is withheld no root is named; nor is one in the steps up to the
    last by which a record was repaired.
    """
    records = {str(record["fact"]): str(record["party_id"]) for one in warnings for record in one.records}
    seen = await _seen(Reader(questions, Viewpoint(caller)), sorted(records), records)
    return [_shown(one, seen) for one in warnings]


async def _seen(reader: Reader, facts: Sequence[str], party_of: dict[str, str]) -> set[str]:
    seen: set[str] = set()
    for some in slices(facts, ASKED):
        parties = sorted({party_of[fact] for fact in some})
        seen |= {fact for fact, _ in (await reader.ask("warnings.facts", party_ids=parties, facts=some))["facts"]}
    return seen


def _shown(warning: W, seen: Collection[str]) -> W:
    records = tuple(record for record in warning.records if record["fact"] in seen)
    withheld = len(warning.records) - len(records)
    changed: dict[str, Any] = {}
    if withheld:
        changed = {"records": records, "withheld": withheld, "basis": {**warning.basis, "roots": []}}
    if isinstance(warning, RaisedWarningHistory):
        repaired = max((step.number for step in warning.steps if step.data.get("why") == "repaired"), default=0)
        last = len(warning.steps) if withheld else repaired
        changed["steps"] = tuple(
            step.model_copy(update={"data": without_roots(step.data)}) if step.number <= last else step
            for step in warning.steps
        )
    return warning.model_copy(update=changed)
