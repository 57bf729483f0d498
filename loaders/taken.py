"""What was taken for granted in reading a file, since neither its rows nor its headers say it."""

from collections.abc import Iterable

from loaders.headers import Target
from loaders.reading import Reading
from models.catalogue import Category, Mode, TypeName
from models.receipt import Taken, TakenFor


def taken(category: Category, reading: Reading, targets: Iterable[Target]) -> tuple[Taken, ...]:
    """Who provides and which day, where the sender says it for the whole file; the coverage of lists, where the category does;
    and of each column of amounts without a unit, what one in it is read as."""
    found = []
    columns = list(targets)
    reserved = {t.property for t in columns}
    if reading.provider and "_provider" not in reserved:
        found.append(Taken(what=TakenFor.PROVIDER, value=reading.provider))
    if reading.day and "_day" not in reserved:
        found.append(Taken(what=TakenFor.DAY, value=reading.day))
    if category.mode is Mode.SNAPSHOT and reading.coverage is None:
        found.append(Taken(what=TakenFor.COVERAGE, value=str(category.coverage)))
    types = category.by_name
    for target in columns:
        kind = types[target.property].type if target.property in types and not target.part else None
        if target.unit_stated or kind not in _UNITS:
            continue
        found.append(Taken(what=TakenFor.UNIT, value=_UNITS[kind], column=target.header))
    return tuple(found)


_UNITS = {TypeName.MONEY: "元", TypeName.SHARE: "a fraction of 1"}
