"""Questions are read once in a process, and again where a file or the catalogue changed."""

import shutil
from pathlib import Path

from app.engine.capabilities import EMBEDDED, NEO4J
from app.paths import CYPHER
from app.questions.text.prepared import prepared_questions
from loaders.catalogue.files import read_catalogue
from models.catalogue import Catalogue


def test_they_are_shared_until_a_file_or_the_catalogue_changes(tmp_path: Path) -> None:
    folder, catalogue = tmp_path / "cypher", read_catalogue()
    shutil.copytree(CYPHER, folder)
    first = prepared_questions(folder, catalogue, NEO4J.name)
    assert prepared_questions(folder, read_catalogue(), NEO4J.name) is first
    assert prepared_questions(folder, catalogue, EMBEDDED.name) is not first
    fewer = Catalogue(categories={name: one for name, one in catalogue.categories.items() if name != "penalty"})
    assert prepared_questions(folder, fewer, NEO4J.name) is not first
    read = prepared_questions(folder, catalogue, NEO4J.name)
    (folder / "party" / "show.cypher").write_text((folder / "party" / "show.cypher").read_text() + "\n// once more\n")
    again = prepared_questions(folder, catalogue, NEO4J.name)
    assert again is not read
    assert (again.get("party.show") is not None, again.get("party.none")) == (True, None)
    assert len(again.all()) > 50
