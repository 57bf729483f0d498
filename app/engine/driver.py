"""Imports the Bolt driver (`neo4j`) without numpy and pandas.

The driver loads them only to accept their values as parameters, which nothing here gives it; without them every process
that opens a graph starts a second sooner.
"""

import sys

_UNWANTED = [name for name in ("numpy", "pandas", "pyarrow") if name not in sys.modules]
for _name in _UNWANTED:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import neo4j

    bolt_errors = neo4j.exceptions
finally:
    for _name in _UNWANTED:
        del sys.modules[_name]

__all__ = ["bolt_errors", "neo4j"]
