"""Chains of control for the lists of one answer: in full while few links are told, then by reference to another of the list."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from app.analytics.control import Controls
from app.analytics.evidence import because, chain
from models.answers import PartyRef
from models.control import Link

MOST_LINKS = 1_000
"""So many links of longer chains one list tells. Long chains share most of their links: told each in full they square."""


class Told(NamedTuple):
    """A chain as told: its links, and how many steps are told of other parties of the list."""

    because: tuple[Link, ...]
    left_out: int = 0
    told_at: tuple[PartyRef, ...] = ()


class Chains:
    """The chains of one list of an answer."""

    def __init__(self, controls: Controls, most: int = MOST_LINKS) -> None:
        self._controls = controls
        self._left = most
        self._far: dict[tuple[str, bool], dict[str, int]] = {}

    def up(self, controller: str, party: str, shown: Collection[str], sure: bool = True, *, whole: bool = False) -> Told:
        """How a controller controls the party; shortened, to the next that is `shown`; where `whole`, never."""
        controls, steps = self._controls, self._controls.steps(party, sure)
        if whole or steps[controller] == party or self._steps_from(controller, party, sure) <= self._left:
            found = chain(controls, (controller,), party, sure, None if whole or steps[controller] == party else self._left)
            if found is not None:
                self._left -= len(found)
                return Told(because(controls, (controller,), party, sure))
        links: list[Link] = []
        one = controller
        while one != party and (one == controller or one not in shown):
            links += because(controls, (one,), steps[one], sure)
            one = steps[one]
        left_out = self._steps_from(one, party, sure) if one != party else 0
        return Told(tuple(links), left_out, controls.refs([one]) if left_out else ())

    def down(self, seeds: Sequence[str], target: str, sure: bool = True, *, whole: bool = False) -> Told:
        """How the seeds control the target; shortened, its last link, the parties of which are told before it."""
        controls = self._controls
        found = chain(controls, seeds, target, sure, None if whole else max(self._left, 1))
        if found is not None:
            self._left -= len(found)
            return Told(because(controls, seeds, target, sure))
        (last,) = because(controls, seeds, target, sure, last=True)
        told_at = tuple(voter.party for voter in last.voters if voter.controlled)
        return Told((last,), controls.reached(seeds, sure)[target] - 1, told_at)

    def _steps_from(self, controller: str, party: str, sure: bool) -> int:
        steps, far = self._controls.steps(party, sure), self._far.setdefault((party, sure), {party: 0})
        path = []
        while controller not in far:
            path.append(controller)
            controller = steps[controller]
        for number, one in enumerate(reversed(path), far[controller] + 1):
            far[one] = number
        return far[path[0] if path else controller]
