"""The digest of a graph: a hash of all facts believed now, without the ticks at which they were recorded."""

from collections.abc import Iterable
from hashlib import blake2b

from loaders.derive.fact_links import TICKS
from models.facts import FactLink
from models.identity import PartyId, Resolution

_SHIFTS = (96, 64, 32, 0)
"""The places, in bits, of four 32-bit numbers in the sum that they make."""


def fact_line(link: FactLink) -> str:
    """The line of the digest for a believed relationship, without ticks."""
    props = "\x1f".join(f"{k}={_plain(link.props[k])}" for k in sorted(link.props) if k not in TICKS)
    return f"fact\x1e{link.type}\x1e{link.start}\x1e{link.end}\x1e{props}"


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return repr(list(value)) if isinstance(value, tuple) else repr(value)


def identifier_line(identifier: str, party: str) -> str:
    """The line for an identifier that a believed statement names, and its party."""
    return f"identifier\x1e{identifier}\x1e{party}"


def party_line(party: PartyId, name: str | None, names: str | None) -> str:
    """The line for a party of such an identifier, with its names."""
    return f"party\x1e{party.id}\x1e{party.kind}\x1e{party.contested}\x1e{name or ''}\x1e{names or ''}"


def resolution_line(resolution: Resolution) -> str:
    """The line for the party that a mention in a believed statement resolves to."""
    return f"resolution\x1e{resolution.mention}\x1e{resolution.party}\x1e{resolution.rule}"


class Digest:
    """A hash of a set of distinct lines in any order (the sum of their 128-bit hashes)."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._sum = 0
        self.lines = 0
        self.add(lines)

    def add(self, lines: Iterable[str]) -> None:
        """Add more lines to the set."""
        for line in lines:
            self._sum += int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "big")
            self.lines += 1

    @property
    def parts(self) -> list[int]:
        """The digest as four numbers of 32 bits; those of parts of the set, added up place by place, are those of the whole."""
        return [self._sum >> shift & 0xFFFFFFFF for shift in _SHIFTS]

    @classmethod
    def of_parts(cls, parts: Iterable[int]) -> "Digest":
        """The digest of a whole from the sums of the numbers of its parts."""
        digest = cls()
        digest._sum = sum(part << shift for part, shift in zip(parts, _SHIFTS, strict=True))
        return digest

    def __str__(self) -> str:
        return f"{self._sum % 2**128:032x}"
