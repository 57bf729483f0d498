"""Divisions by name: one code or none, and never that of another place."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.types.region import read_region
from models.tables.divisions import code_of, region_known
from tests.support.worlds.real_records import file_of


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("浙江省", "330000"),
        ("杭州市", "330100"),
        ("吉林省", "220000"),
        ("吉林市", "220200"),
        ("香港特别行政区", "810000"),
        ("浙江省杭州市西湖区", "330106"),
        ("杭州市西湖区", "330106"),
        ("浙江省 / 杭州市 / 西湖区", "330106"),
        ("浙江省－杭州市－西湖区", "330106"),
        ("昆山市", "320583"),
        ("江苏省昆山市", "320583"),
        ("北京市朝阳区", "110105"),
        ("上海市市辖区浦东新区", "310115"),
        ("海南省五指山市", "469001"),
        ("杭州市下城区", "330103"),
        ("萧山市", "330181"),
        ("灵寿县", "130126"),
    ],
)
def test_a_name_of_one_division_is_its_code(told: str, code: str) -> None:
    assert read_region(told) == (code, ())


@pytest.mark.parametrize(
    "told",
    [
        "西湖区",
        "朝阳区",
        "鼓楼区",
        "浙江省鼓楼区",
        "杭州市朝阳区",
        "市辖区",
        "县",
        "郊区",
        "吉林",
        "杭州",
        "火星",
        "西湖",
        "杭州市西湖区文三路1号",
    ],
)
def test_what_may_be_several_or_none_stays_as_told(told: str) -> None:
    found, flags = read_region(told)
    assert found == told
    assert "name of one division" in flags[0]


Entry = tuple[str, str, int, int]


def _table() -> list[Entry]:
    """Code, name and years, read from the lines of the table."""
    found, province = [], ""
    for line in (files("stdnum") / "cn" / "loc.dat").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, told = line.split(None, 1)
        if not line.startswith(" "):
            province = code
            code = "0000"
        for piece in told.split('"')[1].split(","):
            years, _, name = piece.rpartition("]")
            since, _, until = years.removeprefix("[").partition("-")
            found.append((province + code, name, int(since or 0), int(until or 9999)))
    return sorted(set(found))


TABLE = _table()
UPPER = [entry for entry in TABLE if entry[0].endswith("00")]


def _ways(entry: Entry) -> set[str]:
    """How an entry may be told."""
    code, name, since, until = entry
    over = [e for e in UPPER if e[0][:2] == code[:2] and e[0] != code]
    provinces = [e[1] for e in over if e[0] == code[:2] + "0000"]
    cities = [e[1] for e in over if e[0] == code[:4] + "00" and e[0][2:] != "0000" and e[2] <= until and since <= e[3]]
    return {province + city + name for province in ("", *provinces) for city in ("", *cities)}


def _oracle(told: str) -> str | None:
    found = [entry for entry in TABLE if told.endswith(entry[1]) and told in _ways(entry)]
    if not found or told in ("市辖区", "县", "市区") or (told.endswith("行政单位") and found[0][1] == told):
        return None
    now = {e[0] for e in found if e[3] == 9999}
    years = [year for e in found for year in range(e[2], e[3])]
    one_place = len({e[0][:2] for e in found}) == 1 and len(years) == len(set(years))
    if len(now) == 1:
        (code,) = now
        alone = any(e[1] == told for e in found)
        return code if code[4:] == "00" or not alone or one_place else None
    return max(found, key=lambda e: e[2])[0] if not now and one_place else None


@st.composite
def tellings(draw: st.DrawFn) -> str:
    """A division as told: its name after those of what it lies in, or of somewhere else."""
    code, name, _, _ = draw(st.sampled_from(TABLE))
    own = st.sampled_from([e[1] for e in UPPER if e[0][:2] == code[:2]])
    above = draw(st.lists(own, max_size=2))
    return "".join([*above, name])


@given(tellings())
def test_names_are_read_as_a_search_of_the_whole_table_reads_them(told: str) -> None:
    assert code_of(told) == _oracle(told)


def test_every_code_that_is_read_is_in_the_standard() -> None:
    found = {code for entry in TABLE if (code := code_of(entry[1]))}
    assert len(found) > 2500
    assert all(region_known(code) for code in found)


def test_another_table_agrees_on_all_but_what_came_after_it() -> None:
    """A history of the standard up to 2019: under the names of what they lie in, divisions have the codes it says."""
    with file_of("codes/divisions_history.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    last = max(r["last_seen"] for r in rows)
    now = {r["code"]: r["name"] for r in rows if r["last_seen"] == last}
    read = {}
    for code, name in now.items():
        above = [now.get(up, "") for up in (code[:2] + "0000", code[:4] + "00") if up != code]
        read[code] = code_of("".join(dict.fromkeys([*above, name])))
    right = sum(read[code] == code for code in now)
    assert right > 0.98 * len(now)
    other = {code: found for code, found in read.items() if found not in (code, None)}
    assert all(found[:4] == code[:4] and now.get(found) is None for code, found in other.items() if found)
    assert len(other) < 10, "recoded after the table ends"
