"""Which child rows a file holds besides the rows of its category, and how they are read."""

from collections.abc import Iterator
from pathlib import Path

from app.errors import InputError
from loaders.check.children import forms_of, is_present
from loaders.load.reading import Reading
from loaders.read import open_tables
from loaders.read.options import ReadOptions
from models.catalogue import Catalogue, Category


def child_readings(
    path: Path, document: str, category: Category, reading: Reading, catalogue: Catalogue
) -> Iterator[tuple[Category, Reading]]:
    """The categories of which a file seems to hold child rows, each with how they are read.

    They are read in the units that their category states; the provider, day and leniency are those of their heads.
    """
    forms = forms_of(category, catalogue)
    missing = list(forms)
    try:
        for table in open_tables(path, document, ReadOptions(None, reading.encoding, every=True)) if forms else ():
            missing = [form for form in missing if not is_present(form, table, reading.columns)]
            if not missing:
                break
    except InputError:
        return
    for form in forms:
        if form not in missing:
            yield (
                form.category,
                Reading(
                    reading.provider,
                    reading.day,
                    lenient=reading.lenient,
                    reissue=reading.reissue,
                    encoding=reading.encoding,
                    of=form,
                    head=reading,
                ),
            )
