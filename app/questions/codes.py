"""Reads a text as identifiers: which ones it may stand for, and which one was meant where a check character is wrong."""

import re
import unicodedata

from app.errors import NotFound
from models.identity import SCHEMES
from models.values.bare_names import BARE
from models.values.codes import right_code
from models.values.registration_numbers import other_registration

EXCHANGES = ("SH", "SZ", "BJ")


def codes(text: str) -> list[str]:
    """The identifier ids a text may stand for: `scheme:value` as it is, a bare code under every scheme it fits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    scheme, colon, value = plain.partition(":")
    if colon and scheme.lower() in SCHEMES and scheme.lower() + colon != BARE:
        bare = value.strip()
        return [f"{scheme.lower()}:{bare}", f"{scheme.lower()}:{bare.upper()}"]
    code = re.sub(r"[\s\-]", "", plain).upper()
    out = [f"dept:{plain}"]
    if number := other_registration("".join(plain.split()).upper()):
        out.append(f"reg:{number}")
    if re.fullmatch(r"[0-9A-Z]{18}", code):
        out.append(f"uscc:{code}")
    if re.fullmatch(r"[0-9A-Z]{13,15}", code):
        out.append(f"reg:{code}")
    if re.fullmatch(r"[0-9A-Z]{9}", code):
        out.append(f"org:{code}")
    if re.fullmatch(r"\d{6}", code):
        out += [f"stock:{code}.{exchange}" for exchange in EXCHANGES]
    if re.fullmatch(r"\d{6}\.(SH|SZ|BJ)", code):
        out.append(f"stock:{code}")
    return out


def identifier(text: str) -> str:
    """The identifier id a text most likely stands for: itself where it names its scheme, else by the form of the code."""
    ids = codes(text)
    return text if ":" in text else ids[1] if len(ids) > 1 else ids[0]


def meant(text: str) -> str | None:
    """The identifier that was meant by a text that is a code with a wrong check character; None for any other text."""
    return next(filter(None, map(right_code, codes(text))), None)


def unknown(party_id: str) -> NotFound:
    """The error that nothing is known of an identifier; it names the one that was meant, where the check character is wrong."""
    right = right_code(party_id)
    if right is None:
        return NotFound("nothing is known of this")
    return NotFound(f"nothing is known of this: its check character is wrong. Did you mean {right}?", did_you_mean=right)
