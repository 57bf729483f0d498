"""Where indicators are found in records: one record that makes each apply, and one a step off that does not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.risk.found import PartyRecord, events_of
from app.analytics.risk.ledger import RiskEvent, ledger
from app.analytics.risk.nats import points
from app.rules.risk_indicators import RiskKind, indicators

ON = date(2026, 6, 30)
RULES = indicators()


def record(category: str, day: str = "2026-01-10", role: str = "party", **values: Any) -> PartyRecord:
    """A record; `until` and `authority` are of the record itself."""
    until, authority = values.pop("until", None), values.pop("authority", None)
    fact = values.pop("fact", f"{category} {day} {until} {role} {sorted(values.items())}")
    end = date.fromisoformat(until) if until else None
    return PartyRecord(category, role, fact, date.fromisoformat(day), end, values, authority)


def found(*records: PartyRecord, kind: RiskKind = RiskKind.COMPANY, on: date = ON) -> list[RiskEvent]:
    return list(events_of(RULES, kind, records, on))


def counted(*records: PartyRecord, kind: RiskKind = RiskKind.COMPANY, on: date = ON) -> dict[str, float]:
    """What counts on the day, by indicator, in points."""
    lines = ledger(RULES, kind, found(*records, kind=kind, on=on), on).lines
    return {line.event.indicator: round(points(line.nats), 6) for line in lines if line.nats}


def penalty(number: str, day: str, **more: Any) -> PartyRecord:
    return record("penalty", day, decision_no=number, authority="dept:A", **({"violation_type": number} | more))


def change(item: str, day: str) -> PartyRecord:
    return record("registration_change", day, item=item)


def listing(cause: str, day: str = "2026-01-10", **more: Any) -> PartyRecord:
    return record("abnormal_operations", day, cause=cause, listed_on=day, **more)


CASES: list[tuple[str, list[PartyRecord], list[PartyRecord]]] = [
    ("B1", [record("enterprise", established="2025-07-01")], [record("enterprise", established="2025-06-30")]),
    (
        "B2",
        [record("shareholder", role="enterprise", subscribed_on="2026-06-29", subscribed=100.0, paid=99.0)],
        [
            record("shareholder", role="enterprise", subscribed_on="2026-06-30", subscribed=100.0, paid=0.0),
            record("shareholder", role="enterprise", subscribed_on="2026-06-29", subscribed=100.0, paid=100.0),
            record("shareholder", role="holder", subscribed_on="2026-06-29", subscribed=100.0, paid=0.0),
        ],
    ),
    (
        "B3",
        [
            record("enterprise", registered_capital=2e8, paid_in_capital=1e8),
            record("annual_report", "2025-03-01", employees=5),
            record("annual_report", "2026-03-01", employees=0),
        ],
        [
            record("enterprise", registered_capital=2e8, paid_in_capital=1e8 + 1),
            record("annual_report", "2026-03-01", employees=0),
        ],
    ),
    (
        "B4",
        [record("enterprise", name="杭州某理财咨询有限公司", business_scope="咨询")],
        [record("enterprise", name="杭州某理财咨询有限公司"), record("licence", licence_name="金融许可证")],
    ),
    (
        "D1",
        [change("法定代表人变更", day) for day in ("2024-07-10", "2025-01-01", "2026-06-01")],
        [change("法定代表人变更", day) for day in ("2024-06-01", "2025-01-01", "2026-06-02")],
    ),
    (
        "D2",
        [change("住所变更", f"2026-0{month}-01") for month in (1, 2, 3)],
        [change("住所变更", f"2026-0{m}-01") for m in (1, 2)],
    ),
    ("D6", [record("business_suspension", until="2026-07-01")], [record("business_suspension", until="2026-06-30")]),
    (
        "D7",
        [record("liquidation"), record("enforcement", case_no="执1号")],
        [record("liquidation"), record("enforcement", case_no="执1号", until="2026-03-01")],
    ),
    ("D9", [record("equity_freeze", role="debtor", state="frozen")], [record("equity_freeze", role="debtor", state="lifted")]),
    ("D10", [record("chattel_mortgage", role="mortgagor")], [record("chattel_mortgage", role="mortgagor", state="cancelled")]),
    ("D13", [record("intellectual_property_pledge")], [record("intellectual_property_pledge", until="2026-02-01")]),
    ("R1", [record("serious_violation")], [record("serious_violation", until="2026-06-30")]),
    ("R2", [listing("未依照规定公示年度报告")], [listing("年度报告隐瞒真实情况、弄虚作假")]),
    ("R3", [listing("未在责令的期限内公示有关企业信息")], [listing("其他")]),
    ("R4", [listing("公示企业信息隐瞒真实情况、弄虚作假")], [listing("其他")]),
    ("R5", [listing("通过登记的住所或者经营场所无法联系")], [listing("其他")]),
    (
        "R6",
        [listing("其他", day, until="2026-02-01") for day in ("2023-07-10", "2024-07-10", "2025-07-10")],
        [listing("其他", day) for day in ("2023-06-30", "2024-07-10", "2026-07-01")],
    ),
    ("R7", [penalty("1", "2026-01-10")], [penalty("1", "2026-01-10", gravity="minor")]),
    ("R8", [penalty("1", "2026-01-10", gravity="serious")], [penalty("1", "2026-01-10", gravity="general")]),
    (
        "R9",
        [penalty("1", "2025-06-01", violation_type="甲"), penalty("2", "2026-06-01", violation_type="甲")],
        [penalty("1", "2025-05-31", violation_type="甲"), penalty("2", "2026-06-01", violation_type="甲")],
    ),
    (
        "R10",
        [penalty("1", "2026-01-10", penalty_types=["罚款", "责令停产停业"])],
        [penalty("1", "2026-01-10", penalty_types=["罚款"])],
    ),
    (
        "R11",
        [penalty("1", "2026-01-10", penalty_types=["吊销许可证件"])],
        [penalty("1", "2026-01-10", penalty_types=["吊销营业执照"])],
    ),
    ("R12", [record("enterprise", state="revoked")], [record("enterprise", state="deregistered")]),
    ("R13", [record("spot_check", result="不合格")], [record("spot_check", result="未发现问题")]),
    ("R14", [record("spot_check", result="不配合检查情节严重")], [record("spot_check", result="合格")]),
    ("R15", [record("administrative_compulsion")], [record("administrative_compulsion", until="2026-02-01")]),
    ("R16", [record("tax_arrears", balance=0.01)], [record("tax_arrears", balance=0.0)]),
    ("R17", [record("tax_credit_grade", grade="D")], [record("tax_credit_grade", grade="C")]),
    ("R18", [record("major_tax_violation")], [record("major_tax_violation", until="2026-06-01")]),
    ("R19", [record("social_insurance_arrears")], [record("social_insurance_arrears", paid_on="2026-02-01")]),
    ("R20", [record("wage_arrears_list", listed_on="2026-01-10")], [record("wage_arrears_list", until="2026-06-01")]),
    (
        "J1",
        [record("judgment", party_role="defendant", amount=0.01)],
        [
            record("judgment", party_role="plaintiff", amount=5.0),
            record("judgment", "2026-01-11", party_role="defendant", amount=0.0),
        ],
    ),
    ("J2", [record("enforcement", state="执行中")], [record("enforcement", state="终结执行")]),
    ("J3", [record("terminated_enforcement")], [record("terminated_enforcement", until="2026-06-01")]),
    ("J4", [record("dishonest_debtor")], [record("dishonest_debtor", until="2026-06-01")]),
    ("J5", [record("bankruptcy", case_type="reorganisation")], [record("bankruptcy", case_type="application")]),
    ("J8", [record("industry_credit_rating", outcome="D")], [record("industry_credit_rating", outcome="A")]),
]


@pytest.mark.parametrize(("indicator", "positive", "near"), CASES, ids=[case[0] for case in CASES])
def test_each_indicator_applies_on_its_threshold_and_not_a_step_off(
    indicator: str, positive: Sequence[PartyRecord], near: Sequence[PartyRecord]
) -> None:
    assert indicator in counted(*positive)
    assert indicator not in counted(*near)


def test_every_indicator_that_is_looked_for_has_its_case() -> None:
    assert [one.id for one in RULES.indicators.values() if one.found] == [case[0] for case in CASES]


def test_a_case_told_in_several_records_counts_on_its_highest_rung() -> None:
    of_case = [
        record(name, case_no="（2026）浙01执 7号") for name in ("enforcement", "terminated_enforcement", "dishonest_debtor")
    ]
    frozen = record("equity_freeze", role="debtor", ruling_no="(2026)浙01执7号")
    assert counted(*of_case, frozen) == {"J4": 80}
    assert counted(*of_case[:2], frozen) == {"J3": 40}


def test_one_number_of_a_case_and_of_a_decision_are_two_events() -> None:
    assert counted(record("enforcement", case_no="7"), penalty("7", "2026-06-01")) == {"J2": 25, "R7": 10}


def test_a_serious_listing_follows_from_a_decision_of_its_authority_before_it() -> None:
    decision = penalty("1", "2026-01-01", gravity="serious")
    after = record("serious_violation", "2026-03-02", authority="dept:A")
    assert counted(decision, after) == {"R1": 100}
    late = record("serious_violation", "2026-03-03", authority="dept:A")
    assert counted(decision, late) == {"R1": 100, "R8": 30}
    another = record("serious_violation", "2026-03-02", authority="dept:B")
    assert counted(decision, another) == {"R1": 100, "R8": 30}


def test_arrears_of_several_taxes_are_graded_by_their_sum() -> None:
    taxes = [
        record("tax_arrears", tax_type=name, balance=balance) for name, balance in (("增值税", 49_000.0), ("房产税", 999.99))
    ]
    assert counted(*taxes) == {"R16": 10}
    assert counted(*taxes, record("tax_arrears", tax_type="印花税", balance=0.01)) == {"R16": 20}
    assert counted(record("tax_arrears", balance=1e6)) == {"R16": 35}
    assert counted(record("tax_arrears", balance=1e6, balance_currency="USD")) == {}


def test_a_suspension_of_over_three_years_counts_more_from_its_day_on() -> None:
    suspended = record("business_suspension", "2023-06-30")
    assert counted(suspended, on=date(2026, 6, 29)) == {"D6": 2}
    assert counted(suspended, on=date(2026, 6, 30)) == {"D6": 10}
    before = ledger(RULES, RiskKind.COMPANY, found(suspended, on=date(2026, 6, 29)), date(2026, 6, 29))
    assert before.next_step == date(2026, 6, 30)


def test_what_two_providers_tell_of_one_decision_repeats_nothing() -> None:
    told = [penalty("1", "2026-01-10", violation_type="甲", fact=name) for name in ("a", "b")]
    assert counted(*told) == {"R7": 10}


def test_what_is_over_or_of_another_kind_closes_nobody_indebted() -> None:
    old = record("judgment", "2010-01-10", party_role="defendant", amount=5.0)
    assert counted(record("liquidation"), old) == {}
    frozen = record("equity_freeze", role="debtor")
    assert counted(record("liquidation"), frozen, kind=RiskKind.COOPERATIVE) == {}
    assert counted(record("liquidation"), frozen) == {"D7": 10, "D9": 15}


def test_a_ruling_is_of_the_case_whose_number_it_begins_with() -> None:
    frozen = record("equity_freeze", role="debtor", ruling_no="（2026）浙0106执1号之一")
    assert counted(frozen, record("enforcement", case_no="(2026)浙0106执1号")) == {"J2": 25}


def test_what_two_providers_tell_of_one_listing_or_arrears_counts_once() -> None:
    listed = [record("serious_violation", listed_on="2026-01-10", cause="甲", fact=name) for name in "ab"]
    taxed = [record("major_tax_violation", published_on="2026-01-10", case_nature="偷税", fact=name) for name in "ab"]
    owed = [record("tax_arrears", authority="dept:A", tax_type="增值税", balance=30_000.0, fact=name) for name in "ab"]
    assert counted(*listed, *taxed, *owed) == {"R1": 100, "R18": 80, "R16": 10}


def test_the_newest_year_reported_counts_whenever_it_was_filed() -> None:
    firm = record("enterprise", registered_capital=2e8, paid_in_capital=0.0)
    late = record("annual_report", "2026-03-02", report_year=2023, employees=0)
    newest = record("annual_report", "2026-03-01", report_year=2025, employees=5)
    assert counted(firm, late, newest) == {}


def test_scope_that_says_what_is_not_done_is_no_sign() -> None:
    said = "企业管理咨询（未经金融等监管部门批准，不得从事吸收存款、代客理财等金融服务）"
    assert counted(record("enterprise", business_scope=said)) == {}


def test_nothing_is_concluded_from_a_category_that_is_not_loaded() -> None:
    firm = [record("enterprise", name="某理财公司")]
    assert [e.indicator for e in events_of(RULES, RiskKind.COMPANY, firm, ON, {"enterprise"})] == []
    assert [e.indicator for e in events_of(RULES, RiskKind.COMPANY, firm, ON, {"enterprise", "licence"})] == ["B4"]


def test_records_of_later_days_are_not_known_yet() -> None:
    assert found(record("dishonest_debtor", "2026-07-01")) == []


def test_a_contested_record_counts_and_is_marked() -> None:
    disputed = PartyRecord("dishonest_debtor", "party", "f", date(2026, 1, 1), None, {}, contested=True)
    own = ledger(RULES, RiskKind.COMPANY, found(disputed), ON)
    assert (round(points(own.own)), own.without_contested) == (80, 0)


ALL = [one for _, positive, near in CASES for one in (*positive, *near)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_records_makes_no_difference(records: list[PartyRecord], shuffle: Any) -> None:
    other = list(records)
    shuffle.shuffle(other)
    assert events_of(RULES, RiskKind.COMPANY, records, ON) == events_of(RULES, RiskKind.COMPANY, other, ON)
