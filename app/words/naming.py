"""How parties are called where people read of them."""

from models.values.bare_names import BARE, lasting


def known_by_name(party_id: str) -> bool:
    """Whether a party is known by a name only: it has no page, and nothing can be asked of it."""
    return party_id.startswith(BARE)


def bare_name(party_id: str) -> str | None:
    """The name in the identifier of a party known by it, `name:{kind}:{region}:{day}:{name}`; None in any other."""
    if not known_by_name(party_id) or party_id.count(":") < 4:
        return None
    _, _, _, name = lasting(party_id).split(":", 3)
    return name


def shown_name(party_id: str | None, name: str | None) -> str:
    """What a party is called in a sentence: its name, that in its identifier, or the identifier itself."""
    return name or bare_name(party_id or "") or party_id or ""
