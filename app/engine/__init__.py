"""The graph engines behind one asynchronous interface. The only package that speaks to a database.

Names are imported when first used: the embedded engine's server is a module of this package and needs no client.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.engine.base import Engine, Params, Row, Tx
    from app.engine.capabilities import ALL_CAPABILITIES, Capabilities
    from app.engine.clock import now_tick, tick_at
    from app.engine.lease import Committed, Writer, is_wanted, writer
    from app.engine.opening import connect, connected, place_of
    from app.engine.schema import apply_schema, define_categories

_MODULES = {
    "base": ("Engine", "Params", "Row", "Tx"),
    "capabilities": ("ALL_CAPABILITIES", "Capabilities"),
    "clock": ("now_tick", "tick_at"),
    "lease": ("Committed", "Writer", "is_wanted", "writer"),
    "opening": ("connect", "connected", "place_of"),
    "schema": ("apply_schema", "define_categories"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "ALL_CAPABILITIES",
    "Capabilities",
    "Committed",
    "Engine",
    "Params",
    "Row",
    "Tx",
    "Writer",
    "apply_schema",
    "connect",
    "connected",
    "define_categories",
    "is_wanted",
    "now_tick",
    "place_of",
    "tick_at",
    "writer",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
