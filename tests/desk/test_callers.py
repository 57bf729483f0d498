"""The register of callers, on SQLite and on PostgreSQL: keys are shown once, end when they should, and belong to one caller."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import inspect, select, table, text, update

from app.desk.callers.keys import given_key, new_key
from app.desk.callers.register import add_caller, caller_of_key, list_callers, note_used, revoke_caller, rotate_key
from app.desk.store import Desk
from app.desk.store.tables.callers import CALLERS, KEYS
from app.errors import Conflict, NotFound
from models.caller import GRANTED, ROLE_LEVELS, Caller, CallerRole
from models.work.callers import NewCaller, Rotation
from tests.support.desk.keys import issue, new_caller


def owner(desk: Desk, key: str) -> Caller | None:
    """The caller whom a desk takes a key for."""
    with desk.reading() as connection:
        return caller_of_key(connection, given_key(key))


@pytest.mark.parametrize("role", GRANTED)
def test_a_key_is_its_callers(desk: Desk, role: CallerRole) -> None:
    issued = issue(desk, role, region="3301")
    caller = owner(desk, issued.key)
    assert caller is not None
    assert (caller.id, caller.name, caller.region) == (issued.id, f"某{role}", "3301")
    assert caller.roles == {CallerRole.PUBLIC, role}
    assert caller.level == issued.level == ROLE_LEVELS[role]
    assert (caller.level == 0) is (role is CallerRole.ENTERPRISE)
    assert caller.department == ("某局" if role in (CallerRole.DEPARTMENT, CallerRole.APPROVER) else None)
    assert caller.party == ("uscc:91330106EXAMPLE115" if role is CallerRole.ENTERPRISE else None)


@pytest.mark.parametrize(
    "given",
    [
        {"roles": ["enterprise"]},
        {"roles": ["enterprise"], "party": "uscc:1", "department": "某局"},
        {"roles": ["enterprise", "analyst"], "party": "uscc:1"},
        {"roles": ["analyst"], "party": "uscc:1"},
        {"roles": ["approver"]},
        {"roles": ["enterprise"], "party": "没有标识"},
    ],
)
def test_an_enterprise_acts_for_itself_alone(given: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        NewCaller.model_validate({"name": "甲", **given})


def test_several_roles_give_the_highest_level(desk: Desk) -> None:
    with desk.writing() as connection:
        issued = add_caller(
            connection, NewCaller(name="甲", roles=(CallerRole.ANALYST, CallerRole.OPERATOR, CallerRole.ANALYST)), "test"
        )
    caller = owner(desk, issued.key)
    assert caller is not None
    assert caller.roles == {CallerRole.PUBLIC, CallerRole.ANALYST, CallerRole.OPERATOR}
    assert issued.roles == (CallerRole.ANALYST, CallerRole.OPERATOR)


def test_the_secret_part_stands_nowhere(desk: Desk) -> None:
    key = issue(desk).key
    secret = key.rpartition("_")[2]
    assert len(bytes.fromhex(secret)) * 8 >= 256
    with desk.reading() as connection:
        for name in inspect(connection).get_table_names():
            rows = connection.execute(select(text("*")).select_from(table(name))).all()
            assert secret not in repr(rows)
        digest = connection.scalar(select(KEYS.c.digest))
    assert digest == given_key(key).digest != secret


def test_what_is_no_key_is_nobodys(desk: Desk) -> None:
    key = issue(desk).key
    start, _, secret = key.rpartition("_")
    other = issue(desk, name="乙").key
    mixed = f"{start}_{other.rpartition('_')[2]}"
    last = "0" if secret[-1] != "0" else "1"
    wrong = [
        "",
        "x",
        key[:-1],
        key + "0",
        key[:-1] + last,
        key.upper(),
        f" {key}",
        mixed,
        new_key().text,
        "qj__",
        f"{start}_" + "0" * 64,
    ]
    assert [owner(desk, one) for one in wrong] == [None] * len(wrong)
    assert owner(desk, key) is not None


def test_a_key_ends(desk: Desk) -> None:
    issued = issue(desk, days=3)
    assert issued.expires_at is not None
    assert timedelta(days=2.9) < issued.expires_at - datetime.now(UTC) <= timedelta(days=3)
    with desk.writing() as connection:
        connection.execute(update(KEYS).values(expires_at=datetime.now(UTC) + timedelta(hours=1)))
    assert owner(desk, issued.key) is not None
    with desk.writing() as connection:
        connection.execute(update(KEYS).values(expires_at=datetime.now(UTC)))
    assert owner(desk, issued.key) is None


def test_a_new_key_ends_the_old_one_now_or_later(desk: Desk) -> None:
    first = issue(desk, CallerRole.ANALYST, "甲")
    stranger = issue(desk, CallerRole.ANALYST, "乙")
    with desk.writing() as connection:
        second = rotate_key(connection, "甲", Rotation())
    assert owner(desk, first.key) is None
    assert owner(desk, second.key) == owner(desk, second.key)
    assert (second.id, second.roles) == (first.id, first.roles)
    with desk.writing() as connection:
        third = rotate_key(connection, first.id, Rotation(overlap_hours=2, days=9))
    assert owner(desk, first.key) is None
    for key in (second, third, stranger):
        assert owner(desk, key.key) is not None
    with desk.reading() as connection:
        card = next(card for card in list_callers(connection) if card.name == "甲")
    ends = {key.id: key.expires_at for key in card.keys}
    assert [key.id for key in card.keys] == [third.key_id, second.key_id, first.key_id]
    end = ends[second.key_id]
    assert end is not None
    assert timedelta(hours=1.9) < end - datetime.now(UTC) <= timedelta(hours=2)


def test_a_revoked_caller_stays_revoked(desk: Desk) -> None:
    one, other = issue(desk, name="甲"), issue(desk, name="乙")
    with desk.writing() as connection:
        card = revoke_caller(connection, "甲")
    assert card.revoked_at is not None
    assert [key.revoked_at is not None for key in card.keys] == [True]
    assert owner(desk, one.key) is None
    assert owner(desk, other.key) is not None
    with desk.writing() as connection:
        assert revoke_caller(connection, one.id) == card
    with pytest.raises(Conflict, match="the caller is revoked"), desk.writing() as connection:
        rotate_key(connection, "甲", Rotation())
    with pytest.raises(Conflict, match="a caller of that name"), desk.writing() as connection:
        add_caller(connection, new_caller(name="甲"), "test")
    with desk.writing() as connection:
        connection.execute(update(KEYS).where(KEYS.c.caller_id == one.id).values(revoked_at=None))
    assert owner(desk, one.key) is None, "a key does not outlive its caller"


def test_nobody_is_not_found(desk: Desk) -> None:
    for change in (revoke_caller, lambda connection, name: rotate_key(connection, name, Rotation())):
        with pytest.raises(NotFound), desk.writing() as connection:
            change(connection, "nobody")


def test_a_role_of_a_later_program_gives_nothing(desk: Desk) -> None:
    key = issue(desk).key
    with desk.writing() as connection:
        connection.execute(update(CALLERS).values(roles=["superuser", "public"]))
    caller = owner(desk, key)
    assert caller is not None
    assert (caller.level, caller.roles) == (0, frozenset({CallerRole.PUBLIC}))


def test_when_a_key_was_used_only_moves_on(desk: Desk) -> None:
    issued = issue(desk)
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for moment in (noon, noon - timedelta(hours=1)):
        with desk.writing() as connection:
            note_used(connection, [(issued.key_id, moment), ("nobody", moment)])
    with desk.reading() as connection:
        (card,) = list_callers(connection)
    assert card.keys[0].last_used_at == noon


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": []},
        {"roles": ["public"]},
        {"roles": ["king"]},
        {"roles": ["department"]},
        {"roles": ["analyst"], "region": "浙江"},
        {"roles": ["analyst"], "region": "330"},
        {"roles": ["analyst"], "name": ""},
        {"roles": ["analyst"], "name": "a\nb"},
        {"roles": ["analyst"], "days": 0},
        {"roles": ["analyst"], "level": 3},
    ],
)
def test_a_caller_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewCaller.model_validate({"name": "甲", **wrong})
