"""What a sender says of a file as a whole, beside its path."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Which table of a file is meant (None: the one it has), and in which encoding its text is (None: detected).

    `every`: all its tables are to be given out, each at least in its beginning, to see what the file holds.
    """

    table: str | None = None
    encoding: str | None = None
    every: bool = False


ANY = ReadOptions()
