"""The entities of the sample world: firms, people, departments and holdings, as they are in the period being written."""

from dataclasses import dataclass, field

from loaders.synthetic.world.places import IN_BUSINESS, EnterpriseForm, Industry, Region
from loaders.values.normalise import normalise_name

YUAN = "人民币"


@dataclass(slots=True, eq=False)
class Person:
    """A natural person; without an identity number, one cannot be distinguished from namesakes."""

    name: str
    identity: str | None = None


@dataclass(slots=True, eq=False)
class Department:
    """A department: it issues records, and may hold shares."""

    name: str
    uscc: str
    region: Region
    short: str = ""


@dataclass(slots=True, eq=False)
class Outsider:
    """A holder who is in no register: known by name, possibly by a code."""

    name: str
    type: str
    uscc: str | None = None


Holder = "Firm | Person | Department | Outsider"


@dataclass(slots=True, eq=False)
class Holding:
    """One line of a holder list; `percent` is None where it is not stated, `low` and `high` are set where a range is."""

    holder: "Firm | Person | Department | Outsider"
    percent: float | None
    low: float | None = None
    high: float | None = None
    votes: float | None = None
    paid: float = 1.0
    currency: str = YUAN
    amount: float | None = None


@dataclass(slots=True, eq=False)
class Firm:
    """A registered party of the market: enterprise, sole trader, co-operative or branch. Capital is in 万元."""

    name: str
    uscc: str
    region: Region
    industry: Industry
    form: EnterpriseForm
    capital: int
    established: str
    address: str
    phone: str
    email: str = ""
    reg: str = ""
    status: str = IN_BUSINESS
    rep: "Person | Firm | None" = None
    people: list[tuple[Person, str]] = field(default_factory=list)
    holders: list[Holding] = field(default_factory=list)
    former: tuple[str, ...] = ()
    stock: str = ""
    head: "Firm | None" = None
    born: int = 0
    coded: bool = True
    planted: bool = False

    @property
    def party(self) -> str:
        """The firm's identifier in the graph: its USCC, else its registration number."""
        return f"uscc:{self.uscc}" if self.coded else f"reg:{self.reg}"

    def person(self, who: Person) -> str:
        """The identifier in the graph of a person whom this firm's records state by name alone."""
        return f"person:{self.party}:{normalise_name(who.name)}"


def party_of(thing: "Firm | Person | Department | Outsider", seen_in: Firm) -> str:
    """The identifier of a holder or post holder in the graph; `identity:` stands for keyed hashes."""
    if isinstance(thing, Firm):
        return thing.party
    if isinstance(thing, Department):
        return f"uscc:{thing.uscc}"
    if isinstance(thing, Person):
        return f"identity:{thing.identity}" if thing.identity else seen_in.person(thing)
    return f"uscc:{thing.uscc}" if thing.uscc else f"name:{thing.name}"
