"""Registration numbers of other forms than fifteen digits: of foreign-invested firms until 2007, and of Hong Kong."""

import re

_HONG_KONG = re.compile(r"(?:HK)?(\d{8})-(\d{3})(?:-\d{2}-\d{2}(?:-[0-9A-Z])?)?\Z")
_OLD_NUMBER = re.compile(
    r"(?:工商)?(企[合独作股外][\u4e00-\u9fff()]{0,16}?)字?第?(?:NO\.?)?(\d{3,10})号?(?:\([^()]{1,12}\))?\Z"
)


def other_registration(code: str) -> str | None:
    """A registration number that has no fifteen digits, in one form; None for other texts.

    Foreign-invested firms were registered as 企合, 企独, 企作 or 企股…字第…号. A business registration number of Hong Kong
    (12345678-000-01-20-5) has eight digits and those of its branch; month, year and sign of the certificate change.
    """
    if code[:1] in "企工" and (old := _OLD_NUMBER.match(code)):
        return f"{old[1]}字第{old[2]}号"
    if len(code) >= 12 and (abroad := _HONG_KONG.match(code)):
        return f"HK{abroad[1]}" + ("" if abroad[2] == "000" else f"-{abroad[2]}")
    return None
