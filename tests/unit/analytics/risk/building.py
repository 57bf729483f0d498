"""Small graphs of risk, written short."""

from collections.abc import Mapping

from hypothesis import strategies as st

from app.analytics.risk.nats import of_points
from app.analytics.risk.network import Conduct, RiskEdge, RiskGraph

Strengths = Mapping[str, float]
"""Edges as `a>b`, each with its strength."""


def edges(strengths: Strengths) -> tuple[RiskEdge, ...]:
    """An edge of each, its fact called like it."""
    ends = {name: name.split(">") for name in strengths}
    return tuple(RiskEdge(ends[name][0], ends[name][1], q, "guarantee", name) for name, q in strengths.items())


def graph(points: Mapping[str, float], strengths: Strengths, conduct: Mapping[str, Conduct] | None = None) -> RiskGraph:
    """A graph of parties with points of their own."""
    return RiskGraph({party: of_points(own) for party, own in points.items()}, edges(strengths), conduct or {})


PARTIES = "abcdefg"


@st.composite
def graphs(draw: st.DrawFn) -> RiskGraph:
    """Small graphs with rings, parallel edges, edges of one strength, parties without risk, and some that conduct not all."""
    party = st.sampled_from(PARTIES)
    strength = st.sampled_from((0.05, 0.1, 0.3, 0.5, 0.5, 0.6, 0.8, 0.95))
    found = draw(st.lists(st.tuples(party, party, strength), max_size=18))
    links = tuple(RiskEdge(a, b, q, "guarantee", f"f{at:02}") for at, (a, b, q) in enumerate(found))
    points = draw(st.dictionaries(party, st.integers(0, 250), max_size=7))
    conduct = draw(st.dictionaries(party, st.sampled_from(Conduct), max_size=2))
    return RiskGraph({one: of_points(own) for one, own in points.items()}, links, conduct)
