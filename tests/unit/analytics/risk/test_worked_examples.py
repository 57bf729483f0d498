"""Chain, diamond, ring and bottleneck: figures worked out apart from the program, to 1e-12."""

from collections.abc import Mapping
from math import expm1

import pytest

from app.analytics.risk.exposure import Exposure, exposure
from app.analytics.risk.nats import amount, of_points
from app.analytics.risk.network import RiskGraph
from tests.unit.analytics.risk.building import graph

CHAIN = graph({"A": 75, "B": 10}, {"A>B": 0.8, "B>C": 0.36, "C>D": 0.5, "D>E": 0.5, "E>F": 0.9})
DIAMOND = graph({"u": 70, "w": 30}, {"u>a": 0.8, "a>v": 0.5, "u>b": 0.6, "b>v": 0.6, "w>a": 0.9})
RING = graph({"B": 75, "C": 20}, {"B>A": 0.8, "A>B": 0.15, "C>B": 0.8, "B>C": 0.15, "A>C": 0.8, "C>A": 0.15})
HALF = 69.31471805599453
"""Points of an own risk of one half: 100 ln 2."""
BOTTLENECK = graph({f"s{n:02}": HALF for n in range(20)}, {f"s{n:02}>h": 0.5 for n in range(20)} | {"h>v": 0.1})


def near(figure: float) -> object:
    return pytest.approx(figure, rel=0, abs=1e-12)


def of(found: Exposure) -> Mapping[str, tuple[str, float, float]]:
    """Of each contributor the way, what arrives, and its share in nats."""
    return {
        one.path.source: (
            "".join(edge.source for edge in one.path.edges) + found.party,
            amount(one.path.arrives),
            amount(one.share),
        )
        for one in found.contributors
    }


@pytest.mark.parametrize(
    ("whose", "party", "s"), [(CHAIN, "A", 0.527633447259), (CHAIN, "B", 0.095162581964), (DIAMOND, "u", 0.503414696209)]
)
def test_own_risk(whose: RiskGraph, party: str, s: float) -> None:
    assert exposure(whose, party).s == near(s)


@pytest.mark.parametrize(
    ("party", "p"),
    [
        ("A", 0.527633447259),
        ("B", 0.477100570834),
        ("C", 0.171756205500),
        ("D", 0.085878102750),
        ("E", 0.037989608203),
        ("F", 0),
    ],
)
def test_along_the_chain(party: str, p: float) -> None:
    assert exposure(CHAIN, party).p == near(p)


def test_what_the_chain_carries_to_its_third_party() -> None:
    assert of(exposure(CHAIN, "B")) == {"A": ("AB", near(0.548366129458), near(0.548366129458))}
    found = exposure(CHAIN, "C")
    assert of(found) == {
        "A": ("ABC", near(0.164825626480), near(0.155550272929)),
        "B": ("BC", near(0.034859109478), near(0.032897457205)),
    }
    assert amount(found.by_paths) == near(0.199684735957)
    assert amount(found.exposed) == near(0.188447730133)
    (shared,) = found.shared
    assert (shared.edge.fact, shared.hops) == ("B>C", 1)
    assert (shared.counted, amount(shared.carried)) == (found.by_paths, near(0.188447730133))


def test_what_the_chain_carries_on() -> None:
    found = exposure(CHAIN, "D")
    assert (amount(found.by_paths), amount(found.exposed)) == (near(0.096298382265), near(0.089791349626))
    assert [(one.edge.fact, one.hops) for one in found.shared] == [("C>D", 1), ("B>C", 2)]
    assert list(of(exposure(CHAIN, "E"))) == ["A"], "what is under 0.01 is dropped"
    assert exposure(CHAIN, "E").shared == ()
    assert exposure(CHAIN, "F").contributors == (), "five edges away"


@pytest.mark.parametrize(("party", "p"), [("B", 0.195991889936), ("C", 0.070557080377), ("E", 0.010029025697)])
def test_the_chain_without_a_record_of_its_first_party(party: str, p: float) -> None:
    assert exposure(CHAIN.without(own={"A": of_points(60)}), party).p == near(p)


def test_two_ways_and_a_second_source() -> None:
    found = exposure(DIAMOND, "v")
    assert of(found) == {
        "u": ("uav", near(0.224852358598), near(0.224852358598)),
        "w": ("wav", near(0.124013178536), near(0.124013178536)),
    }
    assert amount(found.by_paths) == near(0.348865537134)
    assert found.p == near(0.294512014171)
    assert found.shared == ()
    without = exposure(DIAMOND.without({"u>a"}), "v")
    assert of(without)["u"][0] == "ubv"
    assert without.p == near(0.276723992823)


@pytest.mark.parametrize(
    ("party", "p", "arriving"),
    [
        ("A", 0.489149492408, {"B": ("BA", 0.422106757807), "C": ("CBA", 0.116012318030)}),
        ("B", 0.596133870688, {"C": ("CB", 0.145015397538)}),
        ("C", 0.457742673881, {"B": ("BAC", 0.337685406246)}),
    ],
)
def test_a_ring_of_guarantees(party: str, p: float, arriving: Mapping[str, tuple[str, float]]) -> None:
    found = exposure(RING, party)
    chances = {source: (way, -expm1(-nats)) for source, (way, nats, _) in of(found).items()}
    assert chances == {source: (way, near(c)) for source, (way, c) in arriving.items()}
    assert found.p == near(p)


def test_the_ring_without_one_guarantee() -> None:
    cut = RING.without({"B>A", "A>B"})
    found = exposure(cut, "A")
    assert {source: way for source, (way, _, _) in of(found).items()} == {"B": "BCA", "C": "CA"}
    assert (amount(found.by_paths), amount(found.exposed)) == (near(0.039509670634), near(0.037608575539))
    assert found.p == near(0.036910155955)
    assert exposure(cut, "C").p == near(0.246067706366)


def test_nothing_comes_back_around_the_ring() -> None:
    alone = exposure(RING.without(own={"C": of_points(20)}), "B")
    assert (alone.p, alone.contributors) == (alone.s, ())


def test_twenty_behind_one_edge() -> None:
    found = exposure(BOTTLENECK, "v")
    assert amount(found.by_paths) == near(0.506356159686)
    assert amount(found.exposed) == near(0.105008220839)
    assert found.p == near(0.099682878806)
    assert [one.share for one in found.contributors] == sorted((one.share for one in found.contributors), reverse=True)
    assert [share for _, _, share in of(found).values()] == [near(0.005250411042)] * 20
    (shared,) = found.shared
    assert (shared.edge.fact, shared.counted, shared.carried) == ("h>v", found.by_paths, found.exposed)


def test_an_edge_that_is_shared_farther_away_is_named() -> None:
    """The narrow edge is the one before the last; both hold twenty sources, and how far away each is is told."""
    far = graph({f"s{n:02}": HALF for n in range(20)}, {f"s{n:02}>h": 0.5 for n in range(20)} | {"h>x": 0.1, "x>v": 0.9})
    assert [(one.edge.fact, one.hops) for one in exposure(far, "v").shared] == [("x>v", 1), ("h>x", 2)]
