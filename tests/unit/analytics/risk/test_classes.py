"""Classes A to D: exactly at each bound, bounds of dimensions, what makes D at once, and how far exposure goes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.risk.classes import Classified, KnownForClass, NotBest, classified
from app.analytics.risk.ledger import Ledger, RiskEvent, ledger
from app.analytics.risk.nats import of_points, points
from app.rules.risk_classes import GENERAL, RiskClass, class_rules
from app.rules.risk_indicators import Dimension, RiskKind, indicators

RULES = class_rules()[GENERAL]
ON = date(2026, 3, 1)
KNOWN = KnownForClass(date(2020, 1, 1), True, frozenset(RULES.best.needs))


def own(*names: str, kind: RiskKind = RiskKind.COMPANY) -> Ledger:
    """A ledger of events of these indicators, each of a root of its own."""
    events = [RiskEvent(name, f"{name} {at}", ON, (f"f{at}",)) for at, name in enumerate(names)]
    return ledger(indicators(), kind, events, ON)


def parts(**stated: float) -> Ledger:
    """A ledger without lines, with points of each dimension."""
    return replace(own(), dimensions={one: of_points(stated.get(one.value, 0)) for one in Dimension})


def of(found: Ledger, exposed: float = 0, known: KnownForClass = KNOWN) -> Classified:
    return classified(RULES, found, of_points(exposed), known)


@pytest.mark.parametrize(
    ("z", "wanted"), [(0, "A"), (9.99, "A"), (10, "B"), (39.99, "B"), (40, "C"), (99.99, "C"), (100, "D"), (150, "D")]
)
def test_at_each_bound(z: float, wanted: str) -> None:
    assert of(parts(R=z)).risk_class == wanted


def test_each_dimension_is_bounded() -> None:
    found = of(parts(B=25, D=50, R=200, J=170, A=40), 100)
    assert {one.value: round(points(nats), 6) for one, nats in found.parts.items()} == {
        "B": 20,
        "D": 40,
        "R": 150,
        "J": 150,
        "A": 30,
    }
    assert points(found.total) == pytest.approx(390)


@given(st.lists(st.integers(1, 39), min_size=1, max_size=12))
def test_points_that_add_up_to_a_bound_meet_it_however_they_are_rounded(steps: list[int]) -> None:
    """Eighths of points, as halved lines have them, that add up to exactly 40."""
    eighths = [*steps, 320 - sum(steps) % 320]
    nats = sum(of_points(one, 3) for one in eighths) - of_points(40) * (sum(eighths) // 320 - 1)
    exact = replace(own(), dimensions={**own().dimensions, Dimension.REGULATORY: nats})
    assert of(exact).risk_class == "C"


def test_points_of_lines_add_up_to_a_class() -> None:
    found = of(own("B1", "R2", "J2"))
    assert found.risk_class == "C"
    assert points(found.total) == pytest.approx(40)
    assert of(own("B1", "D2")).risk_class == "A"


@pytest.mark.parametrize("name", ["R1", "R12", "J4", "J5"])
def test_what_is_in_force_makes_d_at_once(name: str) -> None:
    assert of(own(name)).direct == (name,)
    assert of(own(name)).risk_class == of(own(name)).without_exposure == "D"
    ended = RiskEvent(name, "r", date(2025, 1, 1), ("f",), until=ON)
    past = ledger(indicators(), RiskKind.COMPANY, [ended], ON)
    assert (of(past).risk_class, of(past).direct) == ("A", ())


def test_d_follows_from_what_is_in_force_and_not_from_its_points() -> None:
    """A dishonest debtor has 80 points, and is D; the same points of other cases are C."""
    assert of(own("J4")).total < of_points(100)
    assert of(own("J3", "J3")).risk_class == "C"


def test_it_makes_no_d_of_a_party_that_it_does_not_speak_of() -> None:
    assert (of(own("J5", kind=RiskKind.SOLE_TRADER)).direct, of(own("J5", kind=RiskKind.SOLE_TRADER)).risk_class) == ((), "A")


def test_what_kept_a_party_from_a_is_not_told_where_it_is_d_at_once() -> None:
    few = replace(own("J5"), dimensions=dict.fromkeys(Dimension, 0))
    assert of(few, known=replace(KNOWN, founded=None)).not_best == ()


def test_it_makes_d_from_under_another_line_too() -> None:
    both = [RiskEvent(name, "one root", ON, (name,)) for name in ("J4", "R12")]
    assert of(ledger(indicators(), RiskKind.COMPANY, both, ON)).direct == ("R12", "J4")


@pytest.mark.parametrize(
    ("exposed", "own_points", "wanted", "held"),
    [
        (0, 9, "A", False),
        (1, 9, "B", False),
        (30, 9, "B", False),
        (500, 9.99, "B", False),
        (30, 10, "C", False),
        (30, 69.99, "C", False),
        (30, 70, "D", False),
        (30, 39, "C", False),
    ],
)
def test_exposure_counts_up_to_thirty_points(exposed: float, own_points: float, wanted: str, held: bool) -> None:
    found = of(parts(R=own_points), exposed)
    assert (found.risk_class, found.held) == (wanted, held)


def test_exposure_alone_makes_a_class_worse_by_one_at_most() -> None:
    wide = RULES.model_copy(update={"most": {**RULES.most, Dimension.ASSOCIATION: 150}})
    found = classified(wide, parts(), of_points(150), KNOWN)
    assert (found.without_exposure, found.risk_class, found.held) == ("A", "B", True)
    assert classified(wide, parts(R=40), of_points(150), KNOWN).risk_class == "D"
    just = of(parts(R=9.99), 30.01)
    assert (just.without_exposure, just.risk_class, just.held) == ("A", "B", False)


@pytest.mark.parametrize(
    ("known", "why", "lacking"),
    [
        (replace(KNOWN, founded=date(2025, 3, 2)), (NotBest.YOUNG,), ()),
        (replace(KNOWN, founded=None), (NotBest.AGE_UNKNOWN,), ()),
        (replace(KNOWN, annual_report=False), (NotBest.ANNUAL_REPORT_LACKING,), ()),
        (replace(KNOWN, loaded=KNOWN.loaded - {"penalty"}), (NotBest.NOT_LOADED,), ("penalty",)),
        (KnownForClass(None, False, frozenset()), tuple(NotBest)[1:], RULES.best.needs),
    ],
)
def test_class_a_takes_more_than_few_points(known: KnownForClass, why: tuple[NotBest, ...], lacking: tuple[str, ...]) -> None:
    found = of(own(), known=known)
    assert (found.risk_class, found.not_best, found.not_loaded) == ("B", why, lacking)
    worse = of(own("J3"), known=known)
    assert (worse.risk_class, worse.not_best, worse.not_loaded) == ("C", (), ())


def test_a_year_is_whole_on_its_day() -> None:
    assert of(own(), known=replace(KNOWN, founded=date(2025, 3, 1))).risk_class == "A"


@given(st.lists(st.floats(0, 200), min_size=5, max_size=5), st.floats(0, 400), st.floats(0, 50), st.sampled_from("BDRJA"))
def test_more_risk_makes_no_class_better(stated: list[float], exposed: float, more: float, where: str) -> None:
    before = dict(zip("BDRJA", stated, strict=True))
    after = {**before, where: before[where] + more}
    assert of(parts(**after), exposed).risk_class >= of(parts(**before), exposed).risk_class
    assert of(parts(**before), exposed + more).risk_class >= of(parts(**before), exposed).risk_class
    found = of(parts(**before), exposed)
    assert found.without_exposure <= found.risk_class
    assert tuple(RiskClass).index(found.risk_class) <= tuple(RiskClass).index(found.without_exposure) + 1


def test_the_set_and_its_version_are_told() -> None:
    assert (of(own()).rules, of(own()).version) == ("general_2026", 1)
