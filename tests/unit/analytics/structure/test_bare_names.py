"""Bare names in several lists are several parties, and the same from day to day."""

from app.analytics.control.controls import controls_by
from app.analytics.structure.bare_names import apart
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, HeldRow, Network, Party, Role, RoleRow
from app.rules.rule_sets import rule_set
from models.values.bare_names import lasting

NAME = "name:Person::2024-01-01:某甲"


def _network(*rows: tuple[str, str, float], roles: tuple[RoleRow, ...] = ()) -> Network:
    ids = {p for holder, enterprise, _ in rows for p in (holder, enterprise)} | {role.party for role in roles}
    parties = {p: Party(p, "Mention" if p.startswith("name:") else "Enterprise", p[-2:]) for p in ids}
    held = [HeldRow(h, e, "register", "某局", "2024-01-01", f"{h}>{e}", Bounds(s, s)) for h, e, s in rows]
    return Network(parties, tuple(held), roles)


def test_one_name_in_two_lists_is_two_parties() -> None:
    """60 % of A, which has 45 % of B, and 10 % of B: together they would control B."""
    found = apart(_network((NAME, "uscc:a", 0.6), ("uscc:a", "uscc:b", 0.45), (NAME, "uscc:b", 0.1)))
    assert set(found.parties) == {"uscc:a", "uscc:b", f"{NAME}#uscc:a", f"{NAME}#uscc:b"}
    assert {row.holder for row in found.rows} == {"uscc:a", f"{NAME}#uscc:a", f"{NAME}#uscc:b"}
    controls = controls_by(choose_lists(found, Basis.VOTES), rule_set("company_law_265"))
    assert controls.controllers("uscc:a") == (f"{NAME}#uscc:a",)
    assert controls.controllers("uscc:b") == ()
    assert {party.name for party in found.parties.values() if party.kind == "Mention"} == {"某甲"}


def test_a_name_in_one_list_and_all_others_stay_what_they_are() -> None:
    role = RoleRow(NAME, "uscc:a", Role.MANAGING_PARTNER, "f")
    alone = _network((NAME, "uscc:a", 0.6), ("uscc:a", "uscc:b", 1.0), ("uscc:a", "uscc:c", 1.0), roles=(role,))
    assert apart(alone) is alone
    several = apart(_network((NAME, "uscc:b", 0.6), roles=(role,)))
    assert [one.party for one in several.roles] == [f"{NAME}#uscc:a"]


def test_what_lasts_is_the_name() -> None:
    for party in (NAME, "name:Person::2025-06-30:某甲", f"{NAME}#uscc:a"):
        assert lasting(party) == "name:Person::某甲"
    assert lasting("uscc:a") == "uscc:a"
    assert lasting("name:Enterprise::2024-01-01:店#1") == "name:Enterprise::店#1"
