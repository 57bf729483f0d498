"""Control over a structure: who controls whom by a rule set, worked out as it is asked.

X controls X, and Y where the direct votes in Y of everything X controls meet the rule set's criteria; nothing is multiplied
along chains. Who controls each other is one block. Concert groups that are given vote as one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from app.analytics.control.controllers import steps_to
from app.analytics.control.fixpoint import bar, controlled, votes_of
from app.analytics.control.voting import Voting
from app.analytics.errors import TooFewInConcert, UnknownInConcert
from app.analytics.structure import network
from app.analytics.structure.namesakes import namesakes
from app.analytics.structure.network import Bounds, Form, Party, Structure
from app.rules.rule_sets import MAJORITY, ONE, rule_set
from models.answers.control import JointControl
from models.answers.shapes import PartyRef
from models.rule_sets import RuleSet


class Controls:
    """The relation of control. Every answer is worked out once and kept; nothing is worked out that is not asked."""

    def __init__(self, structure: Structure, rules: RuleSet, concert: Sequence[Sequence[str]] = ()) -> None:
        self.structure = structure
        self.rules = rules
        self.least = bar(rules.criteria)
        self.votes: Voting = votes_of(structure, bar(rule_set(MAJORITY).criteria))
        self.concert = _concert(structure, concert)
        self._reached: dict[tuple[tuple[str, ...], bool], dict[str, int]] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._steps: dict[tuple[str, bool], dict[str, str]] = {}
        self.joint: dict[str, JointControl | None] = {}

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
        known = self._above.get(party)
        if known is not None:
            return known
        found: dict[str, None] = {}
        level = [party]
        while level:
            level = sorted({up for one in level for up in self._voters(one) if up not in found and up != party})
            found.update(dict.fromkeys(level))
        self._above[party] = tuple(found)
        return self._above[party]

    def controllers(self, party: str, sure: bool = True) -> tuple[str, ...]:
        """The parties that alone control it, itself left out; in order of distance, then id."""
        steps = self.steps(party, sure)
        return tuple(one for one in self.above(party) if one in steps) if steps else ()

    def steps(self, party: str, sure: bool = True) -> Mapping[str, str]:
        """The parties that alone control it, each with the next step towards it: itself, or another that controls it."""
        key = (party, sure or not self.votes.ranged)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = steps_to(self.votes, party, self.above(party), self.least, key[1])
        return found

    def rounds(self, seeds: Sequence[str], target: str, sure: bool = True) -> Mapping[str, int]:
        """What the seeds together control, with the rounds, until the target is won."""
        key = (tuple(sorted(seeds)), sure or not self.votes.ranged)
        found = self._reached.get(key)
        return found if found is not None else controlled(self.votes, key[0], self.least, key[1], until={target})

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
        steps = self.steps(party)
        return tuple(sorted([party, *(steps.keys() & self.reached((party,)).keys())])) if steps else (party,)

    def is_ultimate(self, party: str) -> bool:
        """Whether nobody controls it but what it controls itself."""
        own = self.reached((party,))
        return all(controller in own for controller in self.controllers(party)) and not self.concerted(party)

    def ultimate(self, party: str) -> tuple[tuple[str, ...], ...]:
        """The controllers that nobody else controls, as blocks of those who control each other."""
        found: set[tuple[str, ...]] = set()
        settled: set[str] = set()
        for one in reversed(self.controllers(party)):
            if one not in settled:
                # Nothing that is controlled by one who is not at the top is at the top.
                own = self.reached((one,))
                settled.update(own)
                if all(up in own for up in self.steps(one)):
                    block = self.block(one)
                    if not all(self.concerted(member) for member in block):
                        found.add(block)
        return tuple(sorted(found))

    def disposing(self, enterprise: str, without: Collection[str] = ()) -> Mapping[str, frozenset[str]]:
        """Everybody who surely disposes of votes in an enterprise → the holders by which: itself and those it controls.

        Holders `without` which it is asked are left out.
        """
        ballot = self.votes.ballots.get(enterprise)
        found: dict[str, set[str]] = {}
        for holder in ballot.votes if ballot else ():
            if holder not in self.votes.silent and holder not in without:
                for one in (holder, *self.steps(holder)):
                    found.setdefault(one, set()).add(holder)
        return {one: frozenset(by) for one, by in found.items()}

    def cast_by(self, holders: Iterable[str], enterprise: str) -> tuple[int, int]:
        """Least and most votes, in units, that holders of an enterprise have in it together."""
        ballot = self.votes.ballots[enterprise]
        cast = [ballot.votes[holder] for holder in holders]
        return ballot.together(sum(low for low, _ in cast), sum(high for _, high in cast))

    def joint_votes(self, seeds: Iterable[str], enterprise: str, sure: bool = True) -> tuple[int, int]:
        """Least and most votes, in units, that the seeds and all they control have directly in an enterprise."""
        ballot = self.votes.ballots.get(enterprise)
        if ballot is None:
            return 0, 0
        within = self.reached(seeds, sure)
        return self.cast_by((ballot.votes.keys() & within.keys()) - self.votes.silent, enterprise)

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

    def named(self, enterprise: str) -> Mapping[str, str]:
        """Those who vote or decide in an enterprise and are known there by their name alone, each with the rule."""
        if enterprise in self.votes.leaders:
            return {row.party: row.by_name for row in self.votes.leaders[enterprise] if row.by_name is not None}
        counted = self.structure.lists.get(enterprise)
        return {stake.holder: stake.by_name for stake in counted.stakes if stake.by_name is not None} if counted else {}

    def form(self, party: str) -> Form:
        """The form of a party; unknown where the structure does not know it."""
        known = self.structure.parties.get(party)
        return known.form if known else Form.UNKNOWN

    def party(self, party: str) -> Party:
        """A party of the structure, or what is known of one that is only an id."""
        return self.structure.parties.get(party) or Party(party, "Party")

    def is_state(self, party: str) -> bool:
        """Whether a party is a body of government; an enterprise that the state owns is not."""
        return network.is_state(self.party(party))

    def is_enterprise(self, party: str) -> bool:
        """Whether a party can be a parent or a member: neither a person nor a body of government, nominee or product."""
        return network.is_enterprise(self.party(party))

    def ref(self, party: str, by_name: str | None = None) -> PartyRef:
        """A party as answers mention it; `by_name` is the rule that linked it by its name."""
        known = self.party(party)
        return PartyRef(id=party, name=known.name, kind=known.kind, by_name=by_name, state=known.state)

    def refs(self, parties: Iterable[str]) -> tuple[PartyRef, ...]:
        """Parties as answers mention them."""
        return tuple(self.ref(party) for party in parties)

    def _voters(self, enterprise: str) -> Iterator[str]:
        ballot = self.votes.ballots.get(enterprise)
        if ballot is not None:
            yield from (holder for holder in ballot.votes if holder not in self.votes.silent)
        yield from (row.party for row in self.votes.leaders.get(enterprise, ()))


def controls_by(structure: Structure, rules: RuleSet, concert: Sequence[Sequence[str]] = ()) -> Controls:
    """Control over a structure on the basis of votes, by a rule set.

    `concert` are groups of party ids known to act in concert.

    Raises:
        TooFewInConcert: a group has fewer than two parties.
        UnknownInConcert: a group names a party that the structure does not have.
    """
    return Controls(structure, rules, concert)


def nearest_first(rounds: Mapping[str, int]) -> list[str]:
    """What somebody controls, by the round in which it was won, then id."""
    return sorted(rounds, key=lambda one: (rounds[one], one))


def _concert(structure: Structure, groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    kept = []
    for group in groups:
        members = tuple(sorted(set(group)))
        if len(members) < 2:
            raise TooFewInConcert
        strange = [member for member in members if member not in structure.parties]
        if strange:
            raise UnknownInConcert(tuple(strange))
        kept.append(members)
    return tuple(sorted(set(kept)))
