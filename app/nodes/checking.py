"""Checks what another node gives before anything of it is written: form, hash, and whether it belongs to what it may give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from app.errors import NodeAnswer
from app.nodes.forms import names_stated, wrong_form
from app.nodes.scope import NodeScope, bound_by_provider, hidden_properties
from loaders.derive.endings import CAUSE, CAUSE_ORDER
from loaders.identity.components import lone_kind, person_anchor
from loaders.registered.regions import states_region
from loaders.store.rows import OWN
from loaders.values.canonical import statement_id
from loaders.values.normalise import normalise_name
from models.catalogue import Catalogue, Category, Kind
from models.identity import SCHEMES, MentionId, scheme
from models.statements import Action, Ref, Statement
from models.work.nodes import GivenRef, GivenStatement, Refusal, StatementPage

FIRST = 5
COVER_VALUES = ("kind", "region", "later", "smallest", "sum")
"""What a statement of how complete a list is states, beside figures of its category."""
BESIDE_PROPERTIES = ("occurrence", "act", CAUSE, CAUSE_ORDER)
"""What is stored of a row beside its properties: which of those that are the same it is, what an act is about, and the record
of another category from which it follows."""
OPEN_TO_ALL = frozenset({Action.HOLD, Action.APPROVE})
"""These decide what the public is shown, so that they are of its level whatever their record's."""


class Refusals:
    """Counts statements that are not taken, by reason."""

    def __init__(self) -> None:
        self._by_reason: dict[str, list[str]] = defaultdict(list)

    def add(self, reason: str, statement: str) -> None:
        """Count one, once."""
        if statement not in self._by_reason[reason]:
            self._by_reason[reason].append(statement)

    def all(self) -> tuple[Refusal, ...]:
        """The reasons in their order, each with how many there are."""
        return tuple(
            Refusal(reason=reason, count=len(ids), first=tuple(ids[:FIRST])) for reason, ids in sorted(self._by_reason.items())
        )


def _well_formed(identifier: str) -> bool:
    """Whether an identifier is of a scheme that there is, in its form."""
    name, _, value = identifier.partition(":")
    parts = identifier.split(":")
    if name == "name":
        return len(parts) >= 5 and parts[1] in set(Kind) and bool(parts[4])
    if name == "person":
        return bool(person_anchor(identifier)[0])
    return name in SCHEMES and bool(value) and (name != "src" or len(parts) >= 3)


class PageCheck:
    """Checks the pages of one node against the catalogue, and what of it belongs to the scope in which the node gives."""

    def __init__(self, node: str, catalogue: Catalogue, scope: NodeScope, refusals: Refusals) -> None:
        self._node, self._catalogue, self._scope, self._refusals = node, catalogue, scope, refusals

    def checked(self, page: StatementPage) -> list[tuple[GivenStatement, Statement]]:
        """The statements of a page that are in the scope, each checked.

        Raises:
            NodeAnswer: one of them is not what it should be. Nothing of the page is to be written then.
        """
        batches = {b.batch for b in page.batches}
        out = []
        for item in page.items:
            category = self._catalogue.categories.get(item.category)
            if category is None:
                self._refusals.add(f"the catalogue here has no category {item.category[:60]}", item.id)
                continue
            statement = self._statement(item, category, page.level)
            if any(a.batch not in batches for a in item.arrivals) or not item.arrivals:
                raise self._wrong(item, "stands in no batch that is given with it")
            if reason := self._outside(item, category):
                self._refusals.add(reason, item.id)
                continue
            out.append((item, statement))
        return out

    def _outside(self, item: GivenStatement, category: Category) -> str | None:
        """Why a statement is none that the node may give."""
        of = item.provider if bound_by_provider(category, item.action, item.scope) else None
        if not self._scope.takes_provider(of):
            return "of a provider that the node is not to give"
        if self._scope.categories and item.category not in self._scope.categories:
            return "of a category that the node is not to give"
        if not self._scope.takes(item.category, item.filed_in):
            return "filed under a division that the node is not to give"
        stated = states_region(category, item.values)
        if stated and self._scope.region and not self._scope.takes(item.category, (*item.filed_in, stated)):
            return "filed under a division that the node is not to give"
        return None

    def _statement(self, item: GivenStatement, category: Category, level: int) -> Statement:
        least = 0 if item.action in OPEN_TO_ALL else category.level
        if not least <= item.level <= level:
            raise self._wrong(item, f"is of level {item.level}")
        self._check_day(item)
        self._check_names(item, category)
        refs = tuple(Ref(r.role, r.identifier, lone_kind(r.identifier), r.name) for r in self._refs(item, category))
        if item.withheld and not item.erased and not hidden_properties(category, level):
            raise self._wrong(item, "is said to lack values, and its category has none to withhold")
        if wrong := wrong_form(item, category):
            raise self._wrong(item, wrong)
        if not item.withheld and not item.erased:
            said = (
                item.category,
                item.provider,
                item.key or item.scope or (),
                item.day,
                item.seq,
                item.action,
                item.values,
                refs,
            )
            raised = item.level if item.level > (0 if item.action is Action.COVER else category.level) else None
            if item.id != statement_id(*said, raised):
                raise self._wrong(item, "is not what its id is the hash of")
        return Statement(
            id=item.id,
            category=item.category,
            provider=item.provider,
            key=item.key,
            day=item.day,
            seq=item.seq,
            action=item.action,
            level=item.level,
            values=item.values,
            refs=refs,
            names=self._names(item, category, level),
            scope=item.scope,
        )

    def _names(self, item: GivenStatement, category: Category, level: int) -> tuple[str, ...]:
        """The identifiers that it equates. They are no part of its id, so that its values say them wherever they are given."""
        stated = names_stated(item, category, hidden_properties(category, level))
        return item.names if stated is None else stated

    def _check_day(self, item: GivenStatement) -> None:
        try:
            date.fromisoformat(item.day)
        except ValueError:
            raise self._wrong(item, "is of no day that there is") from None

    def _check_names(self, item: GivenStatement, category: Category) -> None:
        known = (*category.by_name, *(COVER_VALUES if item.action is Action.COVER else BESIDE_PROPERTIES))
        if unknown := [n for n in item.values if n in OWN or not (n in known or n.startswith(tuple(f"{k}_" for k in known)))]:
            raise self._wrong(item, f"states {unknown[0]}, which its category has not")
        if item.names and not category.identifies:
            raise self._wrong(item, "names identifiers, and its category identifies nobody")
        if any(scheme(name) not in SCHEMES for name in item.names):
            raise self._wrong(item, "names an identifier of no scheme that there is")

    def _refs(self, item: GivenStatement, category: Category) -> Iterable[GivenRef]:
        roles = {p.name for p in category.parties} | ({"party"} if category.identifies else set())
        for ref in item.refs:
            if ref.role not in roles:
                raise self._wrong(item, f"refers to a party as {ref.role[:60]}, which its category has not")
            if not _well_formed(ref.identifier):
                raise self._wrong(item, "refers to a party by what is no identifier")
        return item.refs

    def _wrong(self, item: GivenStatement, what: str) -> NodeAnswer:
        return NodeAnswer(
            f"the node {self._node}: the statement {item.id} ({item.category[:60]}) {what}; nothing of its page is taken"
        )


def check_about(node: str, catalogue: Catalogue, party: str, pages: Sequence[StatementPage]) -> None:
    """Check that all statements of a file are about its party, by an identifier, or by a name that its registrations state.

    Raises:
        NodeAnswer: one is about others alone.
    """
    items = [item for page in pages for item in page.items]
    own, names, before = {party}, set[str](), 0
    while len(own) > before:  # a registration that names one of its identifiers may name more
        before = len(own)
        for item in items:
            if not own.isdisjoint(item.names):
                own.update(item.names)
                names.update(_names_stated(catalogue, item))
    for item in items:
        said = {*item.names, *(ref.identifier for ref in item.refs)}
        by_name = {MentionId.parse(one).name for one in said if one.startswith("name:") and _well_formed(one)}
        anchored = {person_anchor(one)[0] for one in said if one.startswith("person:")}
        if own.isdisjoint(said) and names.isdisjoint(by_name) and own.isdisjoint(anchored):
            raise NodeAnswer(f"the node {node}: the statement {item.id} is not about {party}; nothing of the file is taken")


def _names_stated(catalogue: Catalogue, item: GivenStatement) -> set[str]:
    category = catalogue.categories.get(item.category)
    if category is None or category.party is None:
        return set()
    stated = [item.values.get(name) for name in category.party.names]
    return {normalise_name(str(one)) for value in stated for one in (value if isinstance(value, tuple) else (value,)) if one}
