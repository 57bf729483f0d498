"""Identifiers of parties known by a bare name, `name:{kind}:{region}:{day}:{name}`.

Such an id stands for whoever bears the name on one day, wherever it is named. Where what is named in one list must not be taken
for what is named in another, the identifier of the enterprise that names it follows after a `#`.
"""

import re

from models.identity import SCHEMES

BARE = "name:"
"""What the identifier of a party known by a name alone begins with."""
_BESIDE = "#"
_NAMED_IN = re.compile(f"{_BESIDE}(?=(?:{'|'.join(SCHEMES)}):)")


def lasting(party: str) -> str:
    """The id without what sets a bare name apart from itself on another day or in another list; any other id as it is."""
    if not party.startswith(BARE):
        return party
    *before, _, name = named_in(party)[0].split(":", 4)
    return ":".join((*before, name))


def named_in(party: str) -> tuple[str, str | None]:
    """The bare name of a party, and the enterprise in whose list it stands; of any other party its id alone."""
    found = _NAMED_IN.search(party) if party.startswith(BARE) else None
    return (party[: found.start()], party[found.end() :]) if found else (party, None)


def beside(name: str, enterprise: str) -> str:
    """A bare name as one enterprise names it."""
    return f"{name}{_BESIDE}{enterprise}"
