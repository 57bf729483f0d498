"""Units that a spreadsheet's number formats show beside a number: `0.00"万元"`, `[$$-409]#,##0`."""

import re

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|(?P<plain>.)', re.DOTALL
)
_PLACES = frozenset("0#?")
_UNIT = re.compile(
    r"(?:人民币)?(?:[十百千]?[万亿]?(?:[美港欧日]?[元圆]|[股份])|[万亿]|[十百千]万)\Z|(?:US|HK)?[$€£]\Z|[A-Z]{3}\Z"
)


def shown_unit(code: str) -> tuple[str, str] | None:
    """The texts that a number format shows before and after a number, where they are a unit; None where they are none.

    A format that scales (a comma behind the last digit, or a sign between two digits, such as `0!.0,"万"`) shows the number in
    that unit already, while the cell holds it in full: such a unit is not that of the stored number.
    """
    before, after, digits = "", "", ""
    for piece in _PIECE.finditer(re.sub("general", "0", code.partition(";")[0], flags=re.IGNORECASE)):
        literal = piece["quoted"] or piece["escaped"] or piece["currency"]
        plain = piece["plain"] or ""
        if plain in _PLACES:
            if after.strip():
                return None
            digits += plain
        elif plain in {",", "."} and digits:
            digits += plain
        elif digits:
            after += literal or plain
        else:
            before += literal or plain
    if not digits or digits.endswith(","):
        return None
    units = before.strip(), after.strip()
    return units if any(units) and all(not one or _UNIT.match(one) for one in units) else None
