"""Reading the change feed: what changed since a cursor, of what a caller may see."""
