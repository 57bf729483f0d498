"""What a case rests on is bounded."""

import pytest
from pydantic import ValidationError

from models.work.cases import MOST_BYTES, NewCase, NewStep

FITTING = "事" * (MOST_BYTES // 3 - 10)


def test_what_a_case_rests_on_is_bounded_by_its_bytes() -> None:
    assert NewCase(kind="k", key="k", receiver="某局", basis={"a": FITTING}).basis == {"a": FITTING}
    assert NewStep(action="a", data={"a": FITTING}).data == {"a": FITTING}
    with pytest.raises(ValidationError, match="32,768 bytes"):
        NewCase(kind="k", key="k", receiver="某局", basis={"a": [FITTING, "事" * 30]})
    with pytest.raises(ValidationError, match="32,768 bytes"):
        NewStep(action="a", data={"a": {"b": FITTING, "c": "事" * 30}})
