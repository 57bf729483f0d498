"""Options by which a sender describes a file: which table to read, and its encoding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The table of a file to read (None: the only one), and the encoding of its text (None: detected).

    `every`: all its tables are returned, each at least in its beginning, to show what the file holds. `lists`: rows of a JSON
    document hold the lists of objects inside them too, as JSON texts.
    """

    table: str | None = None
    encoding: str | None = None
    every: bool = False
    lists: bool = False


ANY = ReadOptions()
