"""What in a text may be a seed: codes, telephone numbers, e-mails, document numbers and names of firms. Pure functions.

Identity numbers are cut out before anything else is looked for: they are no seeds, and stand in no answer.
"""

import re
import unicodedata
from dataclasses import dataclass

from loaders.types.codes.identity_numbers import identity_numbers, mask_identity_numbers
from models.values.codes import org_check, uscc_check

LONG = 60
"""Characters from which on a text is taken for prose and not for one value."""
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d\-])(?:1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}|400-?\d{3}-?\d{4})(?![\d\-])")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_NUMBERED = re.compile(r"[(\[〔【]\d{4}[)\]〕】][\u4e00-\u9fffA-Za-z0-9\-之第]{1,30}?号")
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{0,12}" + _NUMBERED.pattern)
_NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()]{2,40}?"
    r"(?:有限责任公司|股份有限公司|有限公司|公司|合伙企业|合作社|事务所|经营部|服务部|门市部|商行|厂|店|馆|中心)"
)
MOST_NAMES = 20
"""How many names of one text are looked up."""


@dataclass(frozen=True, slots=True)
class RecognisedText:
    """What stands in a text, each once and in its order; `identity_number`: it holds one, which was cut out.

    `text` is what is left of it, in plain characters. `names` may begin with words that are no part of a name; `cut`: it
    holds more of them.
    """

    text: str
    codes: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    documents: tuple[str, ...]
    names: tuple[str, ...]
    identity_number: bool
    cut: bool = False

    @property
    def is_value(self) -> bool:
        """Whether it is short enough to be one value, rather than a text that values stand in."""
        return len(self.text) <= LONG and "\n" not in self.text


def recognised(text: str) -> RecognisedText:
    """What in a text may be a seed."""
    plain = _without_identity_numbers(unicodedata.normalize("NFKC", mask_identity_numbers(text))).strip()
    rest, codes = _taken(plain, _CODE)
    rest, emails = _taken(rest, _EMAIL)
    without_documents, documents = _taken(rest, _DOCUMENT)
    phones = _taken(without_documents, _PHONE)[1]
    # Words before the year may be the end of a name (某某公司与（2024）…号), so that of a document number they stay for names.
    names = _taken(_PHONE.sub(" ", _NUMBERED.sub(" ", rest)), _NAME)[1]
    without = plain != unicodedata.normalize("NFKC", text).strip()
    return RecognisedText(plain, codes, phones, emails, documents, names[:MOST_NAMES], without, len(names) > MOST_NAMES)


def _without_identity_numbers(text: str) -> str:
    """The text with stars for the end of what may be an identity number, right or not, unless it is a code of an enterprise."""
    for number in sorted(set(identity_numbers(text)), key=len, reverse=True):
        if not _is_uscc(number):
            stands = re.compile(r"[\s'\-]*".join(number), re.IGNORECASE)
            text = stands.sub(number[:6] + "*" * (len(number) - 6), text)
    return text


def _is_uscc(number: str) -> bool:
    """Whether both its checks, of the code and of the organisation code in it, are right, which chance seldom makes so."""
    return len(number) == 18 and uscc_check(number[:17]) == number[17] and org_check(number[8:16]) == number[16]


def _taken(text: str, what: re.Pattern[str]) -> tuple[str, tuple[str, ...]]:
    """The text without what was found in it, and what was found, each once."""
    found = dict.fromkeys(match[0] for match in what.finditer(text))
    return what.sub(" ", text), tuple(found)


def spellings(number: str, *, in_prose: bool = True) -> tuple[str, ...]:
    """A document number in the ways its brackets are written; from prose also without words that may stand before it there."""
    plain = unicodedata.normalize("NFKC", number).translate(str.maketrans("〔【[〕】]", "((()))"))
    begins = plain.find("(")
    wholes = [plain[at:] for at in range(max(begins, 0) + 1 if in_prose else 1)]
    ways = [
        one.replace("(", left).replace(")", right) for one in wholes for left, right in ("()", "（）", "〔〕", "[]", "【】")
    ]
    return tuple(dict.fromkeys([number, *ways]))
