"""What the catalogue tells senders and readers: groups, senders, laws, headers that are understood, changes of versions."""

from pathlib import Path

import pytest

from app.errors import CatalogueError
from app.paths import CATALOGUE as FOLDER
from loaders.catalogue.files import GROUPS, read_catalogue
from loaders.catalogue.published import (
    OTHER,
    card_of,
    finds,
    group_of,
    groups_of,
    laws_of,
    sender_of,
    understood_properties,
    understood_reserved,
)
from loaders.mapping.headers import match
from models.catalogue import Catalogue, Category
from models.catalogue_answers import CategoryCard
from tests.support.checking import CATALOGUE

EVERY = sorted(CATALOGUE.categories)
PENALTY = CATALOGUE["penalty"]


def test_each_category_stands_in_the_group_of_its_folder() -> None:
    listed = [one.name for _, inside in groups_of(CATALOGUE) for one in inside]
    assert sorted(listed) == EVERY
    for path in FOLDER.rglob("*.yml"):
        if path.parent != FOLDER:
            assert group_of(CATALOGUE, CATALOGUE[path.stem]).name == path.parent.name


def test_what_is_in_no_group_is_listed_last() -> None:
    groups = groups_of(Catalogue(categories=CATALOGUE.categories, groups=CATALOGUE.groups[1:]))
    group, inside = groups[-1]
    assert group == OTHER
    assert {one.name for one in inside} == set(CATALOGUE.groups[0].categories)
    assert sender_of(Catalogue(categories={"patent": PENALTY}), PENALTY) is None


@pytest.mark.parametrize("name", EVERY)
def test_it_is_said_of_each_who_sends_it(name: str) -> None:
    card = CategoryCard.model_validate(card_of(CATALOGUE, CATALOGUE[name]))
    assert card.collected_from
    assert card.properties == len(CATALOGUE[name].properties)


def test_a_category_goes_before_its_group() -> None:
    sender = sender_of(CATALOGUE, CATALOGUE["patent"])
    assert sender
    assert sender.en == "The intellectual property office"
    sender = sender_of(CATALOGUE, PENALTY)
    assert sender
    assert sender == group_of(CATALOGUE, PENALTY).collected_from


def test_laws_are_those_of_the_category_and_of_its_terms() -> None:
    assert len(laws_of(PENALTY)) == 3
    assert laws_of(PENALTY.model_copy(update={"law": ("甲法", laws_of(PENALTY)[0])})) == (
        "甲法",
        *laws_of(PENALTY),
    )


@pytest.mark.parametrize("name", EVERY)
def test_each_header_that_is_listed_is_read_so(name: str) -> None:
    category = CATALOGUE[name]
    properties = understood_properties(category)
    assert [one.name for one in properties] == [one.name for one in category.properties]
    for prop in properties:
        assert prop.headers, "at least its own name"
        for header in prop.headers:
            found = match(category, [header.header])
            fitting = [t for t in found if (t.property, t.part) == (prop.name, header.part or "")]
            assert fitting, (prop.name, header, found)
            if header.unit:
                assert fitting[0].unit == header.unit


def test_units_parts_and_reserved_columns_are_told() -> None:
    by_name = {one.name: one for one in understood_properties(PENALTY)}
    assert ("罚款金额（万元）", 10_000) in [(h.header, h.unit) for h in by_name["fine"].headers]
    assert ("cf_xdr_shxym", "uscc") in [(h.header, h.part) for h in by_name["party"].headers]
    assert by_name["gravity"].words["minor"] == ("轻微", "轻微失信")
    assert {h.header for h in understood_reserved(PENALTY)["_provider"]} >= {"_provider", "数据来源单位"}


def test_a_header_that_is_another_propertys_is_left_out() -> None:
    category = CATALOGUE["shareholder"]
    by_name = {one.name: {h.header for h in one.headers} for one in understood_properties(category)}
    assert "股东类型" in by_name["holder_type"]
    assert "股东代码" in by_name["holder"]
    assert "股东代码" not in by_name["enterprise"]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("罚款金额(万元)", {"penalty"}),
        ("INTELLECTUAL property OFFICE", {"patent", "trademark", "intellectual_property_pledge"}),
    ],
)
def test_a_word_finds_categories(word: str, names: set[str]) -> None:
    assert {name for name in EVERY if finds(CATALOGUE, CATALOGUE[name], word)} == names


def test_a_group_finds_its_categories_and_nothing_else_does() -> None:
    found = {name for name in EVERY if finds(CATALOGUE, CATALOGUE[name], " 司法 ")}
    assert found >= set(next(g for g in CATALOGUE.groups if g.name == "courts").categories)
    assert not any(finds(CATALOGUE, CATALOGUE[name], "没有的词") for name in EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_each_version_says_what_it_changed(name: str) -> None:
    category = CATALOGUE[name]
    assert [one.version for one in category.changes] == list(range(2, category.version + 1))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([(2, "2024-01-01"), (2, "2024-01-02")], "order"),
        ([(3, "2024-01-01"), (2, "2024-01-02")], "order"),
        ([(2, "2024-02-01"), (3, "2024-01-01")], "order"),
        ([(2, "2024-01-01"), (9, "2024-01-02")], "order"),
        ([(1, "2024-01-01")], "greater"),
    ],
)
def test_changes_that_cannot_be_are_refused(changes: list[tuple[int, str]], why: str) -> None:
    made = [{"version": version, "day": day, "what": {"zh": "甲", "en": "a"}} for version, day in changes]
    described = PENALTY.model_dump(mode="json", by_alias=True) | {"changes": made}
    with pytest.raises(ValueError, match=why):
        Category.model_validate(described)


def test_a_wrong_file_of_groups_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "penalty.yml").write_bytes((FOLDER / "administration" / "penalty.yml").read_bytes())
    listed = tmp_path / GROUPS
    listed.write_text(
        "groups:\n  - {name: lists, title: {zh: 甲, en: a}}\n  - {name: courts, title: {zh: 乙, en: b}}\n", "utf-8"
    )
    (group,) = read_catalogue(tmp_path).groups
    assert (group.name, group.categories) == ("lists", ("penalty",))
    listed.write_text("groups:\n  - {name: a, title: {zh: 甲, en: a}}\n  - {name: a, title: {zh: 甲, en: a}}\n", "utf-8")
    with pytest.raises(CatalogueError, match=f"{GROUPS}:2: a group stands once"):
        read_catalogue(tmp_path)
