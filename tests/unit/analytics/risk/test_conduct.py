"""Who does not conduct all risk: each cause, exactly at its bound."""

import re
from pathlib import Path

import pytest

from app.analytics.risk.conduct import RiskStop, StopCause, risk_stop
from app.analytics.risk.network import Conduct
from app.analytics.structure.network import Form, Party
from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_conduct import conduct_rules, read_conduct_rules
from tests.unit.rules.altering import altered

RULES = conduct_rules()
FIRM = Party("uscc:1", "Enterprise", form=Form.COMPANY)
PERSON = Party("person:1", "Person", form=Form.PERSON)


def of(party: Party, *, firms: int = 0, links: int = 0, agent: bool = False) -> RiskStop | None:
    return risk_stop(RULES, party, firms=firms, links=links, agent=agent)


@pytest.mark.parametrize(
    ("party", "cause"),
    [
        (Party("dept:1", "Department"), StopCause.STATE),
        (Party("uscc:2", "Organisation", state_organ=True), StopCause.STATE),
        (Party("name:1", "Mention", form=Form.STATE), StopCause.STATE),
        (Party("name:2", "Mention", form=Form.NOMINEE), StopCause.NOMINEE),
        (Party("name:3", "Mention", form=Form.PRODUCT), StopCause.PRODUCT),
    ],
)
def test_who_neither_receives_nor_sends(party: Party, cause: StopCause) -> None:
    assert of(party) == RiskStop(Conduct.NEITHER, cause)
    assert of(party, links=5000, agent=True) == RiskStop(Conduct.NEITHER, cause)


def test_who_sends_only_its_own() -> None:
    assert [of(PERSON, firms=firms) for firms in (20, 21)] == [None, RiskStop(Conduct.OWN, StopCause.MANY_FIRMS)]
    assert [of(FIRM, links=links) for links in (1000, 1001)] == [None, RiskStop(Conduct.OWN, StopCause.MANY_LINKS)]
    assert of(FIRM, agent=True) == RiskStop(Conduct.OWN, StopCause.AGENT)
    assert of(FIRM, firms=500) is None, "a firm may hold many others"
    assert of(Party("uscc:3", "Enterprise", form=Form.COMPANY, state_owned=True)) is None, "an enterprise of the state conducts"


def test_each_rule_can_be_set_aside() -> None:
    neither = RULES.neither.model_copy(update={"products": False})
    loose = RULES.model_copy(update={"neither": neither, "own": RULES.own.model_copy(update={"agents": False})})
    assert risk_stop(loose, Party("n", "Mention", form=Form.PRODUCT), firms=0, links=0, agent=True) is None


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("firms_above: 20", "firms_above: none", "own.firms_above: "),
        ("links_above: 1000", "links_above: 0", "own.links_above: Input should be greater than or equal to 1"),
        ("agents: true", "agent: true", "own.agent: unknown key"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, before: str, after: str, says: str) -> None:
    path = tmp_path / "risk_conduct.yml"
    altered(FOLDER / "risk_conduct.yml", path, before, after)
    with pytest.raises(RulesError, match=re.escape(says)) as wrong:
        read_conduct_rules(path)
    text = (FOLDER / "risk_conduct.yml").read_text(encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if before in one)
    assert f"{path}:{line}: {says}" in wrong.value.message
