"""Related parties under accounting standard CAS 36 with Interpretation 13, and parties presumed to act in concert."""

from enum import StrEnum

from pydantic import Field

from models.answers.control import Certainty, ControlStep, Range, Undetermined
from models.answers.shapes import Incomplete, PartyEntry, PartyRef
from models.base import Model
from models.catalogue import Title
from models.rule_sets import RuleSet


class RelationKind(StrEnum):
    """In which way a party is related: the items of CAS 36 art. 4, then those of Interpretation 13."""

    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    FELLOW_SUBSIDIARY = "fellow_subsidiary"
    JOINT_CONTROLLER = "joint_controller"
    INFLUENCER = "influencer"
    JOINT_VENTURE = "joint_venture"
    ASSOCIATE = "associate"
    MAIN_INVESTOR = "main_investor"
    KEY_MANAGER = "key_manager"
    OF_MAIN_INVESTOR = "of_main_investor"
    OF_KEY_MANAGER = "of_key_manager"
    GROUP_JOINT_VENTURE = "group_joint_venture"
    GROUP_ASSOCIATE = "group_associate"
    GROUP_OF_JOINT_CONTROLLER = "group_of_joint_controller"
    GROUP_OF_INFLUENCER = "group_of_influencer"
    FELLOW_OF_JOINT_CONTROLLER = "fellow_of_joint_controller"
    FELLOW_OF_INFLUENCER = "fellow_of_influencer"


class Reason(Model):
    """Why a party is related: in which way, by which article, through whom, with which votes, and the chain of control.

    Where the chain would be long, `left_out` steps before the first of `because` stand under those of `shown_at`, of whom the
    answer about control states; of a parent, the steps after the last. `rests_on_names`: somewhere in the whole chain
    somebody counts who was linked by the name alone.
    """

    kind: RelationKind
    article: Title
    certainty: Certainty = Certainty.CERTAIN
    through: PartyRef | None = None
    votes: Range | None = None
    because: tuple[ControlStep, ...] = ()
    left_out: int = 0
    shown_at: tuple[PartyRef, ...] = ()
    rests_on_names: bool = False
    facts: tuple[str, ...] = ()
    post: str | None = Field(default=None, description="Of a key manager: the title of the post as stated, else the role.")
    text: Title


class RelatedParty(PartyEntry):
    """A related party with every reason found."""

    form: str
    reasons: tuple[Reason, ...]


class Stop(Model):
    """A body of government at which relations stop: what it controls is not related for that alone (art. 6)."""

    party: PartyRef
    text: Title


class RelatedIfOne(Model):
    """Enterprises that would be related too, were two persons of one name one, the first of whom is related.

    One person would control them. `parties` are the first of `total`, as far as was read; `of` is the enterprise asked about.
    """

    name: str
    of: PartyRef
    persons: tuple[PartyRef, ...]
    parties: tuple[PartyRef, ...]
    total: int
    text: Title


class Related(Model):
    """The related parties of an enterprise, computed from holder lists and posts.

    `stops` are bodies of government above it. What the standard counts and no record states stands in the rule set's
    simplifications. `undetermined`: who controls the enterprise depends on whether persons of one name are one; `if_one` is
    what would be related then (at most 20 pairs of persons).
    """

    party: PartyRef
    rules: RuleSet
    related: tuple[RelatedParty, ...]
    shown: int
    total: int
    stops: tuple[Stop, ...]
    undetermined: tuple[Undetermined, ...] = ()
    if_one: tuple[RelatedIfOne, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()


class Presumption(Model):
    """A presumption of acting in concert that two holders meet: its item of art. 83, and what it rests on.

    `holder` controls, holds or has a post, where only one of them does; the `other` is whom. `votes` are those of the holder in
    the other; `through` is the party between them.
    """

    item: int
    rule: Title
    holder: PartyRef
    other: PartyRef
    votes: Range | None = None
    facts: tuple[str, ...] = ()
    through: PartyRef | None = None
    text: Title


class Concert(Model):
    """Two holders of one enterprise that are presumed to act in concert unless shown otherwise; a suggestion, not a fact."""

    enterprise: PartyRef
    parties: tuple[PartyRef, PartyRef]
    votes: Range
    presumptions: tuple[Presumption, ...]


class ConcertSuggestions(Model):
    """Pairs of an enterprise's holders presumed to act in concert (Takeover Measures art. 83).

    Of its `holders` the `judged` with the most votes are looked at. `not_computed` are the items for which nothing is recorded,
    with the reason.
    """

    enterprise: PartyRef
    pairs: tuple[Concert, ...]
    shown: int
    total: int
    judged: int
    holders: int
    not_computed: tuple[Title, ...]
