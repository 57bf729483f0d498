"""What kind of party indicators of risk take one for, and what could not be looked for."""

import pytest

from app.analytics.structure.network import Form, Party
from app.answers.reading.risk import looked_into, risk_kind
from app.answers.risk import not_looked_for
from app.rules.risk_conditions import FoundIn, OtherRecords
from app.rules.risk_indicators import RiskKind, indicators
from loaders.catalogue.files import read_catalogue
from models.catalogue import TypeName
from models.risk.own import NotLookedForReason

CATALOGUE = read_catalogue()
RULES = indicators()


@pytest.mark.parametrize(
    ("form", "kind", "found"),
    [
        (Form.LISTED, "Enterprise", RiskKind.COMPANY),
        (Form.UNKNOWN, "Enterprise", RiskKind.COMPANY),
        (Form.UNKNOWN, "Organisation", None),
        (Form.BRANCH, "Enterprise", RiskKind.BRANCH),
        (Form.PERSON, "Person", RiskKind.PERSON),
        (Form.STATE, "Department", None),
        (Form.NOMINEE, "Enterprise", None),
    ],
)
def test_kinds_follow_the_form_of_a_party(form: Form, kind: str, found: RiskKind | None) -> None:
    assert risk_kind(Party("uscc:1", kind, "甲", form)) is found


def test_conditions_name_what_the_catalogue_has() -> None:
    for one in RULES.indicators.values():
        for where in one.found:
            conditions: list[FoundIn | OtherRecords] = [where, *where.having, *where.lacking]
            for tested in conditions:
                category = CATALOGUE[tested.records]
                assert tested.role in category.by_name or tested.role == "party", (one.id, tested.role)
                for name, test in tested.where.items():
                    prop = category.by_name[name]
                    if prop.type is TypeName.CHOICE:
                        assert set(test.among) <= set(prop.choices or {}), (one.id, name)
            category = CATALOGUE[where.records]
            named = {*where.root, *filter(None, (where.day, where.sums))} - {"authority"}
            named |= {where.repeated.same} if where.repeated and where.repeated.same else set()
            assert named <= category.by_name.keys(), one.id


def test_what_an_indicator_needs_is_what_it_looks_into() -> None:
    for one in RULES.indicators.values():
        if one.found:
            assert set(one.needs) <= {name for where in one.found for name in where.categories}, one.id
    assert set(looked_into(RULES, CATALOGUE)) <= CATALOGUE.categories.keys()


def test_an_indicator_of_alternatives_is_asked_where_one_of_them_is_loaded() -> None:
    left = {one.indicator: one for one in not_looked_for(RULES, {"liquidation"})}
    assert "D7" not in left
    assert left["J4"].reason is NotLookedForReason.NOT_LOADED
    assert left["J4"].categories == ("dishonest_debtor",)
    assert left["A4"].reason is NotLookedForReason.NOT_BUILT
