"""Chains of control for the lists of one answer: in full up to a number of links, then by reference to another of the list."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from app.analytics.control.controls import Controls
from app.analytics.control.evidence import because, before, chain, rests_on_names
from models.answers.control import ControlStep
from models.answers.shapes import PartyRef

MOST_LINKS = 1_000
"""The links of longer chains printed in full in one list; beyond this, a chain refers to another entry of the list.

Long chains share most of their links: with each in full, their number would grow with the square of the list."""


class StatedChain(NamedTuple):
    """A chain as an answer states it: its links, and how many steps stand under other parties of the list."""

    because: tuple[ControlStep, ...]
    left_out: int = 0
    shown_at: tuple[PartyRef, ...] = ()
    rests_on_names: bool = False


class Chains:
    """The chains of one list of an answer."""

    def __init__(self, controls: Controls, most: int = MOST_LINKS) -> None:
        self._controls = controls
        self._left = most
        self._far: dict[tuple[str, bool], dict[str, int]] = {}
        self._names: dict[tuple[str, bool], dict[str, bool]] = {}
        self._named: dict[tuple[tuple[str, ...], bool], dict[str, bool]] = {}

    def up(self, controller: str, party: str, shown: Collection[str], sure: bool = True, *, whole: bool = False) -> StatedChain:
        """How a controller controls the party; shortened, to the next that is `shown`; where `whole`, never."""
        controls, steps = self._controls, self._controls.steps(party, sure)
        if whole or steps[controller] == party or self._steps_from(controller, party, sure) <= self._left:
            found = chain(controls, (controller,), party, sure, None if whole or steps[controller] == party else self._left)
            if found is not None:
                self._left -= len(found)
                links = because(controls, (controller,), party, sure)
                return StatedChain(links, rests_on_names=rests_on_names(links))
        own: list[ControlStep] = []
        one = controller
        while one != party and (one == controller or one not in shown):
            own += because(controls, (one,), steps[one], sure)
            one = steps[one]
        left_out = self._steps_from(one, party, sure) if one != party else 0
        named = rests_on_names(own) or (one != party and self._rests(one, party, sure))
        return StatedChain(tuple(own), left_out, controls.refs([one]) if left_out else (), named)

    def down(self, seeds: Sequence[str], target: str, sure: bool = True, *, whole: bool = False) -> StatedChain:
        """How the seeds control the target; shortened, its last link, the parties of which stand before it in the list."""
        controls = self._controls
        found = chain(controls, seeds, target, sure, None if whole else max(self._left, 1))
        if found is not None:
            self._left -= len(found)
            links = because(controls, seeds, target, sure)
            return StatedChain(links, rests_on_names=rests_on_names(links))
        (last,) = because(controls, seeds, target, sure, last=True)
        shown_at = tuple(voter.party for voter in last.voters if voter.controlled)
        left_out = controls.reached(seeds, sure)[target] - 1
        return StatedChain((last,), left_out, shown_at, self._rests_below(seeds, target, sure))

    def _steps_from(self, controller: str, party: str, sure: bool) -> int:
        steps, far = self._controls.steps(party, sure), self._far.setdefault((party, sure), {party: 0})
        path = []
        while controller not in far:
            path.append(controller)
            controller = steps[controller]
        for number, one in enumerate(reversed(path), far[controller] + 1):
            far[one] = number
        return far[path[0] if path else controller]

    def _rests(self, controller: str, party: str, sure: bool) -> bool:
        """Whether anything on the steps from a controller to the party rests on a name."""
        steps, known = self._controls.steps(party, sure), self._names.setdefault((party, sure), {party: False})
        path = []
        while controller not in known:
            path.append(controller)
            controller = steps[controller]
        for one in reversed(path):
            won = chain(self._controls, (one,), steps[one], sure) or ()
            rounds = self._controls.rounds((one,), steps[one], sure)
            known[one] = known[steps[one]] or any(self._by_name(each, rounds) for each in won)
        return known[path[0] if path else controller]

    def _rests_below(self, seeds: Sequence[str], target: str, sure: bool) -> bool:
        """Whether anything by which the seeds control the target rests on a name."""
        key = (tuple(seeds), sure)
        if key not in self._named:
            rounds = self._controls.reached(seeds, sure)
            known = self._named[key] = {}
            for one in sorted(rounds, key=lambda each: rounds[each]):
                if rounds[one]:
                    known[one] = self._by_name(one, rounds) or any(known.get(up) for up in before(self._controls, one, rounds))
        return self._named[key][target]

    def _by_name(self, enterprise: str, rounds: Mapping[str, int]) -> bool:
        named = self._controls.named(enterprise)
        return bool(named) and any(one in named for one in before(self._controls, enterprise, rounds))
