"""Where statements and facts are stored: one protocol, in memory (the oracle's ground) and in a graph."""
