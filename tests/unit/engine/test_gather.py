"""A query whose rows come as one record."""

import pytest

from app.engine.gather import gathered


def test_the_columns_become_a_map_and_the_last_clause_goes_on() -> None:
    query = "MATCH (s:S {id: $id})\nRETURN s.id AS id,\n       [(s)-[a:IN]->(b) | [b.id, a.place]] AS arrivals\n"
    assert gathered(query) == (
        "MATCH (s:S {id: $id})\nWITH s.id AS id,\n       [(s)-[a:IN]->(b) | [b.id, a.place]] AS arrivals\n"
        "RETURN collect({`id`: `id`, `arrivals`: `arrivals`}) AS rows"
    )


def test_order_limits_distinct_rows_and_names_that_are_words_of_cypher() -> None:
    query = "MATCH (a)\nRETURN DISTINCT a.id AS `start`, a.n AS n ORDER BY n, a.id LIMIT 3"
    assert gathered(query) == (
        "MATCH (a)\nWITH DISTINCT a.id AS `start`, a.n AS n ORDER BY n, a.id LIMIT 3\n"
        "RETURN collect({`start`: `start`, `n`: `n`}) AS rows"
    )


def test_a_variable_is_its_own_name() -> None:
    assert gathered("UNWIND [1] AS one\nRETURN one").endswith("RETURN collect({`one`: `one`}) AS rows")


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (a)\nRETURN a.id",
        "MATCH (a)\nRETURN a.id AS id\nUNION\nMATCH (b)\nRETURN b.id AS id",
        "MATCH (a) SET a.x = 1",
    ],
)
def test_what_cannot_be_gathered_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        gathered(query)
