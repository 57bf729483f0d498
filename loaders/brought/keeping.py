"""Brings the stored claims of batches up to date in the transaction that changes facts, and fills in those of older graphs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from loaders.brought.claims import BroughtClaim, Claims, claim_of, front, stays_true, with_added
from loaders.brought.gathering import ByBatch, Gathered
from loaders.values.canonical import digest
from models.catalogue import Catalogue
from models.facts import Arrival

MOST = 2000
"""The most batches whose claims a writer remembers."""
FIELDS = ("valid_from", "level", "hidden_from", "public_from", "public_until", "recorded_at", "withdrawn_at")


class ClaimStore(Protocol):
    """The transaction in which claims are kept."""

    catalogue: Catalogue
    tick: int
    today: str
    gathered: Gathered

    async def run(self, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        """Run one statement of cypher/write/."""
        ...


class KnownClaims:
    """The stored claims of batches as a writer knows them, so that it reads those of a batch once; None of a withdrawn one."""

    def __init__(self) -> None:
        self._known: dict[str, Claims | None] = {}

    def keep(self, claims: Mapping[str, Claims | None]) -> None:
        """Remember what was committed."""
        if len(self._known) > MOST:
            self._known.clear()
        self._known |= claims

    def clear(self) -> None:
        """Forget everything: another may have written."""
        self._known.clear()

    def of(self, batches: Iterable[str]) -> dict[str, Claims | None]:
        """Those that are known."""
        return {b: self._known[b] for b in batches if b in self._known}


async def keep_claims(store: ClaimStore, known: KnownClaims) -> dict[str, Claims | None]:
    """Write what the transaction changes of the claims of batches; returns them, to be remembered once it is committed."""
    gathered = store.gathered
    if unknown := gathered.unknown:
        gathered.know(await _arrivals(store, unknown))
    if touched := gathered.touched():
        await store.run("batch_touched", {"ids": sorted(touched), "tick": store.tick})
    come, gone = gathered.by_batch()
    if gathered.arrived:
        await _add_arrived(store, gathered.arrived, come)
    batches = sorted(come.keys() | gone.keys() | gathered.again)
    if not batches:
        return {}
    stored = known.of(batches)
    stored |= await _read(store, [b for b in batches if b not in stored])
    now: dict[str, Claims | None] = {}
    for batch in batches:
        had = stored[batch]
        now[batch] = None if had is None else await _after(store, batch, had, come.get(batch, set()), gone.get(batch, set()))
    await _write(store, {b: (had or frozenset(), now[b] or frozenset()) for b, had in stored.items()})
    return now


async def _after(store: ClaimStore, batch: str, had: Claims, come: set[BroughtClaim], gone: set[BroughtClaim]) -> Claims:
    """The claims of a batch after the transaction; its facts are read where one that it had is true no more."""
    current = [c for one in had if (c := claim_of(_row(one), store.today))]
    if batch in store.gathered.again or (gone and not all(stays_true(c, gone, come) for c in current)):
        return front(await _of_facts(store, batch))
    return with_added(frozenset(current), come)


async def _of_facts(store: ClaimStore, batch: str) -> list[BroughtClaim]:
    """The claims that all facts of a batch make, read from the graph."""
    rows = await store.run("brought_by_records", {"id": batch})
    if types := _edge_types(store.catalogue):
        rows += await store.run("brought_by_edges", {"id": batch}, types=types)
    return [claim for row in rows if (claim := claim_of(row, store.today))]


async def _of_statements(store: ClaimStore, statements: Sequence[str]) -> list[tuple[str, BroughtClaim]]:
    """The claims that the facts of these statements make, by statement."""
    rows = await store.run("brought_records_of", {"ids": list(statements)})
    if types := _edge_types(store.catalogue):
        rows += await store.run("brought_edges_of", {"ids": list(statements)}, types=types)
    return [(row["id"], claim) for row in rows if (claim := claim_of(row, store.today))]


async def _add_arrived(store: ClaimStore, arrived: Mapping[str, str], come: ByBatch) -> None:
    """Add what statements that came once more state: of the batch they came in, since this tick."""
    for statement, claim in await _of_statements(store, sorted(arrived)):
        if one := claim.since(store.tick):
            come.setdefault(arrived[statement], set()).add(one)


async def _arrivals(store: ClaimStore, statements: Sequence[str]) -> dict[str, list[Arrival]]:
    out: dict[str, list[Arrival]] = {s: [] for s in statements}
    for row in await store.run("brought_arrivals", {"ids": list(statements)}):
        out[row["id"]].append(Arrival(row["batch"], "", row["recorded_at"]))
    return out


async def _read(store: ClaimStore, batches: Sequence[str]) -> dict[str, Claims | None]:
    if not batches:
        return {}
    out: dict[str, Claims | None] = dict.fromkeys(batches)
    out |= {row["id"]: frozenset() for row in await store.run("brought_believed", {"ids": list(batches)})}
    found: dict[str, list[BroughtClaim]] = defaultdict(list)
    for row in await store.run("brought_claims", {"ids": list(batches)}):
        if claim := claim_of(row, ""):  # as it is stored
            found[row["batch"]].append(claim)
    return out | {batch: frozenset(claims) for batch, claims in found.items() if out[batch] is not None}


async def _write(store: ClaimStore, changed: Mapping[str, tuple[Claims, Claims]]) -> None:
    old = [_id(batch, c) for batch, (had, now) in changed.items() for c in had - now]
    if old:
        await store.run("brought_drop", {"ids": old})
    rows = [{"id": _id(batch, c), "batch": batch} | _row(c) for batch, (had, now) in changed.items() for c in now - had]
    if rows:
        await store.run("brought_make", {"rows": rows})


def _row(claim: BroughtClaim) -> dict[str, Any]:
    return dict(zip(FIELDS, (*claim.sight, claim.recorded_at, claim.withdrawn_at), strict=True))


def _id(batch: str, claim: BroughtClaim) -> str:
    return digest([batch, *map(str, _row(claim).values())])


def _edge_types(catalogue: Catalogue) -> str:
    return "|".join(sorted(catalogue.edge_types))


async def fill_page(store: ClaimStore, after: str, limit: int) -> str | None:
    """Add what some statements state to the claims of their batches; returns the last of them, None when all are done."""
    ids = [row["id"] for row in await store.run("brought_page", {"after": after, "limit": limit})]
    if not ids:
        await store.run("brought_filled", {})
        return None
    arrivals = await _arrivals(store, ids)
    come: ByBatch = defaultdict(set)
    for statement, claim in await _of_statements(store, ids):
        for arrival in arrivals[statement]:
            if one := claim.since(arrival.recorded_at):
                come[arrival.batch].add(one)
    stored = await _read(store, sorted(come))
    await _write(store, {b: (had, with_added(had, come[b])) for b, had in stored.items() if had is not None})
    return str(ids[-1])
