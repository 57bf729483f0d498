"""The conditions of art. 6 of the 2024 Measures, judged person by person.

(1) finally owns at least 25 % of the equity; or, not meeting (1), (2) finally enjoys at least 25 % of income or votes; or, not
meeting (1), (3) controls alone or jointly. Who certainly meets (1) is not judged on the others; who may meet it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import because, votes_in
from app.analytics.control.joint import joint_control, parties_on_sides
from app.analytics.owners.final_shares import Arithmetic, Final, arithmetic, final
from app.analytics.owners.income import Income
from app.analytics.structure.network import Bounds, Structure
from app.rules.rule_sets import ONE, meets
from models.answers.control import Certainty, ControlStep, JointControl, Range
from models.answers.owners import BeneficialOwner, Condition, Ground
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef
from models.catalogue import UNWRITTEN
from models.rule_sets import Criterion


@dataclass(frozen=True, slots=True)
class Shares:
    """Final shares by basis, held party → holder → bounds; `owned` is the structure of the equity."""

    owned: Structure
    equity: Final
    income: Income | None = None
    votes: Final | None = None

    @property
    def drawn(self) -> Final | None:
        """The final shares of the income, as far as it is known."""
        return self.income.shares if self.income else None


class Judge:
    """Judges the persons who may be beneficial owners of one enterprise."""

    def __init__(self, controls: Controls, target: str, shares: Shares, criterion: Criterion) -> None:
        self.controls, self.target, self.shares, self.criterion = controls, target, shares, criterion
        self.joint = joint_control(controls, target)
        self.concerted = controls.concerted(target)
        self._cut = set[str]()

    def owners(self) -> tuple[BeneficialOwner, ...]:
        """Every natural person who meets a condition, or may; the certain first, then by id."""
        found = []
        for person in self.persons():
            conditions = tuple(self._conditions(person))
            if conditions:
                sure = any(condition.certainty is Certainty.CERTAIN for condition in conditions)
                found.append(
                    BeneficialOwner(
                        id=person,
                        name=self.controls.party(person).name,
                        kind=self.controls.party(person).kind,
                        state=self.controls.party(person).state,
                        certainty=Certainty.CERTAIN if sure else Certainty.POSSIBLE,
                        conditions=conditions,
                    )
                )
        return tuple(sorted(found, key=lambda owner: (owner.certainty is not Certainty.CERTAIN, owner.id)))

    def gaps(self) -> tuple[Incomplete, ...]:
        """That of those whose owning was judged so far not all chains were found, where the search for them was cut."""
        refs = self.controls.refs(sorted(self._cut))
        return tuple(Incomplete(reason=IncompleteReason.WORK, part="chains", party=one) for one in refs)

    def persons(self) -> list[str]:
        """The natural persons who have or control anything of it."""
        known = set(self.controls.above(self.target))
        for shares in (self.shares.equity, self.shares.drawn, self.shares.votes):
            known |= set(shares.get(self.target, ())) if shares else set()
        known |= {party for joint in self.joint for party in parties_on_sides(joint)}
        known |= {party for group in self.concerted for party in group}
        return sorted(party for party in known if self.is_person(party))

    def is_person(self, party: str) -> bool:
        """Whether a party is a natural person."""
        return self.controls.party(party).is_person

    def voting(self, person: str) -> Bounds:
        """The votes a person finally enjoys: its own and those of what it controls, or the product along chains if more."""
        low, _ = self.controls.joint_votes((person,), self.target)
        _, high = self.controls.joint_votes((person,), self.target, sure=False)
        through = final(self.shares.votes, self.target, person)
        return Bounds(max(low / ONE, through.low), max(high / ONE, through.high))

    def _conditions(self, person: str) -> Iterator[Condition]:
        owned = final(self.shares.equity, self.target, person)
        first = self._by_share(1, Ground.EQUITY, person, owned)
        if first:
            yield first
            if first.certainty is Certainty.CERTAIN:
                return
        for ground, share in (
            (Ground.INCOME, final(self.shares.drawn, self.target, person)),
            (Ground.VOTES, self.voting(person)),
        ):
            second = self._by_share(2, ground, person, share)
            if second:
                yield second
        third = self._by_control(person) or self._jointly(person)
        if third:
            yield third

    def _by_share(self, item: int, ground: Ground, person: str, share: Bounds) -> Condition | None:
        if not meets(self.criterion, share.high):
            return None
        sure = meets(self.criterion, share.low)
        chains = self._arithmetic(ground, person)
        if chains.cut:
            self._cut.add(person)
        disposed = ground is Ground.VOTES and not self._by_product(person)
        return Condition(
            item=item,
            ground=ground,
            article=UNWRITTEN,
            certainty=Certainty.CERTAIN if sure else Certainty.POSSIBLE,
            share=Range(low=share.low, high=share.high),
            criterion=self.criterion,
            arithmetic=chains.products,
            because=votes_in(self.controls, (person,), self.target, self.criterion, sure) if disposed else (),
            text=UNWRITTEN,
        )

    def _by_product(self, person: str) -> bool:
        """Whether the product along chains gives a person more votes than what it disposes of."""
        _, high = self.controls.joint_votes((person,), self.target, sure=False)
        return final(self.shares.votes, self.target, person).high > high / ONE

    def _arithmetic(self, ground: Ground, person: str) -> Arithmetic:
        lists: Structure | None = self.shares.owned
        if ground is Ground.INCOME:
            lists = self.shares.income.drawn if self.shares.income else None
        elif ground is Ground.VOTES:
            lists = self.controls.structure if self._by_product(person) else None
        return arithmetic(self.controls, lists, self.target, person) if lists else Arithmetic((), False)

    def _by_control(self, person: str) -> Condition | None:
        controls, target = self.controls, self.target
        sure = controls.controls(person, target)
        if not sure and not controls.controls(person, target, sure=False):
            return None
        return Condition(
            item=3,
            ground=Ground.CONTROL,
            article=UNWRITTEN,
            certainty=Certainty.CERTAIN if sure else Certainty.POSSIBLE,
            because=because(controls, (person,), target, sure),
            text=UNWRITTEN,
        )

    def _jointly(self, person: str) -> Condition | None:
        for joint in self.joint:
            if person in parties_on_sides(joint):
                return self._with_others(person, joint)
        for group in self.concerted:
            if person in group or any(self.controls.controls(person, member) for member in group):
                others = self.controls.refs(one for one in group if one != person)
                chain = because(self.controls, group, self.target)
                return self._joint(others, None, chain)
        return None

    def _with_others(self, person: str, joint: JointControl) -> Condition:
        others = [
            party.id
            for side in joint.sides
            if person not in {one.id for one in side.parties}
            for party in side.heads
            if party.id is not None
        ]
        chain: tuple[ControlStep, ...] = ()
        if joint.through and joint.through.id:
            chain = because(self.controls, (joint.through.id,), self.target)
        return self._joint(self.controls.refs(others), joint, chain)

    def _joint(self, others: tuple[PartyRef, ...], joint: JointControl | None, chain: tuple[ControlStep, ...]) -> Condition:
        return Condition(
            item=3,
            ground=Ground.JOINT_CONTROL,
            article=UNWRITTEN,
            certainty=Certainty.CERTAIN,
            because=chain,
            jointly_with=others,
            joint=joint,
            text=UNWRITTEN,
        )
