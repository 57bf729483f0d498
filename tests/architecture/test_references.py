"""The generated references say what the program says."""

import pytest

from models.catalogue import Category
from tests.support.references import category_section, drifted, table


def test_the_references_have_not_drifted() -> None:
    assert drifted() == [], "run `make docs`"


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("a", "b"), [("x|y", "one\ntwo")]).splitlines()[-1] == "| x\\|y | one two |"


@pytest.fixture
def honour() -> Category:
    """A category nobody has heard of."""
    return Category.model_validate(
        {
            "name": "honour",
            "title": {"zh": "表彰", "en": "Honour"},
            "display_class": "good",
            "mode": "append",
            "time": "event",
            "record": {"label": "Honour", "about": {"subject": "enterprise"}},
            "key": ["enterprise", "document"],
            "properties": [
                {
                    "name": "enterprise",
                    "type": "party",
                    "title": {"zh": "受表彰企业", "en": "Enterprise"},
                    "kinds": ["Enterprise"],
                    "required": True,
                },
                {"name": "document", "type": "text", "title": {"zh": "文号", "en": "Document number"}, "level": 1},
            ],
            "source": {"document": ["文号", {"header": "文书号"}]},
        }
    )


def test_a_category_describes_itself(honour: Category) -> None:
    section = category_section(honour)
    assert "## honour: 表彰 Honour" in section
    assert "record `Honour` (subject: enterprise)" in section
    assert "| `document` | 文号 Document number | text |  | 1 | 文号 · 文书号 |" in section
