"""Control over a structure: who controls whom by a rule set, worked out as it is asked.

X controls X, and Y where the direct votes in Y of everything X controls meet the rule set's criteria; nothing is multiplied
along chains. Who controls each other is one block. Concert groups that are given vote as one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from app.analytics.fixpoint import bar, controlled, votes_of
from app.analytics.namesakes import namesakes
from app.analytics.network import Bounds, Form, Party, Structure
from app.analytics.rule_sets import ONE, rule_set
from app.analytics.voting import Voting
from app.errors import InputError
from models.answers import PartyRef
from models.rule_sets import RuleSet

MAJORITY_RULES = "company_law_265"


class Controls:
    """The relation of control. Every answer is worked out once and kept; nothing is worked out that is not asked."""

    def __init__(self, structure: Structure, rules: RuleSet, concert: Sequence[Sequence[str]] = ()) -> None:
        self.structure = structure
        self.rules = rules
        self.least = bar(rules.criteria)
        self.votes: Voting = votes_of(structure, bar(rule_set(MAJORITY_RULES).criteria))
        self.concert = _concert(structure, concert)
        self._reached: dict[tuple[tuple[str, ...], bool], dict[str, int]] = {}
        self._controllers: dict[tuple[str, bool], tuple[str, ...]] = {}

    def reached(self, seeds: Iterable[str], sure: bool = True) -> Mapping[str, int]:
        """What the seeds together control, with the round in which each was won; the seeds themselves in round 0."""
        key = (tuple(sorted(seeds)), sure or not self.votes.ranged)
        found = self._reached.get(key)
        if found is None:
            found = self._reached[key] = controlled(self.votes, key[0], self.least, key[1])
        return found

    @cached_property
    def namesakes(self) -> tuple[tuple[str, ...], ...]:
        """Groups of persons of one name who may each be one person."""
        return namesakes(self.structure)

    def controls(self, one: str, other: str, sure: bool = True) -> bool:
        """Whether a party controls another; each controls itself."""
        return other in self.reached((one,), sure)

    def above(self, party: str) -> tuple[str, ...]:
        """Every party that has votes or a role in it, directly or through others; in order of distance, then id."""
        found: dict[str, None] = {}
        level = [party]
        while level:
            level = sorted({up for one in level for up in self._voters(one) if up not in found and up != party})
            found.update(dict.fromkeys(level))
        return tuple(found)

    def controllers(self, party: str, sure: bool = True) -> tuple[str, ...]:
        """The parties that alone control it, itself left out; in order of distance, then id."""
        key = (party, sure or not self.votes.ranged)
        found = self._controllers.get(key)
        if found is None:
            found = tuple(x for x in self.above(party) if party in self.reached((x,), key[1]))
            self._controllers[key] = found
        return found

    def concerted(self, party: str, sure: bool = True) -> tuple[tuple[str, ...], ...]:
        """The given groups that control it together while none of their members does alone."""
        return tuple(
            group
            for group in self.concert
            if party not in group
            and party in self.reached(group, sure)
            and not any(party in self.reached((one,), sure) for one in group)
        )

    def block(self, party: str) -> tuple[str, ...]:
        """Those it controls that control it, with itself: one block."""
        mutual = [other for other in self.reached((party,)) if other != party and self.controls(other, party)]
        return tuple(sorted([party, *mutual]))

    def is_ultimate(self, party: str) -> bool:
        """Whether nobody controls it but what it controls itself."""
        own = self.reached((party,))
        return all(controller in own for controller in self.controllers(party)) and not self.concerted(party)

    def ultimate(self, party: str) -> tuple[tuple[str, ...], ...]:
        """The controllers that nobody else controls, as blocks of those who control each other."""
        return tuple(sorted({self.block(one) for one in self.controllers(party) if self.is_ultimate(one)}))

    def joint_votes(self, seeds: Iterable[str], enterprise: str, sure: bool = True) -> tuple[int, int]:
        """Least and most votes, in units, that the seeds and all they control have directly in an enterprise."""
        ballot = self.votes.ballots.get(enterprise)
        if ballot is None:
            return 0, 0
        within = self.reached(seeds, sure)
        low = high = 0
        for holder in ballot.votes.keys() & within.keys():
            if holder not in self.votes.silent:
                least, most = ballot.votes[holder]
                low, high = low + least, high + most
        return ballot.together(low, high)

    def unknown_votes(self, enterprise: str) -> Bounds:
        """The votes in an enterprise that nobody known casts: those not stated, and those of nominees."""
        ballot = self.votes.ballots.get(enterprise)
        if ballot is None:
            decided = enterprise in self.votes.leaders
            return Bounds(0.0, 0.0) if decided or self.form(enterprise) in (Form.PERSON, Form.STATE) else Bounds(0.0, 1.0)
        low, high = ballot.rest
        for holder, (least, most) in ballot.votes.items():
            if holder in self.votes.silent:
                low, high = low + least, high + most
        return Bounds(min(low / ONE, 1.0), min(high / ONE, 1.0))

    def form(self, party: str) -> Form:
        """The form of a party; unknown where the structure does not know it."""
        known = self.structure.parties.get(party)
        return known.form if known else Form.UNKNOWN

    def party(self, party: str) -> Party:
        """A party of the structure, or what can be said of one that is only an id."""
        return self.structure.parties.get(party) or Party(party, "Party")

    def ref(self, party: str) -> PartyRef:
        """A party as answers mention it."""
        known = self.party(party)
        return PartyRef(id=party, name=known.name, kind=known.kind)

    def refs(self, parties: Iterable[str]) -> tuple[PartyRef, ...]:
        """Parties as answers mention them."""
        return tuple(self.ref(party) for party in parties)

    def _voters(self, enterprise: str) -> Iterator[str]:
        ballot = self.votes.ballots.get(enterprise)
        if ballot is not None:
            yield from (holder for holder in ballot.votes if holder not in self.votes.silent)
        yield from (row.party for row in self.votes.leaders.get(enterprise, ()))


def control(structure: Structure, rules: RuleSet, concert: Sequence[Sequence[str]] = ()) -> Controls:
    """Control over a structure on the basis of votes, by a rule set.

    `concert` are groups of party ids known to act in concert. Raises InputError for a group of fewer than two parties, or one
    that names a party the structure does not have.
    """
    return Controls(structure, rules, concert)


def _concert(structure: Structure, groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    kept = []
    for group in groups:
        members = tuple(sorted(set(group)))
        if len(members) < 2:
            raise InputError("A group acting in concert has at least two parties.", parameter="concert")
        strange = [member for member in members if member not in structure.parties]
        if strange:
            raise InputError(
                f"A group acting in concert names parties that were not found: {', '.join(strange)}.", parameter="concert"
            )
        kept.append(members)
    return tuple(sorted(set(kept)))
