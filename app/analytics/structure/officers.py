"""What the title of a post says: director, supervisor, senior manager, who chairs the board, who runs the business."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from app.analytics.structure.network import Role, RoleRow
from app.rules.files import read

_SEVERAL = re.compile(r"兼任?|[及和与、，,；;/／+＋&（）()]|\band\b|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", re.IGNORECASE)
_SPACED = re.compile(r"(?:[\u4e00-\u9fff]\s+)+[\u4e00-\u9fff]")


class Office(StrEnum):
    """What a post is, in the terms of the Company Law."""

    DIRECTOR = "director"
    SUPERVISOR = "supervisor"
    SENIOR_MANAGER = "senior_manager"
    DAILY_MANAGEMENT = "daily_management"
    EXECUTIVE_DIRECTOR = "executive_director"
    CHAIR = "chair"


@cache
def _patterns() -> dict[Office, re.Pattern[str]]:
    stated = read("officers.yml")
    return {
        Office(name): re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE) for name, patterns in stated.items()
    }


@lru_cache(maxsize=4096)
def offices(title: str) -> frozenset[Office]:
    """What a title says; nothing where it says nothing known. It may name several posts (董事兼总经理): each counts."""
    plain = title.strip()
    posts = [re.sub(r"\s", "", plain)] if _SPACED.fullmatch(plain) else [post.strip() for post in _SEVERAL.split(plain)]
    return frozenset(office for office, pattern in _patterns().items() if any(pattern.fullmatch(post) for post in posts))


def holds_office(row: RoleRow, wanted: Iterable[Office]) -> bool:
    """Whether a post is one of the offices wanted. A role other than a post is none."""
    return row.role is Role.POST and row.title is not None and not offices(row.title).isdisjoint(wanted)
