"""The roles that a registration tells beside those of lists: each where no list says who has it."""

import pytest

from app.analytics.structure.network import Form, Party, Role, RoleRow
from app.answers.reading.registered import registered_roles

SHOP, LISTED = "uscc:shop", "person:uscc:shop:李四"
PARTIES = {SHOP: Party(SHOP, "Enterprise", "面馆", Form.SOLE_TRADER), LISTED: Party(LISTED, "Person", "李四", Form.PERSON)}


@pytest.mark.parametrize(
    ("listed", "texts", "expected"),
    [
        (None, (None, None, None, "张三", None), [Role.OPERATOR]),
        (Role.OPERATOR, (None, None, None, "张三", None), []),
        (Role.OPERATOR, (None, None, None, None, "张三"), []),
        (Role.LEGAL_REPRESENTATIVE, (None, None, None, "张三", None), []),
        (Role.OPERATOR, ("王五", None, None, "张三", None), [Role.LEGAL_REPRESENTATIVE]),
        (Role.POST, (None, None, None, "张三", None), [Role.OPERATOR]),
    ],
)
def test_a_list_that_names_an_operator_leaves_no_second_one(
    listed: Role | None, texts: tuple[str | None, ...], expected: list[Role]
) -> None:
    """Whatever column of an older registration names one: a sole trader has one operator."""
    roles = [RoleRow(LISTED, SHOP, listed, "list", None, "2024-01-01")] if listed else []
    named = {SHOP: (SHOP, "registration", "2020-01-01", "9999-12-31", *texts)}
    _, new = registered_roles(PARTIES, (), roles, named)
    assert [row.role for row in new] == expected
    _, deciding = registered_roles(PARTIES, (), roles, named, deciding=True)
    assert [row.role for row in deciding] == [role for role in expected if role is Role.OPERATOR]
