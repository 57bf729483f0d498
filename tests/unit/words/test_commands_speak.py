"""Categories, batches and answers without a form of their own, as commands print them: in words, none for programs."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli.language.messages import Language, use
from app.cli.text import category_text, record_text
from app.cli.text.answer_text import lines_of
from app.paths import CATALOGUE
from loaders.catalogue.files import read_catalogue
from models.base import Model

CODES = re.compile(
    r"\b(?:edge|record|append|upsert|snapshot|event|money|boolean|required|complete|open|in_business|True|None)\b"
)
FOR_PROGRAMS = re.compile(r"in_business|9999-12-31|330106(?![）)])|\b1\.0\b|T\d\d:\d\d|True|None|display_class|loaded_at")
KNOWN = read_catalogue(CATALOGUE)
BATCH = {
    "batch": "b1",
    "state": "open",
    "category": "penalty",
    "day": "9999-12-31",
    "document": "a.csv",
    "loaded_at": "2026-03-01T09:30:12+08:00",
    "remark": "it is being loaded, or its load was cut short: send the same file again to complete it, or withdraw the batch",
    "receipt": {"batch": "b1", "category": "penalty", "document": "a.csv", "rows": 3, "accepted": 3},
    "known_at": 7,
    "tick": 7,
}


@pytest.fixture(params=Language)
def spoken_in(request: pytest.FixtureRequest) -> Iterator[Language]:
    use(request.param)
    yield request.param
    use(Language.EN)


@pytest.mark.parametrize("name", sorted(KNOWN.categories))
def test_a_category_is_described_in_words(spoken_in: Language, name: str) -> None:
    first, second, *told = category_text.category(KNOWN[name], KNOWN)
    rows = [line for line in told if line.count("\t") == 3]
    assert len(told) > len(rows) + 1, "its group and by when it is sent"
    listed = category_text.category_line(KNOWN[name])
    assert first.startswith(name)
    assert KNOWN[name].title.model_dump()[spoken_in] in first
    assert len(rows) == len(KNOWN[name].properties)
    described = "\n".join([second, listed.partition("\t")[2], *(row.split("\t")[2] for row in rows)])
    assert spoken_in is Language.EN or not CODES.search(described), described


def test_a_batch_is_described_in_words(spoken_in: Language) -> None:
    shown = "\n".join([*record_text.batch(BATCH, KNOWN), record_text.batch_line(BATCH, KNOWN)])
    assert not FOR_PROGRAMS.search(shown), shown
    assert "2026-03-01 09:30" in shown
    assert KNOWN["penalty"].title.model_dump()[spoken_in] in shown
    assert "7" not in shown, "no tick"
    if spoken_in is Language.ZH:
        assert not re.search(r"[a-z]+ [a-z]+", shown), shown
        assert "状态：未完成" in shown
        assert "长期" in shown


class Part(Model):
    """A part of an answer."""

    region: str = "330106"
    state: str | None = "in_business"
    share: float = 1.0
    until: str = "9999-12-31"


class Answer(Model):
    """An answer that nothing formats."""

    kind: str = "Enterprise"
    sure: bool = True
    conflict: str = "甲"
    party: str = "乙"
    parts: tuple[Part, ...] = (Part(),)
    names: tuple[str, ...] = ("甲", "乙")
    known_at: int = 7
    tick: int = 7


def test_an_answer_without_a_form_of_its_own_is_told_in_words(spoken_in: Language) -> None:
    question: Any = SimpleNamespace(name="nothing.formats")
    shown = "\n".join(lines_of(question, Answer()))
    assert not FOR_PROGRAMS.search(shown), shown
    assert "7" not in shown
    assert "{" not in shown
    assert ("主体: 乙" if spoken_in is Language.ZH else "party: 乙") in shown
    words = ("企业", "长期", "存续", "是") if spoken_in is Language.ZH else ("Enterprise", "open", "in business", "yes")
    assert all(word in shown for word in words), shown
