"""Owners of one name: together they have the sum of their shares, by whatever way it comes."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from app.analytics.ownership.look_through import look_up
from app.analytics.structure.network import Form, Party, Structure
from tests.unit.analytics.ownership.building import structure, tables
from tests.unit.analytics.ownership.oracle import Table

NAME = "张三"


def named(built: Structure, *persons: str, as_: str = NAME) -> Structure:
    """The structure with these persons known by one name alone."""
    known = {p: Party(f"person:{p}:{as_}", "Person", as_, Form.PERSON) for p in persons}
    ids = {p: party.id for p, party in known.items()}
    lists = {
        e: replace(one, stakes=tuple(replace(s, holder=ids.get(s.holder, s.holder)) for s in one.stakes))
        for e, one in built.lists.items()
    }
    parties = {party.id: party for party in (known.get(n, p) for n, p in built.parties.items())}
    return Structure(built.basis, parties, lists)


@settings(max_examples=60, deadline=None)
@given(tables(5, 3))
def test_joined_they_have_what_one_person_would(table: Table) -> None:
    joined = {e: dict(column) for e, column in table.items()}
    for column in joined.values():
        share = column.pop("p0", Fraction(0)) + column.pop("p1", Fraction(0))
        if share:
            column["p0"] = share
    for target in table:
        apart = look_up(named(structure(table), "p0", "p1"), target)
        one = look_up(structure(joined), target)
        together = {owner.id: owner for owner in one.owners}.get("p0")
        both = [owner for owner in apart.owners if owner.id.endswith(NAME)]
        if len(both) < 2 or together is None or together.integrated is None:
            continue
        for doubt in apart.undetermined:
            assert set(doubt.persons) == {owner.id for owner in both}
            assert abs(doubt.integrated_min - together.integrated) < 1e-9
            assert abs(doubt.integrated_max - together.integrated) < 1e-9


def test_they_are_told_only_where_linked_and_by_name_alone() -> None:
    half = Fraction(1, 2)
    built = structure({"c0": {"c1": half, "p0": half}, "c1": {"p1": half, "p2": half}})
    (doubt,) = look_up(named(built, "p0", "p1"), "c0").undetermined
    assert (doubt.integrated_min, doubt.name) == (0.75, NAME)
    assert look_up(built, "c0").undetermined == ()
    assert look_up(named(built, "p1"), "c0").undetermined == ()
