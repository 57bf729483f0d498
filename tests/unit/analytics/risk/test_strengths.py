"""The edges of risk of each kind of link, with their strengths, from the table they are defined by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.errors import RiskOutOfRange
from app.analytics.risk.network import RiskGraph
from app.analytics.risk.strengths import RiskLink, part_of, risk_edges
from app.rules.risk_edges import RiskLinkKind, risk_edge_rules

RULES = risk_edge_rules()


def of(kind: str, part: float | None = None, *cases: str) -> dict[str, float]:
    """The edges between a and b as `a>b`, with their strengths."""
    link = RiskLink(RiskLinkKind(kind), "a", "b", "f", part, frozenset(cases))
    return {f"{edge.source}>{edge.target}": edge.q for edge in risk_edges(RULES, link)}


@pytest.mark.parametrize(
    ("kind", "forward", "back"),
    [
        ("branch", 0.95, 0.95),
        ("executive_partner", 0.9, 0.7),
        ("sole_proprietorship", 0.9, 0.9),
        ("sole_trader", 0.95, 0.95),
        ("representative", 0.5, 0.4),
        ("position", 0.1, 0.1),
    ],
)
def test_of_links_that_have_no_part(kind: str, forward: float, back: float) -> None:
    assert of(kind) == {"a>b": forward, "b>a": back}


@pytest.mark.parametrize(
    ("part", "cases", "forward", "back"),
    [
        (0.6, (), 0.36, 0.36),
        (None, (), 0.06, 0.06),
        (0.05, (), 0.03, 0.03),
        (0.6, ("controls",), 0.5, 0.7),
        (0.9, ("controls",), 0.54, 0.7),
        (None, ("controls",), 0.5, 0.7),
        (1, ("controls", "sole"), 0.7, 0.7),
        (1, ("sole",), 0.7, 0.7),
    ],
)
def test_of_a_holding(part: float | None, cases: tuple[str, ...], forward: float, back: float) -> None:
    assert of("holding", part, *cases) == pytest.approx({"a>b": forward, "b>a": back})


@pytest.mark.parametrize(
    ("part", "cases", "forward"),
    [
        (part_of(50, 100), (), 0.4),
        (part_of(300, 100), (), 0.8),
        (part_of(50, None), (), 0.48),
        (part_of(50, 100), ("general",), 0.25),
        (part_of(None, 100), ("general",), 0.3),
        (part_of(50, -10), (), 0.8),
    ],
)
def test_of_a_guarantee(part: float | None, cases: tuple[str, ...], forward: float) -> None:
    assert of("guarantee", part, *cases) == pytest.approx({"a>b": forward, "b>a": 0.15})


def test_of_posts_pledges_claims_and_suspicions() -> None:
    assert of("position", None, "head") == {"a>b": 0.3, "b>a": 0.3}
    assert of("equity_pledge", 0.5) == pytest.approx({"a>b": 0.15})
    assert of("equity_pledgee") == {"a>b": 0.1}
    assert of("claim", part_of(100, 400)) == pytest.approx({"a>b": 0.05})
    assert of("claim", part_of(900, 400)) == {"a>b": 0.2}
    assert of("claim") == pytest.approx({"a>b": 0.05})
    assert of("suspected", 0.8) == pytest.approx({"a>b": 0.24, "b>a": 0.24})
    assert of("suspected") == {}, "what is not known to be probable passes nothing on"
    assert of("holding", 0) == {}


@pytest.mark.parametrize(
    ("amount", "net_assets", "part"),
    [(1, 4, 0.25), (5, 4, 1), (0, 4, 0), (-1, 4, 0), (1, 0, 1), (1, -5, 1), (0, 0, 0), (None, 4, None), (1, None, None)],
)
def test_a_part_of_net_assets(amount: float | None, net_assets: float | None, part: float | None) -> None:
    assert part_of(amount, net_assets) == part


@pytest.mark.parametrize("part", [-0.1, float("nan"), float("inf")])
def test_a_part_that_is_none_is_refused(part: float) -> None:
    with pytest.raises(RiskOutOfRange) as wrong:
        of("holding", part)
    assert (wrong.value.name, wrong.value.of) == ("part", "f")


@given(
    st.sampled_from(RiskLinkKind),
    st.none() | st.floats(0, 5),
    st.sets(st.sampled_from(("controls", "sole", "head", "general"))),
)
def test_every_strength_is_one_that_exposure_takes(kind: RiskLinkKind, part: float | None, cases: set[str]) -> None:
    link = RiskLink(kind, "a", "b", "f", part, frozenset(cases))
    found = risk_edges(RULES, link)
    assert RiskGraph({}, found).edges == found
    assert {edge.kind for edge in found} <= {kind.value}


@given(st.sampled_from(RiskLinkKind), st.floats(0, 1), st.floats(0, 1))
def test_a_greater_part_is_no_weaker(kind: RiskLinkKind, one: float, other: float) -> None:
    less, more = of(kind, min(one, other)), of(kind, max(one, other))
    assert all(more[edge] >= q for edge, q in less.items())
