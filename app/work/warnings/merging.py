"""Carries warnings over to the party that several have become: their keys and parties are written by its id now."""

from collections.abc import Collection, Mapping
from typing import Any

from app.analytics.warnings.basis import joined
from app.answers import Reader
from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import act, case_keyed
from app.desk.cases.warnings import KIND, name_anew, warnings_about
from app.desk.store import Connection, Desk
from app.work.warnings.keeping import JUDGED_FALSE
from models.values.slices import slices
from models.work.cases import CaseCard, NewStep

ASKED = 500
"""So many ids are asked about at once."""


async def carry_over(reader: Reader, desk: Desk, rules: Collection[str], parties: Collection[str]) -> int:
    """Bring the warnings of rules about some parties under the ids that the parties in them have now; gives how many changed.

    Where two warnings come under one key, the one raised first stays; the other lapses, if it is open.
    """
    names = {one for _, _, one in await _identified(reader, parties)}
    cases: list[CaseCard] = await desk.read(warnings_about, PROGRAM, sorted(rules), sorted(names | set(parties)))
    stated = {part for case in cases for part in _ids(case)}
    now = {given: one for given, one, _ in await _identified(reader, stated)}
    old = [case for case in cases if any(now.get(part, part) != part for part in _ids(case))]
    return int(await desk.write(_carry, old, now)) if old else 0


async def _identified(reader: Reader, ids: Collection[str]) -> list[list[str]]:
    out = list[list[str]]()
    for some in slices(sorted(ids), ASKED):
        out += (await reader.ask("warnings.identified", ids=some))["identifiers"]
    return out


def _ids(case: CaseCard) -> set[str]:
    """The ids of parties that the key of a warning names, and its party."""
    parts = {part.rpartition("=")[2] for part in case.key.split(" ")[1:]}
    return {part for part in parts if ":" in part} | ({case.party} if case.party else set())


def renamed(key: str, now: Mapping[str, str]) -> str:
    """A key with the ids that its parties have now."""
    out = []
    for part in key.split(" "):
        role, sign, party = part.rpartition("=")
        out.append(role + sign + now.get(party, party))
    return " ".join(out)[:300]


def _carry(connection: Connection, cases: list[CaseCard], now: Mapping[str, str]) -> int:
    count = 0
    for seen in sorted(cases, key=lambda one: one.id):
        case = case_keyed(connection, KIND, seen.key, PROGRAM, lock=True)
        if case is None or case.id != seen.id:
            continue
        key = renamed(case.key, now)
        other = case_keyed(connection, KIND, key, PROGRAM, lock=True) if key != case.key else None
        older, younger = (case, None) if other is None else sorted((case, other), key=lambda one: one.id)
        basis = _basis_now(older, now)
        if younger is not None:
            if judged := _judged(older, younger):
                basis["judged"] = judged
            _set_aside(connection, younger, older, key, now)
        was: dict[str, Any] = {"key": older.key, "party": older.party, "case": younger.id if younger else None}
        act(connection, older.id, NewStep(action="merge", data={"basis": basis, "was": was}), PROGRAM)
        name_anew(connection, older.id, key, now.get(older.party or "", older.party))
        count += 1
    return count


def _basis_now(case: CaseCard, now: Mapping[str, str]) -> dict[str, Any]:
    roles = [role | {"party_id": now.get(role["party_id"], role["party_id"])} for role in case.basis["roles"]]
    return {**case.basis, "roles": roles}


def _judged(older: CaseCard, younger: CaseCard) -> dict[str, Any]:
    """What was judged to be false of either, so that it does not come again."""
    judged: dict[str, Any] = older.basis.get("judged") or {}
    also = [younger.basis.get("judged"), younger.basis["basis"] if younger.state == JUDGED_FALSE else None]
    for one in filter(None, also):
        judged = joined(judged, one)
    return judged


def _set_aside(connection: Connection, case: CaseCard, into: CaseCard, key: str, now: Mapping[str, str]) -> None:
    """End the younger of two warnings that have become one, where it is open, and free its key."""
    if "lapse" in case.actions:
        data: dict[str, Any] = {"why": "merged", "case": into.id}
        act(connection, case.id, NewStep(action="lapse", remark=f"one with the warning {into.id}", data=data), PROGRAM)
    name_anew(connection, case.id, f"{key[:250]} merged {case.id}", now.get(case.party or "", case.party))
