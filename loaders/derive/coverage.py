"""What a whole file states about what it does not list: the coverages of its snapshot scopes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.derive.amounts import depends, whole
from loaders.derive.terms import announced
from loaders.values.canonical import statement_id
from models.catalogue import Category, CoverageKind, Mode, TypeName
from models.statements import Action, Ref, Reject, Row, Scalar, Statement

Scope = tuple[str, ...]


@dataclass(slots=True)
class _Sum:
    """The shares and the amounts of the rows of one level, added up; not `complete`, not `valued`: a row lacks one."""

    shares: float = 0.0
    rows: int = 0
    complete: bool = True
    amounts: float = 0.0
    currencies: set[str] = field(default_factory=set)
    valued: bool = True


@dataclass(slots=True)
class _Listed:
    scope: tuple[str, ...]
    refs: tuple[Ref, ...]
    level: int
    smallest: float | None = None
    sums: dict[int, _Sum] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the lists of a file: `left` open for a fault of theirs; `whole` because they add up, `partial` because they do not;
    `depending` on whether their amounts come to the registered capital, whenever that is stated."""

    left: int = 0
    whole: int = 0
    partial: int = 0
    depending: int = 0

    def notes(self) -> list[str]:
        """The same in words."""
        lines = [
            (self.left, "are not closed, since rows of theirs were refused or name their enterprise only"),
            (self.whole, "are full, since their shares add up to the whole; --coverage says otherwise"),
            (
                self.depending,
                "are full if their amounts come to the registered capital of their enterprise; --coverage says otherwise",
            ),
            (self.partial, "are taken as partial, since their shares do not add up to the whole; --coverage says otherwise"),
        ]
        return [f"{count} lists {words}" for count, words in lines if count]


@dataclass(slots=True)
class Coverages:
    """Watches the rows of a file, and states at its end which scopes it covered.

    `kind` is what the sender states of the file; without it the category's own counts, and a scope whose shares add up to the
    whole is listed in full whatever the category states; of one with amounts it is stated what they come to, which may be the
    capital of its enterprise. A scope with a rejected row, or told by a name alone, is not covered; a rejected row whose scope
    is unknown spoils all.
    """

    category: Category
    kind: CoverageKind | None = None
    listed: dict[tuple[Scope, str, str], _Listed] = field(default_factory=dict)
    spoiled: set[Scope] = field(default_factory=set)
    all_spoiled: bool = False
    _measured: str | None = field(init=False)
    _amount: str | None = field(init=False)

    def __post_init__(self) -> None:
        partial = self.kind is None and self.category.coverage is CoverageKind.PARTIAL
        self._measured = _that_adds(self.category, TypeName.SHARE) if partial else None
        self._amount = _that_adds(self.category, TypeName.MONEY) if partial and self.category.adds_to else None
        self.kind = self.kind or self.category.coverage

    @property
    def active(self) -> bool:
        """Whether this file's completeness matters at all."""
        applies = self.kind is not CoverageKind.PARTIAL or self._measured is not None
        return self.category.mode is Mode.SNAPSHOT and applies

    def see(self, rows: Sequence[Row], rejects: Sequence[Reject]) -> None:
        """Take note of rows and of what was refused."""
        if not self.active:
            return
        for reject in rejects:
            if reject.scope is None:
                self.all_spoiled = True
            else:
                self.spoiled.add(reject.scope)
        for row in rows:
            for statement in row.statements:
                if statement.category == self.category.name:  # what follows for others is none of its lists
                    self._note(statement)

    def _note(self, s: Statement) -> None:
        assert s.scope is not None
        refs = {r.role: r for r in s.refs}
        inside = tuple(refs[x[1:]] for x in s.scope if x.startswith("@") and x[1:] in refs)
        stated = (s.provider, *(refs[x[1:]].identifier if x.startswith("@") and x[1:] in refs else x for x in s.scope))
        if any(r.identifier.startswith("name:") for r in inside):
            self.spoiled.add(stated)
        later = announced(self.category, s.values)
        listed = self.listed.setdefault((stated, s.day, later), _Listed(s.scope, inside, s.level))
        if self._measured:
            self._add(listed, s)
            return
        if s.level < listed.level:
            listed.level, listed.smallest = s.level, None
        if s.level > listed.level:  # what the list states of its smallest is what those see who see the list
            return
        measure = s.values.get(self.category.measure or "")
        if isinstance(measure, int | float) and (listed.smallest is None or measure < listed.smallest):
            listed.smallest = float(measure)

    def _add(self, listed: _Listed, s: Statement) -> None:
        if s.action not in (Action.STATE, Action.CORRECT):
            return
        found = listed.sums.setdefault(s.level, _Sum())
        share = s.values.get(self._measured or "")
        found.rows += 1
        if isinstance(share, int | float):
            found.shares += share
        else:
            found.complete = False
        amount = s.values.get(self._amount or "")
        if isinstance(amount, int | float):
            found.amounts += amount
            found.currencies |= {str(s.values.get(f"{self._amount}_currency", "CNY"))} if amount else set()
        else:
            found.valued = False

    def statements(self) -> Iterator[Statement]:
        """The coverages, one a scope and day; of a list of amounts one for each level of caller who sees another sum."""
        if not self.active or self.all_spoiled:
            return
        for (stated, day, later), listed in self.listed.items():
            level = _whole_for(listed.sums) if self._measured else listed.level
            if stated in self.spoiled:
                continue
            dated: dict[str, Scalar] = {"later": later} if later else {}
            if level is not None:
                values = {"kind": str(CoverageKind.FULL if self._measured else self.kind)} | dated
                if self.kind is CoverageKind.TOP_N and listed.smallest is not None:
                    values["smallest"] = listed.smallest
                yield coverage(self.category, stated[0], day, listed.scope, listed.refs, values, level)
            elif self._amount:
                for at, amounts in _sums(listed.sums):
                    values = {"kind": str(CoverageKind.PARTIAL), "sum_of": str(self.category.adds_to)} | amounts | dated
                    yield coverage(self.category, stated[0], day, listed.scope, listed.refs, values, at)

    def counts(self, covered: Iterable[Statement]) -> Counts:
        """What became of the lists of this file, for which these coverages were stated."""
        if not self.active:
            return Counts()
        left = sum(1 for stated, _, _ in self.listed if self.all_spoiled or stated in self.spoiled)
        if not self._measured:
            return Counts(left)
        closed, sums = set[tuple[object, ...]](), set[tuple[object, ...]]()
        for s in covered:
            refs = tuple(r.identifier for r in s.refs)
            (sums if depends(s) else closed).add((s.provider, s.scope, refs, s.day, s.values.get("later")))
        depending = len(sums - closed)
        return Counts(left, len(closed), len(self.listed) - left - len(closed) - depending, depending)


def _that_adds(category: Category, kind: TypeName) -> str | None:
    """The figure of this type whose rows add up in a list that names everybody; None where lists state none."""
    return next((n for n in category.adds if category.by_name[n].type is kind), None)


def _sums(sums: Mapping[int, _Sum]) -> Iterator[tuple[int, dict[str, Scalar]]]:
    """What those rows of a list that may be seen at each level come to, where one of them has no share and each an amount."""
    total, rows, currencies, lacking = 0.0, 0, set[str](), False
    for level in sorted(sums):
        if not sums[level].valued:
            return
        lacking = lacking or not sums[level].complete
        total, rows, currencies = total + sums[level].amounts, rows + sums[level].rows, currencies | sums[level].currencies
        if lacking and len(currencies) == 1:
            yield level, {"sum": total, "sum_currency": min(currencies), "sum_rows": rows}


def _whole_for(sums: Mapping[int, _Sum]) -> int | None:
    """The lowest level at which those rows of a list that may be seen add up to the whole; None where none does."""
    shares, rows = 0.0, 0
    for level in sorted(sums):
        if not sums[level].complete:
            return None
        shares, rows = shares + sums[level].shares, rows + sums[level].rows
        if whole(shares, rows):
            return level
    return None


def coverage(
    category: Category, provider: str, day: str, scope: Scope, refs: tuple[Ref, ...], values: dict[str, Scalar], level: int = 0
) -> Statement:
    """The statement that a scope was listed in full, or down to its smallest."""
    bare = tuple(Ref(r.role, r.identifier, r.kind) for r in refs)
    sid = statement_id(category.name, provider, scope, day, 0, Action.COVER, values, bare, level or None)
    return Statement(sid, category.name, provider, (), day, 0, Action.COVER, level, values, bare, scope=scope)


def registry_complete(category: Category, provider: str, day: str, region: str) -> Statement:
    """The declaration that the registry loaded for a region (GB/T 2260 code; empty: the country) is complete."""
    return coverage(category, provider, day, ("region",), (), {"kind": str(CoverageKind.FULL), "region": region})
