"""What a file of strengths may not say."""

import re
from pathlib import Path

import pytest

from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_edges import RiskLinkKind, read_risk_edges, risk_edge_rules
from tests.unit.rules.altering import altered

FILE = FOLDER / "risk_edges.yml"


def test_every_kind_of_link_has_its_strength() -> None:
    assert set(risk_edge_rules().edges) == set(RiskLinkKind)


@pytest.mark.parametrize(
    ("before", "after", "at", "says"),
    [
        (
            "forward: {q: 0.95}",
            "forward: {q: 1.2}",
            "forward: {q: 1.2}",
            "edges.branch.forward.q: Input should be less than or",
        ),
        ("forward: {q: 0.95}", "forward: {q: 0}", "forward: {q: 0}", "edges.branch.forward.q: Input should be greater than 0"),
        ("  branch:\n", "  marriage:\n", "  marriage:", "edges.marriage"),
        ("    ends: [branch, head]\n", "", "  branch:", "edges.branch.ends: Field required"),
        (
            "unknown: 0.6}",
            "unknown: 1.6}",
            "unknown: 1.6",
            "edges.guarantee.forward.unknown: Input should be less than or equal",
        ),
        ("{q: 0.15}", "{q: 0.15, unknown: 0.6}", "{q: 0.15, unknown", "edges.guarantee.back: unknown stands in for a part"),
        ("times: probability", "times: luck", "times: luck", "edges.suspected.forward.times: "),
        ("  claim:\n", "  branch:\n", None, "'branch' is given twice"),
        (
            "    forward: {q: 0.1}\n  # The part is the claim",
            "    forward: {q: 0.1}\n    cases: {x: {back: {q: 0.1}}}\n  # The part is the claim",
            "  equity_pledgee:",
            "edges.equity_pledgee: a case goes back, and the link does not",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, before: str, after: str, at: str | None, says: str) -> None:
    path = tmp_path / "risk_edges.yml"
    changed = altered(FILE, path, before, after)
    with pytest.raises(RulesError, match=re.escape(says)) as wrong:
        read_risk_edges(path)
    lines = changed.splitlines()
    line = next(n for n, one in enumerate(lines, 1) if at in one) if at else len(lines) - lines[::-1].index("  branch:")
    assert wrong.value.context == {"file": str(path), "line": line}
    assert f"{path}:{line}: " in wrong.value.message


def test_a_file_that_leaves_a_kind_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "risk_edges.yml"
    path.write_text(re.sub(r"  suspected:\n(?:    .*\n)+", "", FILE.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(RulesError, match="every kind has its strength; lacking: suspected"):
        read_risk_edges(path)
