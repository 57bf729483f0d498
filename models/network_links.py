"""What is read of a network in one round. Rows are lists, for speed; see cypher/network/links.cypher for their columns."""

from typing import Any

from models.answers import Stamp


class Links(Stamp):
    """All links of some parties, and all parties at their ends."""

    links: list[list[Any]]
    parties: list[list[Any]]
