"""Messages in the language of the user: English, in which they are written where they arise, or Chinese.

`messages.zh.yml` has the Chinese ones, `desk.zh.yml` those of jobs, pushes, audit and approvals, `help.zh.yml` the help of
commands, options and arguments, `remarks.zh.yml` what receipts say of files and rows. The keys are the English messages, with
`{}` for each value that is filled in; the Chinese has `{}` for the same values in the same order, or `{0}`, `{1}` in another.
Each stands on a line of its own, both in double quotes, so that they are read quickly.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

FILE = Path(__file__).with_name("messages.zh.yml")
DESK = Path(__file__).with_name("desk.zh.yml")
HELP = Path(__file__).with_name("help.zh.yml")
REMARKS = Path(__file__).with_name("remarks.zh.yml")
OPTION = "--lang"
_BEFORE_PLACE = "line "
"""After these words stands the place of a row, and no message that goes on."""
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where an environment states its language, the first that is set counts (POSIX)."""


class Language(StrEnum):
    """The languages that messages are in."""

    EN = "en"
    ZH = "zh"


_language = Language.EN


def use(language: Language) -> None:
    """Give messages in this language from now on."""
    global _language  # noqa: PLW0603 - a process speaks to one user
    _language = language


def language() -> Language:
    """The language in use."""
    return _language


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of an environment: Chinese where its locale begins with `zh`, else English."""
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return Language.ZH if locale.lower().startswith("zh") else Language.EN


def take_language(arguments: Sequence[str]) -> tuple[Language | None, list[str]]:
    """The language that `--lang` gives, wherever it stands, and the other arguments; a wrong one stays among them."""
    chosen, left = None, list(arguments)
    upto = left.index("--") if "--" in left else len(left)
    for at in range(upto - 1, -1, -1):
        option, sign, value = left[at].partition("=")
        given = value if sign else left[at + 1] if at + 1 < len(left) else ""
        if option == OPTION and given in tuple(Language):
            chosen = chosen or Language(given)
            del left[at : at + (1 if sign else 2)]
    return chosen, left


def in_words(message: str) -> str:
    """A message in the language in use; English where it has no other words."""
    return message if _language is Language.EN else _chinese(message) or message


def in_chinese(message: str) -> str:
    """A message in Chinese, whatever language is in use; as it is where it has no other words."""
    return _chinese(message) or message


def _chinese(message: str) -> str | None:
    """The Chinese of a message; of `where: what` or `one; another`, where that is no message, the Chinese of its parts."""
    return _weighed(message)[1]


def _weighed(message: str) -> tuple[int, str | None]:
    """The Chinese of a message, and how many of its characters are known; of `where: what`, the reading that knows more."""
    known = _known()
    if message in known:
        return len(message), known[message]
    weight, whole = _whole(message)
    where, colon, what = message.partition(": ")
    inner_weight, inner = _weighed(what) if colon else (0, None)
    if inner and inner_weight > weight:
        place = _whole(where)[1] if where.startswith(_BEFORE_PLACE) else None
        return inner_weight, f"{known.get(where) or place or where}: {inner}"
    if whole is not None:
        return weight, whole
    parts = message.split("; ")
    several = [_weighed(part) for part in parts] if len(parts) > 1 else []
    if not any(text for _, text in several):
        return 0, None
    return sum(w for w, _ in several), "; ".join(text or part for (_, text), part in zip(several, parts, strict=True))


def _whole(message: str) -> tuple[int, str | None]:
    """The Chinese of a known message with values filled in, and how many of its characters are known, values included."""
    best = max(((w, found, text) for w, found, text in _fitting(message) if found), key=lambda fit: fit[0], default=None)
    if best is None:
        return 0, None
    weight, found, text = best
    assert found is not None
    values = [(*_weighed(value), value) for value in found.groups()]
    return weight + sum(w for w, _, _ in values), text.format(*(chinese or value for _, chinese, value in values))


def _fitting(message: str) -> Iterator[tuple[int, re.Match[str] | None, str]]:
    """The messages that this one may be, with the number of their own characters."""
    for key, text in _known().items():
        pieces = key.split("{}")
        if len(pieces) > 1 and all(piece in message for piece in pieces):
            pattern = re.escape(pieces[0])
            for before, piece in pairwise(pieces):
                pattern += ("([^:]*?)" if before.endswith(_BEFORE_PLACE) else "(.*?)") + re.escape(piece)
            yield sum(map(len, pieces)), re.fullmatch(pattern, message, re.DOTALL), text


@cache
def _known() -> dict[str, str]:
    import json

    lines = (line for file in (FILE, DESK, HELP, REMARKS) for line in file.read_text(encoding="utf-8").splitlines())
    return dict(json.loads("{" + ",".join(line for line in lines if line.startswith('"')) + "}"))
