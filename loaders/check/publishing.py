"""Columns that state whether the column beside them may be published, as enterprises choose in their annual reports."""

from collections.abc import Iterable, Mapping

from loaders.values.normalise import is_empty, normalise_name

ENDINGS = ("DIS", "是否公示")
"""What the header of such a column adds to that of its own: `assGroDis` beside `assGro`, 资产总额是否公示 beside 资产总额."""
SHOWN = frozenset(("1", "1.0", "是", "公示", "已公示", "TRUE", "Y", "YES"))
REFUSAL = "公示"
"""In a word that says nothing else, as in 企业选择不公示 or 未公示, it is a choice not to publish."""
WITHHELD = "its enterprise chose not to publish it: not kept"


class Publishing:
    """Leaves out the values that enterprises chose not to publish.

    Source: Interim Regulations on Enterprise Information Publicity (企业信息公示暂行条例), art. 9: an enterprise chooses
    whether its assets, liabilities, turnover, profits and taxes are published. The publicity site marks a choice 1 (published),
    0 or 2.
    """

    def __init__(self, headers: Iterable[str], filling: Iterable[str]) -> None:
        """`headers` are all of a file's; `filling` those that fill something."""
        there = {header.upper(): header for header in headers}
        pairs = ((own, there.get(own.upper() + ending)) for own in filling for ending in ENDINGS)
        self._chosen = {own: choice for own, choice in pairs if choice}

    @property
    def columns(self) -> frozenset[str]:
        """The headers of the columns that state a choice."""
        return frozenset(self._chosen.values())

    def __bool__(self) -> bool:
        return bool(self._chosen)

    def __call__(self, cells: Mapping[str, str]) -> tuple[Mapping[str, str], list[str]]:
        """The cells of a row without those that are not to be published, and a remark for each. No choice leaves its cell."""
        withheld = [own for own, choice in self._chosen.items() if cells.get(own) and not _is_shown(cells.get(choice, ""))]
        if not withheld:
            return cells, []
        return {**cells, **dict.fromkeys(withheld, "")}, [f"{own}: {WITHHELD}" for own in withheld]


def _is_shown(choice: str) -> bool:
    word = normalise_name(choice).upper()
    return word in SHOWN or (is_empty(choice) and REFUSAL not in word)
