"""The chain of the audit log: entries are added at its end, and go at its beginning after their term; nothing else changes.

The hash of an entry is SHA-256 over its values and the hash before it, so that whoever changes, removes or moves an entry would
have to make all later ones anew; where the chain ends and begins is sealed with the service's secret, so that who can write the
database alone cannot shorten it either. Against somebody who has both, keep heads elsewhere (`quanjing audit head`).
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from app.desk.store.tables.audit import AUDIT, MARKS
from models.work.audit import AuditEntry, AuditHead, AuditVerified

NOTHING = AuditHead(seq=0, hash="0" * 64)
"""The head of an empty log."""
START, HEAD = "start", "head"
MOST_WRONG = 20
READ_AT_ONCE = 1000


def append(connection: Connection, entries: Sequence[AuditEntry], key: str) -> AuditHead:
    """Add entries at the end, in their order; returns the new head. Of several writers one waits for the other."""
    head = _mark(connection, HEAD, lock=True) or _begin(connection, key)
    if not entries:
        return head
    rows = []
    for entry in entries:
        values = entry.model_dump()
        head = AuditHead(seq=head.seq + 1, hash=_hash(head.hash, head.seq + 1, values))
        rows.append({**values, "seq": head.seq, "hash": head.hash})
    connection.execute(insert(AUDIT), rows)
    _move(connection, HEAD, head, key)
    return head


def head_of(connection: Connection) -> AuditHead:
    """The last entry there is."""
    return _mark(connection, HEAD) or NOTHING


def let_go(connection: Connection, before: datetime, key: str) -> int:
    """Remove what is older than its term, from the beginning of the chain on; returns how many entries went."""
    if _mark(connection, HEAD, lock=True) is None:
        return 0
    first_kept = connection.scalar(select(func.min(AUDIT.c.seq)).where(AUDIT.c.at >= before))
    old = AUDIT.c.seq < first_kept if first_kept is not None else AUDIT.c.at < before
    last = connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).where(old).order_by(AUDIT.c.seq.desc()).limit(1)).one_or_none()
    if last is None:
        return 0
    gone = connection.execute(delete(AUDIT).where(AUDIT.c.seq <= last.seq)).rowcount
    _move(connection, START, AuditHead(seq=last.seq, hash=last.hash), key)
    return int(gone)


def verify(connection: Connection, key: str, kept: AuditHead | None = None) -> AuditVerified:
    """Check every entry against the chain, both ends against their seals, and a head that was kept elsewhere."""
    start, head = _mark(connection, START) or NOTHING, _mark(connection, HEAD) or NOTHING
    wrong = list(_wrong_seals(connection, key))
    place, count, first, seen = start, 0, None, kept is None or kept.seq <= start.seq
    for row in _entries(connection):
        count, first = count + 1, row["seq"] if first is None else first
        values = {name: row[name] for name in AuditEntry.model_fields}
        if row["seq"] != place.seq + 1:
            wrong.append(f"entries {place.seq + 1} to {row['seq'] - 1} are missing")
        elif row["hash"] != _hash(place.hash, row["seq"], values):
            wrong.append(f"entry {row['seq']} is not what was written, or not in its place")
        place = AuditHead(seq=row["seq"], hash=row["hash"])
        if kept is not None and place.seq == kept.seq:
            seen = True
            if place.hash != kept.hash:
                wrong.append(f"entry {kept.seq} is not that of the head kept")
    if place != head:
        wrong.append(f"the log ends with entry {place.seq}, but its head is {head.seq}")
    if kept is not None and not seen:
        wrong.append(f"entry {kept.seq} of the head kept is missing")
    return AuditVerified(entries=count, first=first, head=head, wrong=tuple(wrong[:MOST_WRONG]))


def _entries(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """All entries in their order, some at a time."""
    last = 0
    while (
        rows := connection.execute(select(AUDIT).where(AUDIT.c.seq > last).order_by(AUDIT.c.seq).limit(READ_AT_ONCE))
        .mappings()
        .all()
    ):
        yield from (dict(row) for row in rows)
        last = int(rows[-1]["seq"])


def _hash(before: str, seq: int, values: Mapping[str, Any]) -> str:
    """The hash of an entry: over the one before, its place, and its values by name."""
    told = {name: value for name, value in values.items() if value is not None}
    told["at"] = values["at"].isoformat(timespec="microseconds")
    return sha256(orjson.dumps([before, seq, told], option=orjson.OPT_SORT_KEYS)).hexdigest()


def _mark(connection: Connection, name: str, *, lock: bool = False) -> AuditHead | None:
    query = select(MARKS.c.seq, MARKS.c.hash).where(MARKS.c.name == name)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return AuditHead(seq=row.seq, hash=row.hash) if row else None


def _begin(connection: Connection, key: str) -> AuditHead:
    """Set both marks at nothing; of two that do so at once, one fails and is tried again."""
    rows = [{"name": name, **NOTHING.model_dump(), "seal": _seal(name, NOTHING, key)} for name in (START, HEAD)]
    connection.execute(insert(MARKS), rows)
    return NOTHING


def _move(connection: Connection, name: str, to: AuditHead, key: str) -> None:
    values = {**to.model_dump(), "seal": _seal(name, to, key)}
    connection.execute(update(MARKS).where(MARKS.c.name == name).values(values))


def _seal(name: str, mark: AuditHead, key: str) -> str:
    return hmac.new(key.encode(), f"audit {name} {mark.seq} {mark.hash}".encode(), sha256).hexdigest()


def _wrong_seals(connection: Connection, key: str) -> Iterable[str]:
    marks = {row.name: row for row in connection.execute(select(MARKS))}
    if not marks and connection.scalar(select(func.count()).select_from(AUDIT)) == 0:
        return
    for name in (START, HEAD):
        row = marks.get(name)
        if row is None:
            yield f"the mark of the {name} is missing"
        elif not hmac.compare_digest(row.seal, _seal(name, AuditHead(seq=row.seq, hash=row.hash), key)):
            yield f"the mark of the {name} was changed, or sealed under another secret"
