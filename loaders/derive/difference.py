"""What to write so that what is there becomes what should be. Pure."""

from collections.abc import Mapping

from loaders.transaction import Derived
from models.facts import FactLink


def difference(derived: Derived, want: Mapping[str, FactLink], have: Mapping[str, FactLink]) -> set[str]:
    """Make, end and drop what differs; the parties whose own records are among it. Nobody is named by what he only issued."""
    differing: list[FactLink] = []
    for vid, link in want.items():
        there = have.get(vid)
        if there is None:
            derived.make.append(link)
        elif there.props["withdrawn_at"] != link.props["withdrawn_at"]:
            derived.end.append(link)
        else:
            continue
        differing.append(link)
    for vid, link in have.items():
        if vid not in want:
            derived.drop.append(link)
            differing.append(link)
    return {link.end for link in differing if link.props.get("role") == "party"}
