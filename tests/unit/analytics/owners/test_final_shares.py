"""The chains behind a final share: in layers with millions of chains, in loops, and cut where there are too many."""

import pytest

from app.analytics.control.controls import controls_by
from app.analytics.owners.beneficial import control_rules, owners_under_measures
from app.analytics.owners.final_shares import arithmetic, final_shares
from app.analytics.ownership import chains
from app.analytics.structure.network import Form
from models.answers.owners import Product
from tests.unit.analytics.build import Held, structure

LAYERS, WIDE = 6, 12


def layered(layers: int = LAYERS, wide: int = WIDE) -> Held:
    """The target below layers of firms, each of which all firms of the next hold equally; one person has the topmost."""
    lists: dict[str, dict[str, float]] = {"t": {f"l0f{n}": 1 / wide for n in range(wide)}}
    for layer in range(layers):
        above = {"p1": 1.0} if layer == layers - 1 else {f"l{layer + 1}f{n}": 1 / wide for n in range(wide)}
        lists |= {f"l{layer}f{n}": above for n in range(wide)}
    return lists


def told(found: tuple[Product, ...]) -> list[tuple[list[str | None], float]]:
    return [([party.id for party in one.parties], one.product.low) for one in found]


def test_a_whole_that_comes_by_millions_of_chains_has_its_arithmetic() -> None:
    made = structure(layered())
    shown = owners_under_measures(controls_by(made, control_rules()), "t", final_shares(made, "t"))
    (condition,) = shown.owners[0].conditions
    assert condition.share is not None
    assert condition.share.low == pytest.approx(1.0)
    assert len(condition.arithmetic) == 5
    assert shown.incomplete == ()
    for one in condition.arithmetic:
        assert (one.parties[0].id, one.parties[-1].id, len(one.parties)) == ("p1", "t", LAYERS + 2)
        assert [share.low for share in one.shares] == pytest.approx([1.0] + [1 / WIDE] * LAYERS)
        assert one.product.low == pytest.approx(WIDE**-LAYERS)
    assert len({tuple(party.id for party in one.parties) for one in condition.arithmetic}) == 5


def test_a_search_that_was_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "STEPS", 20)
    made = structure(layered(3, 4))
    controls = controls_by(made, control_rules())
    found = arithmetic(controls, made, "t", "p1")
    assert (found.products, found.cut) == ((), True)
    shown = owners_under_measures(controls, "t", final_shares(made, "t"))
    (cut,) = shown.incomplete
    assert (cut.reason, cut.part, cut.party and cut.party.id) == ("work", "chains", shown.owners[0].id)


def test_chains_are_the_largest_and_pass_nobody_twice() -> None:
    lists: Held = {"t": {"a": 0.5, "b": 0.3, "p1": 0.05}, "a": {"b": 0.4, "p1": 0.3}, "b": {"a": 0.2, "p1": 0.5, "p2": 0.0}}
    made = structure(lists)
    controls = controls_by(made, control_rules())
    found = arithmetic(controls, made, "t", "p1")
    assert [parties for parties, _ in told(found.products)] == [
        ["p1", "a", "t"],
        ["p1", "b", "t"],
        ["p1", "b", "a", "t"],
        ["p1", "t"],
        ["p1", "a", "b", "t"],
    ]
    assert [product for _, product in told(found.products)] == pytest.approx([0.15, 0.15, 0.1, 0.05, 0.018])
    assert arithmetic(controls, made, "t", "p2") == ((), False)
    assert len(arithmetic(controls, made, "t", "p1", most=2).products) == 2


def test_ranges_are_multiplied_at_both_ends() -> None:
    made = structure({"t": {"a": (0.5, 0.6)}, "a": {"p1": (0.2, 0.5)}})
    (one,) = arithmetic(controls_by(made, control_rules()), made, "t", "p1").products
    assert [(share.low, share.high) for share in one.shares] == [(0.2, 0.5), (0.5, 0.6)]
    assert [one.product.low, one.product.high] == pytest.approx([0.1, 0.3])


def test_nobody_is_found_behind_a_nominee() -> None:
    made = structure({"t": {"n": 0.5, "p1": 0.5}, "n": {"p1": 1.0}}, {"n": Form.NOMINEE})
    found = arithmetic(controls_by(made, control_rules()), made, "t", "p1")
    assert told(found.products) == [(["p1", "t"], 0.5)]
