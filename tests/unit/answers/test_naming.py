"""The names of parties that are known by a name only."""

import pytest

from app.answers.reading.rows import stated_party
from app.words.naming import bare_name, known_by_name


@pytest.mark.parametrize(
    ("party_id", "name"),
    [
        ("name:Enterprise::2024-02-02:江畔控股有限公司", "江畔控股有限公司"),
        ("name:Enterprise:330106:2024-02-02:江畔控股有限公司#uscc:91330106NX5T00000P", "江畔控股有限公司"),
        ("name:Enterprise::2024-02-02:江畔:一号#二号计划", "江畔:一号#二号计划"),
        ("uscc:91330106NX5T00000P", None),
        ("person:uscc:91330106NX5T00000P:甲", None),
        ("name:broken", None),
    ],
)
def test_the_name_stands_in_the_identifier(party_id: str, name: str | None) -> None:
    assert bare_name(party_id) == name
    assert known_by_name(party_id) is party_id.startswith("name:")


def test_a_party_known_by_a_name_has_it_whoever_did_not_state_it() -> None:
    assert stated_party("name:Enterprise::2024-02-02:江畔:一号", "Mention", None).name == "江畔:一号"
    assert stated_party("name:Enterprise::2024-02-02:江畔", "Mention", "江畔（一号）").name == "江畔（一号）"
    assert stated_party("uscc:91330106NX5T00000P", "Enterprise", None).name is None
