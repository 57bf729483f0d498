"""Cuts lists into slices, for what takes so many at a time."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def slices(items: Sequence[T], size: int) -> list[list[T]]:
    """These items in their order, `size` at a time; the last slice may be shorter."""
    return [list(items[i : i + size]) for i in range(0, len(items), size)]
