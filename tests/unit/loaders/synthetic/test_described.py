"""Invented rows that files of categories describe: each planted case holds what its file says it must."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.errors import CatalogueError
from loaders.catalogue.files import read_catalogue
from loaders.synthetic import write_sample
from loaders.synthetic.described import form
from loaders.synthetic.described.columns import ALIASES, NAMES, TITLES, columns_of
from loaders.synthetic.described.values import Scene
from loaders.synthetic.world.codes import Codes
from loaders.synthetic.world.model import Firm, Person
from loaders.synthetic.world.places import FORMS, INDUSTRIES, REGIONS
from tests.support.worlds.in_memory import Loaded

STORY = "story: {zh: 甲, en: a}"
DESCRIBED = form.read_described()
CASES = [case.kind for one in DESCRIBED.values() for case in one.cases]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    out = tmp_path_factory.mktemp("sample")
    return Loaded(out, write_sample(out, 1, 1))


@pytest.mark.parametrize("kind", CASES)
def test_what_a_case_expects_holds(world: Loaded, kind: str) -> None:
    for expected in world.cases[kind]["expect"]["records"]:
        found = world.records(expected)
        assert len(found) == expected["records"], (expected, found)
        if found and "values" in expected:
            assert found[0] == expected["values"], expected


def test_each_file_describes_a_category_as_it_is() -> None:
    catalogue = read_catalogue()
    for name, one in DESCRIBED.items():
        texts = [v for case in one.cases for row in case.rows for v in [(row.category or name, row.values)]]
        if one.ordinary:
            texts += [(name, v) for v in (one.ordinary.values, *one.ordinary.variants)]
            texts += [(name, one.ordinary.later.values)] if one.ordinary.later else []
        for category, values in texts:
            assert values.keys() <= catalogue[category].by_name.keys(), (name, category)


def scene(**stated: Any) -> Scene:
    firm = Firm("甲", "9" * 18, REGIONS[0], INDUSTRIES[0], FORMS["llc"], 1, "2016-01-01", "", "", rep=Person("某甲", "1"))
    return Scene(Random("a"), {"firm": firm, "representative": firm.rep}, "2024-02-28", "某局", "00007", dict(stated))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$day+2", "2024-03-01"),
        ("$by", "某局"),
        ("（{year}）{seat}执{number}号", "（2024）浙0106执00007号"),
        ("$listed_on+1", "2024-05-02"),
        ("{firm}欠{amount}", "甲欠7"),
        ("", ""),
    ],
)
def test_values_are_worked_out(text: str, value: str) -> None:
    assert scene(listed_on="2024-05-01", amount=7).value(text) == value


def test_numbers_and_days_are_drawn_between_their_bounds() -> None:
    drawn = [scene().value("5..9") for _ in range(9)]
    assert all(isinstance(one, int) and 5 <= one < 9 for one in drawn)
    assert "2024-03-01" <= str(scene().value("$day+2..4")) <= "2024-03-03"
    with pytest.raises(KeyError, match="no party and no day"):
        scene().value("$nobody")


@pytest.mark.parametrize("layout", [TITLES, ALIASES, NAMES])
def test_columns_are_headers_that_the_category_accepts(layout: int) -> None:
    category = read_catalogue()["enforcement"]
    columns = columns_of(category, ["party", "amount", "filed_on"], [], layout, acts=True)
    headers = [column.header for column in columns]
    assert headers[:5] == ["_provider", "_day", "_seq", "_action", "_level"]
    assert len(headers) == len(set(headers)) == 10
    assert any(header.isascii() for header in headers[5:]) == (layout == NAMES)


def test_codes_of_cases_are_none_of_the_world() -> None:
    apart, world = Codes.apart(1), Codes(1)
    ours = {apart.uscc("330106") for _ in range(2000)} | {apart.identity("330106") for _ in range(2000)}
    theirs = {world.uscc("330106") for _ in range(2000)} | {world.identity("330106") for _ in range(2000)}
    assert len(ours) == len(theirs) == 4000
    assert not ours & theirs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("category: other\n", "belong in other.yml"),
        (
            f"category: one\ncases: [{{kind: a, {STORY}, rows: [{{month: 2024-12}}], expect: [{{party: b, records: 0}}]}}]\n",
            "no party",
        ),
        ("category: one\nordinary: {follows: {category: two, chance: 1}, values: {}}\n", "follow from each other"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str) -> None:
    (tmp_path / "one.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(form, "SAMPLE_ROWS", tmp_path)
    with pytest.raises(CatalogueError, match=why):
        form.read_described()
