"""The exposure that a rule warns of is read of fewer parties together where there is no room for all."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.answers.warnings import exposed
from app.answers.warnings.exposed import exposed_rows


async def test_fewer_are_read_together_and_who_hangs_on_what_was_not_read_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    link = SimpleNamespace(first="b", second="x")
    calm = SimpleNamespace(s=0.0, p=0.0, exposed=0)

    async def read(reader: object, parties: Collection[str]) -> Any:
        asked.append(list(parties))
        left_out = 7 if "d" in parties else int(len(parties) > 2)
        material = SimpleNamespace(links=[link], stops={})
        return SimpleNamespace(
            by_party=dict.fromkeys(parties, calm), cut=frozenset({"x"}), left_out=left_out, material=material
        )

    monkeypatch.setattr(exposed, "exposures_of", read)
    cut: set[str] = set()
    given = {"calm": 0.2, "least": 0.5, "rise": 1.0}
    rows = [{"party": one, "risen": False} for one in "dcba"]
    assert await exposed_rows(cast("Any", None), cast("Any", None), given, rows, cut) == []
    assert asked == [list("abcd"), list("ab"), list("cd"), ["c"], ["d"]]
    assert cut == {"b", "d"}, "b hangs on x, for d there is never room"
