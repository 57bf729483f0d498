"""Every answer as pandas tables, for notebooks and scripts: open a graph, call a question by name, get a DataFrame.

    from app.frames import open_graph

    with open_graph() as graph:
        graph.questions()                                       # all questions and their parameters
        parties = graph.frame("search.parties", text="杭州")    # one row for each match
        graph.frame("records.list", party_id=parties.id[0], category="penalty", pages=None)
        graph.frame("ownership.of", "owners", party_id=parties.id[0])
        graph.network("network.around", party_id=parties.id[0])        # a networkx graph

`tables_of` makes all tables of an answer that one already has as a model, `frame_of` one of them.
"""

from app.frames.graph import Graph, open_graph
from app.frames.tables import frame_of, tables_of

__all__ = ["Graph", "frame_of", "open_graph", "tables_of"]
