"""What a transaction changes, from the facts it makes, ends and drops: of which party, in which category, for which levels."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from loaders.derive.fact_links import TICKS
from loaders.transaction import Derived
from models.catalogue import Catalogue
from models.facts import FactLink, Meaning, ResolutionRule
from models.statements import OPEN_DAY, OPEN_TICK

LEVELS = 4
"""Callers have a level from 0 to 3; a mask has one bit for each."""
EVERYBODY = (1 << LEVELS) - 1
PUBLIC = 1
BOUNDARIES = ("valid_from", "valid_to", "public_from", "public_until")
NOT_STATED = frozenset({*TICKS, "hidden_from"})
PERSONS = ("person:", "pid:")
MENTION = "name:"

Masks = dict[tuple[str, str], int]
"""By (party, category): the levels that something changed for, one bit each."""


class Touched:
    """Collects what one transaction writes, and gives what of it changes the facts that hold now.

    Facts that only held at ticks gone by count for nothing. Where facts are replaced by equal ones for callers of a level, as
    where something was stated of them that these may not see, nothing changed for that level.
    """

    def __init__(self, catalogue: Catalogue, today: str) -> None:
        self._edges = frozenset(name for name, category in catalogue.categories.items() if category.edge)
        self._today = today
        self._came: dict[tuple[str, str], list[FactLink]] = defaultdict(list)
        self._gone: dict[tuple[str, str], list[FactLink]] = defaultdict(list)
        self._lost: Masks = defaultdict(int)
        self._texts: dict[int, str] = {}
        self.meant: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.days: dict[str, dict[str, None]] = defaultdict(dict)

    def add(self, derived: Derived, meant: Mapping[str, Meaning]) -> None:
        """Take up what is about to be written; `meant` is what the names that now mean something else meant until now.

        `meant` then has these, and `days` the statements whose facts change by themselves on a day to come, by day.
        """
        self._take(self._came, (link for link in derived.make if link.props["withdrawn_at"] == OPEN_TICK))
        self._take(self._gone, (link for link in derived.drop if link.props["withdrawn_at"] == OPEN_TICK))
        for link in derived.end:
            self._take(self._came if link.props["withdrawn_at"] == OPEN_TICK else self._gone, (link,))
        for mention in derived.moved:
            self.meant[mention] |= set(meant.get(mention, ()))

    def lose(self, parties: Iterable[Mapping[str, Any]]) -> None:
        """Take up what went with parties (`party`), to be made again: `facts`, and what names meant them (`mentions`)."""
        for row in parties:
            for mention, rule in row["mentions"]:
                self.meant[mention].add((row["party"], rule))
            for fact in row["facts"]:
                if fact["withdrawn_at"] != OPEN_TICK:
                    continue
                mask = seen_by(fact, self._today)
                for end in filter(None, (row["party"], fact["other"])):
                    self._lost[end, fact["category"]] |= mask

    def _take(self, into: Mapping[tuple[str, str], list[FactLink]], links: Iterable[FactLink]) -> None:
        came, today, days = into is self._came, self._today, self.days
        for link in links:
            category, props = link.category, link.props
            into[link.end, category].append(link)
            if category in self._edges:
                into[link.start, category].append(link)
            if came:
                for boundary in BOUNDARIES:
                    if today < props[boundary] < OPEN_DAY:
                        days[props[boundary]][props["by"][0]] = None

    def masks(self) -> Masks:
        """What changed, by party (or name alone) and category; natural persons are left out."""
        out: Masks = {}
        for key in self._came.keys() | self._gone.keys() | self._lost.keys():
            mask = self._lost.get(key, 0) | self._mask(self._came.get(key, ()), self._gone.get(key, ()))
            if mask and not key[0].startswith(PERSONS):
                out[key] = mask
        return out

    def _mask(self, came: Sequence[FactLink], gone: Sequence[FactLink]) -> int:
        came_by, gone_by = self._by_mask(came), self._by_mask(gone)
        whole = came_by.keys() | gone_by.keys()
        if not (came and gone):
            return reduce(or_, whole, 0)
        differing = 0
        for level in range(LEVELS):
            now, before = _of_level(came_by, level), _of_level(gone_by, level)
            if len(now) != len(before) or Counter(map(self._stated, now)) != Counter(map(self._stated, before)):
                differing |= 1 << level
        return differing

    def _by_mask(self, links: Iterable[FactLink]) -> dict[int, list[FactLink]]:
        out: dict[int, list[FactLink]] = defaultdict(list)
        for link in links:
            out[seen_by(link.props, self._today)].append(link)
        return out

    def _stated(self, link: FactLink) -> str:
        text = self._texts.get(id(link))
        if text is None:
            text = self._texts[id(link)] = stated_text(link)
        return text


def _of_level(by_mask: Mapping[int, list[FactLink]], level: int) -> list[FactLink]:
    return [link for mask, links in by_mask.items() if mask >> level & 1 for link in links]


def seen_by(props: Mapping[str, Any], today: str) -> int:
    """The levels whose callers see a fact on this day, one bit each; the public only while it is public."""
    least, most = int(props["level"]), int(props["hidden_from"])
    mask = max((1 << min(most, LEVELS)) - (1 << min(least, LEVELS)), 0)
    return mask ^ PUBLIC if mask & PUBLIC and not props["public_from"] <= today < props["public_until"] else mask


def stated_text(link: FactLink) -> str:
    """Everything that a fact states, in one text: all but for whom it is hidden and since which tick."""
    stated = ((k, link.props[k]) for k in sorted(link.props) if k not in NOT_STATED)
    return repr((link.type, link.start, link.end, [(k, _plain(v)) for k, v in stated]))


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, tuple) else value


def through_names(masks: Masks, meant: Mapping[str, Meaning]) -> Masks:
    """What changed by party alone: what changed of a name changed of the parties that it means.

    What is likely to be meant is shown to callers above the public alone; a candidate is given nothing.
    """
    out: Masks = defaultdict(int)
    for (party, category), mask in masks.items():
        if not party.startswith(MENTION):
            out[party, category] |= mask
            continue
        for meaning, most in _sure(meant.get(party, ())):
            out[meaning, category] |= mask & most
    return {key: mask for key, mask in out.items() if mask}


def _sure(meaning: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    for party, rule in meaning:
        if rule == ResolutionRule.CERTAIN:
            yield party, EVERYBODY
        elif rule == ResolutionRule.LIKELY:
            yield party, EVERYBODY ^ PUBLIC


def through_changed_names(facts: Masks, meant: Mapping[str, Iterable[tuple[str, str]]], means: Mapping[str, Meaning]) -> Masks:
    """What changed of the parties that names `meant` before or `means` has now, given the `facts` stated under these names."""
    out: Masks = defaultdict(int)
    for (mention, category), mask in facts.items():
        before, now = dict(_sure(meant.get(mention, ()))), dict(_sure(means.get(mention, ())))
        for party in before.keys() | now.keys():
            if before.get(party) != now.get(party):
                out[party, category] |= mask & (before.get(party, 0) | now.get(party, 0))
    return {key: mask for key, mask in out.items() if mask}
