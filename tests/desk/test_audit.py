"""The audit log, on SQLite and on PostgreSQL: whole as it was written, and every change of it is found."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from app.desk.audit.chain import append, head_of, let_go, verify
from app.desk.audit.personal import shown
from app.desk.audit.recorder import MOST_WAITING, Recorder
from app.desk.audit.search import find
from app.desk.store import Desk
from app.desk.store.tables.audit import AUDIT, MARKS
from app.errors import DeskUnavailable, InputError
from models.work.audit import AuditEntry, AuditHead, AuditVerified

KEY = "a key of these tests that protects nothing"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(number: int, **more: object) -> AuditEntry:
    """One entry, an hour after the one of the number before."""
    values = {"at": NOON + timedelta(hours=number), "caller_id": "c1", "caller": "李某", "action": f"GET /v1/{number}"}
    return AuditEntry.model_validate({**values, "parameters": {"limit": str(number)}, "rows": number, **more})


@pytest.fixture
def log(desk: Desk) -> Desk:
    """A desk with ten entries, written in three batches."""
    for first, last in ((1, 4), (4, 5), (5, 11)):
        with desk.writing() as connection:
            append(connection, [entry(n) for n in range(first, last)], KEY)
    return desk


def checked(desk: Desk, key: str = KEY, kept: AuditHead | None = None) -> AuditVerified:
    with desk.reading() as connection:
        return verify(connection, key, kept)


def test_an_empty_log_is_whole(desk: Desk) -> None:
    found = checked(desk)
    assert (found.entries, found.first, found.head.seq, found.wrong) == (0, None, 0, ())
    with desk.writing() as connection:
        assert append(connection, [], KEY).seq == 0
    assert checked(desk).wrong == ()


def test_what_was_written_is_whole(log: Desk) -> None:
    found = checked(log)
    assert (found.entries, found.first, found.head.seq, found.wrong) == (10, 1, 10, ())
    with log.reading() as connection:
        assert head_of(connection) == found.head


def edited(column: str, value: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(update(AUDIT).where(AUDIT.c.seq == 5).values({column: value}))


def swapped(connection: Connection) -> None:
    for now, then in ((4, 99), (5, 4), (99, 5)):
        connection.execute(update(AUDIT).where(AUDIT.c.seq == now).values(seq=then))


def added(connection: Connection) -> None:
    last = connection.execute(select(AUDIT).where(AUDIT.c.seq == 10)).mappings().one()
    connection.execute(insert(AUDIT).values({**last, "seq": 11}))


def shortened(connection: Connection) -> None:
    """The last entry gone, and the head set to the one before it, by somebody who has not the secret."""
    connection.execute(delete(AUDIT).where(AUDIT.c.seq == 10))
    last = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.seq == 9)).scalar_one()
    connection.execute(update(MARKS).where(MARKS.c.name == "head").values(seq=9, hash=last))


def begun_later(connection: Connection) -> None:
    """The first entries gone, and the start set behind them, by somebody who has not the secret."""
    third = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.seq == 3)).scalar_one()
    connection.execute(delete(AUDIT).where(AUDIT.c.seq <= 3))
    connection.execute(update(MARKS).where(MARKS.c.name == "start").values(seq=3, hash=third))


def emptied(connection: Connection) -> None:
    connection.execute(delete(AUDIT))
    connection.execute(delete(MARKS))


OTHERWISE: dict[str, object] = {
    "at": NOON,
    "caller_id": None,
    "caller": "王某",
    "action": "GET /v1/4",
    "subject": "uscc:91330106EXAMPLE115",
    "parameters": {},
    "purpose": "none",
    "status": 404,
    "rows": 0,
    "bytes": 1,
    "times": 2,
    "request_id": "x",
    "hash": "0" * 64,
}
CHANGES: dict[str, Callable[[Connection], object]] = {
    **{f"edited {column}": edited(column, value) for column, value in OTHERWISE.items()},
    "first deleted": lambda connection: connection.execute(delete(AUDIT).where(AUDIT.c.seq == 1)),
    "one deleted": lambda connection: connection.execute(delete(AUDIT).where(AUDIT.c.seq == 5)),
    "last deleted": lambda connection: connection.execute(delete(AUDIT).where(AUDIT.c.seq == 10)),
    "all deleted": lambda connection: connection.execute(delete(AUDIT)),
    "swapped": swapped,
    "added": added,
    "shortened with its head": shortened,
    "begun later with its start": begun_later,
    "head deleted": lambda connection: connection.execute(delete(MARKS).where(MARKS.c.name == "head")),
    "start deleted": lambda connection: connection.execute(delete(MARKS).where(MARKS.c.name == "start")),
}


@pytest.mark.parametrize("how", CHANGES)
def test_every_change_is_found(log: Desk, how: str) -> None:
    with log.writing() as connection:
        CHANGES[how](connection)
    assert checked(log).wrong


def test_a_head_kept_elsewhere_finds_what_whoever_has_the_secret_did(log: Desk) -> None:
    kept = checked(log).head
    with log.writing() as connection:
        append(connection, [entry(11)], KEY)
    assert checked(log, kept=kept).wrong == ()
    with log.writing() as connection:
        emptied(connection)
        append(connection, [entry(n) for n in range(2, 12)], KEY)
    assert checked(log).wrong == (), "made anew under the secret, it looks whole"
    assert checked(log, kept=kept).wrong
    with log.writing() as connection:
        emptied(connection)
    assert checked(log, kept=kept).wrong


def test_another_secret_is_told(log: Desk) -> None:
    assert len(checked(log, key=KEY + "x").wrong) == 2


def test_what_is_past_its_term_goes_and_the_rest_stays_whole(log: Desk) -> None:
    with log.writing() as connection:
        assert let_go(connection, NOON + timedelta(hours=4), KEY) == 3
        assert let_go(connection, NOON + timedelta(hours=4), KEY) == 0
    found = checked(log)
    assert (found.entries, found.first, found.wrong) == (7, 4, ())
    with log.writing() as connection:
        assert let_go(connection, NOON + timedelta(days=9), KEY) == 7
        append(connection, [entry(11)], KEY)
    found = checked(log)
    assert (found.entries, found.first, found.wrong) == (1, 11, ())


async def test_several_writers_make_one_chain(desk: Desk) -> None:
    recorders = [Recorder(desk, KEY, 1100) for _ in range(4)]
    for number in range(40):
        recorders[number % 4].note(entry(number))
    await asyncio.gather(*(one.write() for one in recorders))
    found = checked(desk)
    assert (found.entries, found.wrong) == (40, ())


async def test_what_the_desk_does_not_take_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(desk, KEY, 1100)

    async def gone(*given: object) -> None:
        raise DeskUnavailable("gone")

    recorder.note(entry(1))
    with monkeypatch.context() as patch:
        patch.setattr(desk, "write", gone)
        with pytest.raises(DeskUnavailable):
            await recorder.write_now(entry(2))
        for number in range(3, MOST_WAITING):
            recorder.note(entry(number))
        recorder.check()
        recorder.note(entry(3))
        with pytest.raises(DeskUnavailable, match="the audit log cannot be written"):
            recorder.check()
    await recorder.write()
    recorder.check()
    assert checked(desk).entries == MOST_WAITING


async def test_the_public_is_counted(desk: Desk) -> None:
    recorder = Recorder(desk, KEY, 1100)
    for rows in (3, None, 4):
        recorder.count("GET /v1/search", 200, rows, 100)
    recorder.count("GET /v1/search", 422, None, 50)
    await recorder.write_counts()
    await recorder.write_counts()
    with desk.reading() as connection:
        page = find(connection, caller="public")
    assert [(one.action, one.status, one.times, one.rows, one.bytes) for one in page.items] == [
        ("GET /v1/search", 422, 1, 0, 50),
        ("GET /v1/search", 200, 3, 7, 300),
    ]


def test_entries_are_looked_for(log: Desk) -> None:
    with log.writing() as connection:
        append(connection, [entry(11, caller_id="c2", caller="王某", subject="uscc:91330106EXAMPLE115")], KEY)
    with log.reading() as connection:
        page = find(connection, limit=4)
        assert ([one.seq for one in page.items], page.total, page.next) == ([11, 10, 9, 8], 11, "8")
        rest = find(connection, limit=50, cursor=page.next)
        assert ([one.seq for one in rest.items], rest.next) == ([7, 6, 5, 4, 3, 2, 1], None)
        cases: tuple[tuple[dict[str, Any], list[int]], ...] = (
            ({"caller": "c2"}, [11]),
            ({"caller": "王某"}, [11]),
            ({"subject": ("uscc:91330106EXAMPLE115", "x")}, [11]),
            ({"action": "GET /v1/1"}, [11, 10, 1]),
            ({"action": "GET /v1/%"}, []),
            ({"since": NOON + timedelta(hours=10)}, [11, 10]),
            ({"until": NOON + timedelta(hours=2)}, [1]),
        )
        for which, found in cases:
            assert [one.seq for one in find(connection, **which).items] == found
        with pytest.raises(InputError):
            find(connection, cursor="x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("party_id", "uscc:91330106MYPWQMT3X5"),
        ("q", "91330106MYPWQMT3X5"),
        ("party_id", "stock:600000.SH"),
        ("as_of", "2024-03-01"),
        ("limit", "20"),
        ("view", "probable"),
        ("category", "penalty"),
    ],
)
def test_what_names_no_person_is_kept_as_it_is(name: str, value: str) -> None:
    assert shown(name, value, KEY) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "赵一"),
        ("q", "ZHAO YI"),
        ("q", "zhaoyi"),
        ("q", "11010119490101001X"),
        ("q", "110101194901010018"),
        ("q", "110101490101001"),
        ("q", "13800001234"),
        ("q", "li@example.com"),
        ("party_id", "person:uscc:91330106MYPWQMT3X5:赵一"),
        ("party_id", "pid:0123456789abcdef"),
        ("party_id", "uscc:110101194901010018"),
        ("view", "赵一"),
    ],
)
def test_what_may_name_a_person_is_kept_as_a_hash(name: str, value: str) -> None:
    kept = shown(name, value, KEY)
    assert kept.startswith("h:")
    assert value not in kept
    assert shown("other", value, KEY) == kept, "the same value is found again"
    assert shown(name, value, KEY + "x") != kept
