"""Codes: check characters, mends, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.codes import codes
from loaders.values.cells import Refused
from loaders.values.codes import classify, mend_code, org_check, read_code, read_stock, reg_check, uscc_check

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
GOOD = "91330106MA2ABCDE1"


def uscc(body: str = GOOD) -> str:
    check = uscc_check(body)
    assert check
    return body + check


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_every_uscc_passes_with_its_check_character_alone(body: str) -> None:
    right = uscc(body)
    assert read_code(right) == ("uscc", right, ())
    for wrong in set(ALPHABET) - {right[-1]}:
        with pytest.raises(Refused) as refused:
            read_code(body + wrong)
        assert refused.value.rule == "check_character"


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_uscc_is_always_seen(body: str, at: int, other: str) -> None:
    changed = body[:at] + other + body[at + 1 :]
    assert (uscc_check(changed) == uscc_check(body)) == (changed == body)


@given(st.text("0123456789", min_size=14, max_size=14))
def test_registration_numbers_pass_with_their_check_digit_alone(body: str) -> None:
    right = body + reg_check(body)
    assert read_code(right) == ("reg", right, ())
    passing = [d for d in "0123456789" if not _refused(body + d)]
    assert passing == [right[-1]]


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8))
def test_organisation_codes_pass_with_their_check_character_alone(body: str) -> None:
    right = body + org_check(body)
    assert read_code(right) == ("org", right, ())
    assert [c for c in "0123456789X" if not _refused(body + c)] == [right[-1]]


def _refused(text: str) -> bool:
    try:
        read_code(text)
    except Refused:
        return True
    return False


def test_known_check_characters() -> None:
    assert uscc_check("91110000600037341") == "L"
    assert org_check("60003734") == "1"
    assert reg_check("11000000000000") == "1" or reg_check("11000000000000").isdigit()


@pytest.mark.parametrize(("text", "scheme"), [("3301062015292", "reg"), ("33010620152921", "reg")])
def test_older_numbers_are_kept_as_they_are(text: str, scheme: str) -> None:
    assert read_code(text) == (scheme, text, ())


def test_lenient_keeps_a_wrong_check_character_and_says_so() -> None:
    right = uscc()
    wrong = right[:-1] + next(c for c in ALPHABET if c != right[-1])
    scheme, code, flags = read_code(wrong, lenient=True)
    assert (scheme, code) == ("uscc", wrong)
    assert "check character" in flags[0]


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        (str.lower, "lower case"),
        (" ".join, "inner blanks"),
        (lambda c: c[:8] + "\u3000" + c[8:], "full-width characters"),
        (lambda c: c.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"}), "full-width characters"),
        (lambda c: "'" + c, "leading apostrophe"),
        (lambda c: c[:8] + "\u200b" + c[8:], "inner blanks"),
        (lambda c: f"{c[:8]}-{c[8:]}", "hyphens"),
    ],
)
def test_mends_are_recorded(change: object, mend: str) -> None:
    assert callable(change)
    right = uscc()
    scheme, code, flags = read_code(change(right))
    assert (scheme, code) == ("uscc", right)
    assert f"mended: {mend}" in flags


def test_scientific_notation_is_mended_only_where_nothing_is_lost() -> None:
    assert mend_code("3.30106000349996E+14") == ("330106000349996", ("mended: scientific notation",))
    assert mend_code("330106000349996.0") == ("330106000349996", ("mended: decimal point",))
    for lossy in ("9.13301E+17", "9.13301E17", "9.1330100097049E+17", "9E+17", "3.30106E+14"):
        with pytest.raises(Refused, match="digits are lost") as refused:
            read_code(lossy)
        assert refused.value.rule == "digits_lost"


@pytest.mark.parametrize(
    "text", ["", "91330106MA2ABCDE", "浙总字第000123号", "A" * 30, "123", "91330106MA2ABCDEI1", "<script>"]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_code(text)


def test_other_digits_of_unicode_are_no_code() -> None:
    assert classify("٣" * 15) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", "000001.SZ"),
        ("000001", "000001.SZ"),
        ("000001.SZ", "000001.SZ"),
        ("sz000001", "000001.SZ"),
        ("600051", "600051.SH"),
        ("688722", "688722.SH"),
        ("900901", "900901.SH"),
        ("920001", "920001.BJ"),
        ("200055", "200055.SZ"),
        ("301079", "301079.SZ"),
        ("430047", "430047.BJ"),
        ("830799.BJ", "830799.BJ"),
        ("600051.XSHG", "600051.SH"),
        ("2355.0", "002355.SZ"),
        ("700.HK", "00700.HK"),
    ],
)
def test_stock_codes(text: str, code: str) -> None:
    assert read_stock(text)[0] == code


@pytest.mark.parametrize("text", ["0", "1234567", "700001", "ABC", "SZ000001.SH"])
def test_what_is_no_stock_code(text: str) -> None:
    with pytest.raises(Refused):
        read_stock(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("企独浙总字第000123号", "企独浙总字第000123号"),
        ("工商企合粤深总字第１００００１号（市局）", "企合粤深总字第100001号"),
        ("企作京总副字第 000123 号", "企作京总副字第000123号"),
        ("企股虚总字000001号", "企股虚总字第000001号"),
        ("12345678-000-01-20-5", "HK12345678"),
        ("12345678-000-07-21-A", "HK12345678"),
        ("12345678-002-01-20", "HK12345678-002"),
    ],
)
def test_registration_numbers_of_other_forms(text: str, number: str) -> None:
    assert read_code(text)[:2] == ("reg", number)
    assert f"reg:{number}" in codes(text), "a search for it finds it"
