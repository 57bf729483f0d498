"""References to parties: codes before documents before names, and names never guessed."""

from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loaders.types.codes.identity_numbers import is_identity_number, mask_identity_numbers, resident_check
from loaders.types.codes.pid import hash_document, resident_number
from loaders.types.party import PartyReader
from loaders.values.cells import CellContext, Refused
from loaders.values.codes import org_check, reg_check, uscc_check
from loaders.values.normalise import normalise_name
from models.catalogue import Kind, Property, Title, TypeName
from models.statements import Ref

DAY = "2024-05-06"
USCC = "91330106MA2ABCDE1" + (uscc_check("91330106MA2ABCDE1") or "")
REG = "33010600034999" + reg_check("33010600034999")
ORG = USCC[8:17]
PERSON = "11010519491231002"
PERSON += resident_check(PERSON)
HOLDERS = (Kind.ENTERPRISE, Kind.PERSON, Kind.DEPARTMENT, Kind.ORGANISATION)


def read(
    kinds: tuple[Kind, ...] = HOLDERS, anchor: str | None = f"uscc:{USCC}", **cells: str
) -> tuple[Ref | None, tuple[str, ...]]:
    prop = Property(
        name="holder", type=TypeName.PARTY, title=Title(zh="股东", en="Holder"), kinds=kinds, person_in="enterprise"
    )
    columns = {part: part or "any" for part in ({"any": ""}.get(name, name) for name in cells)}
    reader = PartyReader(prop, columns, CellContext(secret=b"secret"))
    found = reader({columns[{"any": ""}.get(n, n)]: text for n, text in cells.items()}, DAY, "某局", anchor)
    return found.ref, found.flags


def others(**cells: str) -> tuple[str, ...]:
    """The other codes that the row states for the party."""
    prop = Property(name="holder", type=TypeName.PARTY, title=Title(zh="股东", en="Holder"), kinds=HOLDERS)
    return PartyReader(prop, {part: part for part in cells}, CellContext(secret=b"secret"))(cells, DAY, "某局", None).others


def ref(kinds: tuple[Kind, ...] = HOLDERS, anchor: str | None = f"uscc:{USCC}", **cells: str) -> Ref:
    found, _ = read(kinds, anchor, **cells)
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (USCC, f"uscc:{USCC}"),
        (USCC.lower(), f"uscc:{USCC}"),
        (f"uscc:{USCC}", f"uscc:{USCC}"),
        (REG, f"reg:{REG}"),
        ("000001.SZ", "stock:000001.SZ"),
        ("stock:1", "stock:000001.SZ"),
        ("dept:330100-SCJG", "dept:330100-SCJG"),
        ("src:某局:77", "src:某局:77"),
        ("pid:" + "a" * 40, "pid:" + "a" * 40),
        (f"person:uscc:{USCC}:张三", f"person:uscc:{USCC}:张三"),
        ("name:Enterprise:330100:2024-01-01:甲公司", "name:Enterprise:330100:2024-01-01:甲公司"),
        ("name:Enterprise::2024-01-01:國興貿易(甲)", "name:Enterprise::2024-01-01:国兴贸易(甲)"),
        ("杭州（某某）有限公司", f"name:Enterprise::{DAY}:杭州(某某)有限公司"),
        ("3M中国有限公司", f"name:Enterprise::{DAY}:3M中国有限公司"),
    ],
)
def test_a_column_takes_codes_ids_and_names(text: str, identifier: str) -> None:
    assert ref(any=text).identifier == identifier


@pytest.mark.parametrize(
    "text",
    [USCC[:-1] + "#", USCC[:-1], "uscc:123", "pid:110105194912310021", "person:张三", "src:77", "name:X:::y", "9.13301E+17"],
)
def test_a_column_refuses_broken_codes_and_ids(text: str) -> None:
    if text.endswith("#"):
        text = USCC[:-1] + next(c for c in "0123456789" if c != USCC[-1])
    with pytest.raises(Refused):
        read(any=text)


def test_the_strongest_code_wins_and_disagreement_is_flagged() -> None:
    found, flags = read(uscc=USCC, reg=REG, org=ORG[:8] + org_check(ORG[:8]), name="甲公司")
    assert found == Ref("holder", f"uscc:{USCC}", Kind.ENTERPRISE, "甲公司")
    assert not flags or "differs" in flags[0]
    other = "60003734" + org_check("60003734")
    assert "differs" in read(uscc=USCC, org=other)[1][0]
    found, flags = read(uscc=REG)
    assert found
    assert found.identifier == f"reg:{REG}"
    assert "column of another code" in flags[0]


def test_weaker_codes_are_kept_as_told() -> None:
    other = "60003734" + org_check("60003734")
    assert others(uscc=USCC) == others(uscc=USCC, name="甲公司") == others(reg=REG) == ()
    assert others(uscc=USCC, reg=REG) == others(uscc=USCC, reg=f"{REG[:6]} {REG[6:]}") == (f"reg:{REG}",)
    assert others(uscc=USCC, org=other, reg=REG) == (f"reg:{REG}", f"org:{other}"), "strongest first"
    own = ORG[:8] + org_check(ORG[:8])
    assert others(uscc=USCC, org=own) == ((f"org:{own}",) if own != ORG else ()), "what the USCC says itself is not said again"
    assert others(reg=REG, org=other, stock="1") == (f"org:{other}", "stock:000001.SZ")
    assert others(name="张三", kind="自然人", code=PERSON, pid=PERSON) == (), "no document number, not even hashed"
    assert others(code=f"person:uscc:{USCC}:张三", uscc=USCC) == others(code="name:Person::2024-01-01:张三", uscc=USCC) == ()


@pytest.mark.parametrize(
    "text", ["1234567", "330106000510", "12345678-1", "0", "000", "9133****", "HRB 12345", USCC[:-1] + "*"]
)
@pytest.mark.parametrize("part", ["code", "uscc", "reg", "org"])
def test_a_number_that_is_no_code_is_kept_as_told_and_identifies_nobody(part: str, text: str) -> None:
    cells: dict[str, str] = {"name": "某某有限公司", "kind": "企业法人", part: text}
    found, flags = read(HOLDERS, None, **cells)
    assert found == Ref("holder", f"name:Enterprise::{DAY}:某某有限公司", Kind.ENTERPRISE, "某某有限公司")
    assert others(**cells) == (text,)
    assert f"{part}: " in flags[0]
    assert "kept as stated" in flags[0]
    with pytest.raises(Refused):
        read(HOLDERS, None, **{part: text})
    assert ref(HOLDERS, None, **cells | {"uscc" if part != "uscc" else "code": USCC}).identifier == f"uscc:{USCC}"


def test_lost_digits_are_refused_name_or_not() -> None:
    with pytest.raises(Refused) as refused:
        read(name="某某有限公司", code="9.13301E+17")
    assert refused.value.rule == "digits_lost"


def test_a_department_s_own_number_counts_where_the_role_is_a_department() -> None:
    offices = (Kind.DEPARTMENT, Kind.ORGANISATION)
    assert ref(offices, name="某局", code="330100-SCJG").identifier == "dept:330100-SCJG"
    assert ref(offices, name="某局", code="0").identifier == f"name:Department::{DAY}:某局"
    assert ref(name="某局", code="330100-SCJG").identifier.startswith("name:")
    assert ref(name="某局", dept="330100-SCJG").identifier == "dept:330100-SCJG", "a column of such numbers"


@pytest.mark.parametrize(
    "kind",
    ["有限责任公司(自然人独资)", "自然人独资", "个人独资企业", "有限责任公司(自然人投资或控股)", "自然人股东", "个人", ""],
)
def test_who_has_a_firm_s_code_is_a_firm(kind: str) -> None:
    found, flags = read(name="某某有限公司", kind=kind, code=USCC)
    assert found == Ref("holder", f"uscc:{USCC}", Kind.ENTERPRISE, "某某有限公司")
    assert bool(flags) == (kind in ("自然人股东", "个人"))


def test_an_identity_number_in_a_column_of_codes_is_a_document() -> None:
    for kind in ("", "自然人"):
        found = ref(name="张三", kind=kind, code=PERSON)
        assert found.identifier.startswith("pid:")
    firm, flags = read(name="某某有限公司", code=PERSON)
    assert firm == Ref("holder", f"name:Enterprise::{DAY}:某某有限公司", Kind.ENTERPRISE, "某某有限公司")
    assert "somebody other than the party" in flags[0]
    assert others(name="某某有限公司", code=PERSON) == others(name="某某有限公司", code=PERSON[:-1] + "9") == ()


def test_two_codes_of_one_scheme_are_told_and_flagged() -> None:
    second = "91330106MA2ABCDE2" + (uscc_check("91330106MA2ABCDE2") or "")
    found, flags = read(code=USCC, uscc=second)
    assert found
    assert found.identifier == f"uscc:{USCC}"
    assert "another unified social credit code" in flags[0]
    assert others(code=USCC, uscc=second) == (f"uscc:{second}",)
    assert read(code=USCC, uscc=USCC) == (found, ())


@pytest.mark.parametrize(
    ("name", "kind", "identifier"),
    [
        ("张三", "自然人股东", f"person:uscc:{USCC}:张三"),
        ("张三", "Person", f"person:uscc:{USCC}:张三"),
        ("张三", "", f"name:Person::{DAY}:张三"),
        ("阿依古丽·买买提", "", f"name:Person::{DAY}:阿依古丽·买买提"),
        ("张三", "非自然人股东", f"name:Person::{DAY}:张三"),
        ("某某有限公司", "企业法人", f"name:Enterprise::{DAY}:某某有限公司"),
        ("某某有限公司", "", f"name:Enterprise::{DAY}:某某有限公司"),
        ("某市人民政府", "", f"name:Department::{DAY}:某市人民政府"),
        ("某某基金会", "社团法人", f"name:Organisation::{DAY}:某某基金会"),
        ("UBS AG", "", f"name:Enterprise::{DAY}:UBSAG"),
    ],
)
def test_names_are_never_guessed(name: str, kind: str, identifier: str) -> None:
    found = ref(name=name, kind=kind)
    assert found.identifier == identifier
    assert found.name == name


def test_a_column_of_persons_says_natural_person() -> None:
    assert ref((Kind.PERSON,), name="张三").identifier == f"person:uscc:{USCC}:张三"
    assert ref((Kind.PERSON, Kind.ENTERPRISE), name="某某投资有限公司").identifier == f"name:Enterprise::{DAY}:某某投资有限公司"
    assert ref((Kind.PERSON,), None, name="张三").identifier == f"name:Person::{DAY}:张三"


def test_a_mention_carries_a_known_division_only() -> None:
    assert ref(name="某某有限公司", region="330106").identifier == f"name:Enterprise:330106:{DAY}:某某有限公司"
    assert ref(name="某某有限公司", region="杭州市西湖区").identifier == f"name:Enterprise:330106:{DAY}:某某有限公司"
    assert ref(name="某某有限公司", region="西湖区").identifier == f"name:Enterprise::{DAY}:某某有限公司", "there are several"
    assert ref(name="某某有限公司", region="火星").identifier == f"name:Enterprise::{DAY}:某某有限公司"


def test_documents_identify_persons_alone() -> None:
    found = ref(name="张三", kind="自然人", pid=PERSON, pid_type="身份证")
    assert found.identifier.startswith("pid:")
    assert PERSON not in repr(found)
    old = PERSON[:6] + PERSON[8:17]
    assert ref(name="张三", kind="自然人", pid=old).identifier == found.identifier
    assert ref(name="张三", kind="自然人", pid=PERSON.lower()).identifier == found.identifier
    assert ref(name="张三", kind="自然人", pid=PERSON, pid_type="护照").identifier != found.identifier
    company, flags = read(name="某某有限公司", pid=PERSON)
    assert company
    assert company.identifier.startswith("name:")
    assert "ignored" in flags[0]
    assert ref(name="张三", uscc=USCC, pid=PERSON).identifier == f"uscc:{USCC}"
    assert ref(name="张三", kind="自然人", code=PERSON).identifier == found.identifier
    masked, flags = read(name="张三", kind="自然人", pid="1101**********0021")
    assert masked
    assert masked.identifier.startswith("person:")
    assert "masked" in flags[0]


def test_wrong_documents_are_refused_without_their_number() -> None:
    wrong = PERSON[:-1] + ("0" if PERSON[-1] != "0" else "1")
    with pytest.raises(Refused) as refused:
        read(name="张三", kind="自然人", pid=wrong, pid_type="身份证")
    assert wrong not in refused.value.message
    with pytest.raises(Refused):
        resident_number("11010519491331002X")
    with pytest.raises(Refused):
        hash_document("1.10105E+17", "resident", b"k")
    assert hash_document(PERSON, "resident", b"k") != hash_document(PERSON, "resident", b"l")


def test_identity_numbers_are_recognised_anywhere() -> None:
    assert is_identity_number(f"当事人身份证 {PERSON}")
    assert is_identity_number(PERSON[:6] + PERSON[8:17])
    assert not is_identity_number(USCC)


def test_passports_are_keyed_with_their_country_and_without_one_tell_nobody() -> None:
    told = {"name": "张三", "kind": "自然人", "pid": "E12345678", "pid_type": "护照"}
    lone, flags = read(HOLDERS, f"uscc:{USCC}", **told)
    assert lone
    assert lone.identifier == f"person:uscc:{USCC}:张三"
    assert "without its country" in flags[0]
    abroad, home = (ref(HOLDERS, None, **told | {"pid_country": country}).identifier for country in ("美国", "中国"))
    assert abroad.startswith("pid:")
    assert abroad != home
    assert ref(HOLDERS, None, **told | {"pid_type": "中华人民共和国护照"}).identifier == home
    unknown, flags = read(HOLDERS, f"uscc:{USCC}", **told | {"pid_type": "某证", "pid_country": "美国"})
    assert unknown == lone
    assert "unknown kind" in flags[0]
    assert ref(HOLDERS, None, **told | {"pid_type": "台胞证"}).identifier.startswith("pid:"), "issued in China, one series"


def test_an_identity_number_stands_for_no_name() -> None:
    for text in (PERSON, f"张三{PERSON}", PERSON[:6] + PERSON[8:17]):
        with pytest.raises(Refused) as refused:
            read(HOLDERS, None, name=text)
        assert refused.value.rule == "identity_number"
        assert PERSON[8:] not in refused.value.message


SPACED = f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}"


@pytest.mark.parametrize("number", [PERSON, PERSON[:6] + PERSON[8:17], SPACED, PERSON.lower()])
def test_identity_numbers_in_texts_are_masked(number: str) -> None:
    masked = mask_identity_numbers(f"当事人张三（身份证号{number}）罚款一万元")
    assert masked.startswith(f"当事人张三（身份证号{PERSON[:6]}***")
    assert masked.endswith("*）罚款一万元")
    assert not any(part in masked for part in (PERSON[6:14], PERSON[8:14], PERSON[14:17]))


@pytest.mark.parametrize(
    "text",
    [
        USCC,
        REG,
        PERSON[:-1] + ("0" if PERSON[-1] != "0" else "1"),
        "330106202405061234",
        "330106000349991",
        "杭市监罚〔2024〕1号",
        "6222021234567890123",
        "0571-88888888",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert mask_identity_numbers(text) == text


BODIES = st.from_regex(r"\A[1-6][1-5][0-9]{4}19[2-9][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}\Z")


@given(BODIES, st.text("，。张三ab ", max_size=8))
def test_whatever_stands_around_it(body: str, around: str) -> None:
    number = body + resident_check(body)
    assume(number[:2] not in ("24", "25", "55"))
    text = f"{around}号{number}，{around}"
    assert number not in mask_identity_numbers(text)
    assert is_identity_number(number)


WRITINGS = [str, lambda n: n.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}), str.lower]
SIGNS = ["", " ", "-", ".", "_", "·", "\u3000", "\n"]
PARTS = [(18,), (6, 8, 4), (3, 3, 4, 4, 4), (6, 4, 2, 2, 4), (1,) * 18]


@given(
    BODIES, st.sampled_from(WRITINGS), st.sampled_from(SIGNS), st.sampled_from(PARTS), st.sampled_from(["", "A", "号", "7 "])
)
def test_however_it_is_written(
    body: str, writing: Callable[[str], str], sign: str, parts: tuple[int, ...], beside: str
) -> None:
    number = writing(body + resident_check(body))
    assume(body[:2] not in ("24", "25", "55"))
    ends = list(accumulate(parts))
    text = f"号{beside}{sign.join(number[a:b] for a, b in pairwise([0, *ends]))}号"
    masked = mask_identity_numbers(text)
    assert "*" * 12 in masked
    assert sum(c.isdigit() for c in masked) <= 7, masked


def test_two_identity_numbers_run_together_are_both_masked() -> None:
    assert mask_identity_numbers(PERSON + PERSON) == (PERSON[:6] + "*" * 12) * 2


def test_texts_of_a_key_that_differ_in_an_identity_number_alone_stay_two() -> None:
    other = PERSON[:14] + "111"
    texts = [f"罚{number}号" for number in (PERSON, other + resident_check(other))]
    kept = [mask_identity_numbers(text, b"secret") for text in texts]
    assert len({*kept, mask_identity_numbers(texts[0], b"another")}) == 3
    assert mask_identity_numbers(f"罚{SPACED}号", b"secret") == kept[0]
    assert not any(number[6:] in text for text in kept for number in (PERSON, other))


def test_normalised_names() -> None:
    assert (
        normalise_name("甲〔2024〕1 号")
        == normalise_name("甲[2024]1号")
        == normalise_name("甲（２０２４）１号")
        == "甲(2024)1号"
    )
    assert ":" not in normalise_name("A:B：C")
    assert normalise_name(normalise_name("ab：C")) == normalise_name("ab：C")


def test_hostile_and_overlong_names() -> None:
    name = "x'}) DETACH DELETE n // <script>alert(1)</script>有限公司"
    assert ref(any=name).name == name
    with pytest.raises(Refused) as refused:
        read(name="长" * 1_000_000)
    assert refused.value.rule == "too_long"
    assert read(name="\u200b\u200d") == (None, ())
