"""What holds, who is who and what is shown, against tables worked out by hand."""

import pytest

from app.questions import visible
from loaders.derive import keys, versions
from loaders.identity import components
from tests.examples import holding, naming, showing
from tests.examples.tables import Example, examples


def _named(name: str) -> list[object]:
    return [pytest.param(part, one, id=f"{part}: {one['rule']}") for part, one in examples(name)]


@pytest.mark.parametrize(("part", "example"), [*_named("holds"), *_named("acts")])
def test_what_holds(part: str, example: Example) -> None:
    holding.check(part, example, versions)


def test_what_is_one_group() -> None:
    holding.check_groups(keys)


@pytest.mark.parametrize(("part", "example"), _named("who_is_who"))
def test_who_is_who(part: str, example: Example) -> None:
    naming.check(part, example, components)


@pytest.mark.parametrize(("part", "example"), _named("shown"))
def test_what_is_shown(part: str, example: Example) -> None:
    showing.check(part, example, visible)
