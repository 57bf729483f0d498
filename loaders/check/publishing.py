"""Columns that state whether another property may be published, as enterprises choose in their annual reports."""

import re
from collections.abc import Iterable, Mapping

from loaders.mapping.headers import Target, meanings
from loaders.values.normalise import is_empty, normalise_header, normalise_name
from models.catalogue import Category

_CHOICE = re.compile(r"(.+?)[\s_（(]*(?:是否公示|dis)[)）\s]*", re.IGNORECASE)
"""A header of such a column: `assGroDis`, 资产总额是否公示, 资产总额（是否公示）; its first group is what is decided on."""
SHOWN = frozenset(("1", "1.0", "是", "公示", "公开", "已公示", "选择公示", "已选择公示", "TRUE", "T", "Y", "YES"))
REFUSAL = "公示"
"""In a word that says nothing else, as in 企业选择不公示 or 未公示, it is a choice not to publish."""
WITHHELD = "its enterprise chose not to publish it: not kept"


class Publishing:
    """Leaves out the values that enterprises chose not to publish, of the properties for which a category says so.

    Source: Interim Regulations on Enterprise Information Publicity (企业信息公示暂行条例), art. 9: an enterprise chooses
    whether its staff, assets, liabilities, turnover, profits and taxes are published. The publicity site marks a choice 1
    (published), 0 or 2.
    """

    def __init__(self, category: Category | None = None, headers: Iterable[str] = (), targets: Iterable[Target] = ()) -> None:
        """`headers` are all of a file's, `targets` what its columns fill."""
        self._columns: dict[str, tuple[str, ...]] = {}
        row = category.row_choice if category else None
        asked = {normalise_header(header) for header in row.headers} if row else set()
        self._row = tuple(header for header in headers if normalise_header(header) in asked)
        self._level = row.level if row else 0
        if category is None or not category.by_choice:
            return
        means = meanings(category)
        filled = [target for target in targets if target.property in category.by_choice]
        taken = {target.header for target in filled}
        for header in headers:
            found = _CHOICE.fullmatch(header) if header not in taken else None
            decided = {name for name, _ in means(found[1])} if found else set()
            columns = tuple(target.header for target in filled if target.property in decided)
            if columns:
                self._columns[header] = columns

    @property
    def choices(self) -> frozenset[str]:
        """The headers of the columns that state a choice."""
        return frozenset((*self._columns, *self._row))

    def level(self, cells: Mapping[str, str], stated: int | None) -> int | None:
        """The level that a row states, or the higher one of rows that their enterprise chose not to publish."""
        if all(_is_shown(cells.get(header, "")) for header in self._row):
            return stated
        return max(stated or 0, self._level)

    @property
    def decided(self) -> frozenset[str]:
        """The headers of the columns on which a choice is stated."""
        return frozenset(header for columns in self._columns.values() for header in columns)

    def __call__(self, cells: Mapping[str, str]) -> tuple[Mapping[str, str], list[str]]:
        """The cells of a row without those that are not to be published, and a remark for each. No choice leaves its cell."""
        refused = [columns for choice, columns in self._columns.items() if not _is_shown(cells.get(choice, ""))]
        withheld = [header for columns in refused for header in columns if cells.get(header)]
        if not withheld:
            return cells, []
        return {**cells, **dict.fromkeys(withheld, "")}, [f"{header}: {WITHHELD}" for header in withheld]


def is_choice(header: str) -> bool:
    """Whether a header is of the form of a column that states such a choice."""
    return _CHOICE.fullmatch(header) is not None


def _is_shown(choice: str) -> bool:
    word = normalise_name(choice.lstrip("'")).upper()
    return word in SHOWN or (is_empty(choice) and REFUSAL not in word)
