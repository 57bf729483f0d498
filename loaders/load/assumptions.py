"""What was taken for granted in reading a file, since neither its rows nor its headers state it."""

from collections.abc import Iterable, Mapping

from loaders.derive.coverage import Counts
from loaders.load.reading import Reading
from loaders.mapping.headers import Target
from models.catalogue import Category, CoverageKind, Mode
from models.work.receipt import Taken, TakenFor

_UNTOLD = Counts()


def taken(
    category: Category, reading: Reading, targets: Iterable[Target], units: Mapping[str, str], lists: Counts = _UNTOLD
) -> tuple[Taken, ...]:
    """Who provides, which day, which table and which encoding, where the sender states it for the whole file; the coverage of
    lists, where the category or what they add up to does, or an option goes before a mapping file; and of each column of
    amounts without a unit, what one in it is read as."""
    found: list[Taken] = []
    columns = list(targets)
    reserved = {t.property for t in columns}
    if reading.provider and "_provider" not in reserved:
        found.append(_given(TakenFor.PROVIDER, reading.provider, reading))
    if reading.day and "_day" not in reserved:
        found.append(Taken(what=TakenFor.DAY, value=reading.day))
    if category.mode is Mode.SNAPSHOT and (reading.coverage is None or TakenFor.COVERAGE in reading.instead):
        found.append(_given(TakenFor.COVERAGE, str(reading.coverage or _coverage(category, lists)), reading))
    if reading.table:
        found.append(_given(TakenFor.TABLE, reading.table, reading))
    if reading.encoding:
        found.append(_given(TakenFor.ENCODING, reading.encoding, reading))
    found += [Taken(what=TakenFor.UNIT, value=_WORDS.get(unit, unit), column=header) for header, unit in units.items()]
    return tuple(found)


def _given(what: TakenFor, value: str, reading: Reading) -> Taken:
    return Taken(what=what, value=value, instead=reading.instead.get(what))


def _coverage(category: Category, lists: Counts) -> str:
    """What lists were taken for: some may be full since their shares add up to the whole, whatever the category states."""
    if lists.whole and not lists.partial and not lists.depending:
        return str(CoverageKind.FULL)
    if not lists.whole and not lists.depending:
        return str(category.coverage)
    found = (("full", lists.whole), ("full if they come to the capital", lists.depending), ("partial", lists.partial))
    return "; ".join(f"{words}: {count}{' lists' * (words == 'full')}" for words, count in found if count)


_WORDS = {"fraction": "a fraction of 1", "%": "per cent"}
