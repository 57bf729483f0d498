"""Groups: the parent, the members, and who is closest above each."""

from fractions import Fraction

from hypothesis import given, settings

from app.analytics.control import control
from app.analytics.groups import group_of
from app.analytics.network import Form
from app.analytics.rule_sets import rule_set
from models.control import CorporateGroup
from tests.unit.analytics.control.build import Held, oracle, structure
from tests.unit.analytics.control.test_fixpoint import floats, holdings

MAJORITY = rule_set("company_law_265")
GROUP: Held = {
    "h": {"p1": 0.7, "p2": 0.3},
    "a": {"h": 0.6},
    "b": {"h": 0.55},
    "c": {"a": 0.3, "b": 0.25},
    "d": {"a": 0.2, "b": 0.35},
    "e": {"c": 0.8},
}


def group(lists: Held, party: str, **how: object) -> CorporateGroup:
    return group_of(control(structure(lists, **how), MAJORITY), party)  # type: ignore[arg-type]


def test_the_tree_of_a_group() -> None:
    """C is held by A and B jointly, so the closest above it is their parent."""
    found = group(GROUP, "e")
    assert found.parent is not None
    assert (found.parent.id, [party.id for party in found.above]) == ("h", ["p1"])
    assert [(one.id, one.parents, one.depth) for one in found.members] == [
        ("a", ("h",), 1),
        ("b", ("h",), 1),
        ("c", ("h",), 1),
        ("d", ("h",), 1),
        ("e", ("c",), 2),
    ]
    joint = next(one for one in found.members if one.id == "c")
    assert [link.enterprise.id for link in joint.because] == ["a", "b", "c"]
    for member in "habcd":
        assert group(GROUP, member).model_copy(update={"party": found.party}) == found


def test_a_state_body_is_above_its_groups_and_not_of_them() -> None:
    lists: Held = {"h": {"organ": 1.0}, "k": {"organ": 1.0}, "a": {"h": 1.0}, "b": {"k": 1.0}}
    found = group(lists, "a", forms={"organ": Form.STATE})
    assert found.parent is not None
    assert (found.parent.id, [one.id for one in found.members], [one.id for one in found.above]) == ("h", ["a"], ["organ"])


def test_what_controls_nothing_and_is_controlled_by_a_person_is_no_group() -> None:
    assert group({"t": {"p1": 1.0}}, "t").parent is None
    assert group({"t": {"p1": 1.0}}, "p1").parent is None


def test_a_block_of_mutual_control_heads_its_group_together() -> None:
    found = group({"m": {"n": 0.6}, "n": {"m": 0.6}, "a": {"m": 0.3, "n": 0.3}}, "a")
    assert found.parent is not None
    assert (found.parent.id, [party.id for party in found.block]) == ("m", ["m", "n"])
    assert [(one.id, one.parents, one.depth) for one in found.members] == [("a", ("m", "n"), 1), ("n", ("m",), 1)]


def test_the_nearest_above_is_the_parent_though_another_holds_more() -> None:
    """H has 40 % of M itself, and 60 % more through N, which controls M alone."""
    lists: Held = {"m": {"n": 0.6, "h": 0.4}, "n": {"m": 0.3, "h": 0.7}, "h": {"p1": 1.0}}
    assert [(one.id, one.parents) for one in group(lists, "m").members] == [("n", ("h",)), ("m", ("n",))]


def test_members_are_cut_and_counted() -> None:
    found = group_of(control(structure({f"c{n}": {"h": 1.0} for n in range(6)}), MAJORITY), "h", limit=4)
    assert (len(found.members), found.shown, found.total) == (4, 4, 6)


@settings(max_examples=60, deadline=None)
@given(holdings())
def test_a_group_is_what_its_parent_controls_and_its_tree_holds_together(lists: dict[str, dict[str, Fraction]]) -> None:
    truth = oracle(lists, Fraction(1, 2), strict=True)
    found = control(structure(floats(lists)), MAJORITY)
    for party in lists:
        shown = group_of(found, party)
        above = {one for one in truth if one.startswith("c") and party in truth[one]}
        if shown.parent is None:
            assert above == {party}
            assert truth[party] == {party}
            continue
        head = shown.parent.id
        assert head is not None
        assert {head, *(one.id for one in shown.members)} == truth[head]
        assert all(one in truth[head] and (head in truth[one]) <= (one in truth[head]) for one in above)
        inside = {head, *(one.id for one in shown.members)}
        for member in shown.members:
            assert member.parents
            assert set(member.parents) <= inside
            assert all(member.id in truth[parent] for parent in member.parents)
