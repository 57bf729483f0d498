"""A person known by name who stands in several rows of one list may be several: told, and judged as several."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.answer import control_of
from app.analytics.control.controls import controls_by
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, Network, Party
from app.analytics.structure.several_rows import several_rows, split_persons, without_row_number
from app.rules.rule_sets import MAJORITY, rule_set
from app.words.sentences import with_sentences
from models.answers.control import Control

FIRM = "uscc:91330106MX02030192"
LI, OTHER = f"person:{FIRM}:李娜", f"person:{FIRM}:某"


def _network(*rows: tuple[str, float, str]) -> Network:
    parties = {FIRM: Party(FIRM, "Enterprise", "重名公司", Form.COMPANY)}
    parties |= {holder: Party(holder, "Person", holder.rpartition(":")[2], Form.PERSON) for holder, _, _ in rows}
    held = [
        HeldRow(holder, FIRM, "register", "甲局", "2024-01-01", f"f{i}", Bounds(share, share), entry=entry)
        for i, (holder, share, entry) in enumerate(rows)
    ]
    return Network(parties, tuple(held))


def _control(network: Network, party: str = FIRM) -> Control:
    return control_of(controls_by(choose_lists(split_persons(network), Basis.VOTES), rule_set(MAJORITY)), party)


def test_control_is_undetermined_where_it_hangs_on_it() -> None:
    found = _control(_network((LI, 0.3, ""), (LI, 0.3, ""), (OTHER, 0.4, "")))
    assert found.controllers == ()
    (doubt,) = found.undetermined
    assert (doubt.name, [without_row_number(str(one.id)) for one in doubt.persons]) == ("李娜", [LI, LI])
    assert doubt.if_one.controls
    assert doubt.if_one.votes is not None
    assert doubt.if_separate.votes is not None
    assert (doubt.if_one.votes.low, doubt.if_separate.votes.high) == (0.6, 0.3)
    (told,) = found.several_rows
    assert (told.holder, told.rows, told.persons) == (LI, 2, 2)
    assert "可能是 2 人" in with_sentences(told).text.zh


def test_control_is_certain_where_it_does_not() -> None:
    found = _control(_network((LI, 0.6, ""), (LI, 0.1, ""), (OTHER, 0.3, "")))
    assert [one.id for one in found.controllers] == [LI]
    assert found.undetermined == ()
    assert len(found.several_rows) == 1, "that there may be two is told all the same"


def test_entries_that_say_why_they_are_apart_are_one_stake() -> None:
    network = _network((LI, 0.3, "货币"), (LI, 0.3, "实物"), (OTHER, 0.4, ""))
    assert split_persons(network) is network
    assert [one.id for one in _control(network).controllers] == [LI]
    assert several_rows(choose_lists(network, Basis.VOTES), [FIRM]) == ()


def test_as_many_persons_as_rows_are_alike() -> None:
    network = _network((LI, 0.2, "货币"), (LI, 0.2, "实物"), (LI, 0.1, "货币"), (OTHER, 0.5, ""))
    (told,) = several_rows(choose_lists(network, Basis.VOTES), [FIRM])
    assert (told.rows, told.persons) == (3, 2)
    held = {row.holder: 0.0 for row in split_persons(network).rows}
    for row in split_persons(network).rows:
        assert row.share
        held[row.holder] = round(held[row.holder] + row.share.low, 6)
    assert held == {LI: 0.4, f"{LI}#2": 0.1, OTHER: 0.5}


def test_who_is_known_by_more_than_a_name_is_one() -> None:
    known = "pid:0123"
    network = _network((known, 0.3, ""), (known, 0.3, ""), (OTHER, 0.4, ""))
    assert split_persons(network) is network


ROWS = st.lists(
    st.tuples(st.sampled_from([LI, OTHER, "pid:1"]), st.integers(1, 20), st.sampled_from(["", "货币", "2024-01-01"])),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(ROWS)
def test_nothing_is_lost_and_order_does_not_matter(rows: list[tuple[str, int, str]]) -> None:
    network = _network(*((holder, share / 120, entry) for holder, share, entry in rows))
    apart = split_persons(network)
    turned = Network(network.parties, network.rows[::-1])
    assert sorted(map(str, split_persons(turned).rows)) == sorted(map(str, apart.rows))
    assert sorted((without_row_number(r.holder), r.fact, r.share) for r in apart.rows) == sorted(
        (r.holder, r.fact, r.share) for r in network.rows
    )
    for holder in {row.holder for row in apart.rows}:
        entries = [row.entry for row in apart.rows if row.holder == holder]
        assert len(set(entries)) == len(entries) or holder.startswith("pid:"), "no person has two rows that are alike"
