"""The catalogue reader: what ships is well formed, and every mistake is named with file and line."""

from pathlib import Path

import pytest

from app.errors import CatalogueError
from loaders.catalogue.files import read_catalogue, read_category
from loaders.mapping.headers import aliases

SMALL = """\
name: thing
title: {zh: 东西, en: Thing}
display_class: basic
mode: append
time: event
record:
  label: Thing
  about: {party: party}
key: [party, number]
properties:
  - {name: party, type: party, kinds: [Enterprise], title: {zh: 企业, en: Enterprise}}
  - {name: number, type: text, title: {zh: 编号, en: Number}}
"""


def write(folder: Path, text: str, name: str = "thing.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_ships_is_well_formed() -> None:
    catalogue = read_catalogue()
    assert {"enterprise", "penalty", "shareholder", "department", "licence", "key_person"} <= set(catalogue.categories)
    assert len(catalogue.labels) == len(catalogue.categories)
    for category in catalogue.categories.values():
        assert aliases(category)
        assert category.title.zh
        assert category.title.en


def test_a_category_file(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    assert read_catalogue(tmp_path)["thing"].label == "Thing"


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("mode: append", "mode: append\ncolour: red"), 5, "colour: unknown key"),
        (("mode: append", "mode: sometimes"), 4, "mode"),
        (("type: text,", "type: txt,"), 12, "properties.1.type"),
        (("name: number,", "name: number, colour: red,"), 12, "colour: unknown key"),
        (("kinds: [Enterprise], ", ""), 11, "kinds"),
        (("key: [party, number]", "key: [party, digits]"), 1, "digits"),
        (("key: [party, number]", "key: [party, number]\nkey: [party]"), 10, "given twice"),
        (("key: [party, number]", "key: [party, number"), 10, "expected"),
        (("title: {zh: 编号, en: Number}", "title: {zh: 编号, en: A, B}"), 12, "unknown key"),
        (("name: thing", "name: thing\nvalid: {start: number}"), 1, "type date"),
        (("name: number", "name: event"), 12, "reserved"),
        (("key: [party, number]", "key: [party, number]\nsource: {number: [企业名], party: [企业名]}"), 10, "企业名"),
        (("mode: append", "mode: append\nscope: [party]"), 1, "snapshot"),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, change: tuple[str, str], line: int, words: str) -> None:
    path = write(tmp_path, SMALL.replace(*change))
    with pytest.raises(CatalogueError) as error:
        read_category(path)
    assert f"{path}:{line}: " in error.value.message
    assert words in error.value.message
    assert error.value.context["line"] == line


def test_files_that_do_not_fit_together(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no category files"):
        read_catalogue(tmp_path)
    write(tmp_path, SMALL)
    write(tmp_path, SMALL.replace("name: thing", "name: other"), "other.yml")
    with pytest.raises(CatalogueError, match="labels used by two"):
        read_catalogue(tmp_path)
    write(tmp_path, SMALL, "other.yml")
    with pytest.raises(CatalogueError, match=r"another file|belongs in"):
        read_catalogue(tmp_path)
    (tmp_path / "other.yml").write_bytes(b"name: \xff\xfe")
    with pytest.raises(CatalogueError, match="not UTF-8"):
        read_catalogue(tmp_path)
    write(tmp_path, "- a\n- b\n", "other.yml")
    with pytest.raises(CatalogueError, match="mapping"):
        read_catalogue(tmp_path)
