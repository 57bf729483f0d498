"""The change feed and webhooks: measured by `make bench`."""

import pytest

from tests.bench import feed
from tests.support.engines import chosen


@pytest.mark.bench
@pytest.mark.skipif("embedded" not in chosen(), reason="the embedded engine is not among those tested")
async def test_from_push_to_webhook() -> None:
    await feed.main(200, 40)
