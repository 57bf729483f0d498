"""What of a request may stand in the audit log in clear, and what stands there as a hash: whatever could name a person.

In clear are codes of firms and departments, days, small numbers, and words of the interface itself. All else is hashed under
the secret: the same value has the same hash, so that who knows a value can look for it, and nobody can read it out of the log.
"""

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256

LONGEST = 180
_CODE = re.compile(r"(?:uscc:)?[0-9A-Z]{18}|org:[0-9A-Z]{9}|stock:\d{6}\.[A-Z]{2}|dept:[0-9A-Z]{1,20}")
_IDENTITY = re.compile(r"(?:uscc:)?\d{17}[\dXx]")
"""The form of an identity number, which a code of digits alone has as well: it is hashed like one."""
_FIRM = re.compile(r"[0-9A-Z]{18}")
_SCHEME = "uscc:"
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,6}(?:\.\d{1,6})?|true|false")
_WORD = re.compile(r"[a-z0-9][a-z0-9_.,-]{0,60}")
WORDS = frozenset("view category direction basis rules of form format lang name kind state role caller_id job batch".split())
"""Parameters whose values are words of the interface."""
SUBJECTS = ("party_id", "q", "text", "caller_id", "approval_id", "job", "batch")
"""The parameters that state whom or what a request is about, the first that it has."""


def shown(name: str, value: str, key: str) -> str:
    """A value as the log keeps it: itself, or `h:` and its hash."""
    number = _IDENTITY.fullmatch(value) is not None
    if not number and (_CODE.fullmatch(value) or (name in WORDS and _WORD.fullmatch(value))):
        return value
    if _PLAIN.fullmatch(value):
        return value
    return "h:" + hmac.new(key.encode(), f"audit value {value}".encode(), sha256).hexdigest()[:32]


def forms(value: str, key: str) -> tuple[str, ...]:
    """How the log may keep a subject: as it is, as the service's own ids stand there, and as a value of a request.

    The code of a firm is looked for with its scheme and without it, since requests name firms in both ways.
    """
    bare = value.removeprefix(_SCHEME)
    spelt = (bare, _SCHEME + bare) if _FIRM.fullmatch(bare) else (value,)
    return tuple(dict.fromkeys(form for one in spelt for form in (one, shown("", one, key))))


def subject_of(parameters: Mapping[str, str]) -> str | None:
    """Whom or what a request is about, as the log keeps it."""
    return next((parameters[name][:LONGEST] for name in SUBJECTS if name in parameters), None)
