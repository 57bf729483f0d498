"""Code lists: what the codes in a column mean, stated in a file of its own beside the one that uses them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.errors import InputError
from loaders.mapping.headers import Target
from loaders.read import open_tables
from loaders.values.canonical import digest
from loaders.values.cells import Refused
from loaders.values.normalise import clean_text, is_empty


@dataclass(frozen=True, slots=True)
class CodeList:
    """What each code means, as `document` states it."""

    document: str
    words: Mapping[str, str]

    @property
    def content(self) -> str:
        """A hash of what it states, whatever the order of its lines."""
        return digest(part for code in sorted(self.words) for part in (code, self.words[code]))


def read_code_list(path: Path) -> CodeList:
    """A code list from a file of any accepted form: codes in its first column, what they mean in its second.

    Raises InputError where it has fewer columns, or gives a code two meanings or none.
    """
    words: dict[str, str] = {}
    for table in open_tables(path):
        if len(table.headers) < 2:
            raise InputError(f"{path.name}: a code list has two columns, codes and what they mean")
        code_header, word_header = table.headers[:2]
        for row in table.rows:
            code, word = (clean_text(row.cells.get(header) or "") for header in (code_header, word_header))
            if row.error or not code or not word or words.setdefault(code, word) != word:
                why = row.error or (f"{code!r} means two things" if code and word else "a code and what it means are wanted")
                raise InputError(f"{path.name}: line {row.line}: {why}", document=path.name, line=row.line)
    return CodeList(path.name, words)


class Unlisted(NamedTuple):
    """A code that its code list has not."""

    header: str
    property: str
    code: str
    why: str


class Decoder:
    """Puts words in the place of codes, in the columns of one table that fill the properties with a list.

    A record cannot stand without the properties in `decisive`.

    Where a column of words stands beside the one of codes, only the codes are looked up.
    """

    def __init__(self, lists: Mapping[str, CodeList], targets: Iterable[Target] = (), decisive: Collection[str] = ()) -> None:
        listed = [t for t in targets if t.property in lists and not t.part]
        coded = {t.property for t in listed if t.code}
        self._decisive = decisive
        self._columns = [(t.header, t.property, lists[t.property]) for t in listed if t.code or t.property not in coded]

    @property
    def headers(self) -> frozenset[str]:
        """The headers of these columns."""
        return frozenset(header for header, _, _ in self._columns)

    def __bool__(self) -> bool:
        return bool(self._columns)

    def __call__(self, cells: Mapping[str, str]) -> tuple[dict[str, str], list[Unlisted]]:
        """The cells with words for codes, and those that their list has not, whose cells are then empty.

        Raises Refused, placed in its column, for such a code of a property without which the record cannot stand.
        """
        found, unlisted = dict(cells), list[Unlisted]()
        for header, name, known in self._columns:
            code = clean_text(found.get(header) or "")
            if code and code not in known.words and not is_empty(code):
                why = f"not in the code list {known.document}"
                if name in self._decisive:
                    raise Refused("code_list", why, header)
                unlisted.append(Unlisted(header, name, code, why))
            if code:
                found[header] = known.words.get(code, "")
        return found, unlisted
