"""The fields of the forms of on-line entry: of every category of the catalogue."""

from collections import Counter

import pytest

from app.ui.working.fields import fields_of
from loaders.catalogue.files import read_catalogue

CATEGORIES = read_catalogue().categories


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CATEGORIES)
def test_no_two_fields_of_a_form_have_one_label(name: str, lang: str) -> None:
    labels = Counter(getattr(field.label, lang) for field in fields_of(CATEGORIES[name]))
    assert [label for label, times in labels.items() if times > 1] == []
