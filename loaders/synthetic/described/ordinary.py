"""Draws rows about ordinary firms as their files describe them, delivery by delivery."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from loaders.synthetic.described.form import Among, Described, Ordinary
from loaders.synthetic.described.values import Content, Party, Scene
from loaders.synthetic.described.writing import DescribedFiles
from loaders.synthetic.timeline import PERIODS
from loaders.synthetic.world.model import Firm
from loaders.synthetic.world.ordinary import COMPANIES, World
from loaders.synthetic.world.places import DEREGISTERED, IN_BUSINESS, PAUSED, REVOKED
from models.catalogue import Catalogue

FIRST = "2023-01-01"
"""The earliest day of a row of the first delivery."""
_STATES = {"revoked": REVOKED, "deregistered": DEREGISTERED, "suspended": PAUSED}


@dataclass(slots=True)
class _Waiting:
    """A row to be written in a later delivery: about whom, on which day, and what it states or follows from."""

    firm: Firm
    day: str
    stated: dict[str, Content]
    followed: bool


@dataclass(slots=True)
class _Drawn:
    """How far the rows of one category have come."""

    form: Ordinary
    rng: Random
    waiting: list[_Waiting] = field(default_factory=list)
    numbered: int = 0


class OrdinaryRows:
    """The rows of every described category about ordinary firms; each category draws by itself, whatever others there are."""

    def __init__(
        self, world: World, catalogue: Catalogue, files: DescribedFiles, described: Mapping[str, Described], seed: int
    ) -> None:
        self._world, self._catalogue, self._files = world, catalogue, files
        self._firms = world.ordinary
        self._drawn = {
            name: _Drawn(form.ordinary, Random(f"rows:{seed}:{name}")) for name, form in described.items() if form.ordinary
        }
        self._following: dict[str, list[str]] = {}
        for name, drawn in self._drawn.items():
            if drawn.form.follows:
                self._following.setdefault(drawn.form.follows.category, []).append(name)

    def write_period(self, period: int) -> None:
        """Write the rows of one delivery."""
        there: dict[Among, list[Firm]] = {}
        for name, drawn in self._drawn.items():
            if period in drawn.form.periods:
                firms = there.get(drawn.form.of)
                if firms is None:
                    firms = there[drawn.form.of] = [f for f in self._firms if _among(f, drawn.form.of, period)]
                self._write(name, drawn, period, firms)

    def _write(self, name: str, drawn: _Drawn, period: int, firms: Sequence[Firm]) -> None:
        seen: set[tuple[Content, ...]] = set()
        last = PERIODS[period].day
        due = [one for one in drawn.waiting if one.day < last]
        drawn.waiting = [one for one in drawn.waiting if one.day >= last]
        for one in due:
            self._row(name, drawn, period, one, seen)
        if drawn.form.follows:
            return
        chosen = list(_chosen(drawn, firms))
        if not chosen and not drawn.numbered and period == drawn.form.periods[-1]:
            chosen = list(firms[:1])  # even a small world has a row of each category
        before = max((p for p in drawn.form.periods if p < period), default=None)
        first = FIRST if before is None else PERIODS[before].day
        for firm in chosen:
            begins = max(first, (date.fromisoformat(firm.established) + timedelta(days=1)).isoformat())
            if begins < last:
                self._row(name, drawn, period, _Waiting(firm, _between(drawn.rng, begins, last), {}, followed=True), seen)

    def _row(self, name: str, drawn: _Drawn, period: int, one: _Waiting, seen: set[tuple[Content, ...]]) -> None:
        """Write a row that is due, and let follow from it what does; not a second one of the same key in one file."""
        form, rng = drawn.form, drawn.rng
        drawn.numbered += one.followed
        scene = self._scene(drawn, one)
        if one.followed:
            scene.take(form.values)
            if form.variants:
                scene.take(form.variants[int(rng.random() * len(form.variants))])
        else:
            assert form.later
            scene.stated |= one.stated
            scene.take(form.later.values)
        key = tuple(_named(scene.stated.get(part, "")) for part in self._catalogue[name].key)
        if key in seen:
            return
        seen.add(key)
        self._files.write(name, period, "", {"provider": _named(scene.by), "day": scene.day} | scene.stated)
        if not one.followed:
            return
        if form.later and rng.random() < form.later.chance:
            self._wait(drawn, period, one.firm, scene.stated, followed=False)
        for other in self._following.get(name, ()):
            following = self._drawn[other]
            assert following.form.follows
            if following.rng.random() < following.form.follows.chance:
                day = _after(following.rng, scene.day)
                following.waiting.append(_Waiting(one.firm, day, dict(scene.stated), followed=True))

    def _wait(self, drawn: _Drawn, period: int, firm: Firm, stated: dict[str, Content], *, followed: bool) -> None:
        following = next((p for p in drawn.form.periods if p > period), None)
        if following is not None:
            day = _between(drawn.rng, PERIODS[period].day, PERIODS[following].day)
            drawn.waiting.append(_Waiting(firm, day, dict(stated), followed))

    def _scene(self, drawn: _Drawn, one: _Waiting) -> Scene:
        firms = self._firms
        other = firms[int(drawn.rng.random() * len(firms))]
        parties: dict[str, Party | None] = {
            "firm": one.firm,
            "other": other if other is not one.firm else firms[0],
            "representative": one.firm.rep,
        }
        scene = Scene(drawn.rng, parties, one.day, "", f"{drawn.numbered:05d}", of=one.stated if one.followed else {})
        sender = str(drawn.form.by).format_map(scene)
        scene.by = self._world.departments.get(sender) or sender
        return scene


def _chosen(drawn: _Drawn, firms: Sequence[Firm]) -> Iterator[Firm]:
    rate, rng = drawn.form.rate, drawn.rng
    if rate >= 0.5:
        yield from (firm for firm in firms if rng.random() < rate)
        return
    for _ in range(int(len(firms) * rate + rng.random()) if firms else 0):
        yield firms[int(rng.random() ** 1.8 * len(firms))]


def _among(firm: Firm, of: Among, period: int) -> bool:
    if firm.born > period:
        return False
    if of in _STATES:
        return firm.status == _STATES[of]
    if firm.status != IN_BUSINESS:
        return False
    key = firm.form.key
    if of == "traders":
        return key == "trader"
    return of == "all" or key in COMPANIES or (of == "enterprises" and key not in ("trader", "branch"))


def _between(rng: Random, first: str, last: str) -> str:
    """A day from `first` on and before `last`."""
    start = date.fromisoformat(first)
    return (start + timedelta(days=int(rng.random() * (date.fromisoformat(last) - start).days))).isoformat()


def _after(rng: Random, day: str) -> str:
    """A day one to six months later."""
    return (date.fromisoformat(day) + timedelta(days=30 + int(rng.random() * 150))).isoformat()


def _named(cell: Content) -> str:
    return cell.name if isinstance(cell, Party) else str(cell)
