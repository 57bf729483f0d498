"""The language of the user, for the tests of texts in Chinese."""

from collections.abc import Iterator

import pytest

from app.cli.language.messages import Language, use


@pytest.fixture
def in_chinese() -> Iterator[None]:
    use(Language.ZH)
    yield
    use(Language.EN)
