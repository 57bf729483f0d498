"""The difference between two days: who came, who left, what changed; nothing where nothing did."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.difference import difference
from app.analytics.errors import KeyLacking, UnknownSection
from app.rules.differences import DifferenceRules, Section, difference_rules
from models.answers.control import Range
from models.answers.difference import Comparable, Difference
from models.answers.network import NetworkLink

Items = list[dict[str, Any]]
RULES = DifferenceRules(
    tolerance=1e-9, ignored=frozenset({"text"}), sections={"owners": Section(key=("id",), fields=("share", "how"))}
)
shares = st.sampled_from((None, 0.0, 0.25, 0.5, 1.0))
items = st.builds(lambda i, s, h: {"id": i, "share": s, "how": h}, st.sampled_from("abcd"), shares, st.sampled_from(("x", "y")))


def unique(found: Items) -> Items:
    return list({item["id"]: item for item in found}.values())


def differ(before: Items | None, after: Items | None, **more: bool) -> Difference:
    return difference("owners", before, after, rules=RULES, **more)


lists = st.lists(items, max_size=6)


@given(lists, lists)
def test_it_is_what_a_comparison_by_hand_gives(one: Items, two: Items) -> None:
    before, after = ({item["id"]: item for item in x} for x in (one, two))
    told = differ(list(before.values()), list(after.values()))
    assert [item["id"] for item in told.came] == sorted(after.keys() - before.keys())
    assert [item["id"] for item in told.left] == sorted(before.keys() - after.keys())
    assert {change.key["id"]: {f.field: (f.before, f.after) for f in change.fields} for change in told.changed} == {
        i: {f: (before[i][f], after[i][f]) for f in ("share", "how") if before[i][f] != after[i][f]}
        for i in before.keys() & after.keys()
        if before[i] != after[i]
    }


@given(lists, lists)
def test_turned_around_it_is_its_mirror(one: Items, two: Items) -> None:
    there, back = differ(one, two), differ(two, one)
    assert (there.came, there.left) == (back.left, back.came)
    turned = [(c.key, [(f.field, f.after, f.before) for f in c.fields]) for c in back.changed]
    assert [(c.key, [(f.field, f.before, f.after) for f in c.fields]) for c in there.changed] == turned


@given(lists, st.randoms(use_true_random=False))
def test_nothing_differs_between_equal_days_whatever_the_order(one: Items, dice: Any) -> None:
    other = [dict(item) for item in one]
    dice.shuffle(other)
    assert differ(one, other).empty


@given(lists, lists)
def test_the_difference_leads_from_one_day_to_the_other(one: Items, two: Items) -> None:
    before, after = unique(one), unique(two)
    told = differ(before, after)
    built = {item["id"]: dict(item) for item in before}
    for item in told.left:
        del built[item["id"]]
    for change in told.changed:
        built[change.key["id"]].update({f.field: f.after for f in change.fields})
    built.update({item["id"]: item for item in told.came})
    assert built == {item["id"]: item for item in after}


def test_several_items_of_one_key_are_compared_as_a_set() -> None:
    one = [{"id": "a", "share": 0.1}, {"id": "a", "share": 0.2}]
    two = [{"id": "a", "share": 0.2}, {"id": "a", "share": 0.3}, {"id": "a", "share": 0.4}]
    told = differ(one, two)
    assert [[(f.before, f.after) for f in change.fields] for change in told.changed] == [[(0.1, 0.3)]]
    assert told.came == ({"id": "a", "share": 0.4},)


def test_a_list_that_is_cut_makes_the_other_uncertain() -> None:
    one, two = [{"id": "a", "share": 0.1}], [{"id": "b", "share": 0.2}]
    told = differ(one, two, complete_after=False)
    assert (told.left, told.perhaps_left, told.came) == ((), (one[0],), (two[0],))
    told = differ(one, two, complete_before=False)
    assert (told.came, told.perhaps_came, told.left) == ((), (two[0],), (one[0],))
    assert not told.empty


def test_where_a_day_is_unknown_nobody_came_or_left() -> None:
    there: Items = [{"id": "a"}]
    days: list[tuple[Items | None, Items | None]] = [(None, there), (there, None), (None, None), ([], there)]
    assert [differ(*pair).comparable for pair in days] == [
        Comparable.BEFORE_UNKNOWN,
        Comparable.AFTER_UNKNOWN,
        Comparable.BOTH_UNKNOWN,
        Comparable.YES,
    ]
    assert differ(None, there).came == ()
    assert not differ(None, None).empty


def test_rounding_and_words_are_no_change() -> None:
    one: Items = [{"id": "a", "share": 0.3, "how": [{"text": "old", "votes": {"low": 0.1, "high": 0.1}}]}]
    two: Items = [{"id": "a", "share": 0.1 + 0.2, "how": ({"text": "new", "votes": {"low": 0.1, "high": 0.1 + 1e-12}},)}]
    assert differ(one, two).empty
    two[0]["how"][0]["votes"]["high"] = 0.1001
    assert [f.field for f in differ(one, two).changed[0].fields] == ["how"]
    assert not differ([{"id": "a", "share": True}], [{"id": "a", "share": 1}]).empty


def test_a_name_is_one_whatever_the_day_it_is_named_for() -> None:
    one: Items = [{"id": "name:Enterprise::2016-12-31:某:信托", "share": 0.1}]
    two: Items = [{"id": "name:Enterprise::2017-12-31:某:信托", "share": 0.1}]
    assert differ(one, two).empty
    assert not differ(one, [{"id": "name:Person::2017-12-31:某:信托", "share": 0.1}]).empty
    links = [NetworkLink(source=x["id"], target="b", kind="INVESTS_IN", fact=f) for x, f in ((one[0], "f"), (two[0], "g"))]
    assert difference("links", links[:1], links[1:]).empty
    told = difference("joint_control", [{"kind": "halves", "sides": one}], [{"kind": "halves", "sides": two}])
    assert told.empty


def test_all_fields_but_the_key_and_what_is_ignored_where_none_are_named() -> None:
    rules = RULES.model_copy(update={"sections": {"related": Section(key=("id",))}})
    told = difference("related", [{"id": "a", "x": 1, "text": "u"}], [{"id": "a", "y": 2, "text": "v"}], rules=rules)
    assert [(f.field, f.before, f.after) for f in told.changed[0].fields] == [("x", 1, None), ("y", None, 2)]


def test_answers_can_be_compared_as_they_are() -> None:
    one = NetworkLink(source="a", target="b", kind="INVESTS_IN", fact="f", share_min=0.1, share_max=0.1)
    two = one.model_copy(update={"share_min": 0.2, "share_max": 0.2})
    told = difference("links", (one,), (two,))
    assert [(f.field, f.before, f.after) for f in told.changed[0].fields] == [("share_min", 0.1, 0.2), ("share_max", 0.1, 0.2)]


def test_what_cannot_be_compared() -> None:
    with pytest.raises(UnknownSection):
        difference("nothing", [], [])
    with pytest.raises(KeyLacking):
        differ([{"share": 1}], [])
    with pytest.raises(KeyLacking):
        differ([], [Range(low=0, high=1)])  # type: ignore[list-item]


def test_every_section_names_its_key() -> None:
    assert set(difference_rules().sections) >= {"owners", "holdings", "controllers", "controls", "beneficial_owners", "related"}
