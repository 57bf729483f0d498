"""What a category file says of other records: by what they are found, what is done to them, and figures that never add up."""

from typing import Any

import pytest
from pydantic import ValidationError

from loaders.catalogue.files import read_catalogue
from models.catalogue import Category, TypeName

CATALOGUE = read_catalogue()
AN_EFFECT = {"action": "end", "category": "a", "match": {"b": "party"}, "day": "filed_on"}


def changed(name: str, **more: Any) -> Category:
    return Category.model_validate(CATALOGUE[name].model_dump(by_alias=True) | more)


@pytest.mark.parametrize("name", [c.name for c in CATALOGUE.categories.values() if c.effects])
def test_effects_name_what_the_other_is_found_by(name: str) -> None:
    for effect in CATALOGUE[name].effects:
        if effect.category:
            target = CATALOGUE[effect.category]
            assert set(effect.match) == set(target.matched_by)
            for theirs, own in effect.match.items():
                assert CATALOGUE[name].by_name[own].type is target.by_name[theirs].type
        for own, values in effect.when.items():
            assert set(values) <= CATALOGUE[name].by_name[own].choices.keys()


@pytest.mark.parametrize("name", [c.name for c in CATALOGUE.categories.values() if c.matched_by])
def test_one_party_and_one_more_find_a_record_at_most(name: str) -> None:
    """Whoever names a record from outside (a repair) names it by its party and a number."""
    types = [CATALOGUE[name].by_name[part].type for part in CATALOGUE[name].matched_by]
    assert types.count(TypeName.PARTY) <= 1 >= sum(kind is not TypeName.PARTY for kind in types)


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [
        ("enforcement", {"matched_by": ["amount"]}, "no parts of the key"),
        ("tax_arrears", {"matched_by": ["party"]}, "modes append and upsert"),
        ("enterprise", {"matched_by": []} | {"balances": ["name"]}, "no figures"),
        ("enforcement", {"balances": ["amount"]}, "a balance belongs"),
        (
            "enforcement",
            {"effects": [{"action": "end", "category": "a", "match": {"b": "none"}, "day": "filed_on"}]},
            "unknown",
        ),
        ("enforcement", {"effects": [AN_EFFECT | {"day": "state"}]}, "no date"),
        ("enforcement", {"effects": [{"action": "end", "match": {"party": "party"}, "day": "filed_on"}]}, "names a category"),
        (
            "enforcement",
            {"effects": [{"action": "end", "named_by": "state", "match": {"case_no": "case_no"}, "day": "filed_on"}]},
            "party and number",
        ),
    ],
)
def test_what_does_not_fit_is_refused(name: str, more: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        changed(name, **more)


def test_a_report_of_investment_is_no_holding() -> None:
    """Ownership reads INVESTS_IN; what an annual report names without a share is a relationship of another type."""
    edges = {c.name: c.edge.type for c in CATALOGUE.categories.values() if c.edge}
    assert [name for name, kind in edges.items() if kind == "REPORTS_INVESTMENT_IN"] == ["annual_report_investment"]
    assert edges["shareholder"] == "INVESTS_IN"


def test_balances_of_a_day_are_no_amounts_that_add() -> None:
    found = {c.name: c.balances for c in CATALOGUE.categories.values() if c.balances}
    assert found == {"tax_arrears": ("balance",), "prepaid_card": ("balance", "deposit")}
