"""What is read of the records that risk is found in. Rows are lists, for speed; cypher/risk states what their columns are."""

from typing import Any

from models.answers.parts import Stamp


class RiskRecords(Stamp):
    """Usable records of some parties, and edges that they are an end of."""

    records: list[list[Any]]
    edges: list[list[Any]]
