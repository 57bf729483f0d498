"""A row in words, as it will be stored: what a clerk compares with the row before anything is written."""

from collections.abc import Iterator

from app.questions.visible import mask
from models.catalogue import AS_STATED_SUFFIX, Category, Property, TypeName
from models.statements import OPEN_DAY, Action, Ref, Reject, Row, Scalar, Statement
from models.work.receipt import Preview

LONG = 60
_END = {OPEN_DAY: "without end"}


def preview(row: Row | Reject, category: Category) -> Preview:
    """What a row states, a text a statement; or why it is refused."""
    if isinstance(row, Reject):
        place = f"{row.sheet}!{row.where}" if row.sheet else row.where
        where = f"{row.column}: " if row.column else ""
        return Preview(line=place, refused=f"{where}{row.message}")
    return Preview(line=row.place, says=tuple(in_words(s, category) for s in row.statements), remarks=row.flags)


def in_words(statement: Statement, category: Category) -> str:
    """One statement: whom it is about, its values under their titles, and who states it as of which day."""
    parts = [*_parties(statement, category), *_values(statement, category)]
    action = "" if statement.action is Action.STATE else f"{statement.action}: "
    return f"{action}{'; '.join(parts)} (as of {statement.day}, by {statement.provider})"


def _parties(statement: Statement, category: Category) -> Iterator[str]:
    known = category.by_name
    for ref in statement.refs:
        prop = known.get(ref.role)
        yield f"{prop.title.zh if prop else ref.kind}={_party(ref, prop)}"


def _party(ref: Ref, prop: Property | None) -> str:
    scheme, _, rest = ref.identifier.partition(":")
    name = ref.name or rest.rpartition(":")[2]
    if prop and prop.sensitive:
        return str(mask(prop, name))
    if scheme in {"name", "person"}:
        return f"{name} [{ref.kind}, by name]"
    shown = "a document number" if scheme == "pid" else ref.identifier
    return f"{ref.name} [{shown}]" if ref.name else shown


def _values(statement: Statement, category: Category) -> Iterator[str]:
    values = statement.values
    for prop in category.properties:
        title = prop.title.zh
        if (shown := values.get(prop.name + AS_STATED_SUFFIX)) is not None:
            yield f"{title} (as stated)={_short(str(shown))}"
        if f"{prop.name}_min" in values:
            yield f"{title}={_share(values[f'{prop.name}_min'])}–{_share(values[f'{prop.name}_max'])}"
        value = values.get(prop.name)
        if value is None:
            continue
        currency = str(values.get(f"{prop.name}_currency", "CNY"))
        yield f"{title}={_short(mask(prop, value) if prop.sensitive else _value(prop, value, currency))}"


def _value(prop: Property, value: Scalar, currency: str) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    match prop.type:
        case TypeName.MONEY:
            return f"{value:,.2f}".removesuffix(".00") + f" {currency}"
        case TypeName.SHARE:
            return _share(value)
        case TypeName.NUMBER | TypeName.INTEGER:
            return str(value) if prop.year else f"{value:,}"
        case TypeName.BOOLEAN:
            return "是" if value else "否"
        case TypeName.DATE:
            return _END.get(str(value), str(value))
        case TypeName.CHOICE:
            return next((word for word in prop.choices.get(str(value), ()) if word != "*"), str(value))
        case _:
            return str(value)


def _share(value: Scalar) -> str:
    return f"{float(value) * 100:.6f}".rstrip("0").rstrip(".") + " %" if isinstance(value, int | float) else str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONG else line[:LONG] + "…"
