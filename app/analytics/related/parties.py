"""The related parties of an enterprise under CAS 36 (2006) with Interpretation 13 (2019), each with its reasons.

A joint venture or an associate counts with its subsidiaries. Bodies of government stop the propagation: what only they
control in common is not related (art. 6), nor are two that one party merely influences. Nominees relate to nobody.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.analytics.control.controls import Controls
from app.analytics.control.fixpoint import in_turn
from app.analytics.control.groups import head_of, members_of, one_alone, tops_of
from app.analytics.control.joint import joint_control, jointly_controlled, parties_on_sides, shared_control
from app.analytics.control.undetermined import undetermined
from app.analytics.errors import InfluenceUnknown, NotAnEnterprise, UnknownParty
from app.analytics.related.influence import influenced, influencers
from app.analytics.related.namesakes import related_if_one
from app.analytics.related.reasons import Chained, Reasons
from app.analytics.structure.network import Form, Role, RoleRow
from app.analytics.structure.officers import Office, holds_office
from models.answers.control import Certainty, JointControl
from models.answers.related import Related, RelationKind, Stop
from models.answers.shapes import not_read
from models.catalogue import UNWRITTEN
from models.rule_sets import Criterion

_KEY_OFFICES = (Office.DIRECTOR, Office.SENIOR_MANAGER)
_KEY_ROLES = frozenset({Role.LEGAL_REPRESENTATIVE, Role.PRINCIPAL})


class Investor(NamedTuple):
    """Who shares control of an enterprise, or influences it; `through` is the enterprise in which it does so directly."""

    party: str
    through: str
    shares_control: bool
    certainty: Certainty = Certainty.CERTAIN


def related_parties(controls: Controls, party: str, limit: int = 500) -> Related:
    """The related parties of an enterprise, by controls of a rule set that knows significant influence (cas_36).

    Parents, subsidiaries and their like come first; at most `limit`.

    Raises:
        InfluenceUnknown: the rule set has no criterion of influence.
        UnknownParty: the structure does not have the party.
        NotAnEnterprise: it is none.
    """
    criterion = controls.rules.influence
    if criterion is None:
        raise InfluenceUnknown(controls.rules.name)
    if party not in controls.structure.parties:
        raise UnknownParty(party)
    if not controls.is_enterprise(party):
        raise NotAnEnterprise(party, "related")
    finder = _Finder(controls, party, criterion)
    finder.find()
    parties = finder.reasons.parties(limit)
    return Related(
        party=controls.ref(party),
        rules=controls.rules,
        related=parties,
        shown=len(parties),
        total=len(finder.reasons),
        stops=tuple(finder.stops()),
        undetermined=undetermined(controls, party),
        if_one=related_if_one(controls, party, finder.reasons.has),
        incomplete=not_read(controls.refs(sorted(controls.structure.cut))),
    )


class _Finder:
    """One search for the related parties of one enterprise."""

    def __init__(self, controls: Controls, of: str, criterion: Criterion) -> None:
        self.controls, self.of, self.criterion = controls, of, criterion
        self.reasons = Reasons(controls, of)
        self.parents = [one for one in controls.controllers(of) if controls.is_enterprise(one)]
        self.shown = frozenset(self.parents)
        self.top = min(tops_of(controls, of), default=None)
        self.below = self._enterprises(controls.reached((of,)))
        self.head = head_of(controls, of) or of
        self.investors: list[Investor] = []

    def find(self) -> None:
        """Find everything, what is nearer first: a party that is related directly is not listed again for something remote."""
        self._group()
        self._investors()
        self._ventures()
        self._persons()
        self._of_the_group()
        self._of_the_investors()

    def stops(self) -> Iterator[Stop]:
        """The bodies of government above, at which nothing is followed."""
        for one in self.controls.above(self.of):
            if self.controls.is_state(one):
                yield Stop(party=self.controls.ref(one), text=UNWRITTEN)

    def _enterprises(self, parties: Iterable[str]) -> list[str]:
        return [one for one in parties if self.controls.is_enterprise(one)]

    def _group(self) -> None:
        add, controls, of = self.reasons.add, self.controls, self.of
        for one in self.parents:
            add(one, RelationKind.PARENT, chain=self._up(one))
        for one in self.below:
            add(one, RelationKind.SUBSIDIARY, chain=_down(of, one))
        for parent, won in self._won_by_parents():
            for one in self._enterprises(won):
                if not self.reasons.has(one):
                    add(one, RelationKind.FELLOW_SUBSIDIARY, through=parent, chain=_down(parent, one))
        if controls.votes.ranged:
            for one in self._enterprises(controls.controllers(of, sure=False)):
                if not self.reasons.has(one):
                    add(one, RelationKind.PARENT, chain=self._up(one, sure=False), certainty=Certainty.POSSIBLE)
            for one in self._enterprises(controls.reached((of,), sure=False)):
                if not self.reasons.has(one):
                    add(one, RelationKind.SUBSIDIARY, chain=_down(of, one, sure=False), certainty=Certainty.POSSIBLE)

    def _up(self, parent: str, sure: bool = True) -> Chained:
        """The chain of a parent, in full of one at the top; else it may lead to another parent."""
        whole = sure and parent == self.top
        return lambda chains: chains.up(parent, self.of, self.shown, sure, whole=whole)

    def _won_by_parents(self) -> Iterator[tuple[str, Iterable[str]]]:
        """Each parent with what it controls; what one before it controls may be left out."""
        if one_alone(self.controls):
            # Of any two parents one controls the other, so that together they control no more than one of them.
            yield from in_turn(self.controls.votes, self.parents, self.controls.least)
        else:
            yield from ((parent, self.controls.reached((parent,))) for parent in self.parents)

    def _investors(self) -> None:
        controls = self.controls
        for joint in joint_control(controls, self.of):
            jointly = joint.through or joint.enterprise
            for side in joint.sides:
                for ref in side.parties:
                    if ref.id and jointly.id:
                        self._investor(Investor(ref.id, jointly.id, shares_control=True), joint)
        for enterprise in (self.of, *self.parents):
            for one in influencers(controls, enterprise, self.criterion):
                certainty = Certainty.CERTAIN if one.sure else Certainty.POSSIBLE
                investor = Investor(one.party, enterprise, shares_control=False, certainty=certainty)
                self._investor(investor, votes=(one.low, one.high))

    def _investor(
        self,
        investor: Investor,
        joint: JointControl | None = None,
        votes: tuple[int, int] | None = None,
    ) -> None:
        if self.reasons.has(investor.party) or self.controls.is_state(investor.party):
            return
        if self.controls.form(investor.party) is Form.PERSON:
            kind = RelationKind.MAIN_INVESTOR
        else:
            kind = RelationKind.JOINT_CONTROLLER if joint else RelationKind.INFLUENCER
        if self.reasons.add(investor.party, kind, through=investor.through, votes=votes, certainty=investor.certainty):
            self.investors.append(investor)

    def _ventures(self) -> None:
        for one, venture in self._joint_ventures(self.of):
            self.reasons.add(one, RelationKind.JOINT_VENTURE, through=venture)
        for one, associate, votes, certainty in self._associates(self.of):
            self.reasons.add(one, RelationKind.ASSOCIATE, through=associate, votes=votes, certainty=certainty)

    def _joint_ventures(self, party: str) -> Iterator[tuple[str, str]]:
        """Every joint venture of a party, and its subsidiaries, each with the joint venture."""
        for joint in jointly_controlled(self.controls, party):
            venture = joint.enterprise.id or ""
            for one in self._enterprises(self.controls.reached((venture,))):
                yield one, venture

    def _associates(self, party: str) -> Iterator[tuple[str, str, tuple[int, int], Certainty]]:
        """Every associate of a party, and its subsidiaries, each with the associate and the votes in it."""
        for found in influenced(self.controls, party, self.criterion):
            certainty = Certainty.CERTAIN if found.sure else Certainty.POSSIBLE
            for one in self._enterprises(self.controls.reached((found.enterprise,))):
                yield one, found.enterprise, (found.low, found.high), certainty

    def _persons(self) -> None:
        controls, of = self.controls, self.of
        mere = {one.party for one in self.investors if not one.shares_control}
        owners = [one for one in controls.controllers(of) if controls.form(one) is Form.PERSON]
        for one in owners:
            self.reasons.add(one, RelationKind.MAIN_INVESTOR, through=of, chain=self._up(one))
            self._of_person(one, RelationKind.OF_MAIN_INVESTOR, with_influence=one not in mere)
        for investor in self.investors:
            if controls.form(investor.party) is Form.PERSON:
                self._of_person(
                    investor.party,
                    RelationKind.OF_MAIN_INVESTOR,
                    with_influence=investor.party not in mere,
                    investing=investor.certainty,
                )
        managed = {of, *self.parents}
        for row in controls.structure.roles:
            if row.enterprise in managed and _is_key(row) and controls.form(row.party) is Form.PERSON:
                self.reasons.add(
                    row.party,
                    RelationKind.KEY_MANAGER,
                    through=row.enterprise,
                    by_name=row.by_name is not None,
                    facts=(row.fact,),
                    post=row.title or row.role.value,
                )
                self._of_person(row.party, RelationKind.OF_KEY_MANAGER, with_influence=True)

    def _of_person(
        self, person: str, kind: RelationKind, *, with_influence: bool, investing: Certainty = Certainty.CERTAIN
    ) -> None:
        """What a person controls, shares control of, or influences. Two that one person only influences are not related.

        Where it is only possible that the person is a main investor (`investing`), so is all that follows.
        """
        for one in self._enterprises(self.controls.reached((person,))):
            self.reasons.add_remote(one, kind, through=person, chain=_down(person, one), certainty=investing)
        for one, _ in self._joint_ventures(person):
            self.reasons.add_remote(one, kind, through=person, certainty=investing)
        if with_influence:
            for one, _, votes, certainty in self._associates(person):
                sure = investing if investing is Certainty.POSSIBLE else certainty
                self.reasons.add_remote(one, kind, through=person, votes=votes, certainty=sure)

    def _of_the_group(self) -> None:
        """Interpretation 13, 1(1): joint ventures and associates of the other members of the group."""
        controls = self.controls
        members = set(members_of(controls, self.head)) - {self.of}
        held = {enterprise for one in (*members, self.of) for enterprise, _, _ in controls.votes.casts.get(one, ())}
        led = {enterprise for one in (*members, self.of) for enterprise in controls.votes.leads.get(one, ())}
        for venture in sorted(held | led):
            joint = shared_control(controls, venture)
            for member in sorted(parties_on_sides(joint) & members) if joint else ():
                for one in self._enterprises(controls.reached((venture,))):
                    self.reasons.add_remote(one, RelationKind.GROUP_JOINT_VENTURE, through=member)
        for associate in sorted(held):
            for found in influencers(controls, associate, self.criterion):
                if found.party in members:
                    certainty = Certainty.CERTAIN if found.sure else Certainty.POSSIBLE
                    votes = (found.low, found.high)
                    for one in self._enterprises(controls.reached((associate,))):
                        self.reasons.add_remote(
                            one, RelationKind.GROUP_ASSOCIATE, through=found.party, votes=votes, certainty=certainty
                        )

    def _of_the_investors(self) -> None:
        """The same from the other end: 1(1) relates to the investor's group, 1(2) to its other joint ventures."""
        for investor in self.investors:
            party, shares = investor.party, investor.shares_control
            head = head_of(self.controls, party)
            if head is None:
                continue
            of_group = RelationKind.GROUP_OF_JOINT_CONTROLLER if shares else RelationKind.GROUP_OF_INFLUENCER
            for one in members_of(self.controls, head):
                self.reasons.add_remote(one, of_group, through=party, certainty=investor.certainty)
            fellow = RelationKind.FELLOW_OF_JOINT_CONTROLLER if shares else RelationKind.FELLOW_OF_INFLUENCER
            for one, _ in self._joint_ventures(party):
                self.reasons.add_remote(one, fellow, through=party, certainty=investor.certainty)
            if shares:
                for one, _, votes, certainty in self._associates(party):
                    self.reasons.add_remote(one, fellow, through=party, votes=votes, certainty=certainty)


def _down(seed: str, target: str, sure: bool = True) -> Chained:
    return lambda chains: chains.down((seed,), target, sure)


def _is_key(row: RoleRow) -> bool:
    """Whether a role makes a key manager: directors and senior managers, and who represents the enterprise."""
    return row.role in _KEY_ROLES or holds_office(row, _KEY_OFFICES)
