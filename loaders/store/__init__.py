"""Where statements and facts are stored: in memory (the oracle's ground) and in a graph."""
