"""The codes and ids that a row states of one party, by scheme; what is no code of any scheme is stored as stated.

A number that cannot be read (a foreign registration, a wrong check character, twelve digits, `0`) is no reason to lose a row
that names the party: it is stored with the statement, flagged, and identifies nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from loaders.identity.components import USCC_KINDS, org_code
from loaders.types.codes.dept import department_code
from loaders.types.codes.identity_numbers import is_identity_number, mask_identity_numbers
from loaders.types.codes.pid import is_resident
from loaders.types.codes.src import source_id, source_number
from loaders.values.cells import CellContext, Refused
from loaders.values.codes import mend_code, read_code, read_stock, uscc_check
from loaders.values.normalise import clean_text, is_empty, normalise_name
from models.catalogue import Kind, Property
from models.identity import SCHEMES
from models.values.names import simplified

MAX_NAME = 300
SCHEMED = re.compile(rf"({'|'.join(SCHEMES)}):(.+)\Z", re.DOTALL)
_CODE_LIKE = re.compile(r"(?=(?:.*\d){6})[0-9A-Z\-]{8,}\Z")
_LISTED = re.compile(r"\d{6}\.(?:SH|SZ|BJ)\Z")
_HASH = re.compile(r"[0-9a-f]{40}\Z")
_TITLES = {"uscc": "unified social credit code", "reg": "registration number", "org": "organisation code"}
_READ = frozenset({"code", "uscc", "reg", "org"})
_LOOSE = frozenset({"code", "check_character", "stock", "dept"})
"""Rules of refusals that state no more than that a text is no code. Lost digits are not among them: the file can be mended."""
CODES = ("uscc", "reg", "org", "stock", "dept", "src")
"""Schemes of which a row may state several, strongest first."""


@dataclass(slots=True)
class StatedCodes:
    """What the codes of a row come to: identifiers by scheme, remarks, what is no code, a name, a document's number."""

    ids: dict[str, list[str]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    name: str | None = None
    document: tuple[str, str] | None = None
    column: str = ""


def is_firm_code(text: str) -> bool:
    """Whether a text is a sound USCC of a firm or body, and not a resident identity number too."""
    code = "".join(text.split()).upper()
    return len(code) == 18 and code[0] in USCC_KINDS and uscc_check(code[:17]) == code[17] and not is_resident(code)


def read_name(text: str) -> str:
    """A name as stated, without what cannot be seen. Raises Refused where it is too long or holds an identity number."""
    name = clean_text(text)
    if len(name) > MAX_NAME:
        raise Refused("too_long", f"a name of {len(name):,} characters, at most {MAX_NAME} are kept")
    if mask_identity_numbers(name) != name:
        raise Refused("identity_number", "the number of a person's identity card in place of a name")
    return name


class CodeReader:
    """Reads the parts of one party property that hold codes. `columns` are the headers by part."""

    def __init__(self, prop: Property, columns: Mapping[str, str], context: CellContext) -> None:
        self.prop = prop
        self.column = next(iter(columns.values()))
        self._columns = columns
        self._lenient = context.lenient
        self._of_departments = prop.kinds[:1] == (Kind.DEPARTMENT,)

    def __call__(self, stated: Mapping[str, str], provider: str, kind: Kind | None) -> StatedCodes:
        """What the codes of a row state. Raises Refused, with `column` set, where one is none and nothing names the party."""
        found = StatedCodes()
        named = not is_empty(stated.get("name") or "")
        for part, text in stated.items():
            self.column = self._columns[part]
            try:
                read = self._part(part, text, provider, kind, found)
            except Refused as refused:
                if refused.rule not in _LOOSE or not named or SCHEMED.match(text):
                    raise
                self._keep(found, text, refused.message)
                continue
            if read:
                self._take(found, *read)
        if "uscc" in found.ids and "org" in found.ids and org_code(found.ids["uscc"][0]) not in found.ids["org"]:
            column = self._columns.get("org", self.column)
            found.flags.append(f"{column}: organisation code differs from the one in the USCC")
        return found

    def _take(self, found: StatedCodes, scheme: str, identifier: str, remarks: tuple[str, ...]) -> None:
        known = found.ids.setdefault(scheme, [])
        if identifier not in known:
            known.append(identifier)
            if len(known) > 1:
                remarks += (f"another {_TITLES.get(scheme, 'code')} of the same party, which joins nobody",)
        found.flags += [f"{self.column}: {remark}" for remark in remarks]

    def _keep(self, found: StatedCodes, text: str, why: str) -> None:
        """Keep what is no code as it was stated, unless it may be the number of somebody's document."""
        number = clean_text(text)
        if is_identity_number(number):
            found.flags.append(f"{self.column}: no code, and perhaps the number of a person's document: not kept")
            return
        if len(number) > MAX_NAME:
            found.flags.append(f"{self.column}: {why}; too long to be kept")
            return
        if number not in found.loose:
            found.loose.append(number)
        found.flags.append(f"{self.column}: {why}; kept as stated, it identifies nobody")

    def _part(
        self, part: str, text: str, provider: str, kind: Kind | None, found: StatedCodes
    ) -> tuple[str, str, tuple[str, ...]] | None:
        if part == "":
            read = self._code_or_id(text)
            if read is None:
                found.name = read_name(text)
            return read
        if part == "src":
            person = Kind.PERSON in (kind, *self.prop.kinds[:1])
            return "src", source_id(provider, source_number(text), person), ()
        if part == "stock":
            code, remarks = read_stock(text)
            return "stock", f"stock:{code}", remarks
        if part == "dept":
            return "dept", f"dept:{department_code(text)}", ()
        if part not in _READ:
            return None
        if is_resident(text):
            found.document = self.column, text
            return None
        return self._code(part, text)

    def _code(self, part: str, text: str) -> tuple[str, str, tuple[str, ...]]:
        if match := SCHEMED.match(text.strip()):
            return self._schemed(match[1], match[2])
        if part == "code" and _LISTED.match(text):
            return "stock", f"stock:{text}", ()
        try:
            scheme, code, flags = read_code(text, self._lenient)
        except Refused as refused:
            if part != "code" or not self._of_departments or refused.rule != "code" or not _is_department_code(text):
                raise
            return "dept", f"dept:{department_code(text)}", ()
        if part not in {"code", scheme}:
            flags += (f"a {_TITLES[scheme]} in the column of another code",)
        return scheme, f"{scheme}:{code}", flags

    def _code_or_id(self, text: str) -> tuple[str, str, tuple[str, ...]] | None:
        if match := SCHEMED.match(text.strip()):
            return self._schemed(match[1], match[2])
        if len(text) > 60:
            return None
        if _LISTED.match(text.strip().upper()):
            return "stock", f"stock:{text.strip().upper()}", ()
        code, _ = mend_code(text)
        if not _CODE_LIKE.match(code):
            return None
        scheme, code, flags = read_code(text, self._lenient)
        return scheme, f"{scheme}:{code}", flags

    def _schemed(self, scheme: str, value: str) -> tuple[str, str, tuple[str, ...]]:
        """A reference given as `scheme:value`, checked as strictly as a code in a column of its own."""
        if scheme in _TITLES:
            found, code, flags = read_code(value, self._lenient)
            if found != scheme:
                raise Refused("code", f"a {_TITLES[found]} given as {scheme}:")
            return scheme, f"{scheme}:{code}", flags
        if scheme == "stock":
            code, flags = read_stock(value)
            return scheme, f"stock:{code}", flags
        if scheme == "dept":
            return scheme, f"dept:{department_code(value)}", ()
        if scheme == "pid" and not _HASH.match(value):
            raise Refused("pid", "pid: takes the hash this system gave, never a document number")
        if scheme == "src" and not re.match(r"[^:]+:.+", value):
            raise Refused("src", "give src:provider:number")
        if scheme == "person":
            return "person", f"person:{self._person(value)}", ()
        if scheme == "name":
            return scheme, f"name:{_mention(value)}", ()
        return scheme, f"{scheme}:{value}", ()

    def _person(self, value: str) -> str:
        anchor, _, name = value.rpartition(":")
        match = SCHEMED.match(anchor)
        if not match or not name:
            raise Refused("person", "give person:{identifier}:{name}")
        return f"{self._schemed(match[1], match[2])[1]}:{normalise_name(name)}"


def other_codes(stated: StatedCodes, best: str | None) -> tuple[str, ...]:
    """The codes beside the best one, without the organisation code that a USCC holds; then the numbers that are no code."""
    codes = (i for scheme in CODES for i in stated.ids.get(scheme, ()))
    own = best and org_code(best)
    return (*(i for i in codes if i not in (best, own)), *stated.loose)


def _is_department_code(text: str) -> bool:
    """Whether a text has the form of a number by which departments are listed: more than zeros, and shorter than any code."""
    plain = text.strip()
    return 2 <= len(plain) < 13 and bool(plain.strip("0-_."))


def _mention(value: str) -> str:
    """A mention in the form of its id. One in traditional characters, as older answers gave it, is the simplified one."""
    kind, _, rest = value.partition(":")
    region, _, rest = rest.partition(":")
    day, _, name = rest.partition(":")
    try:
        Kind(kind)
        date.fromisoformat(day)
    except ValueError:
        raise Refused("name", "give name:{kind}:{region}:{day}:{name}") from None
    if not name or simplified(name) != normalise_name(name) or not re.match(r"(\d{6})?\Z", region):
        raise Refused("name", "give name:{kind}:{region}:{day}:{name}")
    return f"{kind}:{region}:{day}:{simplified(name)}"
