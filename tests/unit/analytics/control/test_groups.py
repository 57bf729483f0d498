"""Groups: the parent, the members, and who is closest above each."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.controls import controls_by
from app.analytics.control.groups import group_of
from app.analytics.control.stated_chains import MOST_LINKS
from app.analytics.structure.network import Form
from app.rules.rule_sets import custom, rule_set
from models.answers.control import CorporateGroup
from tests.unit.analytics.build import Held, oracle, structure
from tests.unit.analytics.control.test_controllers import ring
from tests.unit.analytics.control.test_fixpoint import CUTS, floats, holdings

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
    return group_of(controls_by(structure(lists, **how), MAJORITY), party)  # type: ignore[arg-type]


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
    found = group_of(controls_by(structure({f"c{n}": {"h": 1.0} for n in range(6)}), MAJORITY), "h", limit=4)
    assert (len(found.members), found.shown, found.total) == (4, 4, 6)


def test_the_links_of_a_ring_are_not_squared() -> None:
    shown = group_of(controls_by(structure(ring(200)), custom(0.25, "ge")), "c0007")
    assert (len(shown.block), len(shown.members)) == (200, 199)
    assert sum(len(one.because) for one in shown.members) <= MOST_LINKS + 200
    assert max(one.left_out for one in shown.members) == 198
    assert {one.parents for one in shown.members} == {("c0000",)}


@settings(max_examples=60, deadline=None)
@given(holdings())
def test_a_group_is_what_its_parent_controls_and_its_tree_holds_together(lists: dict[str, dict[str, Fraction]]) -> None:
    truth = oracle(lists, Fraction(1, 2), strict=True)
    found = controls_by(structure(floats(lists)), MAJORITY)
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


def test_who_controls_most_heads_the_group_of_what_several_control() -> None:
    """By a third of the votes two control X: it is of the group of the one that controls more, whoever is asked about."""
    lists: Held = {"x": {"a": 0.31, "b": 0.31}, **{f"s{n}": {"b": 0.9} for n in range(5)}}
    found = controls_by(structure(lists), rule_set("takeover_84"))
    of_b = group_of(found, "x")
    assert of_b.parent is not None
    assert (of_b.parent.id, [one.id for one in of_b.members]) == ("b", ["s0", "s1", "s2", "s3", "s4", "x"])
    for member in ("b", "s3"):
        assert group_of(found, member).model_copy(update={"party": of_b.party}) == of_b
    of_a = group_of(found, "a")
    assert (of_a.parent, of_a.members, [one.id for one in of_a.of_others]) == (None, (), ["x"])


def test_of_a_block_of_which_nobody_votes_in_a_member_one_is_its_parent() -> None:
    """M and N control each other, and X through S, which X controls too: neither votes in X itself."""
    lists: Held = {"m": {"n": 0.6}, "n": {"m": 0.6}, "s": {"x": 0.3, "m": 0.3, "n": 0.3}, "x": {"s": 0.9}}
    shown = group_of(controls_by(structure(lists), custom(0.25, "ge")), "x")
    assert {one.id: one.parents for one in shown.members} == {"n": ("m",), "s": ("m", "n"), "x": ("m",)}


@settings(max_examples=120, deadline=None)
@given(holdings(), st.sampled_from(CUTS), st.booleans())
def test_every_member_has_the_same_group(lists: dict[str, dict[str, Fraction]], cut: Fraction, strict: bool) -> None:
    truth = oracle(lists, cut, strict)
    found = controls_by(structure(floats(lists)), custom(float(cut), "gt" if strict else "ge"))
    for party in lists:
        shown = group_of(found, party)
        if shown.parent is None or shown.parent.id is None:
            continue
        head = shown.parent.id
        inside = {head, *(one.id for one in shown.members)}
        assert party in inside
        assert inside <= truth[head]
        assert truth[head] - inside == {one.id for one in shown.of_others}
        for member in inside:
            assert group_of(found, member).model_copy(update={"party": shown.party}) == shown
        for one in shown.members:
            assert set(one.parents) <= inside
            assert _nearest(lists, truth, one.id, head, inside, set(one.parents))


def _nearest(
    lists: dict[str, dict[str, Fraction]], truth: dict[str, set[str]], member: str, head: str, inside: set[str], told: set[str]
) -> bool:
    """Whether just those are told who control a member and nobody else above it; of a block, those that vote in it."""
    outside = {one for one in inside - {member} if member in truth[one] and one not in truth[member]}
    if not outside:
        return told == {head}
    nearest = {one for one in outside if all(one in truth[other] for other in outside & truth[one])}
    if not told <= nearest:
        return False
    for one in nearest:
        block = {other for other in nearest if other in truth[one] and one in truth[other]}
        voting = block & lists.get(member, {}).keys()
        if (told & block != voting) if voting else len(told & block) != 1:
            return False
    return True
