"""What results of standing analyses depend on besides the graph: the rule files, and what of the catalogue is read."""

from functools import cache
from hashlib import blake2b

from app.answers.reading.rows import FORMS
from app.rules.files import FOLDER
from models.catalogue import Catalogue

TOLD = {"changes", "law", "collected_from"}
"""What a category tells readers, and reads nothing otherwise."""


@cache
def digest_of_files() -> str:
    """A digest of the rule files by which registered types, names, holder lists and risk are read."""
    files = [FORMS, *sorted(FOLDER.rglob("*.yml"))]
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=12).hexdigest()


def digest_of_catalogue(catalogue: Catalogue) -> str:
    """A digest of the catalogue, which defines the records, holder lists and names that count."""
    categories = {name: c.model_dump_json(exclude=TOLD) for name, c in sorted(catalogue.categories.items())}
    return blake2b(repr(categories).encode(), digest_size=12).hexdigest()
