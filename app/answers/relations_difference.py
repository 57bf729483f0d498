"""What differs in the relations among several parties between two days: pairs, and paths."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.analytics.difference import difference
from app.answers.reading.mentioned import table_of
from app.answers.reading.session import Reader
from app.answers.reading.working import PAIR, worked_out
from models.answers.difference import Difference
from models.answers.relations import PathStep, RelatedPair, RelationPath
from models.answers.shapes import Incomplete, IncompleteReason, NamedParty
from models.answers.stamped import RelationsAnswer

if TYPE_CHECKING:
    from app.answers.relations import RelationsParams

PAGES = 1
"""Pages of relations that are read of one day, so that a difference is no dearer than two answers; pairs beyond them are not
known to be related or not."""

Ask = Callable[[Reader, "RelationsParams"], Awaitable[RelationsAnswer]]
Ends = tuple[str, str]
Item = dict[str, Any]


@dataclass(frozen=True)
class RelationsOfDay:
    """The relations of one day, page by page, with at most so many paths of each pair."""

    pages: tuple[RelationsAnswer, ...]
    most: int

    @cached_property
    def places(self) -> dict[str, int]:
        """The parties that are known on the day, each with its place, by which pairs are numbered."""
        first = self.pages[0]
        return {one: place for place, one in enumerate(p for p in first.asked if p not in set(first.unknown))}

    @cached_property
    def pairs(self) -> dict[Ends, RelatedPair]:
        """The pairs that have a path or were not searched to the end."""
        return {(pair.a, pair.b): pair for page in self.pages for pair in page.pairs}

    @cached_property
    def parties(self) -> dict[str, NamedParty]:
        """The parties on the paths, by id."""
        return {node.id: node for page in self.pages for node in page.parties}

    def name(self, party: str) -> str:
        """What a party on the paths is called."""
        known = self.parties.get(party)
        return (known.name if known else None) or party

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Of which kind each link of the paths is, by its fact."""
        return {link.fact: link.kind for page in self.pages for link in page.links}

    @cached_property
    def incomplete(self) -> tuple[Incomplete, ...]:
        """What all pages together leave out: pairs that an earlier page left for the next are none of it."""
        *before, last = self.pages
        gaps = (gap for page in before for gap in page.incomplete if gap.part != "pairs")
        return tuple(dict.fromkeys((*gaps, *last.incomplete)))

    @cached_property
    def cut(self) -> bool:
        """Whether not all links were read, so that no path is known not to be there."""
        return any(gap.reason is IncompleteReason.READ for gap in self.incomplete)

    @cached_property
    def cut_pairs(self) -> frozenset[Ends]:
        """The pairs whose search was cut, so that other paths of theirs may be missing."""
        return frozenset((gap.party.id or "", gap.other.id or "") for gap in self.incomplete if gap.party and gap.other)

    def sure(self, ends: Ends) -> bool:
        """Whether a pair is known and was searched to its end in all that there is, so that it is related only if shown."""
        if not all(end in self.places for end in ends):
            return False
        low, high = sorted(self.places[end] for end in ends)
        searched = high * (high - 1) // 2 + low < self.pages[-1].searched
        return searched and not self.cut and ends not in self.cut_pairs

    def whole(self, ends: Ends) -> bool:
        """Whether all paths of a pair are shown, so that one that is not shown is not there."""
        pair = self.pairs.get(ends)
        return self.sure(ends) and (pair is None or len(pair.paths) < self.most)

    def related(self) -> list[RelatedPair]:
        """The pairs that have a path."""
        return [pair for pair in self.pairs.values() if pair.paths]


async def _of_day(ask: Ask, reader: Reader, params: "RelationsParams") -> RelationsOfDay:
    """The relations among parties on the reader's day, of as many pairs as PAGES pages hold."""
    pages = [await ask(reader, params)]
    while (cursor := pages[-1].next) is not None and len(pages) < PAGES:
        pages.append(await ask(reader, params.model_copy(update={"cursor": cursor})))
    return RelationsOfDay(tuple(pages), params.paths)


async def compared_relations(
    ask: Ask, earlier: Reader, later: Reader, params: "RelationsParams"
) -> tuple[tuple[Difference, ...], dict[str, Any]]:
    """What differs in the relations that `ask` gives on the days of two readers, and of whom these are.

    Which pairs came to be related, which no longer are, whose paths are others; and which paths came and left.

    A path is known by the parties on it. What the other day may only not have shown (a party not known then, a search cut,
    worse paths left out) perhaps came or left.
    """
    after = await _of_day(ask, later, params)
    before = await _of_day(ask, earlier, params)
    size = sum(len(pair.paths) for day in (before, after) for pair in day.pairs.values())
    return await worked_out(size * PAIR, lambda: compared_days(before, after)), {
        "asked": tuple(sorted({*before.pages[0].asked, *after.pages[0].asked})),
        "unknown_before": before.pages[0].unknown,
        "unknown_after": after.pages[0].unknown,
        "parties": table_of((*before.parties.values(), *after.parties.values())),
        "incomplete": tuple(dict.fromkeys((*before.incomplete, *after.incomplete))),
    }


def compared_days(before: RelationsOfDay, after: RelationsOfDay) -> tuple[Difference, Difference]:
    """What differs in the relations of two days: in the pairs, and in their paths."""
    days = (before, after)
    pairs = [[_pair(pair, day) for pair in day.related()] if day.places else None for day in days]
    paths = [[_path(path, pair, day) for pair in day.related() for path in pair.paths] if day.places else None for day in days]
    differences = difference("pairs", *pairs), difference("paths", *paths)
    return _parted(differences[0], before.sure, after.sure), _parted(differences[1], before.whole, after.whole)


def _parted(whole: Difference, before: Callable[[Ends], bool], after: Callable[[Ends], bool]) -> Difference:
    """The difference with what is uncertain apart: an item that the other day may have, not being shown to its end."""
    came = [[item for item in whole.came if before((item["a"], item["b"])) is sure] for sure in (True, False)]
    left = [[item for item in whole.left if after((item["a"], item["b"])) is sure] for sure in (True, False)]
    return whole.model_copy(
        update={
            "came": tuple(came[0]),
            "left": tuple(left[0]),
            "perhaps_came": tuple(came[1]),
            "perhaps_left": tuple(left[1]),
        }
    )


def _pair(pair: RelatedPair, day: RelationsOfDay) -> Item:
    paths = sorted((_way(path, day) for path in pair.paths), key=lambda way: str(way["parties"]))
    name = " — ".join(map(day.name, (pair.a, pair.b)))
    return {"a": pair.a, "b": pair.b, "name": name, "hops": min(path.hops for path in pair.paths), "paths": paths}


def _path(path: RelationPath, pair: RelatedPair, day: RelationsOfDay) -> Item:
    name = " → ".join(map(day.name, path.parties))
    return {"a": pair.a, "b": pair.b, "name": name, **_way(path, day), "hops": path.hops}


def _way(path: RelationPath, day: RelationsOfDay) -> Item:
    """The parties on a path and its steps, each with its best link and the kinds of the others between the two."""
    return {"parties": list(path.parties), "steps": [_step(step, day) for step in path.steps]}


def _step(step: PathStep, day: RelationsOfDay) -> Item:
    also = sorted({day.kinds[fact] for fact in step.also if fact in day.kinds})
    return {"kind": step.kind, "forward": step.forward, "also": also}
