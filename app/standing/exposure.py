"""The standing analysis of exposure: of each party its own risk, what of others' reaches it, and what it sends to others."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from app.analytics.risk.material import RiskMaterial
from app.analytics.risk.nats import chance
from app.analytics.risk.network import HOPS
from app.analytics.risk.whole import RiskArrays, arrays_of, whole_exposure
from app.answers.reading.exposure import RiskMethod, risk_method
from app.answers.reading.exposure_of_all import RiskOfMany
from app.answers.reading.session import Reader
from app.standing.analysis import Inputs, Progress, Results, StandingAnalysis
from app.standing.premises import digest_of_catalogue, digest_of_files
from loaders.store.queries import query
from models.caller import ROLE_LEVELS, CallerRole
from models.catalogue import Catalogue

METHOD = 1
"""Version of the computation: raised where the same graph would give other results than before."""


@dataclass(frozen=True, slots=True)
class ExposureInputs(Inputs):
    """The links and records of some parties with all around them that reaches them or that they reach."""

    material: RiskMaterial


class ExposureOfAll(StandingAnalysis[ExposureInputs]):
    """Own risk and exposure of every party, in the strict view, of what departments may see.

    What reaches a party, and what it sends, follows from four links around it: a change affects what is within four links of
    it, and of what stands below it, whose control may be another. Points fall with time, so that another day is worked out
    anew as a whole.
    """

    level = ROLE_LEVELS[CallerRole.DEPARTMENT]
    name = "exposure"
    kinds = ("Enterprise", "Organisation", "Department", "Person")
    values = ("own", "carried", "by_paths", "sent", "s", "p")
    digested = frozenset({"own", "carried", "by_paths", "sent"})

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._method: RiskMethod = risk_method()
        self._around: RiskOfMany | None = None

    @property
    def method(self) -> Mapping[str, str]:
        """The versions of indicators, strengths and conduct list, with all rule files and the catalogue."""
        rules = self._method
        versions = {
            "indicators": rules.indicators.version,
            "edges": rules.edges.version,
            "conduct": rules.conduct.version,
            "method": f"{METHOD} {digest_of_files()} {digest_of_catalogue(self._catalogue)}",
        }
        return {name: str(one) for name, one in versions.items()}

    async def premises(self, reader: Reader) -> Mapping[str, str]:
        """The day, and the categories of which anything is loaded: some indicators speak of what is lacking."""
        loaded = {row["category"] for row in (await reader.ask("catalogue.loaded"))["items"]}
        return {"day": reader.stamp["as_of"], "loaded": " ".join(sorted(loaded))}

    @property
    def changes(self) -> str:
        """Parties with a fact recorded or taken back, another name or identity."""
        return query("exposure_changes")

    async def affected(self, reader: Reader, changed: Collection[str]) -> Collection[str] | None:
        """The changed parties, all that stands below them, and all within four links of these; None where that is too much."""
        below = await reader.down(changed)
        if reader.cut:
            return None
        self._around = RiskOfMany(reader)
        found, _ = await self._around.around({*changed, *below}, HOPS)
        return found

    async def read(self, reader: Reader, before: Mapping[str, Results], *, whole: bool, progress: Progress) -> ExposureInputs:
        """The links and records of all, or of these parties and of all within four links of them."""
        if whole:
            reading = RiskOfMany(reader)
            material = await reading.everybody(before)
        else:
            reading = self._around or RiskOfMany(reader)
            _, material = await reading.around(before, HOPS)
        self._around = None
        progress(f"read {len(material.through)} parties and {len(material.links)} links between them")
        return ExposureInputs(reading.network.size, len(material.through), reading.cut, material)

    def work_out(self, inputs: ExposureInputs) -> Mapping[str, Results]:
        """The results about each party of what was read that has any risk, of its own or of others."""
        material, rules = inputs.material, self._method
        events = {party: material.events(rules.indicators, party) for party in material.records}
        own = {party: material.own(rules.indicators, party, found) for party, found in events.items()}
        edges = material.edges(rules.edges)
        conduct = {party: stop.conduct for party, stop in material.stops.items()}
        ids = sorted({*own, *(one.source for one in edges), *(one.target for one in edges)})
        arrays = arrays_of(own, edges, conduct, {party: at for at, party in enumerate(ids)})
        found = whole_exposure(arrays)
        prints = _fingerprints(ids, arrays)
        columns = {"own": found.own, "carried": found.carried, "by_paths": found.by_paths, "sent": found.sent}
        out: dict[str, Results] = {}
        for at in np.flatnonzero((found.own > 0) | (found.by_paths > 0)).tolist():
            values: dict[str, float | int] = {name: int(column[at]) for name, column in columns.items()}
            values["s"] = chance(int(found.own[at]))
            values["p"] = chance(int(found.own[at] + found.carried[at]))
            out[ids[at]] = Results(prints(at), (), values)
        return out


def _fingerprints(ids: list[str], arrays: RiskArrays) -> Callable[[int], str]:
    """A function that gives, by the number of a party, a hash of its own risk, the edges into it and what it passes on."""
    into = np.argsort(arrays.target, kind="stable")
    starts = np.searchsorted(arrays.target[into], np.arange(len(ids) + 1))

    def of(at: int) -> str:
        edges = into[starts[at] : starts[at + 1]]
        lines = [
            f"{ids[u]} {units}" for u, units in zip(arrays.source[edges].tolist(), arrays.cost[edges].tolist(), strict=True)
        ]
        text = "\n".join((f"{arrays.own[at]} {arrays.passes[at]}", *lines))
        return blake2b(text.encode(), digest_size=12).hexdigest()

    return of
