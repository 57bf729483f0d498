"""Every answer as pandas tables, for notebooks and scripts: open a graph, ask by name, get a DataFrame.

    from app.frames import open_graph

    with open_graph() as graph:
        graph.questions()                                       # what can be asked
        found = graph.frame("search.parties", text="杭州")      # one row a party found
        graph.frame("records.list", party_id=found.id[0], category="penalty", pages=None)
        graph.frame("ownership.of", "owners", party_id=found.id[0])
        graph.network("network.around", party_id=found.id[0])          # a networkx graph

An answer that is there already, as a model, becomes tables by `tables_of` or one of them by `frame_of`.
"""

from app.frames.graph import Graph, open_graph
from app.frames.tables import frame_of, tables_of

__all__ = ["Graph", "frame_of", "open_graph", "tables_of"]
