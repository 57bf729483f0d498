"""The names of parties, and what mentions of a name resolve to."""

from collections.abc import Collection, Mapping, Sequence

from loaders.normalise import normalise_name
from loaders.resolution import MentionId, resolve
from loaders.store.base import Derived, NamingFact, Store
from models.catalogue import Catalogue, Category, TypeName
from models.names import simplified
from models.statements import Scalar, Statement


async def name_parties(
    store: Store, catalogue: Catalogue, parties: Sequence[str], given: Sequence[tuple[str, NamingFact]] = ()
) -> dict[str, tuple[str | None, str | None]]:
    """Display name (of the latest registration) and all names, one a line, of each party and those with all facts `given`."""
    facts = await store.naming_facts(parties)
    for party, fact in given:
        facts.setdefault(party, []).append(fact)
    return {p: names_of(catalogue, facts.get(p, [])) for p in dict.fromkeys([*parties, *facts])}


def names_of(catalogue: Catalogue, facts: Sequence[NamingFact]) -> tuple[str | None, str | None]:
    """Display name, and all names as search compares them, of believed registrations; the latest first, ties by statement."""
    ordered = sorted(facts, key=lambda f: (f.valid_from, f.statement), reverse=True)
    names: dict[str, None] = {}
    for fact in ordered:
        form = catalogue[fact.category].party
        assert form is not None
        for prop in form.names:
            for name in _texts(fact.values.get(prop)):
                names.setdefault(name)
    if not names:
        return None, None
    return next(iter(names)), "\n".join(map(simplified, names))


def _texts(value: Scalar | None) -> Sequence[str]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def called(category: Category, statement: Statement) -> list[str]:
    """The normalised names a naming row says its party bears (former names are not borne any more)."""
    return called_by(category, statement.level, statement.values)


def called_by(category: Category, level: int, values: Mapping[str, Scalar]) -> list[str]:
    """`called` for a statement of this level and these values."""
    if not category.identifies or category.party is None or level > 0:
        return []
    texts = [n for n in category.party.names if category.by_name[n].type is TypeName.TEXT]
    return sorted({normalise_name(str(values[n])) for n in texts if n in values})


async def resolve_names(
    store: Store, naming: Sequence[tuple[Category, Statement]], mentions: Collection[str], derived: Derived
) -> None:
    """Resolve again every mention of a name that these naming rows bear, and these mentions; keeps what changed."""
    names = {n for category, s in naming for n in called(category, s)} | {MentionId.parse(m).name for m in mentions}
    if not names:
        return
    have = await store.mentions(sorted(names))
    for m in mentions:
        have.setdefault(m, [])
    if not have:
        return
    bearers = await store.bearers(sorted({MentionId.parse(m).name for m in have}))
    complete = await store.complete_regions() if bearers else []
    for mention, now in have.items():
        parsed = MentionId.parse(mention)
        want = resolve(parsed, [b for b in bearers if b.name == parsed.name], complete)
        if sorted(want, key=str) != sorted(now, key=str):
            derived.resolutions[mention] = want
