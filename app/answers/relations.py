"""How several parties are related, and what surrounds one."""

from collections.abc import Iterable

from pydantic import Field

from app.analytics.linkage.suspected import SUSPICIONS
from app.analytics.relations.ego import DEEPEST, ego
from app.analytics.relations.explorer import Explorer
from app.analytics.relations.export import MEDIA_TYPES, export
from app.analytics.relations.pairs import MOST_PATHS, RelationsAsked, best_paths
from app.analytics.relations.path_graph import MOST_HOPS
from app.analytics.structure.graph import LinkGraph
from app.answers.params import Cursor, Kinds, Limits, OfParty, Parties, Through
from app.answers.problems import as_problems
from app.answers.reading.links import explore, identities, with_known, with_name, without_nominees
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.reading.working import PAIR
from app.answers.relations_difference import compared_relations
from app.answers.relations_pages import next_page, place_of
from app.errors import InputError, NotFound
from app.questions.registry import Compares, Files, question
from models.answers.network import Ego, ExportFormat
from models.answers.relations import Relations
from models.answers.stamped import NetworkAnswer, RelationsAnswer
from models.times import Times

MOST_DEGREE = 1_000


class RelationsParams(Times):
    """What relations take."""

    parties: Parties
    hops: int = Field(default=6, ge=1, le=MOST_HOPS, description="Longest path.")
    paths: int = Field(default=3, ge=1, le=MOST_PATHS, description="Paths of each pair.")
    exclude: Kinds = ()
    through: Through = ()
    cursor: Cursor = None


@question(
    "relations.among",
    title="How 2 to 200 parties are related: the best paths between each two",
    title_zh="多个主体之间的关联：每两个主体之间的最佳路径",
    params=RelationsParams,
    answer=RelationsAnswer,
    route="relations",
    command="relations",
    compares=Compares(alone=True, by=compared_relations),
    examples=[{"parties": ["91330106MYPWQMT3X5", "91330106MYQ4RW800L"], "hops": 4}],
)
async def relations(reader: Reader, params: RelationsParams) -> RelationsAnswer:
    """How 2 to 200 parties are related: the best paths of each pair, and the network that they make up.

    Raises:
        InputError: too few or too many parties, an unknown kind of link, a strange cursor.
    """
    hops, cursor = params.hops, params.cursor
    parties = tuple(dict.fromkeys([await reader.strongest(p) for p in params.parties]))
    exclude, through = _kinds(reader, params.exclude, "exclude"), frozenset(params.through)
    with as_problems():
        asked = RelationsAsked(parties, hops=hops, paths=params.paths, exclude=exclude, through=through)
    start = 0
    if cursor is not None:
        place = place_of(asked, cursor)
        start = place.after[0]
        reader.pin(place.as_of, place.known_at)
    explorer = Explorer(asked.parties, hops=hops, most_degree=MOST_DEGREE, through=asked.through, identities=identities(reader))
    await explore(reader, explorer, MOST_DEGREE)
    left = explorer.not_followed()

    def work_out(graph: LinkGraph) -> Relations:
        return best_paths(graph, asked, start=start, left=left)

    pairs = len(asked.parties) * (len(asked.parties) - 1) // 2
    found, details = await without_nominees(reader, explorer.graph(), work_out, pairs * PAIR)
    following = next_page(asked, found, reader.stamp["as_of"], reader.stamp["known_at"])
    return stamped(RelationsAnswer, reader, found, **await with_known(reader, found, details, MOST_DEGREE), next=following)


class NetworkParams(OfParty):
    """What the network around a party takes."""

    depth: int = Field(default=1, ge=1, le=DEEPEST, description="Links away from the party.")
    limit: int = Field(default=20, ge=0, le=1_000, description="Links shown of each kind and direction, of each party.")
    limits: Limits = Field(default_factory=dict)
    exclude: Kinds = ()
    format: ExportFormat = Field(default=ExportFormat.JSON, description="csv is a zip of both tables.")


@question(
    "network.around",
    title="What surrounds a party, with so many links of each kind",
    title_zh="某主体周围的关联网络",
    params=NetworkParams,
    answer=NetworkAnswer,
    route="network",
    command="network",
    compares=Compares((("parties", "parties", None), ("links", "links", None)), {"limit": 200}, alone=True),
    files=Files("format", ExportFormat.JSON, MEDIA_TYPES, export, {ExportFormat.CSV: "zip"}),
    examples=[{"depth": 2, "limit": 100}, {"limits": {"INVESTS_IN": 1}}],
)
async def network(reader: Reader, params: NetworkParams) -> NetworkAnswer:
    """What surrounds a party, with so many links of each kind, and how many there are; or the same network as a file.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
        InputError: there is no such kind of link.
    """
    depth, left_out = params.depth, _kinds(reader, params.exclude, "exclude")
    _kinds(reader, params.limits, "limits")
    party = (await reader.card(params.party_id, alone=True))["id"]
    # An explorer reads half as far as the paths it is to find are long.
    explorer = Explorer([party], hops=2 * depth, most_degree=MOST_DEGREE, identities=identities(reader))
    await explore(reader, explorer, MOST_DEGREE, between=False)
    graph = explorer.graph()
    if party not in graph.nodes:
        raise NotFound("nothing is known of this")
    left = explorer.not_followed()

    def work_out(graph: LinkGraph) -> Ego:
        return ego(
            graph,
            party,
            depth=depth,
            limit=params.limit,
            limits=params.limits,
            exclude=left_out,
            most_degree=MOST_DEGREE,
            left=[gap for gap in left if gap.party and gap.party.id != party],
        )

    found, details = await without_nominees(reader, graph, work_out)
    own = tuple(gap for gap in left if gap.party and gap.party.id == party)
    found = found.model_copy(update={"incomplete": (*own, *found.incomplete)})
    shown = await with_known(reader, found, details, MOST_DEGREE)
    return stamped(NetworkAnswer, reader, found, **shown, party=with_name(found.party, details))


def _kinds(reader: Reader, given: Iterable[str], parameter: str) -> frozenset[str]:
    """Kinds of link, of those that there are: what the catalogue links parties by, and what suspicions do."""
    known = sorted(reader.questions.catalogue.edge_types | frozenset(SUSPICIONS.values()))
    found = frozenset(given)
    if strange := sorted(found.difference(known)):
        raise InputError(f"there is no kind of link {', '.join(strange)}; there are {', '.join(known)}", parameter=parameter)
    return found
