"""Answers of inquiries: what was worked out, and when it holds."""

from typing import Any, ClassVar

from pydantic import Field

from models.answers.control import Control, CorporateGroup
from models.answers.difference import Differences
from models.answers.joined import Counted
from models.answers.linkage import Suspected, WhyNot
from models.answers.network import Ego
from models.answers.owners import BeneficialOwners
from models.answers.ownership import Interest, ListNote, OwnershipLink, Residual, SameName, SeveralRows
from models.answers.parts import Stamp
from models.answers.related import ConcertSuggestions, Related
from models.answers.relations import Relations
from models.answers.shapes import Incomplete, PartyRef


class OwnershipAnswer(Counted):
    """Who owns a party and what it owns, looked through on one basis, as of a day. Shares are fractions of the whole.

    `owners` and `holdings` are described in their models; `links` are all direct shares looked through, on either side, and
    `notes` what has to be known of holder lists. `ends` divides the party by where looking up ends; it adds up to 1.
    `parties` are all that stand in any of these by their ids alone.
    """

    by_id: ClassVar = ("closed_loops",)

    party: PartyRef
    basis: str
    precedence: str
    owners: tuple[Interest, ...]
    owners_total: int
    holdings: tuple[Interest, ...]
    holdings_total: int
    nominees: tuple[Interest, ...]
    links: tuple[OwnershipLink, ...]
    notes: tuple[ListNote, ...]
    ends: tuple[Residual, ...]
    undetermined: tuple[SameName, ...]
    several_rows: tuple[SeveralRows, ...] = ()
    not_shown: float
    own_share: float
    closed_loops: tuple[tuple[str, ...], ...]
    in_closed_loop: bool
    nominee: bool
    parties: tuple[PartyRef, ...]
    incomplete: tuple[Incomplete, ...] = ()


class ControlAnswer(Control, Counted):
    """Who controls a party and what it controls, as of a day.

    `concert_suggested`, where it is asked for: which of its holders are presumed to act in concert. They do not vote as one
    here; whoever takes a presumption for true gives the holders as a group in concert.
    """

    parties: tuple[PartyRef, ...] = Field(default=(), description="Those that stand in notes of lists by their ids alone.")
    concert_suggested: ConcertSuggestions | None = None


class BeneficialOwnersAnswer(BeneficialOwners, Counted):
    """The computed beneficial owners of an enterprise, as of a day.

    `income_known`: its holder list states what is paid in, by which profit is shared (Company Law 2024 art. 210); else nobody
    is looked for by income.
    """

    income_known: bool
    parties: tuple[PartyRef, ...] = Field(default=(), description="Those that stand in `several_rows` by their ids alone.")


class GroupAnswer(CorporateGroup, Counted):
    """The group a party belongs to, as of a day."""

    parties: tuple[PartyRef, ...] = Field(default=(), description="Those that stand as parents by their ids alone.")


class RelatedAnswer(Related, Counted):
    """The related parties of an enterprise, as of a day."""


class RelationsAnswer(Relations, Stamp):
    """How several parties are related, as of a day."""


class NetworkAnswer(Ego, Stamp):
    """What surrounds a party, as of a day."""


class DifferencesAnswer(Differences):
    """What differs in an answer about a party between two days; both days are answered at one tick.

    `options`: what the answer was asked with besides its day, a rule set by its name. Of relations, `asked` are all that
    they were asked of, by their ids; what relates those of whom nothing is known on one of the days only perhaps came or left.
    `parties` are those that stand in links, pairs and paths by their ids alone, as they are called on the later of the days on
    which they are stated, each with its state on it. `incomplete`: what the answers of either day leave out.
    """

    party: PartyRef
    of: str
    options: dict[str, Any] = Field(default_factory=dict)
    by_id: ClassVar = ("asked",)

    asked: tuple[str, ...] = ()
    unknown_before: tuple[str, ...] = ()
    unknown_after: tuple[str, ...] = ()
    parties: tuple[PartyRef, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()
    known_at: int
    tick: int


class SuspectedAnswer(Suspected, Stamp):
    """Whom a party may be related to, as of a day, by what it and others state; nothing of it is a fact, and nobody is merged.

    `persons` are suspicions that a person of the party, or the party itself, and another person of the name are one; the public
    is shown none, whoever is asked about. `parties` are all that the suspicions speak of by their ids. Of kinds of signal
    that `incomplete` says are withheld this caller is shown nothing. Values of telephones and e-mails are masked.
    """

    party: PartyRef
    persons: Suspected | None = None
    parties: tuple[PartyRef, ...]


class WhyNotAnswer(WhyNot, Stamp):
    """Why two parties are not linked by suspicion, as of a day, or that they are.

    `parties` are all that it speaks of by their ids; of kinds of signal that are withheld this caller is shown nothing.
    """

    party: PartyRef
    other: PartyRef
    parties: tuple[PartyRef, ...]
    incomplete: tuple[Incomplete, ...] = ()
