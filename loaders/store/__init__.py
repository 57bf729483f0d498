"""Where statements and facts are kept: one protocol, in memory (the oracle's ground) and in a graph."""
