"""The tools for planting cases: firms, people and holdings to order, events in a period, and the expected results."""

from collections.abc import Callable
from random import Random
from typing import Any

from loaders.synthetic.timeline import PERIODS
from loaders.synthetic.truth import Truth
from loaders.synthetic.world import names
from loaders.synthetic.world.histories import introduce
from loaders.synthetic.world.model import Department, Firm, Holding, Outsider, Person
from loaders.synthetic.world.ordinary import World, staff
from loaders.synthetic.world.places import FORMS, INDUSTRIES, REGIONS, Industry, Region, departments_of
from loaders.synthetic.world.records import RecordWriter

BY_CODE = {i.code: i for i in INDUSTRIES}
HANGZHOU = REGIONS[0]
Event = Callable[[], object]


class Plant:
    """Plants cases into a world, independently of the number of ordinary firms."""

    def __init__(self, world: World, records: RecordWriter, truth: Truth, seed: int) -> None:
        self.world = world
        self.records = records
        self.truth = truth
        self.rng = Random(f"plant:{seed}")
        self._events: dict[int, list[Event]] = {}

    def firm(
        self,
        brand: str,
        form: str = "llc",
        *,
        industry: str = "L72",
        region: Region = HANGZHOU,
        capital: int = 1000,
        name: str | None = None,
        **given: Any,
    ) -> Firm:
        """Create a firm for a case. Its name is region, brand, industry and form unless given."""
        chosen: Industry = BY_CODE[industry]
        kind = FORMS[form]
        full = name or f"{region.city}{brand}{chosen.word}{kind.suffix}"
        fields: dict[str, Any] = {
            "uscc": self.world.codes.uscc(region.code, kind.first),
            "established": "2016-05-18",
            "address": names.address(self.rng, region),
            "phone": self.world.codes.phone(),
        }
        fields |= given
        fields |= {"region": region, "industry": chosen, "form": kind, "capital": capital, "planted": True}
        firm = Firm(self.world.names.take(full), **fields)
        self.world.firms.append(firm)
        return firm

    def person(self, known: bool = True, name: str | None = None) -> Person:
        """Create a person, with an identity number (`known`) or a name alone."""
        return Person(name or names.person(self.rng), self.world.codes.identity(HANGZHOU.code) if known else None)

    def own(self, firm: Firm, *parts: tuple[Firm | Person | Department | Outsider, float | None]) -> Firm:
        """Set a firm's holder list."""
        firm.holders = [Holding(holder, percent) for holder, percent in parts]
        return firm

    def single(self, brand: str, industry: str = "F51", **given: Any) -> Firm:
        """A firm that one person holds."""
        return self.own(self.firm(brand, industry=industry, **given), (self.person(), 100))

    def office(self, which: int) -> dict[str, str]:
        """The columns of a Hangzhou department, by its place in `DEPARTMENT_NAMES`."""
        return self.records.authority(departments_of(HANGZHOU.city)[which])

    def at(self, month: int, event: Event) -> None:
        """Run an event, which writes records, in a period."""
        self._events.setdefault(month, []).append(event)

    def write_period(self, period: int) -> None:
        """Write the records of the planted cases in this period."""
        for firm in self.world.firms:
            if firm.planted and firm.born == period:
                introduce(self.records, firm, period, PERIODS[period].day)
        for event in self._events.get(period, ()):
            event()

    def finish(self) -> None:
        """Give every planted firm the representative and key people it still lacks."""
        for firm in self.world.firms:
            if firm.planted:
                staff(self.rng, firm)
