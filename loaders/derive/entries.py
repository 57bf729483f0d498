"""What a list states of one stake twice, in two documents: an entry does not add to itself, nor a total to its instalments.

Pure functions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.derive.terms import announced
from loaders.values.normalise import normalise_name
from models.catalogue import STORED_SUFFIXES, Category, TypeName
from models.catalogue_terms import Header
from models.facts import LinkedStatement
from models.statements import Action, Scalar

Entry = tuple[LinkedStatement, tuple[str, ...]]
"""A row with all that is stated of its entry, and the statements that state it, its own first."""


ROUNDED_SHARE, ROUNDED_MONEY = 0.00005, 0.005
"""By how much a share and an amount may be off for having been rounded."""


@dataclass(slots=True, eq=False)
class _Same:
    """Rows that state one entry: what they state together, and the batches that state each of its figures."""

    rows: list[LinkedStatement]
    values: dict[str, Scalar]
    batches: dict[str, set[str]]

    def takes(self, other: "_Same", words: frozenset[str]) -> bool:
        """Whether another states this entry too: it repeats a figure from other batches, and contradicts it in nothing.

        `words` are properties that tell no entry apart.
        """
        shared = self.values.keys() & other.values.keys()
        figures = self.batches.keys() & other.batches.keys()
        return (
            bool(figures)
            and all(_plain(self.values[n]) == _plain(other.values[n]) for n in shared - words)
            and all(self.batches[n].isdisjoint(other.batches[n]) for n in figures)
        )

    def add(self, other: "_Same") -> None:
        """Take what another states of this entry."""
        self.rows += other.rows
        self.values = {**other.values, **self.values}
        for name, batches in other.batches.items():
            self.batches[name] = self.batches.get(name, set()) | batches


def entries_once(category: Category, ordered: Sequence[LinkedStatement]) -> list[Entry]:
    """The rows of one stake, each entry once, in the order given.

    Rows of one document add up. A row of another document (they share no batch) about the same stake, day and announcement
    that contradicts the entry in nothing and repeats a figure of it states the same entry again. The fullest row is shown, with
    what others state besides. The total of a stake in one document goes before its instalments in another (see `_total`).
    """
    entries: dict[str, Entry | None] = {}
    for rows in _moments(category, ordered):
        if len(rows) > 1:
            clusters = _clusters(category, rows)
            total = _total(category, clusters)
            for same in clusters:
                entries |= dict.fromkeys(t.statement.id for t in same.rows)
                if total is None or same not in (total.entry, *total.instalments):
                    entries[same.rows[0].statement.id] = _whole(same)
            if total is not None:
                entries[total.entry.rows[0].statement.id] = _summed(category, total)
    single = ((t, entries.get(t.statement.id, (t, (t.statement.id,)))) for t in ordered)
    return [entry for _, entry in single if entry]


def contradicted(category: Category, statements: Sequence[LinkedStatement]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Statements of one stake and day, the first a total, the others instalments that come to something else."""
    for rows in _moments(category, statements):
        total = _total(category, _clusters(category, rows)) if len(rows) > 2 else None
        if total is not None and not total.adds_up:
            yield rows[0].statement.day, tuple(same.rows[0].statement.id for same in (total.entry, *total.instalments))


def _moments(category: Category, statements: Sequence[LinkedStatement]) -> Sequence[list[LinkedStatement]]:
    moments: dict[tuple[str, str, str, int, Action], list[LinkedStatement]] = defaultdict(list)
    for t in statements:
        s = t.statement
        if s.action in (Action.STATE, Action.CORRECT):
            moments[s.provider, s.day, announced(category, s.values), s.seq, s.action].append(t)
    return list(moments.values())


def _clusters(category: Category, rows: Sequence[LinkedStatement]) -> list[_Same]:
    out: list[_Same] = []
    words = _of_holder(category)
    for t in sorted(rows, key=lambda t: (-len(t.statement.values), t.statement.id)):
        batches = {a.batch for a in t.arrivals}
        one = _Same([t], dict(t.statement.values), {n: batches for n in category.adds if n in t.statement.values})
        fitting = [same for same in out if same.takes(one, words)]
        for same in fitting[:1]:
            same.add(one)
        for other in fitting[1:]:  # a row of two figures may be told again by two rows, of one figure each
            if fitting[0].takes(other, words):
                fitting[0].add(other)
                out.remove(other)
        if not fitting:
            out.append(one)
    return out


def _plain(value: Scalar) -> Scalar:
    """A value in the form in which it is compared: a text however its characters are written."""
    if isinstance(value, str):
        return normalise_name(value)
    return tuple(map(normalise_name, value)) if isinstance(value, tuple) else value


_OF_HOLDER: dict[str, tuple[Category, frozenset[str]]] = {}


def _of_holder(category: Category) -> frozenset[str]:
    """The texts that say what kind of party is listed (自然人, 自然人股东): words for the party, which tell no entry apart.

    They are those that files give under the headers of a party's kind.
    """
    known = _OF_HOLDER.get(category.name)
    if known is None or known[0] is not category:
        headers = {
            p.name: {p.name, p.title.zh, p.title.en, *map(_header, category.source.get(p.name, ()))}
            for p in category.properties
        }
        kinds = {
            h.header
            for p in category.parties
            for h in category.source.get(p.name, ())
            if isinstance(h, Header) and h.part == "kind"
        }
        texts = frozenset(p.name for p in category.properties if p.type is TypeName.TEXT and kinds & headers[p.name])
        known = _OF_HOLDER[category.name] = (category, texts)
    return known[1]


def _header(entry: str | Header) -> str:
    return entry.header if isinstance(entry, Header) else entry


@dataclass(frozen=True, slots=True)
class _Total:
    """An entry that is the total of others: of each of its figures that they state, by those that state it."""

    entry: _Same
    parts: Mapping[str, Sequence[_Same]]
    adds_up: bool

    @property
    def instalments(self) -> tuple[_Same, ...]:
        """The entries that it is the total of, each once."""
        return tuple(dict.fromkeys(same for rest in self.parts.values() for same in rest))


def _total(category: Category, clusters: Sequence[_Same]) -> _Total | None:
    """The entry that is the total of others, which another document states as instalments; None where none is.

    Each figure is looked at with what describes it alone: the amounts subscribed may come in instalments, and those paid in
    others. A total says nothing that tells entries apart (form, due date, class), and each instalment does; no instalment is
    more than the total. Where instalments come to another figure than the total, the total counts.
    """
    if len(clusters) < 3:
        return None
    for one in clusters:
        shared = {n: [same for same in clusters if same is not one and n in same.batches] for n in one.batches}
        parts = {n: rest for n, rest in shared.items() if _of_parts(category, one, rest, n)}
        taken = [same for rest in parts.values() for same in rest]
        if parts and all(n in parts for same in taken for n in same.batches.keys() & one.batches.keys()):
            sums = [(_figure(one, n), [_figure(same, n) for same in rest]) for n, rest in parts.items()]
            return _Total(one, parts, all(_comes_to(figures, whole) for whole, figures in sums))
    return None


def _of_parts(category: Category, one: _Same, rest: Sequence[_Same], figure: str) -> bool:
    """Whether the figure of an entry may be the total of what all others that tell it say, in another document than its own."""
    together = set.intersection(*(same.batches[figure] for same in rest)) if len(rest) > 1 else set()
    return (
        bool(together)
        and not any(one.batches[figure] & same.batches[figure] for same in rest)
        and _bare(category, one, rest, figure)
        and all(_figure(same, figure) <= _figure(one, figure) for same in rest)
    )


def _bare(category: Category, one: _Same, rest: Sequence[_Same], figure: str) -> bool:
    """Whether an entry contradicts no other and says less than each, what describes the holder or other figures left aside."""
    others = tuple(f"{n}_" for n in category.adds if n != figure and category.by_name[n].type is TypeName.MONEY)
    aside = set(category.adds) | _of_holder(category) | {n for n in one.values if n.startswith(others)}
    mine = one.values.keys() - aside
    money = {name + suffix for name in category.adds for suffix in STORED_SUFFIXES.get(category.by_name[name].type, ())}
    return all(
        all(_plain(one.values[n]) == _plain(same.values[n]) for n in mine & same.values.keys())
        and mine - money <= same.values.keys()
        and bool(same.values.keys() - aside - money - one.values.keys())
        for same in rest
    )


def _figure(same: _Same, name: str) -> float:
    return float(str(same.values[name]))


def _comes_to(parts: Sequence[float], whole: float) -> bool:
    """Whether figures add up to another, each rounded to the hundredth of a unit or of a per cent."""
    return abs(sum(parts) - whole) <= len(parts) * (ROUNDED_SHARE if whole <= 1 else ROUNDED_MONEY) + abs(whole) * 1e-9


def _summed(category: Category, total: _Total) -> Entry:
    """The total, told by its instalments too where they add up: with what they all say, and the sums of their other figures."""
    if not total.adds_up:
        return _whole(total.entry)
    said: dict[str, Scalar] = {}
    for rest in total.parts.values():
        for name in sorted(set.intersection(*(set(same.values) for same in rest))):
            values = [same.values[name] for same in rest]
            if len(set(values)) == 1 and name not in category.adds:
                said[name] = values[0]
        for name in category.adds:
            currencies = {same.values.get(name + "_currency") for same in rest}
            if all(name in same.values for same in rest) and len(currencies) == 1:
                said[name] = round(sum(_figure(same, name) for same in rest), 10)
    rows = [t for same in (total.entry, *total.instalments) for t in same.rows]
    return _whole(_Same(rows, {**said, **total.entry.values}, total.entry.batches))


def _whole(same: _Same) -> Entry:
    first = same.rows[0]
    ids = tuple(t.statement.id for t in same.rows)
    besides = tuple(sorted((n, v) for n, v in same.values.items() if n not in first.statement.values))
    if not besides:
        return first, ids
    return replace(first, statement=replace(first.statement, values=same.values), besides=first.besides + besides), ids
