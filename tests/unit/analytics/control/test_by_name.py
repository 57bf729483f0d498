"""What rests on a name alone says so: the voter, the words, whoever controls by it, and what is left out of a chain too."""

from collections.abc import Iterable
from dataclasses import replace

from app.analytics.control.answer import control_of
from app.analytics.control.controls import Controls, controls_by
from app.analytics.control.groups import group_of
from app.analytics.control.stated_chains import Chains
from app.analytics.structure.network import Form, Role, Structure
from app.rules.rule_sets import rule_set
from app.words.sentences import with_sentences
from tests.unit.analytics.build import Held, structure
from tests.unit.analytics.control.test_controllers import ladder

MAJORITY = rule_set("company_law_265")


def by_name(made: Structure, pairs: Iterable[tuple[str, str]]) -> Structure:
    """The same with some holders, of (holder, enterprise), linked by their name."""
    named = set(pairs)
    lists = {
        enterprise: replace(
            counted,
            stakes=tuple(
                replace(stake, by_name="likely") if (stake.holder, enterprise) in named else stake for stake in counted.stakes
            ),
        )
        for enterprise, counted in made.lists.items()
    }
    roles = tuple(replace(row, by_name="likely") if (row.party, row.enterprise) in named else row for row in made.roles)
    return replace(made, lists=lists, roles=roles)


def found(lists: Held, *pairs: tuple[str, str]) -> Controls:
    return controls_by(by_name(structure(lists), pairs), MAJORITY)


def test_a_voter_known_by_name_and_whoever_controls_through_it_say_so() -> None:
    lists: Held = {"t": {"a": 0.6, "p2": 0.1}, "a": {"p1": 0.7}}
    shown = with_sentences(control_of(found(lists, ("p1", "a")), "t"))
    assert {one.id: one.rests_on_names for one in shown.controllers} == {"a": False, "p1": True}
    first = next(one for one in shown.controllers if one.id == "p1").because[0]
    assert first.voters[0].party.by_name == "likely"
    assert first.text.en == "P1 controls A because it holds 70 % of the votes, more than 50 % (P1 by name only)"
    assert first.text.zh.endswith("（P1仅按名称认定）")
    assert [one.rests_on_names for one in with_sentences(control_of(found(lists, ("p1", "a")), "p1")).controls] == [True, True]
    assert not any(one.rests_on_names for one in with_sentences(control_of(found(lists, ("p2", "t")), "t")).controllers)


def test_a_role_known_by_name_says_so() -> None:
    made = structure({"f": {"g": 0.1}}, {"f": Form.PARTNERSHIP}, [("g", Role.MANAGING_PARTNER, "f")])
    (controller,) = with_sentences(control_of(controls_by(by_name(made, [("g", "f")]), MAJORITY), "f")).controllers
    assert controller.rests_on_names
    assert controller.because[0].text.en == "G controls F as its managing partner (G by name only)"


def test_a_member_of_a_group_by_name_says_so() -> None:
    shown = group_of(found({"a": {"h": 0.6}, "b": {"a": 0.7}}, ("a", "b")), "h")
    assert {one.id: one.rests_on_names for one in shown.members} == {"a": False, "b": True}


def test_what_is_left_out_of_a_chain_counts() -> None:
    """The link by name lies below, or above, all that is told."""
    controls = found(ladder(30), ("c0001", "c0000"))
    everybody = set(controls.controllers("c0000"))
    told = Chains(controls, most=0).up("c0020", "c0000", everybody)
    assert (told.left_out, told.rests_on_names) == (19, True)
    below = found(ladder(30), ("p1", "c0029"))
    last = Chains(below, most=0).down(("p1",), "c0000")
    assert (last.left_out, last.rests_on_names, len(last.because)) == (29, True, 1)
    assert not Chains(found(ladder(30)), most=0).down(("p1",), "c0000").rests_on_names
