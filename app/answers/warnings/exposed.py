"""Works out whom a rule about exposure warns of, among those whom the last analysis of all parties names."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from app.analytics.risk.exposure import Exposure
from app.analytics.risk.ledger import LedgerLine, ledger
from app.analytics.risk.nats import amount
from app.analytics.risk.network import HOPS
from app.analytics.risk.strengths import neighbours
from app.answers.reading.exposures import Exposures, exposures_of
from app.answers.reading.session import Reader
from app.rules.risk_indicators import indicators
from app.rules.warnings.rules import WarningRule
from models.values.slices import slices

AT_ONCE = 25
"""Of so many parties the exposure is read together, so that there is room for all that is around them."""
MOST_FACTS = 2_000


async def exposed_rows(
    reader: Reader, rule: WarningRule, given: Mapping[str, Any], rows: Sequence[dict[str, Any]], cut: set[str]
) -> list[dict[str, Any]]:
    """The rows of those whose exposure is high or has risen, worked out anew, with figures, events and records.

    It is high from `least` on while own risk is under `calm`, and has risen where what others bring is `rise` nats more than
    on the day `since`, by the same rules and from what is known now. Where there is no room for what is around all of them,
    fewer are read together. Whose exposure cannot be read whole is put into `cut`.
    """
    out: list[dict[str, Any]] = []
    waiting = slices(sorted(rows, key=lambda row: str(row["party"])), AT_ONCE)[::-1]
    while waiting:
        some = waiting.pop()
        now = await exposures_of(reader, [row["party"] for row in some])
        risen = [row["party"] for row in some if row["risen"]]
        before = await exposures_of(reader.at(given["since"], reader.known_at), risen) if risen else None
        both = [now, before] if before else [now]
        if any(one.left_out for one in both) and len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
            continue
        cut.update(row["party"] for row in some if any(one.left_out or _is_cut(one, row["party"]) for one in both))
        warned = list(_warned(given, some, now, before))
        out += [row | await _evidence(reader, now, now.by_party[row["party"]], given["part"]) for row in warned]
    return out


def _is_cut(found: Exposures, party: str) -> bool:
    """Whether not all was read of anybody from whom anything may reach a party, or of itself."""
    if not found.cut:
        return False
    joined = neighbours(found.material.links)
    near, level = {party}, {party}
    for _ in range(HOPS):
        passing = (one for one in level if one == party or one not in found.material.stops)
        level = {other for one in passing for other in joined.get(one, ())} - near
        near |= level
    return not near.isdisjoint(found.cut)


def _warned(
    given: Mapping[str, Any], rows: Sequence[dict[str, Any]], now: Exposures, before: Exposures | None
) -> Iterator[dict[str, Any]]:
    for row in rows:
        one, then = now.by_party[row["party"]], before.by_party.get(row["party"]) if before else None
        rise = amount(one.exposed - then.exposed) if then is not None else None
        high = one.s < given["calm"] and one.p >= given["least"]
        if high or (rise is not None and rise >= given["rise"]):
            figures = {"exposure": one.p, "rise": rise, "carried": amount(one.exposed), "own_risk": one.s}
            yield {**row, "figures": figures | {"contributors": len(one.contributors)}}


async def _evidence(reader: Reader, now: Exposures, one: Exposure, part: float) -> dict[str, Any]:
    """The events of those who bring a part of the exposure, and the records behind these and behind the links from them."""
    lines: dict[str, list[LedgerLine]] = {}
    parties, facts = {one.party}, set[str]()
    for by in one.contributors:
        if by.share >= part * one.exposed:
            source = by.path.source
            lines[source] = _lines(now, source)
            parties |= {source, *(edge.target for edge in by.path.edges)}
            facts |= {edge.fact for edge in by.path.edges}
            facts |= {fact for line in lines[source] for fact in line.event.facts}
    roots = [f"{source} {line.event.root}" for source, some in lines.items() for line in some]
    return {"roots": roots, "records": await _proofs(reader, parties, facts)}


def _lines(now: Exposures, party: str) -> list[LedgerLine]:
    material, rules = now.material, indicators()
    events = material.events(rules, party)
    return [line for line in ledger(rules, material.kinds[party], events, material.on).lines if line.nats > 0]


async def _proofs(reader: Reader, parties: Collection[str], facts: Collection[str]) -> list[dict[str, Any]]:
    asked = {"party_ids": sorted(parties), "facts": sorted(facts)[:MOST_FACTS]}
    return list((await reader.ask("warnings.proofs", **asked))["proofs"])
