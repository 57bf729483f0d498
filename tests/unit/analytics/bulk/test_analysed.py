"""The whole graph analysed: equal to asking one enterprise at a time, and the same from a part of it that is whole upwards."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.bulk.analysed import CONTROLS, HEADS, OWNS, Analysed, analyse
from app.analytics.control.controls import controls_by
from app.analytics.control.groups import head_of
from app.analytics.errors import NoMajority
from app.analytics.ownership.integrated import upstream
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, Network, Party, Role, RoleRow
from app.rules.rule_sets import rule_set

RULES = rule_set("company_law_265")
FIRMS = tuple(f"uscc:F{i}" for i in range(8))
PERSONS = tuple(f"pid:{i}" for i in range(3))
STATE = "uscc:S"
NOMINEE = "name:香港中央结算（代理人）有限公司"
PARTIES = (
    {f: Party(f, "Enterprise", f"企业{f[-1]}有限公司", Form.COMPANY) for f in FIRMS}
    | {p: Party(p, "Person", "张三", Form.PERSON) for p in PERSONS}
    | {STATE: Party(STATE, "Department", "国资委", Form.STATE, state_organ=True)}
    | {NOMINEE: Party(NOMINEE, "Mention", "香港中央结算（代理人）有限公司")}
)
HOLDERS = (*FIRMS, *PERSONS, STATE, NOMINEE)


def row(enterprise: str, holder: str, percent: int) -> HeldRow:
    share = Bounds(percent / 100, percent / 100)
    return HeldRow(holder, enterprise, "register", "登记机关", "2024-01-01", f"{enterprise}/{holder}", share=share)


@st.composite
def lists(draw: st.DrawFn) -> dict[str, tuple[HeldRow, ...]]:
    """A holder list for some firms; the shares of each add up to at most the whole."""
    found = {}
    for firm in draw(st.lists(st.sampled_from(FIRMS), unique=True)):
        left, rows = 100, []
        for holder in draw(st.lists(st.sampled_from(HOLDERS), unique=True, max_size=4)):
            percent = draw(st.integers(1, max(1, left)))
            if left >= percent:
                rows.append(row(firm, holder, percent))
                left -= percent
        found[firm] = tuple(rows)
    return found


def network(found: Mapping[str, tuple[HeldRow, ...]], *, listed: str = "", roles: tuple[RoleRow, ...] = ()) -> Network:
    parties = dict(PARTIES)
    if listed:
        parties[listed] = replace(parties[listed], form=Form.LISTED)
    return Network(parties, tuple(r for rows in found.values() for r in rows), roles)


@settings(max_examples=100, deadline=None)
@given(lists(), st.sets(st.sampled_from(FIRMS), max_size=3), st.sampled_from(("", *FIRMS)))
def test_a_part_with_all_that_is_above_it_tells_what_the_whole_does(
    found: dict[str, tuple[HeldRow, ...]], wanted: set[str], listed: str
) -> None:
    part: dict[str, tuple[HeldRow, ...]] = {}
    above = set(wanted)
    while above:
        part |= {firm: found[firm] for firm in above if firm in found}
        above = {r.holder for firm in above for r in found.get(firm, ())} - part.keys() & found.keys()
    whole, some = (analyse(network(told, listed=listed), RULES) for told in (found, part))
    assert {e: a for e, a in some.items() if e in wanted} == {e: a for e, a in whole.items() if e in wanted}


@settings(max_examples=40, deadline=None)
@given(lists())
def test_each_enterprise_is_told_what_asking_about_it_alone_tells(found: dict[str, tuple[HeldRow, ...]]) -> None:
    whole = network(found)
    equity, cast = (choose_lists(whole, basis) for basis in (Basis.SUBSCRIBED, Basis.VOTES))
    controls = controls_by(cast, RULES)
    results = analyse(whole, RULES)
    for firm in FIRMS:
        told = results.get(firm, Analysed(None)).results
        ultimate = {one for block in controls.ultimate(firm) for one in block} - {firm}
        assert {r.holder for r in told if r.kind == CONTROLS} <= ultimate | {min({*ultimate, firm})}
        assert bool(ultimate) == bool([r for r in told if r.kind == CONTROLS]) or firm == min({*ultimate, firm})
        head = head_of(controls, firm)
        assert [r.holder for r in told if r.kind == HEADS] == ([head] if head != firm else [])
        shares = {h: s.bounds.low for h, s in upstream(equity, firm).shares.items() if s.bounds is not None}
        owned = {r.holder: r.low for r in told if r.kind == OWNS}
        assert NOMINEE not in owned
        wanted = {h: s for h, s in shares.items() if s >= 0.01 - 1e-9 and h not in (NOMINEE, firm)}
        assert owned == pytest.approx(wanted, abs=1e-9)


def test_a_role_that_changes_is_a_change() -> None:
    fund = FIRMS[0]
    partner = RoleRow(FIRMS[1], fund, Role.MANAGING_PARTNER, "r1")
    parties = PARTIES | {fund: Party(fund, "Enterprise", "众帆合伙企业（有限合伙）", Form.PARTNERSHIP)}
    rows = (row(fund, FIRMS[1], 1), row(fund, FIRMS[2], 99))
    before, after = analyse(Network(parties, rows), RULES), analyse(Network(parties, rows, (partner,)), RULES)
    assert after[fund].fingerprint != before[fund].fingerprint
    assert [r.holder for r in after[fund].results if r.kind == CONTROLS] == [FIRMS[1]]


def test_control_below_a_majority_is_refused() -> None:
    with pytest.raises(NoMajority):
        analyse(network({}), rule_set("takeover_84"))


def test_a_person_in_two_rows_alike_may_be_two_and_controls_nothing() -> None:
    firm, other = FIRMS[0], PERSONS[0]
    twice = f"person:{firm}:李四"
    parties = {**PARTIES, twice: Party(twice, "Person", "李四", Form.PERSON)}

    def results(*entries: str) -> dict[str, set[str]]:
        held = [replace(row(firm, twice, 30), fact=f"f{i}", entry=entry) for i, entry in enumerate(entries)]
        found = analyse(Network(parties, (*held, row(firm, other, 40))), RULES)[firm].results
        assert all("#" not in one.holder for one in found)
        return {kind: {one.holder for one in found if one.kind == kind} for kind in (CONTROLS, OWNS)}

    assert results("货币", "知识产权") == {CONTROLS: {twice}, OWNS: {twice, other}}, "two entries of one stake"
    assert results("", "") == {CONTROLS: set(), OWNS: {twice, other}}, "perhaps of two persons of one name"
