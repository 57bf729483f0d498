"""Lists in slices: nothing is lost, twice or moved."""

from hypothesis import given
from hypothesis import strategies as st

from models.values.slices import slices


@given(st.lists(st.integers()), st.integers(1, 9))
def test_slices_are_the_list(items: list[int], size: int) -> None:
    found = slices(items, size)
    assert [one for some in found for one in some] == items
    assert all(len(some) == size for some in found[:-1])
    assert all(found)
