"""Whose risk reaches a party, over which paths, and what its exposure would be without an edge, a record or an indicator."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated

from pydantic import BeforeValidator, Field

from app.analytics.risk import nats
from app.analytics.risk.exposure import Contributor, Exposure, SharedChannel
from app.analytics.risk.levels import LEAST
from app.analytics.risk.material import RiskMaterial
from app.analytics.risk.network import HOPS, RiskEdge
from app.analytics.risk.variants import ExposureWork, Less
from app.answers.params import OfParty, Shown, Texts, listed
from app.answers.problems import as_problems
from app.answers.reading.exposure import MOST_PARTIES, RiskReading
from app.answers.reading.exposures import need_more
from app.answers.reading.mentioned import named_by_id, party_of_card, ref_of
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.reading.working import worked_out
from app.answers.risk import not_looked_for
from app.errors import InputError
from app.questions.registry import question
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef
from models.base import Model
from models.catalogue import Catalogue
from models.risk.exposure import (
    ExposureAnswer,
    ExposureModel,
    ExposureSensitivity,
    ExposureStep,
    ExposureWithout,
    RiskContributor,
    RiskStopped,
    SharedStep,
)
from models.risk.own import NotLookedFor, NotLookedForReason

MOST_WITHOUT = 20
"""Of how many things of a kind an answer says what the exposure is without them."""

Facts = Annotated[Texts, BeforeValidator(listed), Field(max_length=MOST_WITHOUT)]


class ExposureParams(OfParty):
    """What exposure takes."""

    limit: Shown = 50
    without_edge: Annotated[
        Facts, Field(description="Worked out anew without the edges of this fact; repeated, or separated by commas.")
    ] = ()
    without_record: Annotated[
        Facts, Field(description="Worked out anew without the record of this fact; repeated, or separated by commas.")
    ] = ()
    without_indicator: Annotated[
        Facts, Field(description="Worked out anew without this indicator, of all parties; repeated, or separated by commas.")
    ] = ()
    sensitivity: Annotated[
        bool, Field(description="How the exposure moves with each strength and each indicator's points a fifth less and more.")
    ] = False


@question(
    "risk.exposure",
    title="How far a party is exposed to the risk of others: who contributes, over which paths",
    title_zh="主体的关联风险敞口：由谁、经何路径传导",
    params=ExposureParams,
    answer=ExposureAnswer,
    level=1,
    route="exposure",
    command="exposure",
    examples=[{}, {"without_indicator": ["R12"], "sensitivity": True}],
)
async def exposed(reader: Reader, params: ExposureParams) -> ExposureAnswer:
    """The exposure of a party: who contributes how much and by which path, and which edges are shared.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
        InputError: no edge, record or indicator of that name is among what was read.
    """
    card = await reader.card(params.party_id)
    party = card["id"]
    reading = RiskReading(reader, [party])
    work, variants = await _worked_out(reading, party, params)
    found = await worked_out(reading.network.size, lambda: work.found)
    shown = found.contributors[: params.limit]
    answer = {
        "contributors": tuple(map(_contributor, shown)),
        "shared": tuple(map(_shared, found.shared)),
        "stops": tuple(_stops(work)),
    }
    catalogue, unasked = reader.questions.catalogue, not_looked_for(reading.method.indicators, reading.loaded)
    size = reading.network.size * work.ways
    moved = await worked_out(size, lambda: tuple(_sensitivities(work))) if params.sensitivity else ()
    return stamped(
        ExposureAnswer,
        reader,
        Model(),
        id=party,
        party=party_of_card(card),
        own_risk=found.s,
        exposure=found.p,
        own_nats=nats.amount(found.own),
        carried=nats.amount(found.exposed),
        by_paths=nats.amount(found.by_paths),
        shown=len(shown),
        total=len(found.contributors),
        rest=nats.amount(sum(one.share for one in found.contributors[params.limit :])),
        at_most=found.p_at_most,
        residual=max(0.0, found.p_at_most - found.p),
        without=tuple(_without(of, name, variant.found, found) for of, name, variant in variants),
        sensitivity=moved,
        model=ExposureModel(
            indicators=reading.method.indicators.version,
            edges=reading.method.edges.version,
            conduct=reading.method.conduct.version,
            hops=HOPS,
            least=LEAST,
        ),
        parties=named_by_id(reading.network.parties, *answer.values()),
        not_looked_for=unasked,
        incomplete=(*_not_read(reading), *_not_loaded(reading, unasked, catalogue)),
        **answer,
    )


Variants = list[tuple[str, str, ExposureWork]]


async def _worked_out(reading: RiskReading, party: str, params: ExposureParams) -> tuple[ExposureWork, Variants]:
    """What is worked out, and the same without each thing asked for; read anew and whole where that counts."""
    whole = params.sensitivity
    while True:
        material = await reading.read(whole=whole)
        work = ExposureWork(material, party, reading.method.indicators, reading.method.edges)
        if not whole and _asks_for_more(params, material):
            whole = True
            continue
        with as_problems():
            variants = [(of, name, work.without(less)) for of, name, less in _less(params, work)]
            works = [work, *(one for _, _, one in variants)]
            more = await worked_out(reading.network.size * len(works), partial(need_more, works))
        if whole or not more:
            return work, variants
        whole = True


def _asks_for_more(params: ExposureParams, material: RiskMaterial) -> bool:
    """Whether a fact that it is to be worked out without was not read: it may be one of what is too weak to contribute."""
    return not (material.edge_facts.issuperset(params.without_edge) and material.facts.issuperset(params.without_record))


def _less(params: ExposureParams, work: ExposureWork) -> Iterator[tuple[str, str, Less]]:
    edges, everything = work.material.edge_facts, work.material.facts
    for fact in params.without_edge:
        if fact not in edges:
            raise InputError(f"no edge near the party rests on {fact}"[:300], parameter="without_edge")
        yield "edge", fact, Less(edges=frozenset({fact}))
    for fact in params.without_record:
        if fact not in everything:
            raise InputError(f"no record of a party near this one is {fact}"[:300], parameter="without_record")
        yield "record", fact, Less(records=frozenset({fact}))
    for name in params.without_indicator:
        yield "indicator", name, Less(indicators=frozenset({name}))


def _step(edge: RiskEdge) -> ExposureStep:
    return ExposureStep(source=edge.source, target=edge.target, kind=edge.kind, q=edge.q, fact=edge.fact)


def _contributor(one: Contributor) -> RiskContributor:
    path = one.path
    return RiskContributor(
        id=path.source,
        own_risk=nats.chance(path.own),
        strength=nats.passed(path.cost),
        contribution=nats.amount(path.arrives),
        share=nats.amount(one.share),
        path=tuple(map(_step, path.edges)),
    )


def _shared(one: SharedChannel) -> SharedStep:
    figures = {"hops": one.hops, "counted": nats.amount(one.counted), "carried": nats.amount(one.carried)}
    return SharedStep.model_validate(dict(_step(one.edge)) | figures)


def _stops(work: ExposureWork) -> Iterator[RiskStopped]:
    """Who does not pass all risk on, of those next to whom risk comes from: in the order of their ids."""
    material = work.material
    through = material.through | {work.party}
    near = {
        end for link in material.links if link.first in through or link.second in through for end in (link.first, link.second)
    }
    for one in sorted(material.stops.keys() & near):
        stop = material.stops[one]
        yield RiskStopped(id=one, conduct=stop.conduct.value, cause=stop.cause.value)


def _without(of: str, name: str, found: Exposure, whole: Exposure) -> ExposureWithout:
    return ExposureWithout(
        without=of,
        id=name,
        own_risk=found.s,
        exposure=found.p,
        carried=nats.amount(found.exposed),
        change=found.p - whole.p,
    )


def _sensitivities(work: ExposureWork) -> Iterator[ExposureSensitivity]:
    for one in work.sensitivities():
        of, name = ("edge", one.kind.value) if one.kind else ("indicator", one.indicator or "")
        yield ExposureSensitivity(of=of, id=name, less=one.less.p, more=one.more.p)


def _not_read(reading: RiskReading) -> Iterator[Incomplete]:
    for one in sorted(reading.cut):
        known = reading.network.parties.get(one)
        yield Incomplete(reason=IncompleteReason.READ, party=ref_of(known) if known else PartyRef(id=one))
    if reading.left_out:
        yield Incomplete(
            reason=IncompleteReason.READ,
            part="parties",
            shown=MOST_PARTIES,
            total=MOST_PARTIES + reading.left_out,
            limit=MOST_PARTIES,
        )


def _not_loaded(reading: RiskReading, unasked: Iterable[NotLookedFor], catalogue: Catalogue) -> Iterator[Incomplete]:
    """What of the categories that edges and indicators rest on is not loaded."""
    edges = {
        name for rule in reading.method.edges.edges.values() for name in rule.needs if not reading.loaded & set(rule.needs)
    }
    not_loaded = [one for one in unasked if one.reason is NotLookedForReason.NOT_LOADED]
    for part, names in (("edges", edges), ("indicators", {name for one in not_loaded for name in one.categories})):
        if names:
            ordered = tuple(sorted(names))
            titles = tuple(catalogue[name].title for name in ordered)
            yield Incomplete(reason=IncompleteReason.NOT_LOADED, part=part, fields=ordered, titles=titles)
