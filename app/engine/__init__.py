"""The graph engines behind one asynchronous interface. The only package that speaks to a database."""

from app.engine.base import Engine, Params, Row, Tx
from app.engine.capabilities import ALL_CAPABILITIES, Capabilities
from app.engine.connect import connect, connected
from app.engine.lease import Writer, now_tick, tick_at, writer
from app.engine.schema import apply_schema

__all__ = [
    "ALL_CAPABILITIES",
    "Capabilities",
    "Engine",
    "Params",
    "Row",
    "Tx",
    "Writer",
    "apply_schema",
    "connect",
    "connected",
    "now_tick",
    "tick_at",
    "writer",
]
