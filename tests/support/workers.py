"""Which tests share a worker, where several run: a file's tests of one engine, and of the sample world all of one engine.

What costs most is starting an engine and filling its graph, which tests that share them must not pay again.
"""

import re
from functools import cache

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

from tests.support.engines import ALL
from tests.support.stages import ROOT

WORLD = "tests.support.worlds.sample_world"
"""The module through which tests look at the sample world."""


@cache
def _looks_at_world(file: str) -> bool:
    return re.search(rf"^from {re.escape(WORLD)} import ", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE) is not None


def group_of(nodeid: str) -> str:
    """The group a test belongs to: its file, or the world its file looks at, and its engine, if its name has one."""
    file, _, name = nodeid.partition("::")
    parameters = name.partition("[")[2].rstrip("]").split("-")
    engine = next((one for one in ALL if one in parameters), "")
    return f"{WORLD if _looks_at_world(file) else file} {engine}".rstrip()


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each worker whole groups, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Serve `--dist loadgroup` by these groups."""
    return ByGroup(config, log) if config.getvalue("dist") == "loadgroup" else None
