"""What titles of posts say: who manages the enterprise itself, and who only bears a word of it."""

import pytest

from app.analytics.structure.network import Role, RoleRow
from app.analytics.structure.officers import Office, holds_office, offices

DIRECTOR, SUPERVISOR, SENIOR = Office.DIRECTOR, Office.SUPERVISOR, Office.SENIOR_MANAGER
DAILY, EXECUTIVE, CHAIR = Office.DAILY_MANAGEMENT, Office.EXECUTIVE_DIRECTOR, Office.CHAIR

RUN_IT = """总经理 经理 公司经理 公司总经理 集团总裁 总裁 执行总裁 联席总裁 代总经理 代理总经理 执行总经理 行长
厂长 首席执行官 CEO 总经理（代行） 总\u3000经\u3000理"""
SENIORS = """副总经理 常务副总经理 副经理 副总裁 高级副总裁 执行副总裁 副行长 副厂长 副总 财务副总经理
分管生产副总经理 财务负责人 公司财务负责人 财务总监 技术总监 营销总监 总会计师 总工程师 总经济师
董事会秘书 董秘 代行董事会秘书职责 首席财务官 首席技术官 CFO"""
NOBODY = """总经理助理 经理助理 行长助理 总裁助理 厂长助理 客户经理 产品经理 区域经理 大区经理 大堂经理 分公司经理
分公司总经理 分公司副总经理 子公司总经理 项目经理 项目副经理 部门经理 部门副经理 财务部经理 人力资源经理
销售经理 销售副经理 高级经理 值班经理 店长 门店经理 办公室主任 总经理办公室主任 总经理秘书 总裁办主任
事业部总经理 事业部总裁 支行行长 分行行长 支行副行长 分厂厂长 项目总监 区域总监 创意总监 副总工程师
首席分析师 首席代表 首席科学家 董事长助理 董事长秘书 董事会办公室主任 董事会秘书助理 证券事务代表
会计机构负责人 前总经理 原总经理 名誉董事长 监事会办公室主任 出纳 职员"""


def each(titles: str) -> list[str]:
    return [title for line in titles.splitlines() for title in line.split(" ")]


@pytest.mark.parametrize("title", each(RUN_IT))
def test_who_runs_it_from_day_to_day(title: str) -> None:
    assert offices(title) == {SENIOR, DAILY}


@pytest.mark.parametrize("title", each(SENIORS))
def test_senior_managers_who_do_not_run_it(title: str) -> None:
    assert offices(title) == {SENIOR}


@pytest.mark.parametrize("title", each(NOBODY))
def test_who_manages_no_more_than_a_part_of_it_or_nothing(title: str) -> None:
    assert offices(title) == frozenset()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("董事", {DIRECTOR}),
        ("董事长", {DIRECTOR, CHAIR}),
        ("副董事长", {DIRECTOR}),
        ("vice chairman", {DIRECTOR}),
        ("独立董事", {DIRECTOR}),
        ("职工代表董事", {DIRECTOR}),
        ("董事会主席", {DIRECTOR, CHAIR}),
        ("非执行董事", {DIRECTOR}),
        ("独立非执行董事", {DIRECTOR}),
        ("执行董事", {DIRECTOR, EXECUTIVE}),
        ("执行公司事务的董事", {DIRECTOR, EXECUTIVE}),
        ("代表公司执行公司事务的董事", {DIRECTOR, EXECUTIVE}),
        ("监事", {SUPERVISOR}),
        ("职工监事", {SUPERVISOR}),
        ("监事会主席", {SUPERVISOR}),
    ],
)
def test_directors_and_supervisors(title: str, said: set[Office]) -> None:
    assert offices(title) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("董事兼总经理", {DIRECTOR, SENIOR, DAILY}),
        ("董事长、总经理", {DIRECTOR, CHAIR, SENIOR, DAILY}),
        ("董事长总经理", {DIRECTOR, CHAIR, SENIOR, DAILY}),
        ("董事 总经理", {DIRECTOR, SENIOR, DAILY}),
        ("执行董事兼经理", {DIRECTOR, EXECUTIVE, SENIOR, DAILY}),
        ("执行董事，经理", {DIRECTOR, EXECUTIVE, SENIOR, DAILY}),
        ("经理（执行董事）", {DIRECTOR, EXECUTIVE, SENIOR, DAILY}),
        ("董事、副总经理兼董事会秘书", {DIRECTOR, SENIOR}),
        ("副总经理、财务负责人", {SENIOR}),
        ("监事兼项目经理", {SUPERVISOR}),
        ("董事兼总经理助理", {DIRECTOR}),
        ("董事，兼任总经理", {DIRECTOR, SENIOR, DAILY}),
        ("董事及财务负责人", {DIRECTOR, SENIOR}),
        ("总裁兼首席执行官(CEO)", {SENIOR, DAILY}),
    ],
)
def test_several_posts_in_one_title(title: str, said: set[Office]) -> None:
    assert offices(title) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Manager", {SENIOR, DAILY}),
        ("general manager", {SENIOR, DAILY}),
        ("President", {SENIOR, DAILY}),
        ("Chief Executive Officer", {SENIOR, DAILY}),
        ("deputy general manager", {SENIOR}),
        ("Senior Vice President", {SENIOR}),
        ("chief financial officer", {SENIOR}),
        ("board secretary", {SENIOR}),
        ("director and general manager", {DIRECTOR, SENIOR, DAILY}),
        ("Chairman, CEO", {DIRECTOR, CHAIR, SENIOR, DAILY}),
        ("executive director", {DIRECTOR, EXECUTIVE}),
        ("independent non-executive director", {DIRECTOR}),
        ("non-executive director", {DIRECTOR}),
        ("supervisor", {SUPERVISOR}),
        ("account manager", set()),
        ("project manager", set()),
        ("branch manager", set()),
        ("assistant to the general manager", set()),
        ("sales director", set()),
    ],
)
def test_titles_in_english(title: str, said: set[Office]) -> None:
    assert offices(title) == said


def test_only_a_post_is_an_office() -> None:
    post, role = (RoleRow("p1", "t", role, "f", "总经理") for role in (Role.POST, Role.LEGAL_REPRESENTATIVE))
    assert holds_office(post, (DAILY,))
    assert not holds_office(post, (DIRECTOR, SUPERVISOR))
    assert not holds_office(role, (DAILY,))
    assert not holds_office(RoleRow("p1", "t", Role.POST, "f", None), (DAILY,))
