"""Pure functions over edge lists: ownership, control, related parties, relations, risk. Nothing here asks a graph."""
