"""The sample world: the same bytes every time, sound codes, planted cases that say what must come out."""

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from loaders.synthetic import write_sample
from loaders.synthetic.files import open_table
from loaders.synthetic.planted.expected import integrated
from loaders.synthetic.spelling import spell_day
from loaders.synthetic.world.codes import Codes, wrong_check
from loaders.synthetic.world.model import Firm, Holding, Outsider
from loaders.synthetic.world.places import FORMS, INDUSTRIES, REGIONS
from loaders.types.codes.pid import resident_number
from loaders.types.date import read_day
from loaders.values.codes import classify


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("sample")
    return out, write_sample(out, 160, 1)


def digests(out: Path) -> dict[str, str]:
    return {str(f.relative_to(out)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(out.rglob("*")) if f.is_file()}


def test_the_same_seed_gives_the_same_bytes(sample: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    write_sample(tmp_path / "again", 160, 1)
    assert digests(tmp_path / "again") == digests(sample[0])


def test_another_seed_gives_another_world(sample: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    other = write_sample(tmp_path, 160, 2)
    assert {c["kind"] for c in other["cases"]} == {c["kind"] for c in sample[1]["cases"]}
    assert other["tour"] != sample[1]["tour"]


def test_planted_cases_are_those_of_every_size(sample: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    small = write_sample(tmp_path, 1, 1)
    depends = {"hub"}
    assert [c for c in small["cases"] if c["kind"] not in depends] == [
        c for c in sample[1]["cases"] if c["kind"] not in depends
    ]
    assert small["counts"]["enterprises"] == small["counts"]["planted"] + 20
    assert sample[1]["counts"]["enterprises"] == 160


def test_truth_is_what_was_written(sample: tuple[Path, dict[str, Any]]) -> None:
    out, truth = sample
    assert json.loads((out / "truth.json").read_text(encoding="utf-8")) == truth
    kinds = [c["kind"] for c in truth["cases"]]
    assert len(kinds) == len(set(kinds)) >= 45
    assert 4 <= len(truth["tour"]) <= 8
    listed = {f["name"] for f in truth["files"]} | {d["name"] for d in truth["dirty"]} | {"truth.json"}
    assert listed == set(digests(out))
    assert all(case["story"]["zh"] and case["story"]["en"] for case in truth["cases"])


def test_files_hold_as_many_rows_as_the_truth_says(sample: tuple[Path, dict[str, Any]]) -> None:
    out, truth = sample
    for file in truth["files"]:
        assert file["rows"] == file["accepted"] + file["unchanged"] + file["rejected"]
        path = out / file["name"]
        if path.suffix == ".csv":
            with path.open(encoding=file["encoding"], newline="") as stream:
                assert sum(1 for _ in csv.reader(stream)) == file["rows"] + 1
        elif path.suffix == ".jsonl":
            assert len(path.read_text(encoding="utf-8").splitlines()) == file["rows"]
    assert {Path(f["name"]).suffix for f in truth["files"]} == {".csv", ".jsonl", ".xlsx"}
    assert {f["encoding"] for f in truth["files"]} == {"utf-8", "utf-8-sig", "gb18030"}


def test_every_party_of_a_case_is_in_the_files(sample: tuple[Path, dict[str, Any]]) -> None:
    out, truth = sample
    text = "".join(
        (out / f["name"]).read_text(encoding=f["encoding"]) for f in truth["files"] if not f["name"].endswith(".xlsx")
    )
    for case in truth["cases"]:
        for party in case["parties"].values():
            scheme, _, code = party.partition(":")
            if scheme in ("uscc", "reg", "identity"):
                assert code in text, (case["kind"], party)


def test_codes_are_sound_and_never_repeat() -> None:
    codes = Codes(7)
    usccs = {codes.uscc("330106") for _ in range(3000)}
    assert len(usccs) == 3000
    assert {classify(c) for c in usccs} == {("uscc", ())}
    assert {classify(codes.reg("330106", bool(i % 2))) for i in range(500)} == {("reg", ())}
    assert {classify(codes.org()) for _ in range(500)} == {("org", ())}
    numbers = [codes.identity("330106") for _ in range(60_000)]
    assert len(set(numbers)) == 60_000
    for number in numbers[::97]:
        assert resident_number(number)[6:8] == "18"
    code = usccs.pop()
    assert classify(wrong_check(code), lenient=True) != classify(code)


@pytest.mark.parametrize("how", ["iso", "cn", "compact", "serial", "epoch"])
def test_days_read_back(how: str) -> None:
    for day in ("2024-02-29", "1999-12-31", "2031-01-01"):
        assert read_day(str(spell_day(day, how))) == day
    assert spell_day("长期", how) == "长期"


def firm(name: str) -> Firm:
    return Firm(name, name.ljust(18, "0"), REGIONS[0], INDUSTRIES[0], FORMS["llc"], 100, "2020-01-01", "", "")


def test_integrated_shares_of_a_loop_and_of_a_closed_circle() -> None:
    a, b, owner = firm("A"), firm("B"), Outsider("O", "", "O".ljust(18, "0"))
    a.holders = [Holding(b, 50), Holding(owner, 50)]
    b.holders = [Holding(a, 100)]
    assert integrated(a) == {owner.uscc and f"uscc:{owner.uscc}": 1.0, b.party: 0.5}
    a.holders = [Holding(b, 100)]
    assert integrated(a) is None


def test_only_an_earlier_sample_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match="no earlier sample"):
        write_sample(tmp_path, 60)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_workbooks_have_no_time_of_their_own(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        table = open_table(tmp_path / name, ["企业名称", "日"])
        table.row(["<杭州>&", 45356])
        table.close()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_planted_case_is_described(sample: tuple[Path, dict[str, Any]]) -> None:
    text = (Path(__file__).parents[4] / "docs" / "sample-world.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(\w+)` \| ", text.partition("## Planted cases")[2], re.MULTILINE))
    assert described == {c["kind"] for c in sample[1]["cases"]}
