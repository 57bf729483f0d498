"""Times of two sides measured in turn, and what is said of them."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[2] / ".cache" / "bench"


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing done by both sides: how large it was, and the seconds each side took."""

    size: float
    ours: float
    base: float

    @property
    def speed(self) -> float:
        """Our rate as a part of the baseline's: above 1 we are faster."""
        return self.base / self.ours

    @property
    def cost(self) -> float:
        """Our time as a multiple of the baseline's: above 1 we are slower."""
        return self.ours / self.base


@dataclass
class Report:
    """The results of one benchmark on one engine; printed, and kept in .cache/bench/."""

    name: str
    engine: str
    scale: int
    lines: dict[str, Any] = field(default_factory=dict)

    def add(self, what: str, value: float | str) -> None:
        """One figure."""
        self.lines[what] = round(value, 4) if isinstance(value, float) else value

    def ratio(self, what: str, value: float, target: float, at_least: bool) -> None:
        """A figure with a target, and whether it was met."""
        met = value >= target if at_least else value <= target
        self.add(what, f"{value:.2f} ({'>=' if at_least else '<='} {target:g}: {'met' if met else 'MISSED'})")

    def close(self) -> None:
        """Print, and keep."""
        cores = len(os.sched_getaffinity(0))
        load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
        self.add("machine", f"{cores} cores, load {load}, Python {platform.python_version()}")
        print(f"\n{self.name} on {self.engine}, {self.scale:,} enterprises", flush=True)
        for what, value in self.lines.items():
            print(f"  {what}: {value}", flush=True)
        RESULTS.mkdir(parents=True, exist_ok=True)
        file = RESULTS / f"{self.name}.{self.engine}.{self.scale}.json"
        file.write_text(json.dumps(self.lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def median_cost(pairs: Sequence[Pair]) -> float:
    """The median of our times by the median of theirs."""
    return statistics.median(p.ours for p in pairs) / statistics.median(p.base for p in pairs)


def total_speed(pairs: Sequence[Pair]) -> float:
    """Our rate over everything as a part of the baseline's."""
    return sum(p.base for p in pairs) / sum(p.ours for p in pairs)


def worst_tenth(pairs: Sequence[Pair]) -> list[Pair]:
    """The tenth of the pairs that is largest, at least one."""
    ordered = sorted(pairs, key=lambda p: p.size)
    return ordered[-max(1, len(ordered) // 10) :]
