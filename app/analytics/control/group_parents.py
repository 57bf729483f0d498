"""Who in a group most directly controls each of its members: those that control it and nobody else of the group above it."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from app.analytics.control.controllers import deciders
from app.analytics.control.controls import Controls
from app.rules.rule_sets import ONE


class Parents:
    """The parents of the members of a group under a head, found one by one as they are asked."""

    def __init__(self, controls: Controls, head: str, members: Collection[str]) -> None:
        self._controls = controls
        self._head = head
        self._members = members
        self._found: dict[str, tuple[str, ...]] = {}
        self._depth = {head: 0}

    def of(self, member: str) -> tuple[str, ...]:
        """The parents of a member, in order of id; of those at the head of the group in a block with it, the head.

        Of a block of mutual control, those that vote in the member themselves.
        """
        found = self._found.get(member)
        if found is None:
            found = self._found[member] = self._alone(member) or self._nearest(member)
        return found

    def depth(self, member: str) -> int:
        """How many steps from parent to parent it is, at least, from the head to a member."""
        waiting = [member]
        while waiting:
            one = waiting[-1]
            unknown = [parent for parent in self.of(one) if parent not in self._depth] if one not in self._depth else []
            if unknown:
                waiting += unknown
            else:
                waiting.pop()
                if one not in self._depth:
                    self._depth[one] = 1 + min(self._depth[parent] for parent in self.of(one))
        return self._depth[member]

    def _alone(self, member: str) -> tuple[str, ...]:
        """The one who decides alone: by a majority nobody is nearer. None of those that may control each other with it."""
        if self._controls.least <= ONE // 2:
            return ()
        found = [one for one in deciders(self._controls.votes, member, self._controls.least) if one in self._members]
        return tuple(found) if found and not self._in_circle(found[0], member) else ()

    def _nearest(self, member: str) -> tuple[str, ...]:
        controls, steps = self._controls, self._controls.steps(member)
        above = {one for one in steps if one in self._members}
        circle = {one for one in above if self._in_circle(one, member)}
        block = circle & controls.reached((member,)).keys() if circle else set()
        outside = above - block
        if not outside:
            return (self._head,)
        last = self._last(steps, member, outside, block)
        nearest = {one for one in last if not any(self._strictly(one, other) for other in last if other != one)}
        return tuple(sorted(self._voting(nearest, member)))

    @staticmethod
    def _last(steps: Mapping[str, str], member: str, outside: set[str], block: set[str]) -> list[str]:
        """Those outside the block of a member from whom the steps to it lead through nobody else outside."""
        behind: dict[str, bool] = {member: False, **dict.fromkeys(block, False)}
        for one in steps:
            path = []
            while one not in behind:
                path.append(one)
                one = steps[one]
            hidden = behind[one] or one in outside
            for before in reversed(path):
                behind[before] = hidden
                hidden = hidden or before in outside
        return sorted(one for one in outside if not behind[one])

    def _strictly(self, one: str, other: str) -> bool:
        """Whether one controls the other and not the other way round."""
        steps = self._controls.steps
        return one in steps(other) and not (self._in_circle(one, other) and other in steps(one))

    def _voting(self, nearest: Iterable[str], member: str) -> set[str]:
        """Of each block, all that vote in the member; where none does, the first of them by id."""
        controls = self._controls
        ballot = controls.votes.ballots.get(member)
        cast = ballot.votes if ballot else {row.party: None for row in controls.votes.leaders.get(member, ())}
        found: set[str] = set()
        placed: set[str] = set()
        for one in sorted(nearest):
            if one not in placed:
                circle = self._circles[self._circle[one]] if one in self._circle else ()
                block = {one, *(other for other in circle if self._mutual(one, other))}
                placed |= block
                found |= (block & cast.keys()) or {one}
        return found

    def _mutual(self, one: str, other: str) -> bool:
        return one in self._controls.steps(other) and other in self._controls.steps(one)

    def _in_circle(self, one: str, other: str) -> bool:
        """Whether two members stand in one circle of votes: only there can each control the other."""
        return one in self._circle and self._circle[one] == self._circle.get(other)

    @cached_property
    def _circle(self) -> dict[str, int]:
        """The number of the circle of votes of every member in one, through members and others."""
        number: dict[str, int] = {}
        held: list[int] = []
        holding: list[int] = []
        votes = self._controls.votes
        for enterprise in votes.ballots.keys() | votes.leaders.keys():
            rows, ballot = votes.leaders.get(enterprise), votes.ballots.get(enterprise)
            voters = [row.party for row in rows] if rows else ballot.votes if ballot else ()
            for holder in voters:
                holding.append(number.setdefault(holder, len(number)))
                held.append(number.setdefault(enterprise, len(number)))
        graph = sp.csr_array((np.ones(len(held), np.int8), (holding, held)), shape=(len(number), len(number)))
        _, label = connected_components(graph, directed=True, connection="strong")
        size = np.bincount(label, minlength=1)
        return {one: int(label[at]) for one, at in number.items() if size[label[at]] > 1 and one in self._members}

    @cached_property
    def _circles(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for one, number in self._circle.items():
            found.setdefault(number, []).append(one)
        return found
