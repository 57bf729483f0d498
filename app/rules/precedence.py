"""Which of several holder lists of an enterprise counts, as named precedences: read from precedence.yml."""

from functools import cache

from app.errors import InputError
from app.rules.files import read
from models.base import Model
from models.catalogue import Title

DEFAULT = "default"


class Precedence(Model):
    """One rule by which a holder list of an enterprise is preferred to its others.

    For each form of enterprise, groups of list bases in order of preference. Within a group the list of the latest day
    counts, then the basis named first, then the longer list, then the provider's name. `newest`: the latest day counts
    before the order of groups. A basis that is not named never counts; those in `promoters` name no current holders.
    """

    title: Title
    because: Title
    newest: bool = False
    listed: tuple[tuple[str, ...], ...]
    joint_stock: tuple[tuple[str, ...], ...]
    other: tuple[tuple[str, ...], ...]


class PrecedenceFile(Model):
    """The named precedences, and what holder lists are, by their basis.

    `promoters` are bases that name promoters only, by form; `signs_of_listing` are bases that only listed companies have;
    `whole` name every holder, so that amounts can be compared with their sum; `paid_up` are lists of fully paid shares.
    """

    promoters: dict[str, tuple[str, ...]]
    signs_of_listing: tuple[str, ...]
    whole: tuple[str, ...]
    paid_up: tuple[str, ...]
    precedences: dict[str, Precedence]


@cache
def holder_lists() -> PrecedenceFile:
    """The content of precedence.yml: how each basis of holder lists is treated, and every named precedence."""
    return PrecedenceFile.model_validate(read("precedence.yml"))


def precedence_of(name: str) -> Precedence:
    """The precedence of that name.

    Raises:
        InputError: there is none.
    """
    known = holder_lists().precedences
    if name not in known:
        raise InputError(f"There is no precedence {name!r}; known: {', '.join(known)}.", parameter="precedence")
    return known[name]
