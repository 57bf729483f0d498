"""The register of other nodes in the desk: add one with its key, list them, find one, remove one."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, delete, insert, select

from app.desk.store.tables.metadata import now
from app.desk.store.tables.nodes import NODES
from app.errors import Conflict, NotFound, SettingsError
from models.work.nodes import NewNode, NodeCard, Nodes


@dataclass(frozen=True, slots=True)
class KnownNode:
    """A node with the key that it is asked with, which is shown nowhere."""

    node: NodeCard
    key: str = field(repr=False)


def _sealer(secret: bytes) -> Fernet:
    key = hmac.new(secret, b"quanjing: keys of nodes", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def add_node(connection: Connection, new: NewNode, key: str, by: str, secret: bytes) -> NodeCard:
    """Add a node with the key that it gave out; the key is sealed under `secret`.

    Raises:
        Conflict: there is one of its name.
    """
    if connection.execute(select(NODES.c.name).where(NODES.c.name == new.name)).first():
        raise Conflict("there is a node of that name: remove it first")
    row = new.model_dump() | {"categories": sorted(set(new.categories)), "providers": sorted(set(new.providers))}
    sealed = _sealer(secret).encrypt(key.encode()).decode()
    connection.execute(insert(NODES).values(**row, key=sealed, created_at=now(), created_by=by))
    return find_node(connection, new.name)


def remove_node(connection: Connection, name: str) -> None:
    """Forget a node and its key; what was taken from it stays. Raises NotFound."""
    if not connection.execute(delete(NODES).where(NODES.c.name == name)).rowcount:
        raise NotFound("there is no such node")


def list_nodes(connection: Connection) -> Nodes:
    """All nodes, by name."""
    cards = tuple(
        NodeCard.model_validate(_plain(row._asdict())) for row in connection.execute(select(NODES).order_by(NODES.c.name))
    )
    return Nodes(items=cards, shown=len(cards), total=len(cards))


def find_node(connection: Connection, name: str) -> NodeCard:
    """One node, by its name. Raises NotFound."""
    row = connection.execute(select(NODES).where(NODES.c.name == name)).one_or_none()
    if row is None:
        raise NotFound("there is no such node")
    return NodeCard.model_validate(_plain(row._asdict()))


def known_node(connection: Connection, name: str, secret: bytes) -> KnownNode:
    """One node with its key.

    Raises:
        NotFound: there is none of that name.
        SettingsError: its key was sealed under another `QUANJING_SECRET`.
    """
    card = find_node(connection, name)
    sealed = connection.execute(select(NODES.c.key).where(NODES.c.name == name)).scalar_one()
    try:
        return KnownNode(card, _sealer(secret).decrypt(sealed).decode())
    except InvalidToken:
        raise SettingsError("the keys of nodes were kept under another QUANJING_SECRET") from None


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "key"}
