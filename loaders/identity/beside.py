"""Names that stand in a row beside the code of another party: the code files the row, and the row is flagged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from loaders.transaction import Store
from loaders.values.normalise import normalise_name
from models.catalogue import Catalogue
from models.statements import Statement

CODES = ("uscc:", "reg:", "org:")
BESIDE = "its name is that of"


async def beside(
    store: Store, catalogue: Catalogue, statements: Iterable[Statement], parties: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Remarks by statement: a name stated with a code that another party bears, and the party of the code never bore.

    `parties` are the parties behind identifiers. Rows that state who is who are left out: they give names. A name that nobody
    bears by now says nothing.
    """
    named: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for s in statements:
        if not catalogue[s.category].identifies:
            for r in s.refs:
                if r.name and r.identifier.startswith(CODES):
                    named[normalise_name(r.name), parties[r.identifier]].append((s.id, r.role))
    if not named:
        return {}
    out: dict[str, tuple[str, ...]] = {}
    others = await store.borne_by_others(sorted(named))
    for one in sorted(others):
        other = min(others[one]) + (" and others" if len(others[one]) > 1 else "")
        for sid, role in named[one]:
            out[sid] = (*out.get(sid, ()), f"{role}: {BESIDE} {other}, the row is filed by its code")
    return out
