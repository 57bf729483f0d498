"""The names of parties, and what mentions of a name resolve to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from loaders.identity.resolution import meaning, resolve
from loaders.transaction import Derived, NamingFact, Store
from loaders.values.normalise import normalise_name
from models.catalogue import Catalogue, Category, TypeName
from models.facts import LinkedStatement, Meaning
from models.identity import MentionId, NameBearer
from models.statements import Scalar, Statement
from models.values.names import simplified
from models.values.pinyin import first_letters


async def name_parties(
    store: Store, catalogue: Catalogue, parties: Sequence[str], given: Sequence[tuple[str, NamingFact]] = ()
) -> dict[str, tuple[str | None, str | None]]:
    """Display name (of the latest registration) and all names, one a line, of each party and those with all facts `given`."""
    facts = await store.naming_facts(parties)
    for party, fact in given:
        facts.setdefault(party, []).append(fact)
    return {p: names_of(catalogue, facts.get(p, [])) for p in dict.fromkeys([*parties, *facts])}


def names_of(catalogue: Catalogue, facts: Sequence[NamingFact]) -> tuple[str | None, str | None]:
    """Display name and text for search of believed registrations, the latest first, ties by statement.

    The text is every name in simplified characters, one a line, and in the last line the first letters of them all.
    """
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
    letters = dict.fromkeys(word for name in names for word in first_letters(name))
    found = [*map(simplified, names), *((" ".join(letters),) if letters else ())]
    return next(iter(names)), "\n".join(found)


def _texts(value: Scalar | None) -> Sequence[str]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def called(category: Category, statement: Statement) -> list[str]:
    """The normalised names a naming row states its party bears (former names are not borne any more).

    Of other rows, the names of persons whom a document states: nothing else finds them by their names.
    """
    if not category.identifies:
        return sorted({normalise_name(r.name) for r in statement.refs if r.name and r.identifier.startswith("pid:")})
    return called_by(category, statement.level, statement.values)


def called_by(category: Category, level: int, values: Mapping[str, Scalar]) -> list[str]:
    """`called` for a statement of this level and these values."""
    if not category.identifies or category.party is None or level > 0:
        return []
    texts = [n for n in category.party.names if category.by_name[n].type is TypeName.TEXT]
    return sorted({normalise_name(str(values[n])) for n in texts if n in values})


async def resolve_names(store: Store, naming: Sequence[tuple[Category, Statement]], derived: Derived) -> None:
    """Resolve again every mention of a name that these naming rows bear; keeps what changed."""
    names = {n for category, s in naming for n in called(category, s)}
    have = await store.mentions(sorted(names)) if names else {}
    await _resolve(store, {m: meaning(found) for m, found in have.items()}, derived)


async def find_names(
    store: Store, statements: Sequence[LinkedStatement], derived: Derived, new: Collection[str] = frozenset()
) -> dict[str, Meaning]:
    """What the names alone in these statements mean by now; keeps what changed, those of earlier statements as `moved`.

    Mentions among `new` are in no earlier statement.
    """
    mentions = mentions_in(statements)
    before = sorted(mentions.difference(new))
    have = await store.meanings(before) if before else {}
    meant = await _resolve(store, {m: have.get(m, ()) for m in sorted(mentions)}, derived)
    derived.moved = [m for m in derived.moved if m not in new]
    return meant


async def _resolve(store: Store, have: Mapping[str, Meaning], derived: Derived) -> dict[str, Meaning]:
    bearers = await store.bearers(sorted({MentionId.parse(m).name for m in have})) if have else []
    complete = await store.complete_regions() if bearers else []
    by_name: dict[str, list[NameBearer]] = defaultdict(list)
    for b in bearers:
        by_name[b.name].append(b)
    out: dict[str, Meaning] = {}
    for mention, now in have.items():
        parsed = MentionId.parse(mention)
        want = resolve(parsed, by_name.get(parsed.name, ()), complete)
        out[mention] = meaning(want)
        if out[mention] != now:
            derived.resolutions[mention] = want
            derived.moved.append(mention)
    return out


def mentions_in(statements: Iterable[LinkedStatement]) -> set[str]:
    """The parties that these statements state by a name alone."""
    return {p for t in statements for p in t.parties.values() if p.startswith("name:")}


def understood(linked: LinkedStatement, meant: Mapping[str, Meaning]) -> LinkedStatement:
    """The statement with what its names alone mean."""
    found = {role: m for role, party in linked.parties.items() if (m := meant.get(party))}
    return replace(linked, meant=found) if found or linked.meant else linked
