"""Charts as SVG, worked out here so that pages need no scripts: bars for parts of a whole, a line for what changes by month."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 640, 180, 28
BAR, GAP, LABEL = 18, 8, 200


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its figure in words, where it begins and how long it is."""

    label: str
    text: str
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of horizontal bars, the longest as long as there is room."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    label: int = LABEL
    thickness: int = BAR


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line: its label below, its figure in words, and its place."""

    label: str
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points over a base line; `path` is what draws it, empty where there is no point."""

    points: tuple[Point, ...]
    path: str
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - MARGIN


def bars(parts: Sequence[tuple[str, float, str]]) -> Bars:
    """Bars of labels, figures and figures in words."""
    most, room = max((value for _, value, _ in parts), default=0.0), WIDTH - LABEL - 90
    drawn = tuple(
        Bar(label, text, n * (BAR + GAP), round(room * value / most, 1) if most else 0.0)
        for n, (label, value, text) in enumerate(parts)
    )
    return Bars(drawn, WIDTH, max(1, len(parts)) * (BAR + GAP))


def line(parts: Sequence[tuple[str, float | None, str]], most: float | None = None) -> Line:
    """A line of labels, figures and figures in words, from 0 to `most` (default: the largest), broken where there is none."""
    top = most or max((value for _, value, _ in parts if value is not None), default=0.0) or 1.0
    step = (WIDTH - 2 * MARGIN) / max(1, len(parts) - 1)
    points, path, broken = [], [], True
    for n, (label, value, text) in enumerate(parts):
        if value is None:
            broken = True
            continue
        x, y = round(MARGIN + n * step, 1), round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / top, 1)
        points.append(Point(label, text, x, y))
        path.append(f"{'M' if broken else 'L'}{x} {y}")
        broken = False
    return Line(tuple(points), " ".join(path))
