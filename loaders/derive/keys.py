"""The keys under which statements belong together: of a group of statements about one thing, and of a list."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from loaders.values.canonical import digest
from models.catalogue import Category, TimeKind
from models.facts import LinkedStatement
from models.statements import Statement
from models.values.names import simplified


def token(entry: str, parties: Mapping[str, str]) -> str:
    """A canonical key entry with a reference replaced by its party; a name alone counts without its day.

    A text that was stored before names were compared in simplified characters counts in them.
    """
    if entry[:1] != "@":
        return entry if entry.isascii() else simplified(entry)
    party = parties[entry[1:]]
    if not party.startswith("name:"):
        return party
    _, kind, region, _, name = party.split(":", 4)
    return f"name:{kind}:{region}:{name}"


def filed(category: Category, linked: LinkedStatement) -> Mapping[str, str]:
    """The parties by which a statement is grouped. One event stated by code and by a name that is certain is one event.

    A state stated by name goes on under its name on days on which nobody is known to have borne it.
    """
    return linked.sure if category.time is TimeKind.EVENT else linked.parties


def group_of(category: Category, statement: Statement, parties: Mapping[str, str]) -> str:
    """The group of a statement: category, provider (none for an event) and key with references as parties."""
    provider = "" if category.time is TimeKind.EVENT else statement.provider
    return digest([category.name, provider, *[token(entry, parties) for entry in statement.key]])


def scope_of(category: str, provider: str, scope: Sequence[str], parties: Mapping[str, str]) -> str:
    """The snapshot scope: category, provider and scope values with references as parties."""
    return _scope(category, provider, *[token(entry, parties) for entry in scope])


@lru_cache(maxsize=4096)
def _scope(*parts: str) -> str:
    return digest(["scope", *parts])


@lru_cache(maxsize=4096)
def fact_id(*parts: str) -> str:
    """The identity of a fact; the same one is asked for at each moment and level at which it holds."""
    return digest(["fact", *parts])


def keyed_by(entries: Sequence[str], parties: Mapping[str, str], new: Collection[str]) -> bool:
    """Whether a new party stands in these canonical key entries (for a name alone its day does not count, so none is new)."""
    found = [parties[entry[1:]] for entry in entries if entry.startswith("@")]
    return any(p in new and not p.startswith("name:") for p in found)
