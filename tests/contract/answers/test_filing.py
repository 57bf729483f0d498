"""Who files beneficial owners, and who they are, by the registered type and the holders that were loaded."""

from collections.abc import Sequence
from typing import Any

import pytest

from app.answers.control import beneficial_owners
from models.answers.owners import Hidden, Status
from models.answers.stamped import BeneficialOwnersAnswer
from models.catalogue import Catalogue
from tests.support.engines import Engines
from tests.support.inquiring import reader
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
TOLD = {"_provider": "某登记机关", "_day": "2024-01-01"}
TYPES = {
    "branch": "外国（地区）公司分支机构",
    "abroad": "外国（地区）公司",
    "lone": "外国(地区)有限责任公司分支机构",
    "domestic": "有限责任公司分公司",
    "firm": "有限责任公司",
    "whole": "全民所有制",
    "collective": "集体所有制",
    "shared": "股份合作制",
    "legal": "非公司企业法人",
    "state": "有限责任公司（国有独资）",
    "held": "有限责任公司",
    "city": "有限责任公司",
    "earner": "有限责任公司",
    "silent": "有限责任公司",
}
CODES = {name: f"uscc:{fresh_code(70_000 + n)}" for n, name in enumerate(TYPES)}
COMMISSION = "某某市人民政府国有资产监督管理委员会"
HELD = [
    ("abroad", "甲某", "60%"),
    ("abroad", "乙某", "40%"),
    ("firm", "甲某", "100%"),
    *((name, "丙某", "100%") for name in ("whole", "collective", "shared", "legal")),
    ("held", "state", "70%"),
    ("held", "丁某", "30%"),
    ("city", COMMISSION, "90%"),
    ("city", "丁某", "10%"),
    ("earner", "silent", "60%"),
    *(("earner", f"癸{n}", "10%") for n in "一二三四"),
    ("silent", "子某", "1%"),
    *(("silent", f"丑{n}", "11%") for n in "一二三四五六七八九"),
]
POSTS = [("branch", "戊某", "副总经理"), ("branch", "己某", "经理助理"), ("lone", "戊某", "总经理")]
REPRESENTATIVES = [("city", "庚某"), ("held", "辛某"), ("state", "壬某")]


def _holder(firm: str, holder: str) -> str:
    """An enterprise by its code, the commission by its name, anybody else as a person of the firm."""
    return holder if holder == COMMISSION else CODES.get(holder, f"person:{CODES[firm]}:{holder}")


def _rows() -> dict[str, Sequence[dict[str, Any]]]:
    return {
        "enterprise.filing.csv": [{"name": f"某{name}", "code": CODES[name][5:], "type": TYPES[name]} for name in TYPES],
        "shareholder.filing.csv": [
            {
                "enterprise": CODES[firm],
                "holder": _holder(firm, holder),
                "share": share,
                "basis": "登记",
                "paid": share.rstrip("%") if firm == "earner" else "",
            }
            for firm, holder, share in HELD
        ],
        "branch.filing.csv": [
            {"branch": CODES["branch"], "enterprise": CODES["abroad"]},
            {"branch": CODES["domestic"], "enterprise": CODES["firm"]},
        ],
        "branch.abroad.csv": [{"branch": CODES["lone"], "总公司名称": "某国某某有限公司"}],
        "key_person.filing.csv": [{"enterprise": CODES[firm], "person": who, "post": post} for firm, who, post in POSTS],
        "legal_representative.filing.csv": [{"enterprise": CODES[firm], "person": who} for firm, who in REPRESENTATIVES],
    }


@pytest.fixture(scope="module")
def registers() -> dict[str, Loaded]:
    """What is loaded, by engine."""
    return {}


@pytest.fixture
async def register(
    registers: dict[str, Loaded], engine_name: str, session_engines: Engines, catalogue: Catalogue, tmp_path_factory: Any
) -> Loaded:
    """The enterprises, loaded once on each engine."""
    if engine_name not in registers:
        engine = await session_engines.clean(engine_name, catalogue)
        graph = Loaded(engine, catalogue, session_engines.settings(engine_name), tmp_path_factory.mktemp("filing"))
        for name, rows in _rows().items():
            receipt = await graph.say(name, *(row | TOLD for row in rows))
            assert (receipt.rejected, receipt.error) == (0, None), (name, receipt.notes)
        registers[engine_name] = graph
    return registers[engine_name]


async def owners(register: Loaded, name: str) -> BeneficialOwnersAnswer:
    return await beneficial_owners(reader(register), CODES[name])


def names(parties: Sequence[Any]) -> list[str]:
    return sorted(one.name for one in parties)


async def test_a_foreign_company_s_branch_files_the_company_s_owners_and_its_own_senior_managers(register: Loaded) -> None:
    shown = await owners(register, "branch")
    assert (shown.filing.required, shown.status) == (True, Status.FOUND)
    assert "foreign" in shown.filing.text.en
    assert names(shown.owners) == ["乙某", "甲某"]
    shares = {one.name: one.conditions[0].share for one in shown.owners}
    assert {name: share and share.low for name, share in shares.items()} == {"甲某": 0.6, "乙某": 0.4}
    assert names(shown.stand_ins) == ["戊某"], "who assists is no senior manager"
    assert "art. 8" in shown.stand_ins[0].article.en


async def test_of_a_foreign_company_known_by_name_the_owners_are_unknown(register: Loaded) -> None:
    shown = await owners(register, "lone")
    assert (shown.filing.required, shown.status, shown.owners) == (True, Status.UNKNOWN, ())
    assert [(one.party.name, one.why, one.share.high) for one in shown.unseen] == [("某国某某有限公司", Hidden.NO_LIST, 1.0)]
    assert names(shown.stand_ins) == ["戊某"]


async def test_a_holder_that_states_no_paid_in_capital_makes_nobody_an_owner_by_income(register: Loaded) -> None:
    shown = await owners(register, "earner")
    assert (shown.owners, shown.income_known) == ((), True)
    assert [one.id for one in shown.income_unknown] == [CODES["silent"]]
    shown = await owners(register, "silent")
    assert (shown.owners, shown.income_known) == ((), False)
    assert [one.id for one in shown.income_unknown] == [CODES["silent"]]


async def test_a_domestic_branch_does_not_file(register: Loaded) -> None:
    assert (await owners(register, "domestic")).filing.required is False


@pytest.mark.parametrize("name", ["whole", "collective", "shared", "legal"])
async def test_legal_persons_that_are_no_companies_do_not_file(register: Loaded, name: str) -> None:
    shown = await owners(register, name)
    assert (shown.filing.required, shown.exemption) == (False, None)
    assert shown.filing.text.zh == "非公司企业法人不在备案主体之列"
    assert names(shown.owners or shown.also_meeting) == ["丙某"], "who owns it is computed all the same"


@pytest.mark.parametrize(("name", "representative"), [("state", "壬某"), ("held", "辛某"), ("city", "庚某")])
async def test_what_is_the_states_by_type_or_by_a_department_known_by_name(
    register: Loaded, name: str, representative: str
) -> None:
    shown = await owners(register, name)
    assert (shown.filing.required, shown.status, shown.owners) == (True, Status.STATE_OWNED, ())
    assert names(shown.stand_ins) == [representative]
    assert shown.stand_ins[0].role == "legal_representative"
    assert names(shown.also_meeting) == (["丁某"] if name == "held" else [])
