"""The sentences of answers: each is written from data, in both languages, and none is forgotten."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from app.answers.registry import computed
from app.words import related
from app.words.codes import CODES
from app.words.sentences import WRITERS, with_sentences, writer_of
from models.answers.control import Certainty, ControlStep, Range, StepKind, Voter
from models.answers.owners import Ground, Requirement, RequirementKind, Status
from models.answers.related import Reason, RelationKind
from models.answers.shapes import PartyRef
from models.base import Model
from models.catalogue import UNWRITTEN, Title
from models.clues.meeting import DepartmentClues
from models.risk.warnings import NotAsked, RuleCard, TriedAnswer, WarningFigure, WarningItem
from models.rule_sets import Criterion, RuleSet
from models.supervision.quality import OwedSubmission, QualityLine, RankedProvider, RankingAnswer
from models.supervision.statistics import KindCoverage, StatisticsLine
from tests.support.inquiring import unwritten

STATED = {RuleSet, Criterion, QualityLine, RankedProvider, RankingAnswer, OwedSubmission, StatisticsLine, KindCoverage}
STATED |= {DepartmentClues, NotAsked, RuleCard, TriedAnswer, WarningFigure, WarningItem}
"""Models whose titles stand in a rule set or in the catalogue."""
BY_ANOTHER = {Reason}
"""Models whose sentences are written with those of what they are a part of: they name its party."""


def models(annotation: Any) -> Iterator[type[Model]]:
    """The models that an annotation names, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def reached(answers: list[type[Model]]) -> set[type[Model]]:
    """These models and all that stand in them."""
    found: set[type[Model]] = set()
    waiting = list(answers)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [other for field in model.model_fields.values() for other in models(field.annotation)]
    return found


def test_every_sentence_of_an_answer_has_what_writes_it() -> None:
    answers = reached([question.answer for question in computed().values()])
    having = {one for one in answers if any(Title in models(field.annotation) for field in one.model_fields.values())}
    assert {one for one in having if writer_of(one) is None} - STATED - BY_ANOTHER == set()
    assert {one for one in WRITERS if not any(issubclass(answer, one) for answer in answers)} == set()


def test_every_way_of_being_related_has_its_article_and_sentence() -> None:
    assert related.ARTICLES.keys() == related.CERTAINLY.keys() == set(RelationKind)
    assert related.POSSIBLY.keys() < set(RelationKind)


def step(**more: Any) -> ControlStep:
    holder, firm = PartyRef(id="a", name="甲公司", state="revoked"), PartyRef(id="b", name="乙公司")
    voter = Voter(party=holder, votes=Range(low=0.6, high=0.6), controlled=False)
    given = {"kind": StepKind.VOTES, "certainty": Certainty.CERTAIN, "votes": voter.votes, "text": UNWRITTEN}
    return ControlStep.model_validate({"by": (holder,), "enterprise": firm, "voters": (voter,)} | given | more)


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        (
            {},
            "甲公司控制乙公司：其自身持有 60 % 的表决权，（甲公司：吊销）",
            "甲公司 controls 乙公司 because it holds 60 % of the votes,  (甲公司: revoked)",
        ),
        (
            {"kind": StepKind.ROLE, "role": "managing_partner"},
            "甲公司是乙公司的执行事务合伙人，因此控制乙公司（甲公司：吊销）",
            "甲公司 controls 乙公司 as its managing partner (甲公司: revoked)",
        ),
    ],
)
def test_a_step_names_who_controls_how_and_in_which_state(more: dict[str, Any], zh: str, en: str) -> None:
    assert with_sentences(step(**more)).text == Title(zh=zh, en=en)


def test_what_is_written_twice_is_the_same() -> None:
    once = with_sentences(Requirement(kind=RequirementKind.SMALL_CAPITAL, met=None, text=UNWRITTEN))
    assert with_sentences(once) == once
    assert not list(unwritten(once))
    assert list(unwritten(step())) == [UNWRITTEN]


def test_each_code_of_an_answer_about_owners_has_words() -> None:
    for kind, codes in (("ground", Ground), ("status", Status)):
        assert [one for one in codes if f"{kind}_{one.value}" not in CODES] == []
