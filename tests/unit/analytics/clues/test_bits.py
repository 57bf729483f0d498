"""Bits of links and paths: worked figures to their digits, groups of signals, the best of several paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.clues.bits import link_bits, path_bits, together
from app.analytics.clues.paths import ClueStep, linked_parties
from models.clues.parts import ClueKind, SignalGroup

N = 200_000
POPULATIONS = dict.fromkeys(ClueKind, N)
GROUP_BITS = st.tuples(st.sampled_from(SignalGroup), st.floats(0, 30))


def test_the_worked_links_to_their_digits() -> None:
    assert round(link_bits(N, 3), 6) == 16.609633
    assert round(link_bits(N, 20), 6) == 13.361706
    assert round(path_bits(N, (3 - 1, 5 - 1)), 6) == 14.609633


@pytest.mark.parametrize("bearers", [0, 1])
def test_a_link_has_two_ends(bearers: int) -> None:
    with pytest.raises(AssertionError):
        link_bits(N, bearers)


def test_of_one_group_the_strongest_counts_and_groups_add() -> None:
    phone, email, place = (SignalGroup.CONTACT, 16.5), (SignalGroup.CONTACT, 12.25), (SignalGroup.PLACE, 13.25)
    assert together([phone, email]) == 16.5
    assert together([email, place, phone]) == 29.75


@given(st.lists(GROUP_BITS))
def test_signals_add_up_in_any_order(signals: list[tuple[SignalGroup, float]]) -> None:
    assert together(signals) == together(signals[::-1])
    assert together([*signals, (SignalGroup.PLACE, 5.0)]) >= together(signals)


def step(source: str, target: str, bearers: int, kind: ClueKind = ClueKind.PHONE, value: str = "") -> ClueStep:
    return ClueStep(source, target, kind, value or f"{kind}:{source}{target}", bearers - 1, bearers)


def test_the_best_path_is_the_one_that_few_others_have() -> None:
    steps = [
        step("a", "b", 3),
        step("b", "c", 5, ClueKind.PERSON),
        step("a", "d", 20, ClueKind.ADDRESS),
        step("d", "c", 2),
    ]
    found = {one.party: one for one in linked_parties({"a"}, steps, POPULATIONS, 2)}
    assert [round(found[party].bits, 6) for party in "bdc"] == [16.609633, 13.361706, 14.609633]
    assert [one.target for one in found["c"].path] == ["b", "c"]
    assert (found["c"].fans, found["c"].hops) == (8, 2)
    assert [one.party for one in linked_parties({"a"}, steps, POPULATIONS, 2)] == ["b", "c", "d"]
    assert {one.party for one in linked_parties({"a"}, steps, POPULATIONS, 1)} == {"b", "d"}


def test_signals_of_one_step_add_where_they_say_more_than_the_path() -> None:
    steps = [step("a", "b", 3), step("a", "b", 20, ClueKind.ADDRESS), step("a", "b", 50, ClueKind.EMAIL)]
    (found,) = linked_parties({"a"}, steps, POPULATIONS, 2)
    assert round(found.bits, 6) == 29.971339
    assert dict(found.signals).keys() == {SignalGroup.CONTACT, SignalGroup.PLACE}
    assert found.fans == 2


def test_over_several_kinds_the_fewer_that_state_one_count() -> None:
    steps = [step("a", "b", 2), step("b", "c", 2, ClueKind.PERSON)]
    found = {one.party: one.bits for one in linked_parties({"a"}, steps, POPULATIONS | {ClueKind.PERSON: 1_025}, 2)}
    assert found["c"] == 10
    assert found["b"] > 17


@given(st.permutations(range(5)))
def test_paths_hang_on_no_order(order: list[int]) -> None:
    steps = [
        step("a", "b", 3),
        step("a", "b", 3, ClueKind.ADDRESS),
        step("a", "c", 3),
        step("b", "d", 4, value="v"),
        step("c", "d", 4, value="v"),
    ]
    assert linked_parties({"a"}, [steps[at] for at in order], POPULATIONS, 2) == linked_parties({"a"}, steps, POPULATIONS, 2)
