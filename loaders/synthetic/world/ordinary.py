"""Creates the ordinary world: firms, people and departments that are in no planted case."""

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from loaders.synthetic.timeline import PERIODS
from loaders.synthetic.world import names
from loaders.synthetic.world.codes import Codes
from loaders.synthetic.world.model import Department, Firm, Person
from loaders.synthetic.world.names import FirmNames
from loaders.synthetic.world.ownership import assign_holders
from loaders.synthetic.world.places import (
    DEREGISTERED,
    FORMS,
    IN_BUSINESS,
    INDUSTRIES,
    PAUSED,
    REGIONS,
    REVOKED,
    EnterpriseForm,
    Industry,
    Region,
    departments_of,
)

_CAPITALS = (3, 10, 30, 50, 100, 100, 200, 500, 500, 1000, 1000, 2000, 5000, 10000, 50000)
_POSTS = ("执行董事", "监事", "经理", "财务负责人", "董事")
_JOINT_POSTS = ("董事长", "董事", "监事", "总经理", "董事会秘书", "独立董事")
COMPANIES = frozenset({"llc", "llc_one", "llc_corporate", "state", "foreign", "jsc", "listed"})


@dataclass(slots=True)
class World:
    """All entities of a sample, in the order of their creation; ordinary firms come before planted ones."""

    rng: Random
    codes: Codes
    names: FirmNames = field(default_factory=FirmNames)
    firms: list[Firm] = field(default_factory=list)
    departments: dict[str, Department] = field(default_factory=dict)
    entrepreneurs: list[Person] = field(default_factory=list)

    @property
    def ordinary(self) -> list[Firm]:
        """The firms that no planted case needs."""
        return [firm for firm in self.firms if not firm.planted]

    def department(self, name: str) -> Department:
        """A department by its full name."""
        return self.departments[name]


def start(seed: int) -> World:
    """A world with every department and nobody else."""
    world = World(Random(f"world:{seed}"), Codes(seed))
    _add_departments(world)
    return world


def populate(world: World, ordinary: int) -> None:
    """Add `ordinary` firms with their holders and people."""
    rng = world.rng
    firms: list[Firm] = []
    world.entrepreneurs = [_entrepreneur(world) for _ in range(max(6, ordinary // 60))]
    forms = list(FORMS.values())
    chosen_forms = rng.choices(forms, cum_weights=list(accumulate(f.weight for f in forms)), k=ordinary)
    region_weights = list(accumulate([8, 6, 5, 5, 3, 4, 3, 3, 3] + [2] * (len(REGIONS) - 9)))
    regions = rng.choices(REGIONS, cum_weights=region_weights, k=ordinary)
    industries = rng.choices(INDUSTRIES, cum_weights=list(accumulate(i.weight for i in INDUSTRIES)), k=ordinary)
    heads: list[Firm] = []
    for index in range(ordinary):
        form = chosen_forms[index]
        if index < 4:
            form = FORMS["state"]
        elif form.key == "branch" and not heads:
            form = FORMS["llc"]
        elif form.key == "jsc" and (index % 3 == 0 or index < 200):
            form = FORMS["listed"]
        firm = _firm(world, form, regions[index], industries[index], heads, firms)
        firms.append(firm)
        if form.key in COMPANIES and firm.status == IN_BUSINESS and not firm.born:
            heads.append(firm)
    assign_holders(rng, firms, world.entrepreneurs, world.departments)
    for firm in firms:
        staff(rng, firm)
    world.firms += firms


def _add_departments(world: World) -> None:
    for region in REGIONS:
        for name in (*departments_of(region.city), f"{region.city}市人民政府国有资产监督管理委员会"):
            if name not in world.departments:
                short = name.removeprefix(f"{region.city}市")
                world.departments[name] = Department(name, world.codes.uscc(region.code[:4] + "00", "11"), region, short)


def _entrepreneur(world: World) -> Person:
    region = REGIONS[int(world.rng.random() * len(REGIONS))]
    return Person(names.person(world.rng), world.codes.identity(region.code))


def _firm(world: World, form: EnterpriseForm, region: Region, industry: Industry, heads: list[Firm], firms: list[Firm]) -> Firm:
    before = firms[-1] if firms else None
    rng, codes = world.rng, world.codes
    born = int(rng.random() ** 0.5 * (len(PERIODS) - 1)) + 1 if rng.random() < 0.08 else 0
    if form.key in ("state", "listed"):
        born = 0
    head = heads[int(rng.random() * len(heads))] if form.key == "branch" else None
    if head:
        industry, name = head.industry, world.names.take(f"{head.name}{region.district}第{len(firms)}分公司")
    else:
        name = world.names.fresh(rng, region, industry, form)
    established = PERIODS[born].first_day if born else any_day(rng, 1994, 2023)
    firm = Firm(
        name=name,
        uscc=codes.uscc(region.code, form.first),
        region=region,
        industry=industry,
        form=form,
        capital=0 if head else _CAPITALS[int(rng.random() * len(_CAPITALS))],
        established=established,
        address=names.incubator(region) if rng.random() < 0.03 else names.address(rng, region),
        phone=codes.phone(),
        born=born,
        head=head,
    )
    if form.key in ("listed", "state"):
        firm.capital = 20000 + int(rng.random() * 80) * 1000
    if form.key == "listed":
        firm.stock = codes.stock()
    if established < "2015-10-01":
        firm.reg = codes.reg(region.code, form.key == "trader")
        firm.coded = rng.random() > 0.03 or form.key in ("listed", "state")
    if before and rng.random() < 0.02:
        firm.phone = before.phone
    if rng.random() < 0.4:
        shared = before.email if before and rng.random() < 0.05 else ""
        firm.email = shared or f"office@{firm.uscc[8:17].lower()}.example"
    if not born and form.key not in ("listed", "state"):
        firm.status = _status(rng)
    return firm


def any_day(rng: Random, first: int, last: int, lean: float = 0.6) -> str:
    """A random day from the year `first` to the year `last`; the smaller `lean`, the later on average."""
    year = first + int(rng.random() ** lean * (last - first + 1))
    return f"{year}-{int(rng.random() * 12) + 1:02d}-{int(rng.random() * 28) + 1:02d}"


def _status(rng: Random) -> str:
    chance = rng.random()
    return IN_BUSINESS if chance < 0.92 else DEREGISTERED if chance < 0.97 else REVOKED if chance < 0.99 else PAUSED


def staff(rng: Random, firm: Firm) -> None:
    """Give a firm its representative and key people; small firms are run by their owners."""
    owners = [h.holder for h in firm.holders if isinstance(h.holder, Person)]
    if firm.form.key == "partnership":
        firm.rep = next((h.holder for h in firm.holders if isinstance(h.holder, Firm | Person)), None)
        return
    if firm.rep is None:
        firm.rep = owners[0] if owners else Person(names.person(rng))
    if firm.form.key not in COMPANIES or not isinstance(firm.rep, Person) or firm.people:
        return
    if firm.form.key in ("jsc", "listed"):
        firm.people = [(firm.rep if i == 0 else Person(names.person(rng)), post) for i, post in enumerate(_JOINT_POSTS)]
        return
    firm.people = [(firm.rep, _POSTS[0] if rng.random() < 0.8 else "董事长")]
    taken = {firm.rep.name}
    second = owners[1] if len(owners) > 1 else Person(names.person(rng))
    for who, post in ((second, _POSTS[1]), (Person(names.person(rng)), _POSTS[2])):
        if who.name not in taken and (post == "监事" or rng.random() < 0.3):
            firm.people.append((who, post))
            taken.add(who.name)
