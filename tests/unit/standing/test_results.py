"""The digest of what a standing analysis stores."""

from app.standing.analysis import Finding, Results
from app.standing.results import digest_of
from loaders.upkeep.digest import Digest

WHOLE = (1.0, 1.0)
FOUND = {
    "uscc:F0": Results("a", (Finding("CONTROLS", "pid:0", WHOLE), Finding("OWNS", "pid:0", (0.6, 0.6)))),
    "uscc:F1": Results(
        "b",
        (
            Finding("CONTROLS", "pid:0", WHOLE),
            Finding("HEADS", "uscc:F0", WHOLE),
            Finding("OWNS", "pid:0", (0.42, 0.42)),
            Finding("OWNS", "uscc:F0", (0.7, 0.7)),
        ),
        {"closed": True, "exposure": 0.25},
    ),
}


def test_the_digest_stays_what_it_was() -> None:
    """A graph stores its parts: were they others, each refresh of an older graph would come to another digest."""
    assert str(digest_of(FOUND)) == "bb9094b79f09d2a5c3c7c48563b0563a"


def test_a_digest_adds_up_from_its_parts() -> None:
    parts = zip(*(digest_of({e: a}).parts for e, a in FOUND.items()), strict=True)
    assert str(Digest.of_parts(sum(p) for p in parts)) == str(digest_of(FOUND)) != str(digest_of({}))


def test_values_count_where_the_analysis_says_so() -> None:
    counted = digest_of(FOUND, frozenset({"exposure"}))
    assert str(counted) != str(digest_of(FOUND))
    other = FOUND | {"uscc:F1": Results("b", FOUND["uscc:F1"].findings, {"closed": False, "exposure": 0.25})}
    assert str(digest_of(other, frozenset({"exposure"}))) == str(counted)
    nearly = FOUND | {"uscc:F1": Results("b", FOUND["uscc:F1"].findings, {"exposure": 0.250001})}
    assert str(digest_of(nearly, frozenset({"exposure"}))) != str(counted)
