"""Records of one document number: whether they may be one, by the codes and names with which they tell their parties."""

from typing import Any

import pytest

from app.questions.same_number import same_number
from loaders.catalogue.files import read_catalogue
from models.values.same_number import PartyAsStated, are_one

PENALTY = read_catalogue()["penalty"]
CODED = {"id": "uscc:1", "name": "甲公司", "kind": "Enterprise"}
BUREAU = {"id": "dept:1", "name": "某局", "kind": "Department"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PartyAsStated("uscc:1", "甲公司"), PartyAsStated("uscc:1", "乙公司"), True),
        (PartyAsStated("uscc:1", "甲公司"), PartyAsStated("uscc:1", "甲公司", certain=False), None),
        (PartyAsStated("uscc:1", "甲公司"), PartyAsStated("uscc:2", "甲公司"), False),
        (PartyAsStated("uscc:1", "甲公司"), PartyAsStated(None, "甲公司"), None),
        (PartyAsStated("uscc:1", "广东甲（集团）公司"), PartyAsStated(None, "廣東甲(集團) 公司"), None),
        (PartyAsStated("uscc:1", "甲公司"), PartyAsStated(None, "乙公司"), False),
        (PartyAsStated("uscc:1", None), PartyAsStated(None, "乙公司"), None),
        (PartyAsStated(None, "甲公司"), PartyAsStated(None, "乙公司"), False),
    ],
)
def test_whether_two_records_mean_one_party(one: PartyAsStated, other: PartyAsStated, same: bool | None) -> None:
    assert are_one(one, other) is same
    assert are_one(other, one) is same


@pytest.mark.parametrize(
    ("party", "authority", "told"),
    [
        (CODED, BUREAU, []),
        ({"name": "甲公司"}, BUREAU, [True]),
        ({"name": "甲公司", "one_of": 2}, BUREAU, [True]),
        (CODED | {"by_name": "likely"}, BUREAU, [True]),
        (CODED | {"by_name": "certain"}, BUREAU, []),
        ({"name": "乙公司"}, BUREAU, [False]),
        (CODED, {"name": "某局"}, [True]),
        ({"name": "乙公司"}, {"name": "另局"}, []),
        (CODED, {"id": "dept:2", "name": "某局"}, []),
    ],
)
def test_which_other_records_of_a_number_are_told(party: dict[str, Any], authority: dict[str, Any], told: list[bool]) -> None:
    other = {"provider": "乙局", "day": "2024-01-01", "statement": "s", "values": {"party": party, "authority": authority}}
    found = list(same_number(PENALTY, {"party": CODED, "authority": BUREAU}, [other]))
    assert [one["possibly_one"] for one in found] == told
