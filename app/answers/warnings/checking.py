"""Checks that a rule and its question fit: it is there, takes what the rule hands it, and gives rows of warnings."""

from collections.abc import Iterator

from app.errors import NotFound, QuestionError, RulesError
from app.questions import Questions
from app.questions.text.files import Question
from app.rules.warnings.params import TAKEN
from app.rules.warnings.rules import WarningRule, warning_rules
from models.rows.warnings import WarningRows

OWN = {"party_ids": "list[str]", "most": "int"}
"""What every question of a rule takes besides: the enterprises it is about, and the most rows."""


def check_question(rule: WarningRule, questions: Questions, place: tuple[str, int] | None = None) -> None:
    """Refuse a rule whose question does not fit it; `place` is the file and line of the rule, by default where it is read.

    Raises:
        RulesError: what does not fit, with file and line. A question that writes, or has a path or a list without a bound, is
            none that can be read.
    """
    file, line = place or warning_rules().places.get(rule.id, ("", 0))
    try:
        question = questions.question(rule.question)
    except NotFound:
        raise RulesError(f"{file}:{line}: {rule.id}: there is no question {rule.question}", file=file, line=line) from None
    except QuestionError as error:
        raise RulesError(f"{file}:{line}: {rule.id}: {error.message}", file=file, line=line) from None
    for why in _wrong(rule, question):
        raise RulesError(f"{file}:{line}: {rule.id}: {why}", file=file, line=line)


def _wrong(rule: WarningRule, question: Question) -> Iterator[str]:
    taken = {one.name: one.type for one in question.params}
    given = {name: TAKEN[rule.params[name].type] for name in rule.asked} | OWN
    for name in sorted(given.keys() - taken.keys()):
        yield f"{question.name} takes no {name}"
    for name in sorted(taken.keys() - given.keys()):
        yield f"{question.name} takes {name}, which the rule does not give"
    for name, kind in given.items():
        if taken[name] != kind:
            yield f"{question.name} takes {name} as {taken[name]}, and the rule gives {rule.params[name].type} ({kind})"
    if question.answer.model is not WarningRows:
        yield f"{question.name} answers {question.answer.model.__name__}, not {WarningRows.__name__}"
    if "LIMIT $most" not in question.text:
        yield f"{question.name} has no LIMIT $most"
