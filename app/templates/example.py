"""A row of a category as a program sends it: the columns that have to be filled, under the names of properties."""

from app.templates.explanations import OF_DAY, of_type
from loaders.mapping.template import DAY, TemplateColumn, template_columns
from models.catalogue import Category, Kind, TypeName

CODE = "91330106EXAMPLE115"
"""The code of an invented enterprise, with its check character."""
WRITTEN = {
    TypeName.USCC: CODE,
    TypeName.CODE: CODE,
    TypeName.ORG: CODE[8:17],
    TypeName.REG: "330106000012349",
    TypeName.DEPT: "A1",
    TypeName.STOCK: "600000.SH",
    TypeName.EMAIL: "a@example.com",
    TypeName.PHONE: "0571-88888888",
}
"""What stands in an example of a type whose explanation gives none."""
NAMES = {
    Kind.ENTERPRISE: "杭州示例有限公司",
    Kind.ORGANISATION: "杭州示例协会",
    Kind.DEPARTMENT: "杭州市市场监督管理局",
    Kind.PERSON: "示例人",
}
SECOND = "杭州另例有限公司"
"""The name of another enterprise of the same row."""
TEXT = "示例"


def example_row(category: Category) -> dict[str, str]:
    """An invented row with what a record cannot stand without: what is required, and the day where one has to be said.

    Where nothing is required, the properties of the key.
    """
    columns = template_columns(category, english=True)
    wanted = [one for one in columns if one.property and (one.required or _identifies(category, one))]
    wanted = wanted or [
        one for one in columns if one.property and one.property.name in category.key and one.part in ("", "name")
    ]
    says = any(one.property and one.property.name in category.day for one in wanted)
    row = {} if says else {DAY: OF_DAY["zh"][2]}
    for column in wanted:
        value = _example(column)
        row[column.header] = SECOND if value == NAMES[Kind.ENTERPRISE] and value in row.values() else value
    return row


def _identifies(category: Category, column: TemplateColumn) -> bool:
    """Whether a column holds what a party registers itself by."""
    return bool(category.party and column.property and column.property.name == category.party.identifiers[0])


def _example(column: TemplateColumn) -> str:
    prop = column.property
    assert prop is not None
    if column.choices:
        return column.choices[0]
    if column.part:
        return NAMES[prop.kinds[0]]
    return WRITTEN.get(prop.type) or of_type(prop, "zh")[1] or TEXT
