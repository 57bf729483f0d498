"""The columns that every category accepts: `_provider`, `_day`, `_seq`, `_action`, `_level`."""

from loaders.values.cells import Refused
from loaders.values.normalise import normalise_name
from models.statements import Action

_ACTIONS = {
    Action.STATE: ("新增", "新增记录", "陈述", "0", "ADD", "INSERT"),
    Action.CORRECT: ("更正", "修改", "变更", "修正", "1", "UPDATE"),
    Action.WITHDRAW: ("撤销", "删除", "撤回", "作废", "2", "DELETE"),
    Action.END: ("终止", "结束", "失效", "3"),
    Action.REPAIR: ("修复", "信用修复", "4"),
}
ACTIONS = {normalise_name(word): action for action, words in _ACTIONS.items() for word in (action.value, *words)}


def read_action(text: str) -> Action:
    """What a row does. Raises Refused for a word that is not known, and for `cover`, which no row states."""
    found = ACTIONS.get(normalise_name(text))
    if found is None:
        raise Refused("action", f"not an action: give one of {', '.join(a.value for a in _ACTIONS)}")
    return found


def read_seq(text: str) -> int:
    """The row's place among those of one day. Raises Refused outside 0 to 10^15."""
    word = normalise_name(text).removesuffix(".0")
    if not word.isascii() or not word.isdigit() or len(word) > 15:
        raise Refused("seq", "_seq is a whole number from 0")
    return int(word)


def read_level(text: str) -> int:
    """The level of a row; it counts only where it raises the category's. Raises Refused outside 0 to 3."""
    word = normalise_name(text).removesuffix(".0")
    if word not in {"0", "1", "2", "3"}:
        raise Refused("level", "_level is 0, 1, 2 or 3")
    return int(word)
