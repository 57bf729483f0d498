"""Reads networks: links of parties round by round, as an explorer of app.analytics wants them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from app.analytics.linkage.suspected import suspected_links
from app.analytics.relations.explorer import Explorer
from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.holders import with_form
from app.analytics.structure.network import Bounds, Form, Party
from app.answers.reading.linkage import read_traits, suspicions
from app.answers.reading.rows import kind_among, names, stated_bounds, stated_name, stated_party
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.rules.relations import relation_rules
from models.answers.network import Ego, NetworkNode
from models.answers.parts import View
from models.answers.relations import Relations
from models.answers.shapes import Incomplete, NamedParty, PartyRef
from models.statements import OPEN_DAY

MOST_LINKS, MOST_SUSPECTED = 100_000, 1_000
Row = list[Any]
A = TypeVar("A", Ego, Relations)
N = TypeVar("N", NetworkNode, PartyRef)


async def explore(
    reader: Reader, explorer: Explorer, most_degree: int, *, suspected: bool = True, between: bool = True
) -> None:
    """Read all that an explorer wants.

    In the probable view, and only there, counts who was taken for one with whom, and where `suspected`, whom the parties that
    it starts from may be related to. Whoever lies between two others is counted, unless not `between`.
    """
    looking, beside = suspected and identities(reader), Counter[str]()
    without = _without(reader)

    async def count(uncounted: Iterable[str]) -> None:
        counted = await degrees(reader, uncounted, counted=most_degree, without=without)
        explorer.count({one: found + beside[one] for one, found in counted.items()})

    while not explorer.done():
        if uncounted := explorer.uncounted():
            await count(uncounted)
            continue
        if not (wanted := explorer.wants()):
            continue
        rows, met, cut = await _links(reader, wanted, without=without)
        stated = {row[1]: stated_name(row[11]) for row in sorted(rows, key=itemgetter(4)) if not row[2]}
        parties = {row[0]: _node(row, stated) for row in met}
        links = [_link(row) for row in rows]
        if looking:
            looking = False
            mine = await read_traits(reader, wanted, counted=True)
            found, others = await suspicions(reader, wanted, mine, limit=MOST_SUSPECTED)
            parties = others | parties
            likely = suspected_links(found.items)
            links += likely
            beside.update(end for link in likely for end in (link.source, link.target))
        own = Counter(row[0] for row in rows)
        counts = {one: min(own[one], most_degree + 1) + beside[one] for one in wanted if one in parties and one not in cut}
        explorer.take(parties.values(), links, counts)
        explorer.cut(cut)
        if cut:
            await count(cut)
    if between:
        await count(explorer.between())


def identities(reader: Reader) -> bool:
    """Whether who was taken for one with whom counts: in the probable view, and only there."""
    return reader.view == View.PROBABLE


def _without(reader: Reader) -> list[str]:
    return [] if identities(reader) else sorted(relation_rules().identity)


async def degrees(reader: Reader, parties: Iterable[str], **asked: Any) -> dict[str, int]:
    """How many links each of these parties has."""
    wanted = list(parties)
    rows = (await reader.pages("network.degrees", wanted, "degrees", **asked))["degrees"] if wanted else []
    return dict.fromkeys(wanted, 0) | dict(map(tuple, rows))


async def _links(reader: Reader, wanted: Iterable[str], **asked: Any) -> tuple[list[Row], list[Row], list[str]]:
    """The links of parties, the parties at their ends, and those of whose links not all were read.

    Where so many parties have too many links for one question, fewer are asked about at a time. Of one among several that has
    too many alone none are taken, since any choice would be arbitrary: they show where their other ends are read.
    """
    everybody = list(wanted)
    links: list[Row] = []
    parties: dict[str, Row] = {}
    cut: list[str] = []
    waiting = [everybody]
    while waiting:
        some = waiting.pop()
        most = max(0, MOST_LINKS - len(links))
        answer = await reader.ask("network.links", party_ids=some, most=most, **asked)
        over = len(answer["links"]) > most
        if over and most and len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
            continue
        if over:
            cut += some
        if not over or len(everybody) == 1:
            links += answer["links"][:most]
        parties |= {row[0]: row for row in answer["parties"]}
    return links, list(parties.values()), cut


async def known(reader: Reader, shown: Iterable[NamedParty]) -> dict[str, Party]:
    """The parties of an answer as they are registered: those that are more than a name."""
    stated = {one.id: one.name for one in shown if one.id and not one.id.startswith(("name:", "person:"))}
    details = names((await reader.pages("ownership.parties", sorted(stated), "rows"))["rows"])
    return {
        one: with_form(stated_party(one, found.kind, found.name or stated.get(one), found.type_text, found.state))
        for one, found in details.items()
    }


async def without_nominees(
    reader: Reader, graph: LinkGraph, work_out: Callable[[LinkGraph], A], besides: int = 0
) -> tuple[A, dict[str, Party]]:
    """What is worked out from a graph, and the parties of it as they are registered.

    `besides`: as how many links more than those of the graph the work counts, by app.answers.reading.working.

    That a company holds for others may stand in its registered name alone, which is read of the parties of an answer only:
    where one of them does, the answer is worked out again without passing through it.
    """
    while True:
        found: A = await worked_out(len(graph.links) + besides, partial(work_out, graph))
        details = await known(reader, (*found.parties, *(gap.party for gap in found.incomplete if gap.party)))
        nominees = {
            one: p for one, p in details.items() if p.form is Form.NOMINEE and graph.nodes[one].form is not Form.NOMINEE
        }
        if not nominees:
            return found, details
        graph = replace(graph, nodes={**graph.nodes, **nominees})


async def with_known(reader: Reader, answer: A, details: Mapping[str, Party], most_degree: int) -> dict[str, Any]:
    """The parties of an answer with their names and forms as they are registered and the numbers of their links."""
    uncounted = {one.id for one in answer.parties if one.degree is None}
    uncounted |= {gap.party.id or "" for gap in answer.incomplete if _is_uncounted(gap) and gap.party}
    counted = await degrees(reader, sorted(uncounted), counted=most_degree, without=_without(reader))
    return {
        "parties": tuple(_counted_node(one, details, counted) for one in answer.parties),
        "incomplete": tuple(_counted_gap(gap, details, counted) for gap in answer.incomplete),
    }


def _counted_node(one: NetworkNode, details: Mapping[str, Party], counted: Mapping[str, int]) -> NetworkNode:
    update: dict[str, Any] = {"degree": counted.get(one.id, one.degree)}
    if one.id in details:
        update["form"] = details[one.id].form.value
    return with_name(one, details).model_copy(update=update)


def _is_uncounted(gap: Incomplete) -> bool:
    """Whether it speaks of a party that was not looked beyond, of whose links the number is not known."""
    return gap.party is not None and gap.other is None and gap.total is None


def _counted_gap(gap: Incomplete, details: Mapping[str, Party], counted: Mapping[str, int]) -> Incomplete:
    ends = {end: with_name(one, details) for end, one in (("party", gap.party), ("other", gap.other)) if one is not None}
    total = counted.get(gap.party.id or "") if gap.party and _is_uncounted(gap) else gap.total
    return gap.model_copy(update={**ends, "total": total})


def with_name(one: N, details: Mapping[str, Party]) -> N:
    """A party of an answer with the name and state under which it is registered, where it is."""
    known_as = details.get(one.id or "")
    return one if known_as is None else one.model_copy(update={"name": known_as.name, "state": known_as.state})


def with_names(shown: Iterable[N], details: Mapping[str, Party]) -> tuple[N, ...]:
    """The same parties with the names and states under which they are registered."""
    return tuple(with_name(one, details) for one in shown)


def _node(row: list[Any], stated: dict[str, str | None]) -> Party:
    name = stated.get(row[0])
    return with_form(stated_party(row[0], kind_among(row[1]), name))


def _link(row: list[Any]) -> Link:
    here, there, forward, kind, fact, share, low, high, since, until, by_name, _ = row
    source, target = (here, there) if forward else (there, here)
    found: Bounds | None = stated_bounds(share, low, high)
    return Link(source, target, kind, fact, found, since, None if until == OPEN_DAY else until, by_name)
