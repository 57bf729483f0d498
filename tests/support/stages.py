"""Stages of a test run: one folder under tests/ is one stage; they run in order, and each one's time is told at the end.

The stages that ran before pytest (set-up, lint, types, imports) left their seconds in the file that STAGES names.
"""

import os
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ORDER = ("architecture", "unit", "loaders", "contract", "api", "real", "browser", "notebooks", "kill", "bench")
_seconds: dict[str, float] = defaultdict(float)


def stage_of(path: Path) -> str:
    """The stage a test file belongs to: the folder right under tests/, or `tests` for a file that lies there."""
    parts = path.relative_to(ROOT / "tests").parts
    return parts[0] if len(parts) > 1 else "tests"


def _rank(item: pytest.Item) -> int:
    stage = stage_of(item.path)
    return ORDER.index(stage) if stage in ORDER else len(ORDER)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick stages first; within a stage the order stays as pytest made it."""
    items.sort(key=_rank)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add what one test took, or its fixtures, to its stage. Of several workers, all reports arrive at the one that tells."""
    _seconds[stage_of(ROOT / report.nodeid.partition("::")[0])] += report.duration


def _earlier() -> dict[str, float]:
    file = os.environ.get("STAGES")
    if not file:
        return {}
    lines = (line.rsplit(" ", 1) for line in Path(file).read_text(encoding="utf-8").splitlines())
    return {name: float(seconds) for name, seconds in lines}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the time of each stage, before the closing line; of several workers, the sum of theirs."""
    own = {stage: seconds for stage, seconds in _seconds.items() if seconds >= 0.05}
    if not own:
        return
    terminalreporter.section("time of each stage")
    for stage, seconds in {**_earlier(), **own}.items():
        terminalreporter.write_line(f"{stage:<16}{seconds:>8.1f} s")
