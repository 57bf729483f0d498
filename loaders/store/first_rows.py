"""What one writer has written of categories that had no rows before it: there is nothing else of them to look for."""

from collections.abc import Iterable

BITS = 1 << 24


class FirstRows:
    """Which statements, groups, lists and places in lists of new categories are surely not stored. Takes two megabytes.

    Holds as long as one writer keeps the lease. It is a Bloom filter of one hash: what was written is always known, and of what
    was not, the more is looked for in vain the more was written (of 10 million rows, about every second).
    """

    def __init__(self) -> None:
        self._categories: set[str] = set()
        self._written = bytearray(0)

    def begin(self, categories: Iterable[str]) -> None:
        """From now on follow these categories, of which no row was ever written."""
        self._categories.update(categories)
        if self._categories and not self._written:
            self._written = bytearray(BITS // 8)

    def wrote(self, keys: Iterable[str | None]) -> None:
        """Note that statements were written under these keys, of whatever category, or are about to be."""
        written = self._written
        if not written:
            return
        for key in keys:
            if key is not None:
                bit = hash(key) % BITS
                written[bit >> 3] |= 1 << (bit & 7)

    def lacks(self, category: str, key: str) -> bool:
        """Whether surely no statement of the category is stored under the key."""
        if category not in self._categories:
            return False
        bit = hash(key) % BITS
        return not self._written[bit >> 3] & 1 << (bit & 7)
