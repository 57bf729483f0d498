"""Who controls whom, and why: the answers about control.

Figures are fractions and stand apart from the words, so that a page may set them as it likes; `text` says the same in words.
"""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from models.answers.ownership import ListNote, SeveralRows
from models.answers.shapes import Incomplete, PartyEntry, PartyRef
from models.base import Model
from models.catalogue import Title
from models.rule_sets import Criterion, RuleSet


class Certainty(StrEnum):
    """Whether something holds for every share that the stated ranges allow, or only for some."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Range(Model):
    """A fraction, or the range it lies in."""

    low: float
    high: float


class Voter(Model):
    """A holder and its votes. `controlled`: it votes as the controller says, being controlled by it. `facts` are fact ids.

    `by_name` of the party is the rule by which it was linked here by its name alone.
    """

    party: PartyRef
    votes: Range
    controlled: bool
    facts: tuple[str, ...] = ()


class StepKind(StrEnum):
    """What a step is about: control by votes or by a role; votes_had: the votes somebody has, whether they control or not."""

    VOTES = "votes"
    ROLE = "role"
    VOTES_HAD = "votes_had"


class ControlStep(Model):
    """One step of a chain of control: who votes in `enterprise`, what that comes to, and what it meets.

    `by` are those who control it, or whose votes they are, together with all they control. By votes: `voters`, `votes` (their
    sum) and `criterion`. By role: `role` and `voters` without figures that matter.
    """

    kind: StepKind
    certainty: Certainty
    by: tuple[PartyRef, ...]
    enterprise: PartyRef
    voters: tuple[Voter, ...]
    votes: Range | None = None
    criterion: Criterion | None = None
    role: str | None = None
    text: Title


class Controlled(PartyEntry):
    """A party that is controlled, or controls, and the chain of evidence, the nearest to the controller first.

    `mutual`: each controls the other. `jointly_with`: only together with these, who act in concert. Where `because` would be
    long, it is shortened: `left_out` steps of the chain are those shown with the parties of `shown_at`, which stand in the same
    list. Of a controller the steps after its own are left out, of what is controlled those before. `rests_on_names`: somewhere
    in the whole chain somebody counts who was linked by the name alone.
    """

    form: str
    certainty: Certainty
    mutual: bool
    jointly_with: tuple[PartyRef, ...] = ()
    because: tuple[ControlStep, ...]
    left_out: int = 0
    shown_at: tuple[PartyRef, ...] = ()
    rests_on_names: bool = False


class Controller(Controlled):
    """A controller. `ultimate`: nobody controls it but what it controls itself."""

    ultimate: bool


class JointKind(StrEnum):
    """Why several control only together: half of the votes each, or a role that they share."""

    HALVES = "halves"
    ROLE = "role"


class Side(Model):
    """One of the sides of joint control: who votes directly, what that comes to, and who stands behind it."""

    voters: tuple[Voter, ...]
    votes: Range | None
    parties: tuple[PartyRef, ...]
    heads: tuple[PartyRef, ...] = Field(description="Those of the parties that nobody else controls.")


class JointControl(Model):
    """Parties that control an enterprise only together. `through`: they jointly control this one, which controls it."""

    enterprise: PartyRef
    kind: JointKind
    sides: tuple[Side, ...]
    through: PartyRef | None = None
    text: Title


class Outcome(Model):
    """What would be the case: whether the enterprise is controlled, and with which share of its votes."""

    controls: bool
    votes: Range | None


class Undetermined(Model):
    """Persons of one name whose being one person would change who controls an enterprise."""

    name: str
    persons: tuple[PartyRef, ...]
    enterprise: PartyRef
    if_one: Outcome
    if_separate: Outcome
    because: tuple[ControlStep, ...] = Field(description="The chain that would be, were they one.")
    threshold: float = Field(description="The least share of the votes that may control by the rule set.")
    text: Title


class Suspended(Model):
    """Votes that a listed company's shares have lost, being held by what it controls (Company Law 2024 art. 141)."""

    enterprise: PartyRef
    holders: tuple[PartyRef, ...]


class Control(Model):
    """Who controls a party, and what it controls, by one rule set.

    `ultimate` are the controllers that nobody else controls, those who control each other as one block. `mutual` is the
    block the party itself belongs to. `unknown` are the votes in it that nobody known casts: not stated, or a nominee's.
    `several_rows` are persons known by name who may be several, and are taken for several. `inconsistent` are enterprises
    whose list adds up to more than the whole: nothing is certain through them, or, where it is over only within rounding
    and two holders have more than half each, which of them controls it is not. Behind parties that were not looked beyond
    (`incomplete`) controllers, or what is controlled, may be missing. Of `controllers_total` controllers as many are shown
    as the limit allows, those of `ultimate` before others; of `total` controlled ones `shown`. `notes` say of lists above
    it why they add up to more than the whole, and where shares and amounts say different things.
    """

    party: PartyRef
    rules: RuleSet
    controllers: tuple[Controller, ...]
    controllers_total: int
    ultimate: tuple[tuple[PartyRef, ...], ...]
    mutual: tuple[PartyRef, ...]
    joint_control: tuple[JointControl, ...]
    controls: tuple[Controlled, ...]
    shown: int
    total: int
    jointly_controls: tuple[JointControl, ...]
    undetermined: tuple[Undetermined, ...]
    several_rows: tuple[SeveralRows, ...] = ()
    unknown: Range
    suspended: tuple[Suspended, ...]
    inconsistent: tuple[PartyRef, ...]
    notes: tuple[ListNote, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()


class GroupMember(PartyEntry):
    """A member of a group: whose votes control it most directly (`parents`), and how far below the head it stands.

    `because` is the chain from the first of the parents. Where it would be long, `left_out` steps before the last stand under
    the members of `shown_at`. `rests_on_names`: somewhere in the whole chain somebody counts who was linked by the name alone.
    """

    by_id: ClassVar = ("parents",)

    form: str
    parents: tuple[str, ...]
    depth: int
    because: tuple[ControlStep, ...]
    left_out: int = 0
    shown_at: tuple[PartyRef, ...] = ()
    rests_on_names: bool = False


class CorporateGroup(Model):
    """A group of enterprises under one parent (企业集团), found by control.

    `parent` is the highest enterprise, absent where nothing controls and nothing is controlled; `block` are those that
    control each other at its head. `above` are the persons and state bodies that control the parent: they are not of the
    group. Behind parties that were not looked beyond (`incomplete`) members may be missing. `of_others` are enterprises
    that the party's head controls, but another too who controls more: they are of that one's group (only where less than a
    majority is control). `undetermined`: who controls the parent depends on whether persons of one name are one.
    `to_person`: it was looked up to a natural person, who may be the parent: then the members are all that are under one
    actual controller (同一实际控制人).
    """

    party: PartyRef
    rules: RuleSet
    parent: PartyRef | None
    block: tuple[PartyRef, ...]
    above: tuple[PartyRef, ...]
    members: tuple[GroupMember, ...]
    shown: int
    total: int
    undetermined: tuple[Undetermined, ...] = ()
    of_others: tuple[PartyRef, ...] = ()
    of_others_total: int = 0
    to_person: bool = False
    incomplete: tuple[Incomplete, ...] = ()
