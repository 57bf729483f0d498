"""Who is who after new naming rows: reads the components they touch, and no more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from loaders.identity.components import components, in_force, org_code, party_of, person_anchor
from loaders.transaction import Store
from models.identity import Naming, PartyId


@dataclass(frozen=True, slots=True)
class Who:
    """The party of each identifier looked at; those whose party is new or other; those of them that had another."""

    parties: dict[str, PartyId]
    changed: dict[str, PartyId]
    moved: list[str]


async def identify(
    store: Store,
    rows: Sequence[Naming],
    identifiers: Collection[str],
    seeds: Collection[str] = (),
    *,
    stored_rows: bool = False,
    present: Mapping[str, PartyId] | None = None,
) -> Who:
    """Resolve `identifiers`, given new believed naming `rows` and `seeds` whose stored naming rows changed.

    Rows that are not yet stored must be given; the stored ones are read, from the
    identifiers that have a party outward, or from all with `stored_rows`. `present` is what `parties_of` gave for them all.
    """
    wanted = set(identifiers) | set(seeds) | {i for row in rows for i in row.identifiers}
    stored = dict(await parties_of(store, wanted) if present is None else present)
    reach = await _closure(store, rows, seeds, wanted, wanted if stored_rows else set(stored))
    missing = reach.visited - wanted
    if missing:
        stored |= await store.parties(sorted(missing))
    found = components(in_force(reach.rows), [i for i in reach.visited if i.startswith("org:")])

    def named(i: str) -> PartyId | None:
        return found.get(i) or (None if i in reach.visited or i.startswith("person:") else stored.get(i))

    parties = {i: party_of(i, named) for i in wanted | reach.visited}
    shifted = [i for i in sorted(reach.visited) if i in stored and stored[i].id != parties[i].id]
    if shifted:
        persons = [i for i in await store.anchored(shifted) if i not in parties]
        stored |= await store.parties(persons)
        parties |= {i: party_of(i, named) for i in persons}
    ids = {p.id: p for i, p in parties.items() if i.startswith(("person:", "name:")) and p.id not in parties}
    if ids:  # a party known by name is named after its enterprise's party, in simplified characters: no row need have stated so
        stored |= await store.parties(sorted(ids))
        parties |= ids
    changed = {i: p for i, p in parties.items() if stored.get(i) != p}
    return Who(parties, changed, sorted(i for i in changed if i in stored))


async def parties_of(store: Store, identifiers: Collection[str]) -> dict[str, PartyId]:
    """The parties of those identifiers that are there, and of what the persons among them are anchored in."""
    return await store.parties(sorted({*identifiers, *anchors(identifiers)}))


@dataclass(frozen=True, slots=True)
class _Reach:
    visited: set[str]
    rows: set[Naming]


def anchors(identifiers: Iterable[str]) -> set[str]:
    """The identifiers in which these persons are anchored."""
    return {person_anchor(i)[0] for i in identifiers if i.startswith("person:")}


async def _closure(store: Store, rows: Sequence[Naming], seeds: Collection[str], wanted: set[str], present: set[str]) -> _Reach:
    reach = _Reach(set(), set(rows))
    frontier = {i for row in rows for i in row.identifiers} | set(seeds)
    frontier |= {i for i in wanted if i.startswith("org:") and i not in present}
    given = frontier | {i for i in wanted if i.startswith("org:")}
    first = True
    while frontier:
        reach.visited.update(frontier)
        codes = [i for i in sorted(frontier) if i.startswith(("uscc:", "org:"))]
        near = set(await store.linked(codes)) if codes else set()
        orgs = {org_code(i) for i in frontier}
        near |= {i for i in given if i in orgs}
        old = [i for i in sorted(frontier) if not first or i in present]
        found = await store.naming(old) if old else []
        reach.rows.update(found)
        near |= {i for row in found for i in row.identifiers}
        frontier = near - reach.visited
        first = False
    return reach
