"""Parties decided to be one: every answer is that of the graph in which they are told as one."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.answer import control_of
from app.analytics.control.controls import controls_by
from app.analytics.ownership.look_through import look_down, look_up
from app.analytics.related.parties import related_parties
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, Network, Party, Role, RoleRow
from app.analytics.structure.same_party import Decided, counted_as_one, joined_groups, representatives
from app.analytics.structure.several_rows import split_persons
from app.rules.rule_sets import MAJORITY, rule_set
from models.base import Model

FIRMS = ("uscc:A", "uscc:B", "uscc:C", "uscc:D")
PERSONS = ("pid:1", "pid:2", "pid:3")


class Held(NamedTuple):
    """A share: of whom, in what, how many hundredths, and which of the holder's names the row uses."""

    holder: str
    enterprise: str
    share: int
    alias: int


held = st.builds(
    Held, st.sampled_from((*FIRMS, *PERSONS)), st.sampled_from(FIRMS), st.sampled_from((10, 25, 30, 51)), st.integers(0, 2)
)
decided_by = st.permutations(range(3))
"""The order in which the names of each party are decided to be one, each with the one before."""


def _names(party: str) -> tuple[str, str, str]:
    """The three ids under which a party is told, its own being the strongest; D and 3 have their own alone."""
    _, _, own = party.partition(":")
    if own in ("D", "3"):
        return (party, party, party)
    return (
        (party, f"src:甲局:{own}", f"src:乙局:{own}") if party in FIRMS else (party, f"person:uscc:A:{own}", f"src:乙局:{own}")
    )


def _party(one: str) -> Party:
    firm = one[-1].isalpha()
    return Party(one, "Enterprise" if firm else "Person", one[-1], Form.COMPANY if firm else Form.PERSON)


def _network(rows: Sequence[Held], roles: Sequence[tuple[str, str]], *, told_as_one: bool) -> Network:
    """The graph; each row names its holder by one of three ids, or by the strongest where they are told as one."""
    holders = [row.holder if told_as_one else _names(row.holder)[row.alias] for row in rows]
    told = [
        HeldRow(h, r.enterprise, "register", "局", "2024-01-01", f"f{i}", Bounds(r.share / 100, r.share / 100), entry=f"{i}")
        for i, (h, r) in enumerate(zip(holders, rows, strict=True))
    ]
    posts = [RoleRow(p if told_as_one else _names(p)[i % 3], e, Role.POST, f"r{i}", "董事") for i, (p, e) in enumerate(roles)]
    ids = {one for row in told for one in (row.holder, row.enterprise)} | {
        one for r in posts for one in (r.party, r.enterprise)
    }
    return Network({one: _party(one) for one in sorted(ids)}, tuple(told), tuple(posts))


def _answers(network: Network, party: str) -> list[Model]:
    owned = choose_lists(network, Basis.SUBSCRIBED)
    controls = controls_by(choose_lists(split_persons(network), Basis.VOTES), rule_set(MAJORITY))
    found: list[Model] = [look_up(owned, party), look_down(owned, party), control_of(controls, party, 50)]
    if party in FIRMS:
        cas = controls_by(choose_lists(split_persons(network), Basis.VOTES), rule_set("cas_36"))
        found.append(related_parties(cas, party, 50))
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(held, min_size=1, max_size=9),
    st.lists(st.tuples(st.sampled_from(PERSONS), st.sampled_from(FIRMS)), max_size=3),
    decided_by,
)
def test_the_answer_is_that_of_the_graph_told_as_one(rows: list[Held], roles: list[tuple[str, str]], order: list[int]) -> None:
    pairs = [(names[a], names[b]) for p in (*FIRMS, *PERSONS) for names in (_names(p),) for a, b in pairwise(order)]
    stands_for = representatives(pairs)
    counted = counted_as_one(_network(rows, roles, told_as_one=False), stands_for)
    plain = _network(rows, roles, told_as_one=True)
    assert set(counted.parties) == set(plain.parties)
    for party in sorted(plain.parties):
        assert _answers(counted, party) == _answers(plain, party)


def test_who_stands_for_all_and_by_which_decisions() -> None:
    """Decisions join transitively whatever their order; the strongest identifier stands for all, then the first id."""
    one, two, three, far = "person:uscc:A:沈", "person:uscc:B:沈", "pid:9", "person:uscc:C:沈"
    pairs = [(two, three), (one, two)]
    assert representatives(pairs) == representatives(reversed(pairs)) == dict.fromkeys((one, two, three), three)
    assert representatives([(two, one)]) == {one: one, two: one}
    said = [Decided(*pair, f"f{i}", "核查组", "2024-02-01", "同证", "甲局") for i, pair in enumerate(pairs)]
    known = {id_: Party(id_, "Person", "沈", Form.PERSON) for id_ in (one, two, three, far)}
    (told,) = joined_groups(representatives(pairs), said, known, 10)
    assert (told.party.id, [other.id for other in told.others]) == (three, [one, two])
    assert {(each.one.id, each.other.id, each.fact, each.grounds) for each in told.decisions} == {
        (two, three, "f0", "同证"),
        (one, two, "f1", "同证"),
    }


def test_rows_of_two_who_are_one_are_no_two_persons() -> None:
    """Two rows alike of one list may be two persons of a name; told under two ids that are decided to be one they are not."""
    ends = ("person:uscc:A:沈", "person:reg:1:沈")
    rows = tuple(HeldRow(h, "uscc:A", "register", "局", "2024-01-01", h, Bounds(0.3, 0.3)) for h in ends)
    network = Network(
        {one: _party(one) for one in ("uscc:A",)} | {h: Party(h, "Person", "沈", Form.PERSON) for h in ends}, rows
    )
    counted = split_persons(counted_as_one(network, representatives([ends])))
    (stake,) = choose_lists(counted, Basis.VOTES).lists["uscc:A"].stakes
    assert (stake.holder, stake.bounds, stake.facts) == (min(ends), Bounds(0.6, 0.6), ends)


def test_of_one_list_the_later_row_is_that_of_both() -> None:
    """Of one who was told under one id and later under another the later row counts; rows of one day add up."""
    ends = ("person:uscc:A:沈", "pid:9")
    for days, right in ((("2023-01-01", "2024-01-01"), 0.2), (("2024-01-01", "2024-01-01"), 0.5)):
        told = zip(ends, days, (0.3, 0.2), strict=True)
        rows = tuple(HeldRow(h, "uscc:A", "register", "局", day, h, Bounds(s, s)) for h, day, s in told)
        persons = {one: Party(one, "Person", "沈", Form.PERSON) for one in ends}
        network = counted_as_one(Network({"uscc:A": _party("uscc:A")} | persons, rows), representatives([ends]))
        (stake,) = choose_lists(network, Basis.VOTES).lists["uscc:A"].stakes
        assert (stake.holder, stake.bounds.high) == ("pid:9", right)


def test_lists_of_enterprises_that_are_one_are_not_added() -> None:
    """Each has told who its holders are: the later list is that of both."""
    days = {"uscc:A": "2023-01-01", "uscc:B": "2024-01-01"}
    rows = tuple(HeldRow("pid:1", firm, "register", "局", day, firm, Bounds(0.7, 0.7)) for firm, day in days.items())
    network = Network({one: _party(one) for one in (*days, "pid:1")}, rows)
    held = choose_lists(counted_as_one(network, representatives([("uscc:B", "uscc:A")])), Basis.SUBSCRIBED).lists
    assert [(one.enterprise, one.day, [s.bounds.high for s in one.stakes]) for one in held.values()] == [
        ("uscc:A", "2024-01-01", [0.7])
    ]


def test_what_one_does_not_tell_the_other_does_and_nobody_has_a_role_in_itself() -> None:
    firm, branch = "uscc:A", "src:甲局:A"
    parties = {firm: Party(firm, "Enterprise"), branch: Party(branch, "Enterprise", "分", Form.COMPANY, state="revoked")}
    role = RoleRow(firm, branch, Role.HEAD_OFFICE, "f1")
    found = counted_as_one(Network(parties, (), (role,), frozenset({branch})), representatives([(firm, branch)]))
    assert found == Network({firm: Party(firm, "Enterprise", "分", Form.COMPANY, state="revoked")}, (), (), frozenset({firm}))
