"""Rows as one record are the rows, in their order, on each engine."""

from app.engine import Engine
from app.engine.gather import gathered

QUERY = """
UNWIND range(1, 2500) AS n
WITH n WHERE n % 7 <> 3
RETURN n AS n, CASE WHEN n % 2 = 0 THEN null ELSE 'x' + toString(n) END AS name, [n, 'a'] AS parts, {k: n} AS props
ORDER BY n DESC LIMIT 2000
"""


async def test_gathered_rows_are_those_of_the_query(engine: Engine) -> None:
    rows = await engine.read(QUERY)
    (record,) = await engine.read(gathered(QUERY))
    assert len(rows) == 2000
    assert record["rows"] == rows


async def test_no_rows_are_an_empty_list(engine: Engine) -> None:
    query = "UNWIND [1] AS n\nWITH n WHERE n > 1\nRETURN n AS n"
    assert await engine.read(gathered(query)) == [{"rows": []}]
