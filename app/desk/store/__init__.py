"""The desk's database: SQLite in `QUANJING_HOME/desk.db`, or PostgreSQL by `QUANJING_DESK_URL`.

How to use it. A function that reads or writes the desk is plain and synchronous, and takes a `Connection` first:

    def caller_named(connection: Connection, name: str) -> Row | None: ...

A route or any other asynchronous code hands it to the desk, which runs it in a thread of its own, in one transaction:

    found = await desk.read(caller_named, "…")
    made = await desk.write(add_caller, "…")

A command or a worker without an event loop opens the transaction itself:

    with open_desk(settings) as desk, desk.writing() as connection:
        add_caller(connection, "…")

`desk.write` commits when the function returns and rolls back when it raises. On SQLite it holds the one write lock from its
beginning (BEGIN IMMEDIATE), on PostgreSQL it is an ordinary transaction (READ COMMITTED): what must be claimed once is locked
there by `with_for_update(skip_locked=True)`, which SQLite leaves out. Never await, and never ask the graph, within one.

How a subject adds its tables.

1. `app/desk/store/tables/<subject>.py` declares them with `METADATA`; moments are `UtcTime`, structured values `Document`.
2. `app/desk/store/revisions/NNNN_<subject>.py` makes them with Alembic's `op`: its `revision` is the name of its file without
   `.py`, its `down_revision` that of the revision before it. There is one line of revisions, never a branch; one that has been
   published is never edited. Only additive steps are undone by nobody: there are no downgrades, a backup is the way back.
3. `tests/desk/test_store.py` compares the tables with what the revisions make, on both databases.
"""

from sqlalchemy import Connection

from app.desk.store.database import Desk
from app.desk.store.opening import open_desk
from app.desk.store.tables.metadata import METADATA, Document, UtcTime

__all__ = ["METADATA", "Connection", "Desk", "Document", "UtcTime", "open_desk"]
