"""The columns of tables of answers: types from the fields of models and the properties of categories, whatever the rows."""

import pandas as pd
import pytest
from pydantic import Field

from app.errors import InputError
from app.frames import frame_of, tables_of
from app.frames.columns import columns_of, frame, values_of
from loaders.catalogue.files import read_catalogue
from models.answers.parts import Item, Listing, View
from models.answers.shapes import RegistrationState
from models.base import Model

CATALOGUE = read_catalogue()


class Inner(Model):
    day: str
    amount: float | None = None


class Row(Model):
    id: str
    view: View
    count: int
    certain: bool | None = None
    inner: Inner | None = None
    names: tuple[str, ...] = ()
    state: RegistrationState = None
    levels: dict[str, int] = Field(default_factory=dict)


def test_columns_follow_from_the_fields() -> None:
    assert columns_of(Row) == {
        "id": "string",
        "view": "string",
        "count": "Int64",
        "certain": "boolean",
        "inner.day": "datetime64[s]",
        "inner.amount": "Float64",
        "names": "json",
        "state": "string",
        "levels": "json",
    }


def test_values_follow_from_the_catalogue() -> None:
    found = values_of([CATALOGUE["shareholder"]])
    assert found["values.share"] == "Float64"
    assert found["values.enterprise.id"] == "string"
    assert values_of([CATALOGUE["penalty"]])["values.decided_on"] == "datetime64[s]"


def test_what_is_not_there_is_na_and_what_is_nested_is_spread() -> None:
    rows = [
        {"id": "a", "view": "strict", "count": 1, "inner": {"day": "9999-12-31", "amount": None}, "names": ["x", "y"]},
        {"id": "b", "view": "strict", "count": 2, "inner": None, "names": [], "levels": {"z": 1}},
    ]
    table = frame(rows, columns_of(Row))
    assert table["inner.day"][0] == pd.Timestamp("9999-12-31")
    assert table["inner.day"].isna().tolist() == [False, True]
    assert table["inner.amount"].isna().all()
    assert table.names.tolist() == ['["x","y"]', "[]"]
    assert table.levels.tolist()[1] == '{"z":1}'
    assert list(table) == list(columns_of(Row))


def test_a_text_that_is_no_day_makes_its_column_text() -> None:
    table = frame([{"day": "2024-01-01"}, {"day": "2024"}], columns_of(Inner))
    assert table.day.tolist() == ["2024-01-01", "2024"]


def test_values_that_no_property_names_have_columns_after_the_others() -> None:
    table = frame([{"values": {"share": 0.5, "share_min": 0.4, "more": [1]}}], values_of([CATALOGUE["shareholder"]]))
    assert table["values.share_min"].tolist() == [0.4]
    assert table["values.more"].tolist() == ["[1]"]
    assert list(table)[-2:] == ["values.share_min", "values.more"]


def test_of_several_categories_a_property_told_otherwise_is_text() -> None:
    both = values_of(CATALOGUE.categories.values())
    assert set(both.values()) <= {"string", "Float64", "Int64", "boolean", "datetime64[s]", "json"}


def listing() -> Listing[Item]:
    item = {
        "category": "shareholder",
        "party": {"id": "p", "name": "甲"},
        "values": {"share": 1.0, "enterprise": {"id": "e"}},
        "evidence": {
            "provider": "甲",
            "day": "2024-01-01",
            "valid_from": "2024-01-01",
            "current": True,
            "recorded_at": 3,
            "statements": ["s"],
        },
    }
    stamp = {"as_of": "2024-01-01", "known_at": 3, "tick": 3, "view": "strict", "settling": False}
    return Listing[Item].model_validate(stamp | {"items": [item], "shown": 1, "total": 1})


def test_a_table_is_named_and_says_when_it_holds() -> None:
    table = frame_of(listing())
    assert table.attrs == {
        "as_of": "2024-01-01",
        "known_at": 3,
        "tick": 3,
        "view": View.STRICT,
        "settling": False,
        "shown": 1,
        "total": 1,
    }
    assert table["values.enterprise.id"].tolist() == ["e"]
    assert list(tables_of(listing())) == ["answer", "items", "incomplete"]
    with pytest.raises(InputError, match="it has answer, items"):
        frame_of(listing(), "owners")
