"""The form of a party, and what else its registered type says, by the words of the authorities' code table."""

import pytest

from app.analytics.structure.network import Form
from app.answers.reading.rows import stated_form, stated_party

CODE = "uscc:91330106NX5T00000P"


@pytest.mark.parametrize(
    ("type_text", "form"),
    [
        ("有限责任公司", Form.COMPANY),
        ("有限责任公司(自然人投资或控股)", Form.COMPANY),
        ("有限责任公司（国有独资）", Form.COMPANY),
        ("国有独资公司", Form.COMPANY),
        ("有限责任公司(集体所有制企业控股)", Form.COMPANY),
        ("其他股份有限公司(非上市)", Form.JOINT_STOCK),
        ("股份有限公司(上市、国有控股)", Form.LISTED),
        ("全民所有制", Form.NON_COMPANY),
        ("集体所有制", Form.NON_COMPANY),
        ("集体所有制(股份合作)", Form.NON_COMPANY),
        ("股份合作制", Form.NON_COMPANY),
        ("股份合作企业", Form.NON_COMPANY),
        ("股份制", Form.NON_COMPANY),
        ("联营", Form.NON_COMPANY),
        ("国有企业", Form.NON_COMPANY),
        ("内资非公司企业法人", Form.NON_COMPANY),
        ("非公司企业法人", Form.NON_COMPANY),
        ("非公司外商投资企业(中外合作)", Form.NON_COMPANY),
        ("全民所有制分支机构(非法人)", Form.BRANCH),
        ("非公司私营企业分支机构", Form.BRANCH),
        ("有限责任公司分公司", Form.BRANCH),
        ("外国（地区）公司分支机构", Form.BRANCH),
        ("外国(地区)有限责任公司分支机构", Form.BRANCH),
        ("有限合伙企业", Form.PARTNERSHIP),
        ("个体工商户", Form.SOLE_TRADER),
        ("无此类型", Form.UNKNOWN),
    ],
)
def test_the_form_by_the_registered_type(type_text: str, form: Form) -> None:
    assert stated_form(type_text, "某某有限公司") is form


@pytest.mark.parametrize(
    ("type_text", "foreign"),
    [
        ("外国（地区）公司分支机构", True),
        ("外国(地区)公司分支机构", True),
        ("外国公司分支机构", True),
        ("外国（地区）股份有限责任公司分支机构", True),
        ("外国(地区)其他形式公司分支机构", True),
        ("外国（地区）企业常驻代表机构", False),
        ("外商投资企业分支机构", False),
        ("有限责任公司分公司(外国法人独资)", False),
        ("有限责任公司(外国法人独资)", False),
        (None, False),
    ],
)
def test_the_branch_of_a_foreign_company_is_told_by_its_type(type_text: str | None, foreign: bool) -> None:
    assert stated_party(CODE, "Enterprise", "某公司分公司", type_text).foreign_branch is foreign


@pytest.mark.parametrize(
    ("type_text", "owned"),
    [
        ("有限责任公司（国有独资）", True),
        ("国有独资公司", True),
        ("有限责任公司(国有控股)", True),
        ("全民所有制", True),
        ("有限责任公司(非国有控股)", False),
        ("集体所有制", False),
        ("国有独资公司分公司", False),
        ("有限责任公司", False),
    ],
)
def test_what_is_registered_as_the_states(type_text: str, owned: bool) -> None:
    assert stated_party(CODE, "Enterprise", "某公司", type_text).state_owned is owned
    assert not stated_party(CODE, "Enterprise", "某公司", type_text).state_organ, "an enterprise is no body of government"


@pytest.mark.parametrize(
    ("party_id", "state"),
    [
        ("name:Department::2024-01-01:某市人民政府国有资产监督管理委员会", True),
        ("name:Department::2024-01-01:某市人民政府国有资产监督管理委员会#uscc:91330106NX5T00000P", True),
        ("name:Enterprise::2024-01-01:某市国有资产经营有限公司", False),
        ("name:Organisation::2024-01-01:某协会", False),
    ],
)
def test_a_department_known_by_name_only_is_the_state(party_id: str, state: bool) -> None:
    known = stated_party(party_id, "Mention", None)
    assert (known.form is Form.STATE, known.state_organ) == (state, state)
    assert (known.form is Form.ORGANISATION) == party_id.startswith("name:Organisation:")
    assert known.kind == "Mention"
