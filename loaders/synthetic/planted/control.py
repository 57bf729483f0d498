"""Planted cases of control: joint majorities, joint control, thresholds, control by role, namesakes, conflicting lists."""

from loaders.synthetic.planted.expected import integrated
from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.timeline import PERIODS
from loaders.synthetic.world.model import Holding, Person, party_of


def plant(p: Plant) -> None:
    """Plant every case of this subject."""
    _joint(p)
    _thresholds(p)
    _by_role(p)
    _namesakes(p)
    _two_lists(p)
    _handover(p)


def _joint(p: Plant) -> None:
    half, left, right = p.firm("对半"), p.person(), p.person()
    p.own(half, (left, 50), (right, 50))
    p.truth.case(
        "joint_control",
        "两名股东各持 50 %：共同控制，任何一方都不单独控制。",
        "Two holders of 50 % each: joint control, neither controls alone.",
        {"firm": half, "a": left, "b": right},
        {"joint_control": {half.party: [party_of(left, half), party_of(right, half)]}, "controller": {half.party: None}},
    )
    top = p.person()
    one, two = p.firm("合围左"), p.firm("合围右")
    p.own(one, (top, 60), (p.person(), 40))
    p.own(two, (top, 70), (p.person(), 30))
    target = p.own(p.firm("合围中"), (one, 30), (two, 25), (p.person(), 45))
    share = (integrated(target) or {})[party_of(top, target)]
    p.truth.case(
        "joint_majority",
        "经两家受控公司合计 55 % 表决权控制目标公司，实际权益却不到四成。",
        "Control through two controlled firms with 55 % of the votes together, on less than four tenths of the equity.",
        {"controller": top, "via_a": one, "via_b": two, "target": target},
        {"controller": {target.party: party_of(top, target)}, "votes": 0.55, "integrated": {target.party: integrated(target)}},
    )
    p.truth.stop(
        target,
        ("看不见的控股人", "The controller in no list"),
        (
            f"股东名册里没有{top.name}，但他控制的两家公司合计 55 %；权益只有 {share:.1%}。",
            f"{top.name} is in no holder list; two firms under one control have 55 %, on {share:.1%} of the equity.",
        ),
    )


def _thresholds(p: Plant) -> None:
    for kind, percent, zh, en in (
        ("exactly_25", 25, "恰为 25 %：达到受益所有人标准（以上含本数）。", "Exactly 25 %: a beneficial owner (at least)."),
        ("just_under_25", 24.99, "24.99 %：未达到受益所有人标准。", "24.99 %: below the beneficial owner threshold."),
        ("exactly_50", 50, "恰为 50 %：不是公司法上的超过 50 %。", "Exactly 50 %: not more than 50 % under the Company Law."),
        ("just_over_50", 50.01, "50.01 %：超过 50 %，为控股股东。", "50.01 %: more than 50 %, a controlling shareholder."),
    ):
        firm, holder = p.firm({25: "线上", 24.99: "线下", 50: "半数", 50.01: "过半"}[percent], capital=10000), p.person()
        rest = round(100 - percent, 2)
        p.own(firm, (holder, percent), *((p.person(), round(rest / 5, 6)) for _ in range(5)))
        p.truth.case(
            kind,
            zh,
            en,
            {"firm": firm, "holder": holder},
            {
                "direct": {party_of(holder, firm): percent / 100},
                "beneficial_owner_by_equity": percent >= 25,
                "controls": percent > 50,
            },
        )


def _by_role(p: Plant) -> None:
    manager = p.person()
    general = p.own(p.firm("执舵", capital=500), (manager, 100))
    fund = p.firm("众帆", "partnership", name="杭州众帆创业投资合伙企业（有限合伙）", capital=30000)
    p.own(fund, (general, 1), (p.person(), 59), (p.person(), 40))
    fund.rep = general
    below = p.own(p.firm("众帆被投", industry="C36", capital=4000), (fund, 60), (p.person(), 40))
    p.truth.case(
        "executive_partner",
        "普通合伙人只出资 1 %，但作为执行事务合伙人控制合伙企业及其控股公司。",
        "The general partner has 1 % of the capital, and as executive partner controls the partnership and what it controls.",
        {"manager": manager, "general_partner": general, "partnership": fund, "held": below},
        {
            "controller": {fund.party: general.party, below.party: party_of(manager, general)},
            "integrated": {below.party: integrated(below)},
        },
    )
    owner = p.person()
    works = p.own(p.firm("独木", "sole", name="杭州独木纺织厂", industry="C17", capital=80), (owner, 100))
    trader = p.firm("闲庭", "trader", capital=5, name="杭州市西湖区闲庭小吃店")
    trader.rep = p.person()
    head = p.own(p.firm("枝干", industry="F52", capital=600), (p.person(), 100))
    branch = p.firm("枝干", "branch", name=f"{head.name}余杭分公司", capital=0, head=head)
    p.truth.case(
        "by_role",
        "个人独资企业由投资人控制，个体工商户由经营者控制，分公司由总公司控制。",
        "A sole proprietorship is controlled by its investor, a sole trader by its operator, a branch by its head office.",
        {"sole": works, "investor": owner, "trader": trader, "operator": trader.rep, "head": head, "branch": branch},
        {
            "controller": {
                works.party: party_of(owner, works),
                trader.party: party_of(trader.rep, trader),
                branch.party: head.party,
            }
        },
    )


def _namesakes(p: Plant) -> None:
    name = p.person(False).name
    a, b = p.firm("同名上"), p.firm("同名下")
    first, second = p.person(False, name), p.person(False, name)
    p.own(a, (first, 60), (p.person(), 40))
    p.own(b, (a, 45), (second, 10), (p.person(), 45))
    p.truth.case(
        "namesakes",
        "相关联的两家公司里有同名自然人：若为一人则控制下层公司（55 %），否则不控制；答案应为“无法确定”。",
        "Linked firms have holders of one name: if they are one person, 55 % and control, if two, none: undetermined.",
        {"upper": a, "lower": b, "in_upper": a.person(first), "in_lower": b.person(second)},
        {"undetermined": b.party, "if_one": {"votes": 0.55, "controls": True}, "if_two": {"votes": 0.45, "controls": False}},
    )


def _two_lists(p: Plant) -> None:
    firm, one, two = p.firm("两册"), p.person(), p.person()
    p.own(firm, (one, 70), (two, 30))

    def report_lists() -> None:
        for holder, percent in ((one, 40), (two, 60)):
            p.records.holding(firm, Holding(holder, percent), 5, PERIODS[5].day, provider="年度报告公示系统", basis="年度报告")

    p.at(5, report_lists)
    p.truth.case(
        "conflicting_lists",
        "登记簿与年度报告的股东名册不一致：只采用一份，另一份列为冲突，绝不相加。",
        "The register and the annual report name different shares: one list counts, the other is a conflict, never a sum.",
        {"firm": firm, "a": one, "b": two},
        {
            "register": {party_of(one, firm): 0.7, party_of(two, firm): 0.3},
            "annual_report": {party_of(one, firm): 0.4, party_of(two, firm): 0.6},
        },
    )


def _handover(p: Plant) -> None:
    firm, old, new = p.firm("接力", capital=2000), p.person(), p.person()
    p.own(firm, (old, 100))
    stages = {1: 80, 2: 60, 3: 50, 4: 40, 5: 20, 6: 0}

    def report(period: int, percent: int) -> None:
        parts: list[tuple[Person, float]] = [(old, percent), (new, 100 - percent)]
        p.own(firm, *(part for part in parts if part[1]))
        p.records.holders(firm, period, PERIODS[period].day)
        if not percent:
            p.records.leaves(firm, old, period, PERIODS[period].day)

    for period, percent in stages.items():
        p.at(period, lambda period=period, percent=percent: report(period, percent))  # type: ignore[misc]
    by_day = {PERIODS[k].day: v / 100 for k, v in stages.items()}
    p.truth.case(
        "handover",
        "逐月转让：控制权在 2024 年 3 月到 5 月间由旧股东转到新股东。",
        "Handed over month by month: control passes from the old holder to the new in spring 2024.",
        {"firm": firm, "old": old, "new": new},
        {
            "old_share_by_day": {PERIODS[0].day: 1.0} | by_day,
            "controller_by_day": {
                PERIODS[2].day: party_of(old, firm),
                PERIODS[3].day: None,
                PERIODS[4].day: party_of(new, firm),
                PERIODS[6].day: party_of(new, firm),
            },
        },
    )
    p.truth.stop(
        firm,
        ("换一个日期看", "Look on another day"),
        (
            "把查询日期从 2024-03-01 改到 2024-05-01：控股股东换了人。",
            "Move the day from 2024-03-01 to 2024-05-01: somebody else controls the firm.",
        ),
    )
