"""The exposure of several parties, read together and worked out one by one."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import NamedTuple

from app.analytics.risk.exposure import Exposure
from app.analytics.risk.material import RiskMaterial
from app.analytics.risk.variants import ExposureWork
from app.answers.reading.exposure import RiskReading
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out


class Exposures(NamedTuple):
    """The exposure of each party by the id that it was asked for, and what was not read of whom it hangs on.

    `cut` are the parties of which not all was read, `left_out` how many were not looked at, for want of room for all of them.
    `material` is what was read.
    """

    by_party: Mapping[str, Exposure]
    cut: frozenset[str]
    left_out: int
    material: RiskMaterial


async def exposures_of(reader: Reader, parties: Collection[str]) -> Exposures:
    """The exposure of each of these parties, read together: own risk `s`, all risk `p`, contributors.

    Whoever counts as one with others has the exposure of them all; of one that nothing is known of, the exposure is nothing.
    The room for what is read (5,000 parties) is that of all together.
    """
    counted = {party: await reader.counted(party) for party in parties}
    reading = RiskReading(reader, counted.values())
    whole = False
    while True:
        material = await reading.read(whole=whole)
        first = ExposureWork(material, "", reading.method.indicators, reading.method.edges)
        works = {one: first.of(one) for one in reading.targets}
        more = await worked_out(reading.network.size * len(works), partial(need_more, works.values()))
        if whole or not more:
            found = {party: works[one].found for party, one in counted.items()}
            return Exposures(found, reading.cut, reading.left_out, material)
        whole = True


def need_more(works: Collection[ExposureWork]) -> bool:
    """Work all of it out; whether any may hang on what was not read."""
    return sum(one.needs_more for one in works) > 0
