"""How several parties are related, and what surrounds one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from app.analytics.linkage.suspected import KINDS as SUSPICIONS
from app.analytics.relations.ego import DEEPEST, ego
from app.analytics.relations.explorer import Explorer
from app.analytics.relations.pairs import RelationsAsked
from app.analytics.relations.pairs import relations as best_paths
from app.analytics.structure.graph import Graph
from app.answers.reading.links import explore, identities, with_known, without_nominees
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.reading.working import PAIR
from app.errors import InputError, NotFound
from models.answers.network import Ego, Why
from models.answers.relations import Relations
from models.answers.stamped import NetworkAnswer, RelationsAnswer

MOST_DEGREE = 1_000
_COUNTED = re.compile(r"([A-Z_]{1,40}):(\d{1,4})")


async def relations(
    reader: Reader,
    parties: Sequence[str],
    *,
    hops: int = 6,
    paths: int = 3,
    exclude: Iterable[str] = (),
    through: Iterable[str] = (),
    cursor: str | None = None,
) -> RelationsAnswer:
    """The best paths between each two of 2 to 200 parties, and the network they make up; parties by any identifier.

    Raises:
        InputError: too few or too many parties, hops or paths out of range, an unknown kind or reason, a strange cursor.
    """
    left_out = _kinds(reader, exclude, "exclude")
    asked = RelationsAsked(
        tuple(dict.fromkeys([await reader.strongest(p) for p in parties])),
        hops=hops,
        paths=paths,
        exclude=left_out,
        through=_reasons(through),
    )
    if cursor is not None:
        place = asked.cursor(cursor)
        reader.pin(place.as_of, place.known_at)
    explorer = Explorer(asked.parties, hops=hops, most_degree=MOST_DEGREE, through=asked.through, identities=identities(reader))
    await explore(reader, explorer, MOST_DEGREE)
    as_of, known_at = reader.stamp["as_of"], reader.stamp["known_at"]
    left = explorer.not_followed()

    def work_out(graph: Graph) -> Relations:
        return best_paths(graph, asked, as_of=as_of, known_at=known_at, cursor=cursor, left=left)

    pairs = len(asked.parties) * (len(asked.parties) - 1) // 2
    found, told = await without_nominees(reader, explorer.graph(), work_out, pairs * PAIR)
    return stamped(RelationsAnswer, reader, found, **await with_known(reader, found, told, MOST_DEGREE))


async def network(
    reader: Reader,
    party_id: str,
    *,
    depth: int = 1,
    limit: int = 20,
    limits: Mapping[str, int] | None = None,
    exclude: Iterable[str] = (),
) -> NetworkAnswer:
    """The parties up to `depth` links from a party, with so many links of each kind, and how many there are.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
        InputError: depth or a limit is out of range, or there is no such kind of link.
    """
    left_out = _kinds(reader, exclude, "exclude")
    _kinds(reader, limits or (), "limits")
    if not 1 <= depth <= DEEPEST:
        raise InputError(f"depth is 1 to {DEEPEST}", parameter="depth")
    party = (await reader.card(party_id, alone=True))["id"]
    # An explorer reads half as far as the paths it is to find are long.
    explorer = Explorer([party], hops=2 * depth, most_degree=MOST_DEGREE, identities=identities(reader))
    await explore(reader, explorer, MOST_DEGREE, between=False)
    graph = explorer.graph()
    if party not in graph.nodes:
        raise NotFound("nothing is known of this")
    left = explorer.not_followed()

    def work_out(graph: Graph) -> Ego:
        return ego(
            graph,
            party,
            depth=depth,
            limit=limit,
            limits=limits,
            exclude=left_out,
            most_degree=MOST_DEGREE,
            left=[one for one in left if one.id != party],
        )

    found, told = await without_nominees(reader, graph, work_out)
    shown = await with_known(reader, found, told, MOST_DEGREE)
    cut = found.truncated or any(one.id == party for one in left)
    return stamped(NetworkAnswer, reader, found, **shown, truncated=cut)


def by_kind(given: Iterable[str]) -> dict[str, int]:
    """Limits of kinds of link, of texts of the form KIND:n.

    Raises:
        InputError: one is not of that form.
    """
    found = [_COUNTED.fullmatch(one) for one in given]
    if not all(found):
        raise InputError("limits are of the form KIND:n", parameter="limits")
    return {match[1]: int(match[2]) for match in found if match}


def _kinds(reader: Reader, given: Iterable[str], parameter: str) -> frozenset[str]:
    """Kinds of link, of those that there are: what the catalogue links parties by, and what suspicions do."""
    known = sorted(reader.questions.catalogue.edge_types | frozenset(SUSPICIONS.values()))
    found = frozenset(given)
    if strange := sorted(found.difference(known)):
        raise InputError(f"there is no kind of link {', '.join(strange)}; there are {', '.join(known)}", parameter=parameter)
    return found


def _reasons(given: Iterable[str]) -> frozenset[Why]:
    try:
        return frozenset(Why(one) for one in given)
    except ValueError:
        raise InputError(f"through is one of {', '.join(Why)}", parameter="through") from None
