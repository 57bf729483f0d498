"""Parties and links as answers show them."""

from collections.abc import Iterable

from app.analytics.structure.graph import Link, LinkGraph
from models.answers.network import NetworkLink, NetworkNode
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef


def shown_node(graph: LinkGraph, party: str) -> NetworkNode:
    """A party of the graph as answers show it."""
    node = graph.nodes[party]
    return NetworkNode(id=node.id, kind=node.kind, name=node.name, form=node.form.value, degree=graph.degrees.get(party))


def shown_link(link: Link) -> NetworkLink:
    """A link as answers show it."""
    low, high = link.share or (None, None)
    return NetworkLink(
        source=link.source,
        target=link.target,
        kind=link.kind,
        fact=link.fact,
        share_min=low,
        share_max=high,
        since=link.since,
        until=link.until,
        by_name=link.by_name,
    )


def link_order(link: Link) -> tuple[str, str, str, str]:
    """What links of an answer are sorted by."""
    return link.source, link.target, link.kind, link.fact


def shown_links(links: Iterable[Link]) -> tuple[NetworkLink, ...]:
    """Links as answers show them, each once, sorted."""
    return tuple(shown_link(link) for link in sorted(set(links), key=link_order))


def shown_ref(graph: LinkGraph, party: str) -> PartyRef:
    """A party of the graph as answers refer to it."""
    node = graph.nodes[party]
    return PartyRef(id=node.id, name=node.name, kind=node.kind, state=node.state)


def not_followed(graph: LinkGraph, party: str, reason: str, limit: int | None = None) -> Incomplete:
    """A party that was not looked beyond, why, and how many links it has, of those that are followed at most."""
    degree = graph.degrees.get(party)
    return Incomplete(reason=IncompleteReason(reason), party=shown_ref(graph, party), total=degree, limit=limit)


def gap_order(gap: Incomplete) -> tuple[str, str, str]:
    """What gaps of an answer are sorted by: their parties, those without one first."""
    ends = ((ref.id or "") if ref else "" for ref in (gap.party, gap.other))
    return (*ends, gap.reason)  # type: ignore[return-value]
