"""Beneficial owners under the 2024 Measures (PBoC and SAMR Order no. 3): computed from the record, never what was filed."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from models.answers.control import Certainty, ControlStep, JointControl, Range, Undetermined
from models.answers.ownership import SeveralRows
from models.answers.shapes import Incomplete, PartyEntry, PartyRef
from models.base import Model
from models.catalogue import Title
from models.rule_sets import Criterion, RuleSet


class Ground(StrEnum):
    """What makes a person a beneficial owner: equity is item (1) of art. 6, income and votes are (2), control is (3)."""

    EQUITY = "equity"
    INCOME = "income"
    VOTES = "votes"
    CONTROL = "control"
    JOINT_CONTROL = "joint_control"


class Status(StrEnum):
    """What the answer comes to.

    found: somebody certainly qualifies. possible: somebody may, within what ranges leave open. unknown: nobody known does, but
    what nobody knows is enough to hide one. nobody: nobody does. state_owned: art. 7 names the legal representative.
    """

    FOUND = "found"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    NOBODY = "nobody"
    STATE_OWNED = "state_owned"


class Product(Model):
    """One chain of holdings from the person down to the enterprise: the parties, the share of each step, their product."""

    parties: tuple[PartyRef, ...]
    shares: tuple[Range, ...]
    product: Range


class Condition(Model):
    """A condition that is met, with its figure and what is behind it: products along chains, or links of control.

    `arithmetic` is the largest chains; where the search for them was cut, `incomplete` of the answer says of whom.
    """

    item: int
    ground: Ground
    article: Title
    certainty: Certainty
    share: Range | None = None
    criterion: Criterion | None = None
    arithmetic: tuple[Product, ...] = ()
    because: tuple[ControlStep, ...] = ()
    jointly_with: tuple[PartyRef, ...] = ()
    joint: JointControl | None = Field(default=None, description="The joint control that meets it.")
    text: Title


class BeneficialOwner(PartyEntry):
    """A natural person and every condition met; certain where one of them is."""

    certainty: Certainty
    conditions: tuple[Condition, ...]


class StandInRule(StrEnum):
    """By which article of the Measures somebody stands in.

    daily_management: art. 6, last paragraph. state_owned: art. 7, the legal representative. foreign_branch: art. 8, the senior
    managers of a foreign company's branch.
    """

    DAILY_MANAGEMENT = "daily_management"
    STATE_OWNED = "state_owned"
    FOREIGN_BRANCH = "foreign_branch"


class StandIn(PartyEntry):
    """Who is taken for the beneficial owner where the Measures say so, by a post or role on record."""

    role: str
    title: str | None
    facts: tuple[str, ...]
    rule: StandInRule
    article: Title


class UndeterminedOwner(Model):
    """Persons of one name of whom one alone does not qualify, but would if they were one person."""

    name: str
    persons: tuple[PartyRef, ...]
    ground: Ground
    if_one: Range | None
    if_separate: Range | None
    control: Undetermined | None = Field(default=None, description="What about control is undetermined.")
    text: Title


class Hidden(StrEnum):
    """Why nobody knows who owns a part: its holders are not named, there is no list, a nominee or a product stands there."""

    UNSTATED = "unstated"
    NO_LIST = "no_list"
    PROMOTERS = "promoters"
    INCONSISTENT = "inconsistent"
    NOMINEE = "nominee"
    PRODUCT = "product"
    CUT = "cut"


class Unseen(Model):
    """A part of the equity behind which nobody is known: `share` is what it may come to of the enterprise asked about."""

    party: PartyRef
    why: Hidden
    share: Range


class Filing(Model):
    """Whether the enterprise files beneficial owners at all (art. 2), by its form; absent where that is not known."""

    required: bool | None
    form: str
    foreign_branch: bool
    article: Title
    text: Title


class RequirementKind(StrEnum):
    """What art. 3 requires: small capital, natural persons as holders, nobody else's control or income, nor by other means."""

    SMALL_CAPITAL = "small_capital"
    NATURAL_HOLDERS = "natural_holders"
    NOBODY_ELSE = "nobody_else"
    SHARES_ALONE = "shares_alone"


class Requirement(Model):
    """One requirement of the exemption; `met` is absent where no record states it, and the enterprise would have to commit."""

    kind: RequirementKind
    met: bool | None
    text: Title


class Exemption(Model):
    """Whether the enterprise may be exempt by its commitment (art. 3). `possible` is absent where it cannot be determined."""

    possible: bool | None
    article: Title
    requirements: tuple[Requirement, ...]


class BeneficialOwners(Model):
    """The beneficial owners of an enterprise, computed. What it filed is not public and not known here.

    `owners` are all who meet a condition, certain ones first; `why` says in words what the answer comes to. Where the Measures
    name somebody else, `stand_ins` are they, and `also_meeting` those who would otherwise be owners. `unseen` are parts of
    the equity that nobody knows the owners of. `income_unknown` are enterprises whose holder lists do not state what is paid
    in: who draws the income behind them is not known, and nobody is looked for by it. `no_outside_owner`: the enterprise is
    held by a closed circle.
    """

    party: PartyRef
    rules: RuleSet
    control_rules: RuleSet
    origin: Literal["computed"] = "computed"
    status: Status
    why: Title
    owners: tuple[BeneficialOwner, ...]
    stand_ins: tuple[StandIn, ...]
    also_meeting: tuple[BeneficialOwner, ...]
    undetermined: tuple[UndeterminedOwner, ...]
    several_rows: tuple[SeveralRows, ...] = ()
    income_unknown: tuple[PartyRef, ...] = ()
    unseen: tuple[Unseen, ...]
    unseen_total: float
    no_outside_owner: bool
    filing: Filing
    exemption: Exemption | None
    incomplete: tuple[Incomplete, ...] = ()
