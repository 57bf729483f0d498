"""Changes of the ordinary firms from month to month, and the records about these changes."""

from random import Random

from loaders.synthetic.timeline import PERIODS, day_in
from loaders.synthetic.world import names
from loaders.synthetic.world.events import Events
from loaders.synthetic.world.model import Firm, Holding, Person
from loaders.synthetic.world.ordinary import COMPANIES, World
from loaders.synthetic.world.ownership import split
from loaders.synthetic.world.places import DEREGISTERED, FORMS, IN_BUSINESS, market_regulator
from loaders.synthetic.world.records import RecordWriter

_RATES = (
    ("_rename", 0.003),
    ("_raise_capital", 0.006),
    ("_move", 0.005),
    ("_replace_head", 0.006),
    ("_transfer", 0.012),
    ("_deregister", 0.004),
)


class Histories:
    """Changes the ordinary world period by period, and writes the records."""

    def __init__(self, world: World, records: RecordWriter) -> None:
        self._world = world
        self._records = records
        self._rng = Random(world.rng.random())
        self._events = Events(world, records, self._rng)
        self._firms = world.ordinary
        self._born: dict[int, list[Firm]] = {}
        self._listed_holders: set[str] = set()
        for firm in self._firms:
            self._born.setdefault(firm.born, []).append(firm)

    def write_period(self, period: int) -> None:
        """Write the ordinary firms' records of this period."""
        born = self._born.get(period, [])
        for firm in born:
            introduce(self._records, firm, period, PERIODS[period].day)
        self._listed_holders.clear()
        self._events.write_period(period, [f for f in self._firms if f.born <= period])
        if period:
            for what, rate in _RATES:
                for firm in self._some(rate, period):
                    getattr(self, what)(firm, period, day_in(period, self._rng.random()))

    def _some(self, rate: float, period: int) -> list[Firm]:
        count = int(len(self._firms) * rate + self._rng.random())
        picked = {int(self._rng.random() * len(self._firms)) for _ in range(count)}
        firms = (self._firms[i] for i in sorted(picked))
        steady = ("state", "listed", "branch")
        return [f for f in firms if f.born < period and f.status == IN_BUSINESS and f.form.key not in steady]

    def _has_list(self, firm: Firm) -> bool:
        """Whether the file of this period already has the firm's holder list; a file has one list of a firm."""
        if firm.uscc in self._listed_holders:
            return True
        self._listed_holders.add(firm.uscc)
        return False

    def _rename(self, firm: Firm, period: int, day: str) -> None:
        if firm.form.key not in COMPANIES:
            return
        before, form = firm.name, FORMS["jsc" if firm.form.key == "jsc" else "llc"]
        firm.name = self._world.names.fresh(self._rng, firm.region, firm.industry, form)
        firm.former = (before, *firm.former)
        self._records.enterprise(firm, period, day)
        self._records.change(firm, period, day, "名称变更", before, firm.name)

    def _raise_capital(self, firm: Firm, period: int, day: str) -> None:
        if not firm.capital or self._has_list(firm):
            return
        before, firm.capital = firm.capital, firm.capital * (2 if self._rng.random() < 0.8 else 5)
        self._records.enterprise(firm, period, day)
        self._records.change(firm, period, day, "注册资本变更", f"{before}万元", f"{firm.capital}万元")
        self._records.holders(firm, period, day)

    def _move(self, firm: Firm, period: int, day: str) -> None:
        before, firm.address = firm.address, names.address(self._rng, firm.region)
        self._records.enterprise(firm, period, day)
        self._records.change(firm, period, day, "住所变更", before, firm.address)

    def _replace_head(self, firm: Firm, period: int, day: str) -> None:
        if firm.form.key not in COMPANIES or not isinstance(firm.rep, Person):
            return
        before, old = firm.rep.name, firm.people
        firm.rep = Person(names.person(self._rng))
        firm.people = [(firm.rep, firm.people[0][1])] + [(w, p) for w, p in firm.people[1:] if w.name != firm.rep.name]
        self._records.enterprise(firm, period, day)
        self._records.change(firm, period, day, "法定代表人变更", before, firm.rep.name)
        self._records.representative(firm, period, day)
        self._records.people(firm, period, day)
        for who, post in old:
            if (who, post) not in firm.people and who.name != firm.rep.name:
                self._records.resigns(firm, who, post, period, day)

    def _transfer(self, firm: Firm, period: int, day: str) -> None:
        if len(firm.holders) < 2 or firm.form.key not in ("llc", "foreign", "partnership"):
            return
        before, leaver = "；".join(h.holder.name for h in firm.holders), firm.holders[-1].holder
        keep = firm.holders[:-1]
        holders = [h.holder for h in keep] + [Person(names.person(self._rng))]
        if len({h.name for h in holders}) < len(holders) or self._has_list(firm):
            return
        shares = split(self._rng, len(holders))
        firm.holders = [Holding(h, p, paid=0.5) for h, p in zip(holders, shares, strict=True)]
        self._records.holders(firm, period, day)
        self._records.leaves(firm, leaver, period, day)
        self._records.change(firm, period, day, "投资人变更", before, "；".join(h.name for h in holders))

    def _deregister(self, firm: Firm, period: int, day: str) -> None:
        firm.status = DEREGISTERED
        self._records.enterprise(firm, period, day)


def introduce(records: RecordWriter, firm: Firm, period: int, day: str) -> None:
    """Write all registry records of a firm in the period of its first registration."""
    records.enterprise(firm, period, day)
    if firm.form.key == "branch":
        records.branch(firm, period, day)
    elif firm.form.key not in ("trader",):
        records.holders(firm, period, day)
    records.people(firm, period, day)
    records.representative(firm, period, day)
    if firm.stock:
        records.record(
            "listed_company",
            firm,
            period,
            day,
            stock=firm.stock,
            short=firm.name.removeprefix(firm.region.city).removeprefix(firm.region.province)[:4],
            listed_on=f"{max(2001, int(firm.established[:4]) + 3)}-06-18",
            exchange={"SH": "上海证券交易所", "SZ": "深圳证券交易所"}[firm.stock[-2:]],
            provider="证券交易信息中心",
            authority=market_regulator(firm.region),
        )
