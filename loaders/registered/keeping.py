"""Keeps on each party where it is registered, in the transaction that changes it, and what is filed elsewhere by that."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from loaders.registered.filing import all_roles
from loaders.registered.regions import division_of, domicile, states_region, timeline
from loaders.transaction import Derived, NewStatements
from models.catalogue import Catalogue
from models.statements import OPEN_TICK, Statement


class RegisteredParties:
    """Collects whose registrations one transaction changes. `fresh` are parties that it makes: nothing older is about them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.categories = {c.name: c for c in catalogue.categories.values() if domicile(c)}
        self.parties: dict[str, list[tuple[str, str]]] = {}
        self.ended: set[str] = set()
        self.fresh: set[str] = set()
        self.stated: dict[str, Statement] = {}

    def state(self, truth: NewStatements) -> None:
        """Take up new statements and parties."""
        self.stated |= {s.id: s for s in truth.statements if s.category in self.categories}
        moved = {*truth.moved, *truth.there}
        self.fresh |= {p.id for i, p in truth.identifies.items() if i not in moved}
        self.fresh -= {p.id for i, p in truth.identifies.items() if i in moved}

    def add(self, derived: Derived) -> None:
        """Take up facts that are about to be written."""
        for link in derived.make:
            if link.category in self.categories and link.type == "ABOUT":
                self.parties.setdefault(link.end, []).append((link.props["valid_from"], link.start))
        for link in (*derived.end, *derived.drop):
            if link.category in self.categories and link.type == "ABOUT":
                self.parties.setdefault(link.end, [])
                self.ended.add(link.end)

    def of_new(self, party: str) -> list[str] | None:
        """Where a party that this transaction makes is registered; None where what is stored must be looked at."""
        facts = self.parties[party]
        if not facts or party not in self.fresh or party in self.ended or any(s not in self.stated for _, s in facts):
            return None
        stated = [(day, self.stated[s]) for day, s in facts]
        return timeline((day, s.id, states_region(self.categories[s.category], s.values)) for day, s in stated if not s.level)


class RegisteredStore(Protocol):
    """The transaction in which registrations change."""

    catalogue: Catalogue
    tick: int

    @property
    def registered(self) -> RegisteredParties:
        """Whose registrations it changes."""
        ...

    async def run(self, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        """Run one statement of cypher/write/."""
        ...


async def keep_registered(store: RegisteredStore) -> None:
    """Store where the parties of changed registrations are registered, and mark what is filed elsewhere by that as changed."""
    if not store.registered.parties:
        return
    known = {p: found for p in store.registered.parties if (found := store.registered.of_new(p)) is not None}
    rows = [{"party": p, "registered_in": found} for p, found in known.items() if found]
    moved: list[str] = []
    for party, had, found in await _stored(store, sorted(store.registered.parties.keys() - known.keys())):
        if found != had:
            rows.append({"party": party, "registered_in": found})
            if not _files_as_before(party, had, found):
                moved.append(party)
    if rows:
        await store.run("registered_set", {"rows": rows})
    if moved:
        await store.run("registered_moved", {"ids": moved, "roles": all_roles(store.catalogue), "tick": store.tick})


async def _stored(store: RegisteredStore, parties: Sequence[str]) -> Iterable[tuple[str, list[str], list[str]]]:
    if not parties:
        return []
    categories = store.registered.categories
    forms = [form for c in categories.values() if (form := domicile(c))]
    names = sorted({name for form in forms for name in (form.region, *form.unless)})
    params = {"ids": parties, "categories": sorted(categories), "properties": names, "open": OPEN_TICK}
    out = []
    for row in await store.run("registered_facts", params):
        facts = [
            (day, statement, states_region(categories[category], dict(zip(names, values, strict=True))))
            for day, statement, category, values in row["facts"]
        ]
        out.append((row["id"], list(row["registered_in"] or ()), timeline(facts)))
    return out


def _files_as_before(party: str, had: Sequence[str], found: Sequence[str]) -> bool:
    """Whether a party of no register is now in the one that its identifier names, so that nothing is filed elsewhere."""
    return not had and len(found) == 1 and found[0][11:] == division_of(party)
