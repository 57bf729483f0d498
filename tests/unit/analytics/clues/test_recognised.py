"""What of a text is taken for a seed, and that identity numbers never are."""

import pytest

from app.analytics.clues.recognised import recognised, spellings
from models.values.codes import org_check, uscc_check

RESIDENT = "110101194901010018"


def test_a_text_with_all_kinds() -> None:
    seen = recognised(
        "来电反映91330106MYQ4RW800L（电话13911112222、0571-88881234）与杭州示例科技有限公司同址，"
        "见杭市罚决字〔2024〕P100号、（2024）浙0106执12号，邮箱 a.b@example.com"
    )
    assert seen.codes == ("91330106MYQ4RW800L",)
    assert seen.phones == ("13911112222", "0571-88881234")
    assert seen.emails == ("a.b@example.com",)
    assert [one.replace("〔", "(").replace("〕", ")")[-len("(2024)P100号") :] for one in seen.documents[:1]] == ["(2024)P100号"]
    assert seen.documents[1].endswith("(2024)浙0106执12号")
    assert any("杭州示例科技有限公司" in one for one in seen.names)
    assert not seen.identity_number
    assert not seen.is_value


@pytest.mark.parametrize("number", ["（2024）浙0106执12号", "杭市罚决字〔2024〕P100号"])
def test_a_name_right_before_a_document_number_is_one(number: str) -> None:
    seen = recognised(f"来电反映杭州示例科技有限公司与{number}有关，另见{number}")
    assert [one.endswith("杭州示例科技有限公司") for one in seen.names] == [True]
    assert len(seen.documents) == 2


@pytest.mark.parametrize("text", [RESIDENT, f"身份证{RESIDENT}", f"{RESIDENT[:6]} {RESIDENT[6:14]} {RESIDENT[14:]}"])
def test_an_identity_number_is_cut_out(text: str) -> None:
    seen = recognised(text)
    assert seen.identity_number
    assert seen.codes == seen.phones == ()
    assert RESIDENT not in repr(seen)
    assert RESIDENT[6:] not in repr(seen).replace(" ", "")


@pytest.mark.parametrize("number", ["330106201403011232", "33010619800101123X", "3301 0619 8001 0112 3x", "330106800101123"])
def test_what_may_be_an_identity_number_is_cut_out_too(number: str) -> None:
    seen = recognised(f"举报人{number}，电话13911112222")
    assert seen.identity_number
    assert seen.codes == ()
    assert seen.phones == ("13911112222",)
    assert number[-4:] not in seen.text


def test_a_code_of_figures_alone_is_one() -> None:
    bodies = (body + org_check(body[8:]) for body in (f"91330119800101{n:02}" for n in range(100)))
    code = next(body + last for body in bodies if body.isdigit() and (last := uscc_check(body)) and last.isdigit())
    seen = recognised(code)
    assert (seen.codes, seen.identity_number) == ((code,), False)


def test_a_number_that_is_the_whole_text_is_no_other() -> None:
    assert "(2024)5号" not in spellings("杭市监罚〔2024〕5号", in_prose=False)
    assert "杭市监罚(2024)5号" in spellings("杭市监罚〔2024〕5号", in_prose=False)


def test_more_names_than_are_looked_up() -> None:
    names = [f"示例{chr(0x4E00 + n)}有限公司" for n in range(21)]
    assert not recognised("，".join(names[:20])).cut
    assert recognised("，".join(names)).cut


def test_a_number_in_its_spellings() -> None:
    assert set(spellings("杭罚〔2024〕1号")) >= {
        "杭罚〔2024〕1号",
        "杭罚(2024)1号",
        "杭罚（2024）1号",
        "杭罚[2024]1号",
        "(2024)1号",
    }
    assert spellings("罚1号") == ("罚1号",)


def test_each_once_and_in_order() -> None:
    assert recognised("13922223333，13911112222，13922223333").phones == ("13922223333", "13911112222")
