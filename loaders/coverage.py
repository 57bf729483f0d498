"""What a whole file says about what it does not list: the coverages of its snapshot scopes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.canonical import statement_id
from loaders.terms import announced
from models.catalogue import Category, CoverageKind, Mode, TypeName
from models.statements import Action, Ref, Reject, Row, Scalar, Statement

Scope = tuple[str, ...]


ROUNDED, ROUNDED_MOST = 0.00005, 0.0005
"""By how much a share given in hundredths of a per cent may be off, and by how much all rows of a list together."""


@dataclass(slots=True)
class _Sum:
    """The shares of the rows of one level, added up; `told` is false where a row states none."""

    shares: float = 0.0
    rows: int = 0
    told: bool = True


@dataclass(slots=True)
class _Listed:
    scope: tuple[str, ...]
    refs: tuple[Ref, ...]
    level: int
    smallest: float | None = None
    sums: dict[int, _Sum] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the lists of a file: `left` open for a fault of theirs; `whole` because they add up, `partial` because they do not."""

    left: int = 0
    whole: int = 0
    partial: int = 0

    def notes(self) -> list[str]:
        """The same in words."""
        told = [
            (self.left, "are not closed, since rows of theirs were refused or name their enterprise only"),
            (self.whole, "are full, since their shares add up to the whole; --coverage says otherwise"),
            (self.partial, "are taken as partial, since their shares do not add up to the whole; --coverage says otherwise"),
        ]
        return [f"{count} lists {words}" for count, words in told if count]


@dataclass(slots=True)
class Coverages:
    """Watches the rows of a file, and states at its end which scopes it covered.

    `kind` is what the sender says of the file; without it the category's own counts, and a scope whose shares add up to the
    whole is listed in full whatever the category says. A scope with a rejected row, or told by a name alone, is not covered;
    a rejected row whose scope is unknown spoils all.
    """

    category: Category
    kind: CoverageKind | None = None
    listed: dict[tuple[Scope, str, str], _Listed] = field(default_factory=dict)
    spoiled: set[Scope] = field(default_factory=set)
    all_spoiled: bool = False
    _measured: str | None = field(init=False)

    def __post_init__(self) -> None:
        partial = self.kind is None and self.category.coverage is CoverageKind.PARTIAL
        self._measured = _share_that_adds(self.category) if partial else None
        self.kind = self.kind or self.category.coverage

    @property
    def active(self) -> bool:
        """Whether this file's completeness matters at all."""
        told = self.kind is not CoverageKind.PARTIAL or self._measured is not None
        return self.category.mode is Mode.SNAPSHOT and told

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
        if s.level > listed.level:  # what the list says of its smallest is what those see who see the list
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
            found.told = False

    def statements(self) -> Iterator[Statement]:
        """The coverages, one a scope and day."""
        if not self.active or self.all_spoiled:
            return
        for (stated, day, later), listed in self.listed.items():
            level = _whole_for(listed.sums) if self._measured else listed.level
            if level is not None and stated not in self.spoiled:
                values: dict[str, Scalar] = {"kind": str(CoverageKind.FULL if self._measured else self.kind)}
                if later:
                    values["later"] = later
                if self.kind is CoverageKind.TOP_N and listed.smallest is not None:
                    values["smallest"] = listed.smallest
                yield coverage(self.category, stated[0], day, listed.scope, listed.refs, values, level)

    def counts(self, covered: int) -> Counts:
        """What became of the lists of this file, of which `covered` were closed."""
        if not self.active:
            return Counts()
        left = sum(1 for stated, _, _ in self.listed if self.all_spoiled or stated in self.spoiled)
        if not self._measured:
            return Counts(left)
        return Counts(left, covered, len(self.listed) - left - covered)


def _share_that_adds(category: Category) -> str | None:
    """The share whose rows add up to the whole in a list that names everybody; None where lists state none."""
    return next((n for n in category.adds if category.by_name[n].type is TypeName.SHARE), None)


def _whole_for(sums: Mapping[int, _Sum]) -> int | None:
    """The lowest level at which those rows of a list that may be seen add up to the whole; None where none does."""
    shares, rows = 0.0, 0
    for level in sorted(sums):
        if not sums[level].told:
            return None
        shares, rows = shares + sums[level].shares, rows + sums[level].rows
        if abs(shares - 1) <= min(rows * ROUNDED, ROUNDED_MOST) + 1e-9:
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
