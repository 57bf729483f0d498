"""What parties state that others may state too: what is compared, and by which id."""

import pytest

from loaders.catalogue.files import read_catalogue
from loaders.derive.traits import LONGEST, stated_traits, trait_id, trait_properties
from models.catalogue import TypeName
from models.traits import StatedTrait

ADDRESS, PHONE, EMAIL, AGENT = TypeName.ADDRESS, TypeName.PHONE, TypeName.EMAIL, TypeName.AGENT


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        (ADDRESS, "某路1号(住所申报)", " 某路１号"),
        (PHONE, "+8613800000000", "13800000000"),
        (PHONE, "057188880000转8", "0086057188880000#12"),
        (EMAIL, "Office@Firm.example", "office@firm.example "),
        (AGENT, "某某 登记代理(杭州)有限公司", "某某登记代理（杭州）有限公司"),
    ],
)
def test_one_value_written_twice(kind: TypeName, one: str, two: str) -> None:
    found = trait_id(kind, one)
    assert found == trait_id(kind, two)
    assert found is not None
    assert found.startswith(f"{kind}:")


@pytest.mark.parametrize(
    ("kind", "text"),
    [(ADDRESS, "浙江省"), (PHONE, "12315"), (EMAIL, "无"), (AGENT, " "), (ADDRESS, "某路1号" + "长" * LONGEST)],
)
def test_what_is_nothing_to_compare(kind: TypeName, text: str) -> None:
    assert trait_id(kind, text) is None


def test_numbers_and_mails_stand_nowhere_in_ids() -> None:
    assert "13800000000" not in str(trait_id(PHONE, "13800000000"))
    assert "firm" not in str(trait_id(EMAIL, "office@firm.example"))
    assert trait_id(PHONE, "13800000000") != trait_id(PHONE, "13800000001")


def test_only_records_state_traits() -> None:
    catalogue = read_catalogue()
    properties = trait_properties(catalogue["enterprise"])
    assert dict(properties) == {"address": ADDRESS, "phone": PHONE, "email": EMAIL, "agent": AGENT}
    assert dict(trait_properties(catalogue["department"])) == {"address": ADDRESS}
    assert all(trait_properties(c) == () for c in catalogue.categories.values() if c.edge)
    told = list(stated_traits(properties, "s1", {"address": "某路1号", "phone": "12315", "name": "某路2号"}))
    assert told == [StatedTrait("s1", "Address", "address:某路1号", "address")]
