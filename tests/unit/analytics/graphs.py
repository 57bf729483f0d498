"""Small graphs at random, and every simple path of them, worked out without haste."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from hypothesis import strategies as st

from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.network import Bounds, Form, Party

KINDS = ("INVESTS_IN", "BRANCH_OF", "RESOLVES_TO", "MENTIONED_WITH")
SIGNS = dict(zip("-~=+", KINDS, strict=True))
LETTERS = "abcdefgh"


def party(name: str, form: Form = Form.COMPANY) -> Party:
    """A party whose id is its name."""
    return Party(name, "Enterprise", f"{name} 公司", form)


def graph(edges: str, degrees: dict[str, int] | None = None, forms: dict[str, Form] | None = None) -> LinkGraph:
    """A graph written `a-b b=c`: `-` is a holding, `=` a name and its party, `~` a branch, `+` a mention."""
    parts = [re.fullmatch(r"(\w+)([-~=+])(\w+)", edge) for edge in edges.split()]
    links = [Link(part[1], part[3], SIGNS[part[2]], f"f{number}") for number, part in enumerate(parts) if part]
    assert len(links) == len(parts)
    ids = {end for link in links for end in (link.source, link.target)}
    return LinkGraph({p: party(p, (forms or {}).get(p, Form.COMPANY)) for p in ids}, tuple(links), degrees or {})


@st.composite
def graphs(draw: st.DrawFn) -> LinkGraph:
    """Up to eight parties, up to sixteen links of four kinds between them, loops and parallels among them, and degrees."""
    ids = LETTERS[: draw(st.integers(2, 8))]
    forms = st.sampled_from((Form.COMPANY,) * 6 + (Form.NOMINEE, Form.STATE))
    nodes = {p: party(p, draw(forms)) for p in ids}
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(KINDS))
    shares = st.sampled_from((None, None, Bounds(0.01, 0.01), Bounds(0.5, 0.5)))
    names = st.sampled_from((None, None, "likely"))
    links = tuple(
        Link(source, target, kind, f"f{n}", share=draw(shares), by_name=draw(names))
        for n, (source, target, kind) in enumerate(draw(st.lists(ends, max_size=16)))
    )
    degrees = draw(st.dictionaries(st.sampled_from(ids), st.sampled_from((3, 20, 40, 100_000)), max_size=3))
    return LinkGraph(nodes, links, degrees)


@dataclass(frozen=True, order=True)
class Way:
    """A simple path, in the order in which paths are to come."""

    cost: float
    hops: int
    parties: tuple[str, ...]


COSTS = {"INVESTS_IN": 1.0, "BRANCH_OF": 0.6, "MENTIONED_WITH": 2.0}


def toll(link: Link) -> tuple[float, int]:
    """Cost and hops of one link, as the rules file states them."""
    if link.kind == "RESOLVES_TO":
        return 0.001, 0
    thin = link.share is not None and link.share.high < 0.05
    return round(COSTS[link.kind] + (1 if thin else 0) + (0.5 if link.by_name else 0), 3), 1


def passing(found: LinkGraph, via: str) -> float:
    """What passing through a party costs, by doublings past ten links."""
    degree = found.degrees.get(via, sum((link.source == via) + (link.target == via) for link in found.links))
    return round(0.5 * log(max(degree, 10) / 10, 2), 3)


def all_ways(found: LinkGraph, source: str, target: str, hops: int, exclude: frozenset[str] = frozenset()) -> list[Way]:
    """Every simple path between two parties, in order."""
    usable = [link for link in found.links if link.kind not in exclude and link.source != link.target]

    def go(path: tuple[str, ...], cost: float, length: int) -> Iterator[Way]:
        here = path[-1]
        if here == target:
            yield Way(round(cost, 3), length, path)
            return
        if len(path) > 1:
            if found.nodes[here].form in (Form.NOMINEE, Form.STATE):
                return
            cost += passing(found, here)
        tolls: dict[str, tuple[float, int]] = {}
        for link in usable:
            if here in (link.source, link.target):
                there = link.other(here)
                tolls[there] = min(tolls.get(there, (1e9, 9)), toll(link))
        for there, (price, step) in tolls.items():
            if there not in path and length + step <= hops:
                yield from go((*path, there), cost + price, length + step)

    return sorted(go((source,), 0.0, 0))
