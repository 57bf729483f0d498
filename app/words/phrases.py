"""Parts that the sentences of several subjects share: a text in both languages, figures, and who is known how."""

from collections.abc import Iterable

from app.words.codes import CODES
from app.words.formats import IN_BUSINESS, percent
from models.answers.control import Voter
from models.answers.shapes import PartyRef
from models.catalogue import Title
from models.rule_sets import Comparison, Criterion

Pair = tuple[str, str]
"""A text in Chinese and in English."""


def both(zh: str, en: str) -> Title:
    """A text in both languages."""
    return Title(zh=zh, en=en)


def criterion_in_words(criterion: Criterion) -> Title:
    """A criterion: 超过 50 %, more than 50 %."""
    figure = percent(criterion.threshold)
    strict = criterion.comparison is Comparison.GT
    return both(f"{'超过' if strict else '不低于'} {figure}", f"{'more than' if strict else 'at least'} {figure}")


def by_name_alone(text: Title, voters: Iterable[Voter]) -> Title:
    """A text, and who of the voters is known by name alone."""
    names = [voter.party.label for voter in voters if voter.party.by_name is not None]
    if not names:
        return text
    return both(f"{text.zh}（{'、'.join(names)}仅按名称认定）", f"{text.en} ({' and '.join(names)} by name only)")


def with_registrations(text: Title, parties: Iterable[PartyRef]) -> Title:
    """A text, and the state of registration of each of the parties that is not in business, once."""
    gone = {party.id: (party, party.state) for party in parties if party.state is not None and party.state != IN_BUSINESS}
    if not gone:
        return text
    words = [(party.label, CODES.get(f"registration_{state}", (state, state))) for party, state in gone.values()]
    zh, en = (
        "、".join(f"{name}：{word}" for name, (word, _) in words),
        ", ".join(f"{name}: {word}" for name, (_, word) in words),
    )
    return both(f"{text.zh}（{zh}）", f"{text.en} ({en})")
