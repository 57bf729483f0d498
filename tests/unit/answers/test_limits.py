"""A limit out of range is refused before anything is read."""

from typing import Any, cast

import pytest

from app.answers.control import control, group, related
from app.answers.reading.session import Reader
from app.errors import InputError


@pytest.mark.parametrize("limit", [0, -1, 2_001])
@pytest.mark.parametrize("inquiry", [control, group, related])
async def test_a_limit_out_of_range_is_refused(inquiry: Any, limit: int) -> None:
    with pytest.raises(InputError, match="from 1 to 2000") as raised:
        await inquiry(cast(Reader, None), "uscc:none", limit=limit)
    assert raised.value.context == {"parameter": "limit"}
