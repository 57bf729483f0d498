"""Reads the records in which risk is found, and what kind of party indicators take one for."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.analytics.risk.found import PartyRecord, categories_of
from app.analytics.structure.network import Form, Party
from app.answers.reading.session import Reader
from app.questions.groups import objections_on
from app.rules.risk_indicators import IndicatorSet, RiskKind
from models.caller import PUBLIC_LEVEL
from models.catalogue import Catalogue
from models.statements import OPEN_DAY
from models.values.bare_names import lasting
from models.values.slices import slices

MOST_RECORDS = 100_000
PAGE = 200
_KINDS: Mapping[Form, RiskKind] = {
    Form.COMPANY: RiskKind.COMPANY,
    Form.LISTED: RiskKind.COMPANY,
    Form.JOINT_STOCK: RiskKind.COMPANY,
    Form.NON_COMPANY: RiskKind.COMPANY,
    Form.PARTNERSHIP: RiskKind.PARTNERSHIP,
    Form.SOLE_PROPRIETORSHIP: RiskKind.SOLE_PROPRIETORSHIP,
    Form.SOLE_TRADER: RiskKind.SOLE_TRADER,
    Form.COOPERATIVE: RiskKind.COOPERATIVE,
    Form.BRANCH: RiskKind.BRANCH,
    Form.PERSON: RiskKind.PERSON,
}


def risk_kind(party: Party) -> RiskKind | None:
    """The kind that indicators take a party for; an enterprise of unknown form is a company, and some bodies are none."""
    if party.form is Form.UNKNOWN and party.kind == "Enterprise":
        return RiskKind.COMPANY
    return _KINDS.get(party.form)


def looked_into(rules: IndicatorSet, catalogue: Catalogue) -> tuple[str, ...]:
    """The categories of the catalogue that the indicators look into."""
    named = categories_of(where for one in rules.indicators.values() for where in one.found)
    return tuple(name for name in named if name in catalogue.categories)


async def read_records(
    reader: Reader, parties: Collection[str], categories: Sequence[str]
) -> tuple[dict[str, list[PartyRecord]], frozenset[str]]:
    """The usable records of parties in some categories, and those parties of which not all were read."""
    found: dict[str, list[PartyRecord]] = defaultdict(list)
    cut: set[str] = set()
    catalogue, waiting = reader.questions.catalogue, slices(sorted(parties), PAGE)
    while waiting:
        some = waiting.pop()
        asked = {"party_ids": some, "categories": list(categories), "most": MOST_RECORDS}
        answer = await reader.ask("risk.records", **asked)
        if max(len(answer["records"]), len(answer["edges"])) > MOST_RECORDS:
            if len(some) > 1:
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
                continue
            cut.update(some)
        on = reader.stamp["as_of"]
        for row in answer["records"][:MOST_RECORDS]:
            found[row[0]].append(_record(catalogue, row, str(row[1]), lasting(row[5]) if row[5] else None, on))
        for row in answer["edges"][:MOST_RECORDS]:
            found[row[0]].append(_record(catalogue, row, _end(catalogue, row), None, on))
    return found, frozenset(cut)


def _end(catalogue: Catalogue, row: Sequence[Any]) -> str:
    """The property by which the party of an edge is its end."""
    edge = catalogue[row[8]["category"]].edge
    assert edge is not None
    return edge.target if row[1] else edge.source


def _record(catalogue: Catalogue, row: Sequence[Any], role: str, authority: str | None, on: str) -> PartyRecord:
    """A record as it counts: what the public may be shown counts no longer than that."""
    since, stated = row[3], row[8]
    shown = (row[7],) if catalogue[stated["category"]].level == PUBLIC_LEVEL else ()
    until = min((day for day in (row[4], *shown) if day is not None), default=None)
    return PartyRecord(
        category=stated["category"],
        role=role,
        fact=row[2],
        day=date.fromisoformat(since),
        until=None if until is None or until == OPEN_DAY else date.fromisoformat(until),
        values=stated["values"],
        authority=authority,
        contested=objections_on(row[6] or (), on).get("contested", False),
    )
