"""How much of long chains an answer tells: in full where somebody is at the top or near, else by reference, and it says so."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings

from app.analytics.control import evidence
from app.analytics.control.answer import control_of
from app.analytics.control.controls import Controls, controls_by
from app.analytics.control.stated_chains import MOST_LINKS, Chains
from app.rules.rule_sets import custom, meets, rule_set
from models.answers.control import Control, Controlled, ControlStep
from tests.unit.analytics.build import Held, structure
from tests.unit.analytics.control.test_controllers import ladder, ring
from tests.unit.analytics.control.test_fixpoint import floats, holdings

MAJORITY = rule_set("company_law_265")


def answer(lists: Held, party: str, limit: int = 200) -> Control:
    return control_of(controls_by(structure(lists), MAJORITY), party, limit)


def links(told: tuple[Controlled, ...]) -> int:
    return sum(len(one.because) for one in told)


def test_controllers_are_limited_and_counted_and_those_at_the_top_are_among_them() -> None:
    shown = answer(ladder(60), "c0000", limit=5)
    assert [one.id for one in shown.controllers] == ["c0001", "c0002", "c0003", "c0004", "p1"]
    assert (shown.controllers_total, shown.controllers[-1].ultimate) == (60, True)
    assert (len(shown.controllers[-1].because), shown.controllers[-1].left_out) == (60, 0)


def test_the_links_of_a_long_ladder_are_not_squared() -> None:
    shown = answer(ladder(400), "c0000", limit=400)
    assert len(shown.controllers) == 400
    assert links(shown.controllers) <= MOST_LINKS + 400
    top = shown.controllers[-1]
    assert (top.id, len(top.because), top.left_out) == ("p1", 400, 0)
    below = answer(ladder(400), "p1", limit=400)
    assert links(below.controls) <= MOST_LINKS + 400
    last = below.controls[-1]
    assert (last.id, [link.enterprise.id for link in last.because]) == ("c0000", ["c0000"])
    assert (last.left_out, [one.id for one in last.shown_at]) == (399, ["c0001"])


def test_the_links_of_a_ring_are_not_squared() -> None:
    shown = answer(ring(200), "c0000")
    assert (len(shown.controllers), len(shown.controls)) == (199, 199)
    assert links(shown.controllers) <= MOST_LINKS + 200
    assert links(shown.controls) <= MOST_LINKS + 200
    assert all(one.ultimate and one.mutual for one in shown.controllers)


def test_what_is_left_out_stands_under_another_of_the_list() -> None:
    """Following the references tells the whole chain, with as many steps as are said to be left out."""
    shown = answer(ladder(120), "c0000", limit=120)
    told = {one.id: one for one in shown.controllers}
    shortened = [one for one in shown.controllers if one.left_out]
    assert shortened
    for one in shortened:
        steps, at = 0, one
        while at.left_out:
            (ref,) = at.shown_at
            assert at.because[-1].enterprise.id == ref.id
            at = told[ref.id or ""]
            steps += len(at.because)
        assert at.because[-1].enterprise.id == "c0000"
        assert steps == one.left_out


@pytest.mark.parametrize(("size", "least"), [(50, 40), (200, 150)])
def test_links_are_made_for_what_is_shown_only(size: int, least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    link = evidence._link

    def counted(
        controls: Controls, seeds: Sequence[str], enterprise: str, rounds: Mapping[str, int], sure: bool
    ) -> ControlStep:
        made.append(enterprise)
        return link(controls, seeds, enterprise, rounds, sure)

    monkeypatch.setattr(evidence, "_link", counted)
    control_of(controls_by(structure(ladder(size)), custom(0.25, "ge")), "c0000", limit=10)
    assert least < len(made) < 2 * size


@settings(max_examples=60, deadline=None)
@given(holdings())
def test_a_shortened_chain_stands_on_what_it_refers_to(lists: dict[str, dict[str, object]]) -> None:
    """With nothing to spend on long chains, each still leads, link by link, to the party or to another of the list."""
    found = controls_by(structure(floats(lists)), MAJORITY)  # type: ignore[arg-type]
    for party in found.structure.parties:
        controllers = set(found.controllers(party))
        chains = Chains(found, most=0)
        for one in controllers:
            told = chains.up(one, party, controllers)
            won = {one}
            for link in told.because:
                assert link.votes is not None
                assert link.criterion is not None
                assert meets(link.criterion, link.votes.low)
                assert {voter.party.id for voter in link.voters} <= won
                won.add(link.enterprise.id or "")
            assert (party in won) is (told.left_out == 0)
            assert {ref.id for ref in told.shown_at} <= controllers & won
        for one in found.reached((party,)):
            if one != party:
                told = chains.down((party,), one)
                before = {ref.id for ref in told.shown_at}
                assert {v.party.id for v in told.because[-1].voters} <= {
                    party,
                    *before,
                    *(x.enterprise.id for x in told.because),
                }
                assert all(found.reached((party,))[ref or ""] < found.reached((party,))[one] for ref in before)
