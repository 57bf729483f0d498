"""What a whole file says about what it does not list: the coverages of its snapshot scopes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.canonical import statement_id
from models.catalogue import Category, CoverageKind, Mode
from models.statements import Action, Ref, Reject, Row, Scalar, Statement

Scope = tuple[str, ...]


@dataclass(slots=True)
class _Listed:
    scope: tuple[str, ...]
    refs: tuple[Ref, ...]
    level: int
    smallest: float | None = None


@dataclass(slots=True)
class Coverages:
    """Watches the rows of a file, and states at its end which scopes it covered.

    A scope with a rejected row, or told by a name alone, is not covered; a rejected row whose scope is unknown spoils all.
    """

    category: Category
    kind: CoverageKind
    listed: dict[tuple[Scope, str, str], _Listed] = field(default_factory=dict)
    spoiled: set[Scope] = field(default_factory=set)
    all_spoiled: bool = False

    @property
    def active(self) -> bool:
        """Whether this file's completeness matters at all."""
        return self.category.mode is Mode.SNAPSHOT and self.kind is not CoverageKind.PARTIAL

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
        later = str(s.values.get(self.category.later or "", ""))
        listed = self.listed.setdefault((stated, s.day, later), _Listed(s.scope, inside, s.level))
        if s.level < listed.level:
            listed.level, listed.smallest = s.level, None
        if s.level > listed.level:  # what the list says of its smallest is what those see who see the list
            return
        measure = s.values.get(self.category.measure or "")
        if isinstance(measure, int | float) and (listed.smallest is None or measure < listed.smallest):
            listed.smallest = float(measure)

    def statements(self) -> Iterator[Statement]:
        """The coverages, one a scope and day."""
        if not self.active or self.all_spoiled:
            return
        for (stated, day, later), listed in self.listed.items():
            if stated not in self.spoiled:
                values: dict[str, Scalar] = {"kind": str(self.kind)}
                if later:
                    values["later"] = later
                if self.kind is CoverageKind.TOP_N and listed.smallest is not None:
                    values["smallest"] = listed.smallest
                yield coverage(self.category, stated[0], day, listed.scope, listed.refs, values, listed.level)

    def left_out(self) -> int:
        """How many scopes were listed but not covered."""
        return sum(1 for stated, _, _ in self.listed if self.all_spoiled or stated in self.spoiled) if self.active else 0


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
