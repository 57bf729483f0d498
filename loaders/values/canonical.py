"""The canonical form of values, and the hash that is a statement's id. Both are a published format: never change them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from models.statements import Action, Ref, Scalar


def canonical_number(value: int | float) -> str:
    """A number without exponent and trailing zeros, so that 1, 1.0 and the text "1.00" agree. Not for infinities."""
    if isinstance(value, int):
        return str(int(value))
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return format(Decimal(repr(value)).normalize(), "f")


def canonical(value: Scalar) -> str:
    """The canonical text of a value as it stands in a statement."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return canonical_number(value)
    return "".join(f"{len(item)}:{item}" for item in value)


def digest(parts: Iterable[str]) -> str:
    """A 128-bit BLAKE2b hash (32 hex digits) of the texts' lengths and the texts, so that no two lists run together."""
    texts = list(parts)
    data = f"{','.join(map(str, map(len, texts)))};{''.join(texts)}"
    return hashlib.blake2b(data.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def statement_id(
    category: str,
    provider: str,
    key: Sequence[str],
    day: str,
    seq: int,
    action: Action | str,
    values: Mapping[str, Scalar],
    refs: Iterable[Ref] = (),
    raised: int | None = None,
) -> str:
    """The id of a statement: its content, with references as stated. `raised` is the level a row's `_level` raised it to."""
    pairs = [(name, canonical(value)) for name, value in values.items()]
    return hash_statement(category, provider, key, day, seq, str(action), pairs, refs, raised)


def hash_statement(
    category: str,
    provider: str,
    key: Sequence[str],
    day: str,
    seq: int,
    action: str,
    pairs: list[tuple[str, str]],
    refs: Iterable[Ref],
    raised: int | None,
) -> str:
    """`statement_id` for values already canonical, as pairs in any order."""
    parts = [category, provider, day, str(seq), action, "" if raised is None else str(raised), str(len(key)), *key]
    pairs = sorted(pairs)
    parts.append(str(len(pairs)))
    for pair in pairs:
        parts += pair
    for triple in sorted([(ref.role, ref.identifier, ref.name or "") for ref in refs]):
        parts += triple
    return digest(parts)
