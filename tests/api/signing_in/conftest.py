"""An issuer of OpenID Connect for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.support.desk.issuing import Issuing, issuing


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuing]:
    """An issuer that runs."""
    with issuing() as one:
        yield one
