"""What a name alone may mean: the only party that bore it on that day. Pure functions."""

from collections.abc import Sequence

from models.catalogue import Kind
from models.facts import Meaning, ResolutionRule
from models.identity import MentionId, NameBearer, Resolution


def meaning(found: Sequence[Resolution]) -> Meaning:
    """What the resolutions of one mention come to, whatever their order."""
    return tuple(sorted((r.party, str(r.rule)) for r in found))


def resolve(mention: MentionId, bearers: Sequence[NameBearer], complete: Sequence[str]) -> list[Resolution]:
    """The parties a mention may mean.

    `certain` needs a registry declared complete for the mention's region (`complete` holds region code prefixes;
    the empty one stands for the whole country); the only bearer in a registry not so declared is `likely`; several are
    candidates. Persons are never resolved by name.
    """
    if mention.kind == Kind.PERSON:
        return []
    borne = [
        b for b in bearers if b.name == mention.name and b.valid_from <= mention.day < b.valid_to and b.kind is not Kind.PERSON
    ]
    if mention.region:
        borne = [b for b in borne if _may_be_in(b, mention.region)]
    parties = sorted({b.party for b in borne})
    if len(parties) != 1:
        return [Resolution(mention.id, p, ResolutionRule.CANDIDATE) for p in parties]
    sure = any(within(mention.region, prefix) for prefix in complete)
    return [Resolution(mention.id, parties[0], ResolutionRule.CERTAIN if sure else ResolutionRule.LIKELY)]


def _may_be_in(bearer: NameBearer, region: str) -> bool:
    registered = bearer.region
    return not registered or not registered.isdigit() or within(registered, region) or within(region, registered)


def within(region: str, prefix: str) -> bool:
    """Whether a division code lies in another (GB/T 2260: pairs of digits; trailing `00` pairs state nothing)."""
    short = prefix
    while short.endswith("00"):
        short = short[:-2]
    return region.startswith(short)
